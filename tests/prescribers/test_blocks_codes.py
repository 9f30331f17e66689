"""Patient codes: drawn, one to one, kept from a month to the next; and prescribers' numbers."""

import hashlib

import numpy as np
import pytest

from prescribers.ingestion import prescriber_numbers
from prescribers.ingestion.patient_codes import (
    Book,
    WrongCodesError,
    code_patients,
    codes_of,
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


def test_new_patients_are_dealt_the_codes_that_follow():
    draw = np.random.default_rng(3)
    books = [Book(patients(4, 9), np.array([1, 0], np.uint32))]
    coded = code_patients(patients(9, 7, 5, 4, 7), books, draw)
    assert (coded.codes[0], coded.codes[3]) == (0, 1)
    assert {*coded.codes[1:3].tolist()} == {2, 3}
    assert coded.codes[4] == coded.codes[1]


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
    assert PatientCodes.objects.filter(caisse="061").count() == 1
    many = patients(*range(1_000))
    assert codes_of("061", many).tolist() != codes_of("831", many).tolist()
    codes_of("061", patients(5_000))
    assert PatientCodes.objects.filter(caisse="061").count() == 2, "the large book is not rewritten"
    assert (codes_of("061", patients(2)) == again[1]).all()


@pytest.mark.django_db
def test_a_number_is_given_once_and_by_caisse():
    at = np.array([0, 1, 0, 0])
    assert numbers_of(["061", "831"], at, np.array([30, 30, 10, 30])).tolist() == [1, 0, 0, 1]
    assert numbers_of(["061"], at[:1].repeat(2), np.array([20, 30])).tolist() == [2, 1]
    assert numbers_of(["831", "061"], at, np.array([30, 20, 10, 30])).tolist() == [0, 2, 1, 0]
    stored = {(one.caisse, one.rpps): one.number for one in PrescriberNumber.objects.all()}
    assert stored == {
        ("061", 10): 0,
        ("061", 30): 1,
        ("061", 20): 2,
        ("831", 30): 0,
        ("831", 10): 1,
    }


@pytest.mark.django_db
def test_more_prescribers_than_two_bytes_can_number_are_refused(monkeypatch):
    monkeypatch.setattr(prescriber_numbers, "MOST", 3)
    one_caisse = np.zeros(3, np.int64)
    numbers_of(["061"], one_caisse, np.array([10, 20, 30]))
    with pytest.raises(FileRefused, match="4 prescripteurs") as refused:
        numbers_of(["061"], one_caisse[:1], np.array([40]))
    assert refused.value.code == "NUMEROS_EPUISES"
    assert PrescriberNumber.objects.count() == 3
