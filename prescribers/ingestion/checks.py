"""Columns of text checked and turned into numbers, all rows at once.

Each distinct value is judged once, then its verdict is spread over the rows: dates go through
Python's own calendar (Arrow's `strptime` accepts 30 February), and a row keeps every fault it has.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from stdnum import luhn

from prescribers.ingestion.nir import find_nirs
from prescribers.ingestion.problems import Finding
from prescribers.ingestion.reader import Rows


Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]
LARGEST = str(2**63 - 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII)
_RPPS = re.compile(r"\d{11}", re.ASCII)


class Checks:
    """Reads one file column by column, and remembers what was wrong with which row."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.findings: list[Finding] = []
        self.ok: Bools = np.ones(len(rows.lines), np.bool_)

    def refuse(self, column: str, wrong: Bools, code: str) -> None:
        """Mark the rows where `wrong` holds; they may already carry other faults."""
        places = np.flatnonzero(wrong)
        if places.size:
            self.findings.append(Finding(column, code, places))
            self.ok &= ~wrong

    def integer(self, column: str, low: int, high: int, *, optional: bool = False) -> Ints:
        """Whole numbers written in digits; -1 where empty and optional, 0 where refused."""
        spread = _Distinct(self, column, optional=optional)
        digits = spread.matches(r"^[0-9]{1,18}$")
        long = spread.matches(r"^[0-9]{19}$")
        digits |= long & _booleans(pc.less_equal(spread.values, LARGEST))
        spread.refuse(~digits & ~spread.empty, "ENTIER")
        numbers = pc.if_else(pa.array(digits), spread.values, "0").cast(pa.int64())
        values = numbers.to_numpy(zero_copy_only=False).copy()
        spread.refuse(digits & ((values < low) | (values > high)), "BORNES")
        values[spread.bad] = 0
        values[spread.empty] = -1 if optional else 0
        return spread.over_rows(values)

    def choice(self, column: str, codes: Mapping[str, int], *, optional: bool = False) -> Ints:
        """Codes of a closed list; its number for "" (or 0) where empty and optional."""
        known = {**codes, "": codes.get("", 0)} if optional else codes
        return self._parsed(column, known.get, "LISTE", optional=optional, filler=0)

    def flag(self, column: str) -> Bools:
        """0 or 1; a column that the file does not have is false everywhere."""
        if not self.rows.has(column):
            return np.zeros(len(self.rows.lines), np.bool_)
        return self.choice(column, {"0": 0, "1": 1}).astype(np.bool_)

    def day(self, column: str, *, optional: bool = False) -> Days:
        """Dates that exist, from 1900 to 2100; NaT where empty or refused."""
        days = self._parsed(column, _ordinal, "DATE", optional=optional, filler=_NOT_A_DAY)
        return days.astype("datetime64[D]")

    def decimal(self, column: str) -> NDArray[np.float64]:
        """Optional numbers with a decimal point; NaN where empty or refused."""
        values = self._parsed(column, _decimal, "NOMBRE", optional=True, filler=np.nan)
        return values.astype(np.float64)

    def text(
        self, column: str, longest: int, *, optional: bool = False, shape: str = ""
    ) -> NDArray[np.bytes_]:
        """UTF-8 bytes of at most `longest` characters, of the whole `shape` when there is one."""
        spread = _Distinct(self, column, optional=optional)
        spread.refuse(_booleans(pc.greater(pc.utf8_length(spread.values), longest)), "LONGUEUR")
        if shape:
            spread.refuse(~spread.matches(f"^(?:{shape})$") & ~spread.empty, "FORME")
        return spread.over_rows(spread.as_bytes(longest))

    def rpps(self, column: str) -> Ints:
        """RPPS numbers of 11 digits with a valid Luhn key; 0 where refused."""
        spread = _Distinct(self, column, optional=False)
        texts = spread.values.to_pylist()
        shaped = np.array([bool(_RPPS.fullmatch(text)) for text in texts], np.bool_)
        keyed = np.array([not ok or luhn.is_valid(t) for ok, t in zip(shaped, texts, strict=True)])
        spread.refuse(~shaped & ~spread.empty, "RPPS_FORME")
        spread.refuse(~keyed.astype(np.bool_), "RPPS_CLE")
        good = ~spread.bad & ~spread.empty
        values = [int(text) if ok else 0 for ok, text in zip(good, texts, strict=True)]
        return spread.over_rows(np.array(values, np.int64))

    def known(
        self, column: str, codes: NDArray[np.bytes_], code: str, *, optional: bool = False
    ) -> Ints:
        """The place of each value in the sorted `codes`; -1 where empty or refused."""
        spread = _Distinct(self, column, optional=optional)
        places = find(spread.as_bytes(None), codes)
        spread.refuse((places < 0) & ~spread.empty, code)
        return spread.over_rows(places)

    def _parsed(
        self,
        column: str,
        parse: Callable[[str], Any],
        code: str,
        *,
        optional: bool,
        filler: Any,
    ) -> NDArray[Any]:
        spread = _Distinct(self, column, optional=optional)
        parsed = [parse(text) for text in spread.values.to_pylist()]
        failed = np.array([value is None for value in parsed], np.bool_)
        spread.refuse(failed & ~spread.empty, code)
        return spread.over_rows(np.array([filler if v is None else v for v in parsed]))


