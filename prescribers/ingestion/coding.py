"""What the portal already knows, as arrays: it gives each row its caisse, quintile and stratum."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from ijstats import OUTSIDE, stratum_code
from prescribers.ingestion.binary_rows import fetch_rows
from prescribers.ingestion.checks import Bools, Days, Ints
from prescribers.ingestion.lookup import CodeLookup, Lookup
from prescribers.models import Commune, Structure


CANCER = 2
# The first age of each band of the patient lists, 0 (16–24) to 6 (65–70).
BAND_AGES = np.array([16, 25, 35, 45, 55, 60, 65])
_FOREVER = np.datetime64("9999-12-31", "D")


class Quintiles(NamedTuple):
    """Those of each IRIS at its place, then 0 for the place -1, which is no IRIS."""

    codes: CodeLookup
    quintile: Ints
    commune_quintile: Ints

    def of(self, places: Ints) -> Ints:
        return self.quintile[places]

    def commune_of(self, places: Ints) -> Ints:
        return self.commune_quintile[places]


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
    def _last(self) -> Ints:
        return np.append(self._first[1:], len(self.rpps)) - 1

    @cached_property
    def _doctors(self) -> Lookup:
        return Lookup(self.rpps[self._first])

    def caisse_on(self, rpps: Ints, day: Days) -> tuple[NDArray[np.bytes_], Bools]:
        """The caisse of the latest attachment open on each day, and where there is one."""
        return self._latest(rpps, day, ended=False)

    def last_caisse_by(self, rpps: Ints, day: np.datetime64) -> tuple[NDArray[np.bytes_], Bools]:
        """The caisse of the latest attachment begun by `day`, closed or not."""
        return self._latest(rpps, np.full(len(rpps), day), ended=True)

    def _latest(self, rpps: Ints, day: Days, *, ended: bool) -> tuple[NDArray[np.bytes_], Bools]:
        if not self.rpps.size:
            return np.full(len(rpps), b"", "S3"), np.zeros(len(rpps), np.bool_)
        doctor = self._doctors.places(rpps)
        place, found = self._last[doctor], doctor >= 0
        # From the last one back: nearly everybody has one, and few have three.
        rows = np.flatnonzero(found & ~self._holds(place, day, ended=ended))
        while rows.size:
            place[rows] -= 1
            found[rows] = place[rows] >= self._first[doctor[rows]]
            rows = rows[found[rows]]
            rows = rows[~self._holds(place[rows], day[rows], ended=ended)]
        caisse = self.caisse[place]
        caisse[~found] = b""
        return caisse, found

    def _holds(self, place: Ints, day: Days, *, ended: bool) -> Bools:
        begun = self.start[place] <= day
        return begun if ended else begun & (self.end[place] >= day)

    def still_open(self) -> "Attachments":
        """Those without an end: at most one a prescriber and caisse."""
        lasting = self.end == _FOREVER
        columns = (self.rpps, self.start, self.end, self.caisse)
        return Attachments(*(values[lasting] for values in columns))


# Asked of the driver: sixty thousand rows through the ORM cost a third of a second.
_ATTACHMENTS = """
SELECT p.rpps::int8, a.start - DATE '1970-01-01', coalesce(a."end" - DATE '1970-01-01', %s),
       a.caisse
  FROM prescribers_attachment a JOIN prescribers_prescriber p ON p.id = a.prescriber_id
"""
_IRIS = "SELECT code, quintile, commune_quintile FROM prescribers_iris"


def known_prescribers() -> Lookup:
    rows = fetch_rows("SELECT rpps::int8 FROM prescribers_prescriber", [])
    return Lookup(np.sort(np.array([row[0] for row in rows], np.int64)))


def known_attachments() -> Attachments:
    rows = fetch_rows(_ATTACHMENTS, [int(_FOREVER.astype(np.int64))])
    rpps, start, end = (np.array([row[at] for row in rows], np.int64) for at in range(3))
    caisse = np.array([row[3] for row in rows], "S3")
    order = np.lexsort((start, rpps))
    first, last = (values[order].astype("datetime64[D]") for values in (start, end))
    return Attachments(rpps[order], first, last, caisse[order])


def known_quintiles() -> Quintiles:
    rows = fetch_rows(_IRIS, [])
    codes = _codes(row[0] for row in rows)
    order = np.argsort(codes)
    iris, commune = (np.array([row[at] for row in rows], np.int64) for at in (1, 2))
    return Quintiles(
        CodeLookup(codes[order]), np.append(iris[order], 0), np.append(commune[order], 0)
    )


def known_communes() -> CodeLookup:
    return _lookup(Commune.objects.values_list("code", flat=True))


def known_caisses() -> CodeLookup:
    caisses = Organisation.objects.filter(kind=OrganisationKind.CAISSE)
    return _lookup(caisses.values_list("code", flat=True))


def known_structures() -> CodeLookup:
    return _lookup(Structure.objects.values_list("code", flat=True))


def _lookup(values: Iterable[str]) -> CodeLookup:
    return CodeLookup(np.sort(_codes(values)))


def _codes(values: Iterable[str]) -> NDArray[np.bytes_]:
    codes = [value.encode() for value in values]
    return np.array(codes, np.bytes_) if codes else np.array([], "S1")


class Known:
    """What one file is coded against: each list is read when first asked for, and once."""

    @cached_property
    def prescribers(self) -> Lookup:
        return known_prescribers()

    @cached_property
    def attachments(self) -> Attachments:
        return known_attachments()

    @cached_property
    def quintiles(self) -> Quintiles:
        return known_quintiles()

    @cached_property
    def communes(self) -> CodeLookup:
        return known_communes()

    @cached_property
    def caisses(self) -> CodeLookup:
        return known_caisses()

    @cached_property
    def structures(self) -> CodeLookup:
        return known_structures()


def stratum(age: Ints, sex: Ints, ald: Ints, c2s: Ints, quintile: Ints) -> NDArray[np.int16]:
    """The stratum of each patient; cancers and ages out of the field lie outside."""
    return stratum_code(age, sex, ald, c2s, quintile)


def stratum_of_band(band: Ints, sex: Ints, ald: Ints, c2s: Ints, quintile: Ints) -> Ints:
    codes = stratum_code(BAND_AGES[band], sex, ald, c2s, quintile)
    return np.where(ald == CANCER, OUTSIDE, codes).astype(np.int64)
