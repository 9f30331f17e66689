"""Codes drawn in place of pseudonyms: the mapping is an array that never leaves the wall.

A caisse deals its codes one after the other, in an order drawn among the patients of a file: a
code says in which file its patient was first seen, which the blocks say anyway, and nothing else.

A caisse has a few books, each sorted by pseudonym. New patients make a new book, and the last
ones are merged into it while they are not much larger: a code is written again a few times in
all, and a look-up searches a few arrays.
"""

import hashlib
import secrets
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.binary_rows import fetch_rows, insert_rows
from prescribers.ingestion.checks import Ints
from prescribers.models import PatientCodes


MERGED_UP_TO = 2
PATIENT, CODE = np.dtype("<i8"), np.dtype("<u4")
READ = """
SELECT chunk, rows, sha256, payload FROM medical.patient_codes WHERE caisse = %s ORDER BY chunk
"""
STORE = """
INSERT INTO medical.patient_codes (caisse, chunk, rows, sha256, payload)
VALUES (%s, %s, %s, %s, %b)
"""
Codes = NDArray[np.uint32]


class WrongCodesError(Exception):
    """Stored codes are not those that were written: no patient may be coded from them."""


class Book(NamedTuple):
    """Codes in the order of their pseudonyms."""

    patients: Ints
    codes: Codes

    def to_bytes(self) -> bytes:
        return self.patients.astype(PATIENT).tobytes() + self.codes.astype(CODE).tobytes()

    @classmethod
    def from_bytes(cls, payload: bytes, rows: int, sha256: str) -> "Book":
        size = rows * (PATIENT.itemsize + CODE.itemsize)
        if len(payload) != size or hashlib.sha256(payload).hexdigest() != sha256:
            raise WrongCodesError
        codes = np.frombuffer(payload, CODE, rows, rows * PATIENT.itemsize)
        return cls(np.frombuffer(payload, PATIENT, rows), codes)


class Coded(NamedTuple):
    """The code of each row; the new book, if any, and how many of the last ones it takes in."""

    codes: Codes
    added: Book | None
    merged: int


def code_patients(patient: Ints, books: Sequence[Book], draw: np.random.Generator) -> Coded:
    """Look every patient up; the unknown ones are dealt the codes that follow."""
    wanted, back = np.unique(patient, return_inverse=True)
    codes, known = np.zeros(len(wanted), np.uint32), np.zeros(len(wanted), np.bool_)
    for book in books:
        place = np.minimum(np.searchsorted(book.patients, wanted), len(book.patients) - 1)
        here = book.patients[place] == wanted
        codes[here] = book.codes[place[here]]
        known |= here
    if known.all():
        return Coded(codes[back], None, 0)
    dealt = sum(len(book.codes) for book in books)
    drawn = dealt + draw.permutation(len(wanted) - int(known.sum()))
    fresh = Book(wanted[~known], drawn.astype(np.uint32))
    codes[~known] = fresh.codes
    return Coded(codes[back], *_merge(books, fresh))


def _merge(books: Sequence[Book], fresh: Book) -> tuple[Book, int]:
    merged = 0
    for book in reversed(books):
        if len(book.patients) > MERGED_UP_TO * len(fresh.patients):
            break
        patients = np.concatenate([book.patients, fresh.patients])
        order = np.argsort(patients, kind="stable")
        fresh = Book(patients[order], np.concatenate([book.codes, fresh.codes])[order])
        merged += 1
    return fresh, merged


def codes_of(caisse: str, patient: Ints) -> Codes:
    """The codes of the rows' patients, new ones stored; the caller holds the caisse's lock."""
    chunks, books = read_books(caisse)
    draw = np.random.default_rng(secrets.randbits(128))
    coded = code_patients(patient, books, draw)
    if coded.added is not None:
        gone = chunks[len(chunks) - coded.merged :]
        PatientCodes.objects.filter(caisse=caisse, chunk__in=gone).delete()
        _store(caisse, max(chunks, default=-1) + 1, coded.added)
    return coded.codes


def read_books(caisse: str) -> tuple[list[int], list[Book]]:
    rows = fetch_rows(READ, [caisse])
    return [row[0] for row in rows], [Book.from_bytes(row[3], row[1], row[2]) for row in rows]


def _store(caisse: str, chunk: int, book: Book) -> None:
    payload = book.to_bytes()
    digest = hashlib.sha256(payload).hexdigest()
    insert_rows(STORE, [(caisse, chunk, len(book.patients), digest, payload)])
