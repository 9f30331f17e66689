"""What the portal already knows, as arrays: it gives each row its caisse, quintile and stratum."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from ijstats import OUTSIDE, stratum_code
from prescribers.ingestion.checks import Bools, Days, Ints, find
from prescribers.models import Attachment, Commune, Iris, Prescriber


CANCER = 2
# The first age of each band of the patient lists, 0 (16–24) to 6 (65–70).
BAND_AGES = np.array([16, 25, 35, 45, 55, 60, 65])
_DAYS_SPAN = 1 << 20
_FOREVER = np.datetime64("9999-12-31", "D")


class Quintiles(NamedTuple):
    codes: NDArray[np.bytes_]
    quintile: Ints

    def of(self, places: Ints) -> Ints:
        """The quintile at each place of `codes`; 0 where there is no IRIS."""
        known = np.append(self.quintile, 0)
        return known[places]


class Attachments(NamedTuple):
    """Every attachment, sorted by prescriber and start."""

    rpps: Ints
    start: Days
    end: Days
    caisse: NDArray[np.bytes_]

    def caisse_on(self, rpps: Ints, day: Days) -> tuple[NDArray[np.bytes_], Bools]:
        """The caisse of the latest attachment open on each day, and where there is one."""
        if not self.rpps.size:
            return np.full(len(rpps), b"", "S3"), np.zeros(len(rpps), np.bool_)
        doctors = np.unique(self.rpps)
        mine = _line_up(np.searchsorted(doctors, self.rpps), self.start)
        wanted = find(rpps, doctors)
        place = np.searchsorted(mine, _line_up(np.maximum(wanted, 0), day), side="right") - 1
        place = np.where(wanted < 0, -1, place)
        while True:
            at = np.maximum(place, 0)
            mine_still = (place >= 0) & (self.rpps[at] == rpps)
            closed = mine_still & (self.end[at] < day)
            if not closed.any():
                return np.where(mine_still, self.caisse[at], b""), mine_still
            place = np.where(closed, place - 1, place)

    def still_open(self) -> "Attachments":
        """Those without an end: at most one a prescriber and caisse."""
        lasting = self.end == _FOREVER
        return Attachments(*(values[lasting] for values in self))

    def last_caisse_by(self, rpps: Ints, day: np.datetime64) -> tuple[NDArray[np.bytes_], Bools]:
        """The caisse of the latest attachment begun by `day`, closed or not."""
        ever = self._replace(end=np.full(len(self.end), _FOREVER))
        return ever.caisse_on(rpps, np.full(len(rpps), day))


def _line_up(doctor: Ints, day: Days) -> Ints:
    """One number that sorts by prescriber, then by day."""
    return doctor * _DAYS_SPAN + (day - np.datetime64("1900-01-01", "D")).astype(np.int64)


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
    rows = list(Iris.objects.values_list("code", "quintile"))
    codes = _codes([code for code, _ in rows])
    order = np.argsort(codes)
    return Quintiles(codes[order], np.array([quintile for _, quintile in rows], np.int64)[order])


def known_communes() -> NDArray[np.bytes_]:
    return np.sort(_codes(Commune.objects.values_list("code", flat=True)))


def known_caisses() -> NDArray[np.bytes_]:
    caisses = Organisation.objects.filter(kind=OrganisationKind.CAISSE)
    return np.sort(_codes(caisses.values_list("code", flat=True)))


def _codes(values: Any) -> NDArray[np.bytes_]:
    codes = [value.encode() for value in values]
    return np.array(codes, np.bytes_) if codes else np.array([], "S1")


def stratum(age: Ints, sex: Ints, ald: Ints, c2s: Ints, quintile: Ints) -> NDArray[np.int16]:
    """The stratum of each patient; cancers and ages out of the field lie outside."""
    return stratum_code(age, sex, ald, c2s, quintile)


def stratum_of_band(band: Ints, sex: Ints, ald: Ints, c2s: Ints, quintile: Ints) -> Ints:
    codes = stratum_code(BAND_AGES[band], sex, ald, c2s, quintile)
    return np.where(ald == CANCER, OUTSIDE, codes).astype(np.int64)
