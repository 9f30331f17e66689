"""Patient codes: random, one to one, kept from a month to the next; and prescribers' numbers."""

import hashlib

import numpy as np
import pytest

from prescribers.ingestion import prescriber_numbers
from prescribers.ingestion.patient_codes import (
    Book,
    WrongCodesError,
    code_patients,
    codes_of,
    unused,
)
from prescribers.ingestion.prescriber_numbers import numbers_of
from prescribers.ingestion.refusals import FileRefused
from prescribers.models import PatientCodes, PrescriberNumber


HUGE = 4_611_686_018_427_387_904


def patients(*numbers):
    return np.array(numbers, np.int64) + HUGE


def test_one_patient_one_code_over_many_months():
    draw, books, known = np.random.default_rng(3), [], {}
    for _ in range(24):
        month = patients(*draw.integers(0, 6_000, 900).tolist())
        coded = code_patients(month, books, draw)
        if coded.added is not None:
            books[len(books) - coded.merged :] = [coded.added]
        for patient, code in zip(month.tolist(), coded.codes.tolist(), strict=True):
            assert known.setdefault(patient, code) == code
        assert len(books) <= 7, "small books are merged"
    assert len(set(known.values())) == len(known)
    assert sum(len(book.patients) for book in books) == len(known)
    for book in books:
        assert (np.diff(book.patients) > 0).all()


def test_codes_tell_nothing_of_the_order():
    draw = np.random.default_rng(3)
    coded = code_patients(patients(*range(5_000)), [], draw)
    ranks = np.argsort(np.argsort(coded.codes))
    assert abs(np.corrcoef(ranks, np.arange(5_000))[0, 1]) < 0.05


def test_a_code_already_taken_is_drawn_again():
    class Drawer:
        """Draws what is taken, then twice the same, then what is free."""

        def __init__(self):
            self.rounds = [[7, 8, 8], [9, 7], [10]]

        def integers(self, low, high, count, dtype):
            drawn = self.rounds.pop(0)
            assert len(drawn) == count
            return np.array(drawn, dtype)

        def permutation(self, values):
            return values[::-1]

    found = unused([np.array([7, 3], np.uint32)], 3, Drawer())
    assert found.tolist() == [10, 9, 8]


def test_bytes_that_changed_are_no_book():
    book = Book(patients(1, 5), np.array([8, 2], np.uint32))
    payload = book.to_bytes()
    said = hashlib.sha256(payload).hexdigest()
    assert Book.from_bytes(payload, 2, said).codes.tolist() == [8, 2]
    for wrong in ((payload[:-1], 2, said), (payload, 1, said), (payload, 2, "0" * 64)):
        with pytest.raises(WrongCodesError):
            Book.from_bytes(*wrong)


@pytest.mark.django_db
def test_stored_codes_stay_and_belong_to_their_caisse():
    first = codes_of("061", patients(5, 1, 5))
    again = codes_of("061", patients(1, 2, 5))
    assert first[0] == first[2]
    assert (again[0], again[2]) == (first[1], first[0])
    assert codes_of("831", patients(1, 2, 5)).tolist() != again.tolist()
    assert PatientCodes.objects.filter(caisse="061").count() == 1
    many = patients(*range(1_000))
    codes_of("061", many)
    codes_of("061", patients(5_000))
    assert PatientCodes.objects.filter(caisse="061").count() == 2, "the large book is not rewritten"
    assert (codes_of("061", patients(2)) == again[1]).all()


@pytest.mark.django_db
def test_a_number_is_given_once_and_by_caisse():
    assert numbers_of("061", np.array([30, 10, 30])).tolist() == [1, 0, 1]
    assert numbers_of("061", np.array([20, 30])).tolist() == [2, 1]
    assert numbers_of("831", np.array([30])).tolist() == [0]
    assert PrescriberNumber.objects.count() == 4


@pytest.mark.django_db
def test_more_prescribers_than_two_bytes_can_number_are_refused(monkeypatch):
    monkeypatch.setattr(prescriber_numbers, "MOST", 3)
    numbers_of("061", np.array([10, 20, 30]))
    with pytest.raises(FileRefused, match="4 prescripteurs") as refused:
        numbers_of("061", np.array([40]))
    assert refused.value.code == "NUMEROS_EPUISES"
    assert PrescriberNumber.objects.count() == 3
