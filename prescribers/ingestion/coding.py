"""What the portal already knows, as arrays: it gives each row its caisse, quintile and stratum."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from ijstats import OUTSIDE, stratum_code
from prescribers.ingestion.checks import Bools, Days, Ints, find
from prescribers.models import Attachment, Commune, Iris, Prescriber, Structure


CANCER = 2
# The first age of each band of the patient lists, 0 (16–24) to 6 (65–70).
BAND_AGES = np.array([16, 25, 35, 45, 55, 60, 65])
_FOREVER = np.datetime64("9999-12-31", "D")


class Quintiles(NamedTuple):
    codes: NDArray[np.bytes_]
    quintile: Ints
    commune_quintile: Ints

    def of(self, places: Ints) -> Ints:
        """The quintile at each place of `codes`; 0 where there is no IRIS."""
        known = np.append(self.quintile, 0)
        return known[places]

    def commune_of(self, places: Ints) -> Ints:
        known = np.append(self.commune_quintile, 0)
        return known[places]


@dataclass(frozen=True)
class Attachments:
    """Every attachment, sorted by prescriber and start."""

    rpps: Ints
    start: Days
    end: Days
    caisse: NDArray[np.bytes_]

    @cached_property
    def _first(self) -> Ints:
        """Where the attachments of each prescriber begin."""
        new = np.ones(len(self.rpps), np.bool_)
        new[1:] = self.rpps[1:] != self.rpps[:-1]
        return np.flatnonzero(new)

    @cached_property
    def _doctors(self) -> Ints:
        return self.rpps[self._first]

    def caisse_on(self, rpps: Ints, day: Days) -> tuple[NDArray[np.bytes_], Bools]:
        """The caisse of the latest attachment open on each day, and where there is one."""
        return self._latest(rpps, day, ended=False)

    def last_caisse_by(self, rpps: Ints, day: np.datetime64) -> tuple[NDArray[np.bytes_], Bools]:
        """The caisse of the latest attachment begun by `day`, closed or not."""
        return self._latest(rpps, np.full(len(rpps), day), ended=True)

    def _latest(self, rpps: Ints, day: Days, *, ended: bool) -> tuple[NDArray[np.bytes_], Bools]:
        doctor = find(rpps, self._doctors)
        if not self.rpps.size:
            return np.full(len(rpps), b"", "S3"), doctor >= 0
        first, last = self._first[doctor], np.append(self._first[1:], len(self.rpps))[doctor] - 1
        # From the last one back: nearly everybody has one, and few have three.
        place = np.where(doctor < 0, -1, last)
        first = np.where(doctor < 0, 0, first)
        while True:
            wrong = self.start[place] > day
            if not ended:
                wrong |= self.end[place] < day
            wrong &= place >= first
            if not wrong.any():
                found = place >= first
                return np.where(found, self.caisse[place], b""), found
            place[wrong] -= 1

    def still_open(self) -> "Attachments":
        """Those without an end: at most one a prescriber and caisse."""
        lasting = self.end == _FOREVER
        columns = (self.rpps, self.start, self.end, self.caisse)
        return Attachments(*(values[lasting] for values in columns))


def known_prescribers() -> Ints:
    numbers = Prescriber.objects.values_list("rpps", flat=True)
    return np.sort(np.array([int(rpps) for rpps in numbers], np.int64))


def known_attachments() -> Attachments:
    rows = list(Attachment.objects.values_list("prescriber__rpps", "start", "end", "caisse"))
    rpps = np.array([int(row[0]) for row in rows], np.int64)
    start = np.array([row[1] for row in rows], "datetime64[D]")
    end = np.array([row[2] or _FOREVER for row in rows], "datetime64[D]")
    caisse = np.array([row[3] for row in rows], "S3")
    order = np.lexsort((start, rpps))
    return Attachments(rpps[order], start[order], end[order], caisse[order])


def known_quintiles() -> Quintiles:
    rows = list(Iris.objects.values_list("code", "quintile", "commune_quintile"))
    codes = _codes([row[0] for row in rows])
    order = np.argsort(codes)
    iris, commune = (np.array([row[place] for row in rows], np.int64) for place in (1, 2))
    return Quintiles(codes[order], iris[order], commune[order])


def known_communes() -> NDArray[np.bytes_]:
    return np.sort(_codes(Commune.objects.values_list("code", flat=True)))


def known_caisses() -> NDArray[np.bytes_]:
    caisses = Organisation.objects.filter(kind=OrganisationKind.CAISSE)
    return np.sort(_codes(caisses.values_list("code", flat=True)))


def known_structures() -> NDArray[np.bytes_]:
    return np.sort(_codes(Structure.objects.values_list("code", flat=True)))


def _codes(values: Any) -> NDArray[np.bytes_]:
    codes = [value.encode() for value in values]
    return np.array(codes, np.bytes_) if codes else np.array([], "S1")


class Known:
    """What one file is coded against: each list is read when first asked for, and once."""

    @cached_property
    def prescribers(self) -> Ints:
        return known_prescribers()

    @cached_property
    def attachments(self) -> Attachments:
        return known_attachments()

    @cached_property
    def quintiles(self) -> Quintiles:
        return known_quintiles()

    @cached_property
    def communes(self) -> NDArray[np.bytes_]:
        return known_communes()

    @cached_property
    def caisses(self) -> NDArray[np.bytes_]:
        return known_caisses()

    @cached_property
    def structures(self) -> NDArray[np.bytes_]:
        return known_structures()


def stratum(age: Ints, sex: Ints, ald: Ints, c2s: Ints, quintile: Ints) -> NDArray[np.int16]:
    """The stratum of each patient; cancers and ages out of the field lie outside."""
    return stratum_code(age, sex, ald, c2s, quintile)


def stratum_of_band(band: Ints, sex: Ints, ald: Ints, c2s: Ints, quintile: Ints) -> Ints:
    codes = stratum_code(BAND_AGES[band], sex, ald, c2s, quintile)
    return np.where(ald == CANCER, OUTSIDE, codes).astype(np.int64)