class _Distinct:
    """The distinct values of one column; a fault found on one is a fault of all its rows."""

    def __init__(self, checks: Checks, column: str, *, optional: bool) -> None:
        self.checks, self.column = checks, column
        rows = checks.rows
        if rows.has(column):
            coded = rows.columns[column].dictionary_encode()
        else:
            coded = pa.array([""] * min(len(rows.lines), 1), pa.string()).dictionary_encode()
        self.values: pa.Array = coded.dictionary
        self.where = np.zeros(len(rows.lines), np.int64)
        if rows.has(column):
            self.where = coded.indices.to_numpy(zero_copy_only=False)
        self.bad = np.zeros(len(self.values), np.bool_)
        self.empty = _booleans(pc.equal(self.values, ""))
        if not optional:
            self.refuse(self.empty, "VIDE")
        hiding = np.zeros(len(self.values), np.bool_)
        hiding[find_nirs(self.values)] = True
        plain = rows.format.column(column).plain
        if plain:
            hiding &= ~self.matches(f"^(?:{plain})$")
        self.refuse(hiding, "NIR")

    def refuse(self, wrong: Bools, code: str) -> None:
        if wrong.any():
            self.bad |= wrong
            self.checks.refuse(self.column, wrong[self.where], code)

    def matches(self, pattern: str) -> Bools:
        return _booleans(pc.match_substring_regex(self.values, pattern))

    def as_bytes(self, longest: int | None) -> NDArray[np.bytes_]:
        cut = self.values if longest is None else pc.utf8_slice_codeunits(self.values, 0, longest)
        texts = [text.encode() for text in cut.to_pylist()]
        return np.array(texts, np.bytes_) if texts else np.array([], "S1")

    def over_rows(self, values: NDArray[Any]) -> NDArray[Any]:
        if not len(self.values):
            return np.array([], values.dtype)
        return values[self.where]


def find(values: NDArray[Any], among: NDArray[Any]) -> Ints:
    """The place of each value among sorted ones, -1 when it is not there."""
    if not among.size:
        return np.full(len(values), -1, np.int64)
    places = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return np.where(among[places] == values, places, -1)


def _booleans(array: pa.Array) -> Bools:
    return array.to_numpy(zero_copy_only=False).astype(np.bool_)


_EPOCH = date(1970, 1, 1).toordinal()
_NOT_A_DAY = np.iinfo(np.int64).min


def _ordinal(text: str) -> int | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found.toordinal() - _EPOCH if 1900 <= found.year <= 2100 else None


def _decimal(text: str) -> float | None:
    return float(text) if _DECIMAL.fullmatch(text) else None
