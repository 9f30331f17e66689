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

from prescribers.ingestion.arrow_numpy import (
    arrow_booleans,
    arrow_texts,
    booleans,
    integers,
)
from prescribers.ingestion.lookup import CodeLookup
from prescribers.ingestion.nir import find_nirs
from prescribers.ingestion.problems import Finding
from prescribers.ingestion.reader import Rows
from prescribers.ingestion.texts import Texts


Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]
LARGEST = str(2**63 - 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,9}(\.\d{1,9})?(e-?\d{1,2})?", re.ASCII)
_RPPS_LENGTH = 11
_ONE_BYTE = 2
_UNKNOWN = -(2**63)
_LARGEST = arrow_texts(np.array([LARGEST], np.bytes_))[0]
_MOST_DIGITS = len(LARGEST)
# What a digit is worth once doubled, the sum of its two digits taken.
_DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], np.uint8)


class Checks:
    """Reads one chunk column by column, and remembers what was wrong with which row."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.findings: list[Finding] = []
        self.ok: Bools = np.ones(len(rows.lines), np.bool_)

    def has(self, column: str) -> bool:
        return self.rows.has(column)

    def refuse(self, column: str, wrong: Bools, code: str) -> None:
        """Mark the rows where `wrong` holds; they may already carry other faults."""
        places = np.flatnonzero(wrong)
        if places.size:
            self.findings.append(Finding(column, code, places))
            self.ok &= ~wrong

    def integer(self, column: str, low: int, high: int, *, optional: bool = False) -> Ints:
        """Whole numbers written in digits; -1 where empty and optional, 0 where refused."""
        values = _Values(self, column, optional=optional)
        lengths = values.texts.lengths
        digits = values.texts.digits_only() & ~values.empty & (lengths <= _MOST_DIGITS)
        if (lengths == _MOST_DIGITS).any():
            largest = booleans(pc.less_equal(values.texts.array, _LARGEST))
            digits &= (lengths < _MOST_DIGITS) | largest
        values.refuse(~digits & ~values.empty, "ENTIER")
        numbers = _numbers(values.texts.array, digits)
        values.refuse(digits & ((numbers < low) | (numbers > high)), "BORNES")
        numbers[values.bad] = 0
        numbers[values.empty] = -1 if optional else 0
        return numbers

    def choice(self, column: str, codes: Mapping[str, int], *, optional: bool = False) -> Ints:
        """Codes of a closed list; its number for "" (or 0) where empty and optional."""
        known = {**codes, "": codes.get("", 0)} if optional else codes
        if all(len(code) < _ONE_BYTE for code in codes):
            return self._letter(column, known, optional=optional)
        return self._parsed(column, known.get, "LISTE", optional=optional, filler=0)

    def flag(self, column: str) -> Bools:
        """0 or 1; a column that the file does not have is false everywhere."""
        if not self.has(column):
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
        values = _Distinct(self, column, optional=optional)
        too_long = values.texts.lengths > longest  # in bytes, at first
        if too_long.any():
            too_long = integers(pc.utf8_length(values.texts.array)) > longest
            values.refuse(too_long, "LONGUEUR")
        if shape:
            values.refuse(~values.matches(f"^(?:{shape})$") & ~values.empty, "FORME")
        return values.over_rows(values.as_bytes(longest))

    def rpps(self, column: str) -> Ints:
        """RPPS numbers of 11 digits with a valid Luhn key; 0 where refused."""
        values = _Values(self, column, optional=False)
        shaped = values.texts.digits_only() & (values.texts.lengths == _RPPS_LENGTH)
        values.refuse(~shaped & ~values.empty, "RPPS_FORME")
        keyed = ~shaped
        keyed[shaped] = _luhn(Texts(_kept(values.texts.array, shaped)).fixed(_RPPS_LENGTH))
        values.refuse(~keyed, "RPPS_CLE")
        return _numbers(values.texts.array, ~values.bad & ~values.empty)

    def known(self, column: str, codes: CodeLookup, code: str, *, optional: bool = False) -> Ints:
        """The place of each value among the `codes`; -1 where empty or refused."""
        values = _Values(self, column, optional=optional)
        places = codes.places(values.texts)
        values.refuse((places < 0) & ~values.empty, code)
        return places

    def _letter(self, column: str, codes: Mapping[str, int], *, optional: bool) -> Ints:
        """A choice among codes of one ASCII character: one look at a table a row."""
        values = _Values(self, column, optional=optional)
        lengths = values.texts.lengths
        letters = np.zeros(len(lengths), np.uint8)
        ends = values.texts.ends
        letters[lengths == 1] = values.texts.bytes[ends[lengths == 1] - 1]
        table = np.full(256, _UNKNOWN, np.int64)
        for code, number in codes.items():
            table[ord(code) if code else 0] = number
        found = table[letters]
        values.refuse(((found == _UNKNOWN) | (lengths > 1)) & ~values.empty, "LISTE")
        found[values.bad | (found == _UNKNOWN)] = 0
        return found

    def _parsed(
        self,
        column: str,
        parse: Callable[[str], Any],
        code: str,
        *,
        optional: bool,
        filler: Any,
    ) -> NDArray[Any]:
        values = _Distinct(self, column, optional=optional)
        parsed = [parse(text) for text in values.texts.array.to_pylist()]
        failed = np.array([value is None for value in parsed], np.bool_)
        values.refuse(failed & ~values.empty, code)
        return values.over_rows(np.array([filler if v is None else v for v in parsed]))


class _Values:
    """The values of one column, row by row: those of which most are seen once."""

    def __init__(self, checks: Checks, column: str, *, optional: bool) -> None:
        self.checks, self.column = checks, column
        self.texts = Texts(self._judged())
        self.bad = np.zeros(len(self.texts), np.bool_)
        self.empty: Bools = self.texts.lengths == 0
        if not optional:
            self.refuse(self.empty, "VIDE")
        self._refuse_nirs()

    def _judged(self) -> pa.Array:
        """What is judged one by one; a column that the file does not have is empty."""
        rows = self.checks.rows
        if rows.has(self.column):
            return rows.columns[self.column]
        return arrow_texts(np.zeros(len(rows.lines), "S1"))

    def _refuse_nirs(self) -> None:
        places = find_nirs(self.texts)
        if places:
            hiding = np.zeros(len(self.texts), np.bool_)
            hiding[places] = True
            plain = self.checks.rows.format.column(self.column).plain
            self.refuse(hiding & ~self.matches(f"^(?:{plain})$") if plain else hiding, "NIR")

    def refuse(self, wrong: Bools, code: str) -> None:
        if wrong.any():
            self.bad |= wrong
            self.checks.refuse(self.column, self.over_rows(wrong), code)

    def over_rows(self, values: NDArray[Any]) -> NDArray[Any]:
        return values

    def matches(self, pattern: str) -> Bools:
        return booleans(pc.match_substring_regex(self.texts.array, pattern))

    def as_bytes(self, longest: int | None) -> NDArray[np.bytes_]:
        """The values as fixed-width bytes, cut at `longest` characters when it is given."""
        texts = self.texts
        if longest is not None and (texts.lengths > longest).any():
            texts = Texts(pc.utf8_slice_codeunits(texts.array, 0, longest))
        return texts.as_bytes()


class _Distinct(_Values):
    """The distinct values of a column; a fault found on one is a fault of all its rows."""

    def _judged(self) -> pa.Array:
        coded = super()._judged().dictionary_encode()
        self.where = integers(coded.indices)
        return coded.dictionary

    def over_rows(self, values: NDArray[Any]) -> NDArray[Any]:
        return values[self.where]


def _numbers(array: pa.Array, good: Bools) -> Ints:
    """The integers that the good values write; 0 for the others."""
    numbers = np.zeros(len(array), np.int64)
    numbers[good] = integers(_kept(array, good).cast(pa.int64()))
    return numbers


def _kept(array: pa.Array, chosen: Bools) -> pa.Array:
    return array if chosen.all() else array.filter(arrow_booleans(chosen))


def _luhn(digits: NDArray[np.uint8]) -> Bools:
    """Whether the last digit of each row is the Luhn key of the others."""
    plain = digits - np.uint8(ord("0"))
    doubled = _DOUBLED[plain[:, -2::-2]]
    sums = plain[:, ::-2].sum(axis=1, dtype=np.int64) + doubled.sum(axis=1, dtype=np.int64)
    return sums % 10 == 0


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
