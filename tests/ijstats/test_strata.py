"""Coding of patients into the 336 strata."""

import itertools

import numpy as np
import pytest

from ijstats import (
    N_STRATA,
    OUTSIDE,
    NotANumberError,
    Stratum,
    UnknownCategoryError,
    WrongShapeError,
    stratum_code,
    stratum_factors,
    stratum_label,
)
from tests.ijstats import oracle


EVERY_PATIENT = np.array(
    list(itertools.product(range(14, 73), (1, 2), (0, 1, 2), (0, 1), range(6)))
).T


def test_every_patient_is_coded_as_by_the_oracle():
    codes = stratum_code(*EVERY_PATIENT)
    assert codes.dtype == np.int16
    assert codes.tolist() == [oracle.stratum_of(*patient) for patient in EVERY_PATIENT.T.tolist()]
    assert set(codes.tolist()) == {OUTSIDE, *range(N_STRATA)}
    assert N_STRATA == 336


def test_codes_of_the_contract():
    """The formula written for those who store the codes: band, sex, ALD, C2S, quintile."""
    assert stratum_code([16, 70, 44], [1, 2, 2], [0, 1, 0], [0, 1, 1], [0, 5, 3]).tolist() == [
        0,
        335,
        (((2 * 2 + 1) * 2 + 0) * 2 + 1) * 6 + 3,
    ]


@pytest.mark.parametrize(("age", "ald"), [(15, 0), (71, 0), (40, 2), (0, 1), (118, 0)])
def test_outside_the_strata(age, ald):
    assert stratum_code([age], [1], [ald], [0], [0]).tolist() == [OUTSIDE]


def test_factors_undo_the_code():
    codes = np.arange(N_STRATA)
    factors = stratum_factors(codes)
    floors = np.array([16, 25, 35, 45, 55, 60, 65])[factors.age_band]
    assert (stratum_code(floors, *factors[1:]) == codes).all()
    assert stratum_factors(codes.reshape(2, -1)).c2s.shape == (2, 168)


def test_label_and_key():
    label = stratum_label(129)
    assert label == Stratum(35, 44, 2, ald=False, c2s=True, quintile=3)
    assert label.key == "35-44.2.ald0.c2s1.q3"
    assert stratum_label(335).age_to == 70
    assert len({stratum_label(code).key for code in range(N_STRATA)}) == N_STRATA


@pytest.mark.parametrize(
    "patient",
    [(40, 0, 0, 0, 0), (40, 3, 0, 0, 0), (40, 1, 3, 0, 0), (40, 1, 0, 2, 0), (40, 1, 0, 0, 6)],
)
def test_refuses_unknown_categories(patient):
    with pytest.raises(UnknownCategoryError, match=r": 1 values outside"):
        stratum_code(*([value] for value in patient))


def test_refuses_odd_columns():
    with pytest.raises(WrongShapeError, match="sex has shape"):
        stratum_code([40, 41], [1], [0, 0], [0, 0], [0, 0])
    with pytest.raises(NotANumberError, match="age must hold integers"):
        stratum_code([40.5], [1], [0], [0], [0])
    for outside in (-1, N_STRATA):
        with pytest.raises(UnknownCategoryError):
            stratum_label(outside)
    with pytest.raises(WrongShapeError, match="one code"):
        stratum_label([1, 2])
