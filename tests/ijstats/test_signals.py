"""Minima, thresholds of a signal, and how long it must last."""

import numpy as np
import pytest

from ijstats import (
    MIN_EXPECTED_LEAVES,
    MIN_MONTHS,
    MIN_PATIENTS,
    NegativeValueError,
    SignalRule,
    UnknownCategoryError,
    WrongShapeError,
    above_minima,
    shrinkage,
    signals,
    stability,
)


def test_minima_are_a_hundred_leaves_two_hundred_patients_and_six_months():
    assert (MIN_EXPECTED_LEAVES, MIN_PATIENTS, MIN_MONTHS) == (100, 200, 6)
    found = above_minima([100, 99.9, 100, 100], [200, 900, 199, 200], [6, 12, 12, 5])
    assert found.tolist() == [True, False, False, False]
    assert above_minima([50], [10], [1], min_expected_leaves=50, min_patients=10, min_months=1)


def test_minima_refuse_wrong_columns():
    with pytest.raises(WrongShapeError, match="patients has shape"):
        above_minima([100], [200, 200], [6])
    with pytest.raises(NegativeValueError, match="months: 1 values"):
        above_minima([100], [200], [-6])


def known(mean, sd):
    """What is known of log ratios, given as their laws."""
    shrunken = shrinkage(*([1.0] * len(mean) for _ in range(3)), [0.0] * len(mean), [1] * len(mean))
    return shrunken._replace(mean=np.array(mean), sd=np.array(sd))


# 1.6449 deviations above log 1.3 is a probability of 0.95; and above log 1.5.
SURE_OF_13, SURE_OF_15 = np.log(1.3) + 0.16449, np.log(1.5) + 0.16449


def test_thresholds_of_a_signal():
    mean = [SURE_OF_13 + 1e-5, SURE_OF_13 - 1e-5, SURE_OF_15 + 1e-5, SURE_OF_15 - 1e-5, 2.0, 2.0]
    ratio = [1.5, 1.9, 1.5, 3.0, 1.4999, 8.0]
    eligible = [True] * 5 + [False]
    found = signals(ratio, known(mean, [0.1] * 6), eligible)
    assert found.tolist() == ["signal", "aucun", "signal_fort", "signal", "aucun", ""]


def test_the_fallback_group_is_never_targeted():
    found = signals([8.0, 8.0], known([2.0, 2.0], [0.1, 0.1]), [True, True], fallback=[True, False])
    assert found.tolist() == ["aucun", "signal_fort"]


def test_the_rule_of_a_run_replaces_the_thresholds():
    rule = SignalRule(ratio=1.2, exceeds=1.1, strong_exceeds=1.2, probability=0.5)
    mean = [np.log(1.15), np.log(1.25)]
    assert signals([1.3, 1.3], known(mean, [0.1] * 2), [1, 1]).tolist() == ["aucun"] * 2
    found = signals([1.3, 1.3], known(mean, [0.1] * 2), [1, 1], rule=rule)
    assert found.tolist() == ["signal", "signal_fort"]


def test_everyone_under_the_minima_has_no_word():
    found = signals([8.0, np.nan], known([2.0, np.nan], [0.1, np.nan]), [False, False])
    assert found.tolist() == ["", ""]
    assert stability(found[:, None]).tolist() == ["", ""]


def test_signals_refuse_other_lengths():
    with pytest.raises(WrongShapeError, match="ratio has shape"):
        signals([1.0, 2.0], known([0.0], [0.1]), [True])
    with pytest.raises(WrongShapeError, match="fallback has shape"):
        signals([1.0], known([0.0], [0.1]), [True], fallback=[True, False])


@pytest.mark.parametrize(
    ("there", "word"),
    [
        ("..... ....SSSSSSSS", "confirmé"),
        ("SSSSSS....SSSSSS.S", "à confirmer"),
        ("......FSFSFSFS...S", "confirmé"),
        ("SSSSSSSSSSSSSSSSS.", ""),
        ("SSSSSSSSSSS", "stabilité non établie"),
        ("SSSSSSSSSSSS", "confirmé"),
        ("....SSSSSSSS", "confirmé"),
        (".....SSSSSSS", "à confirmer"),
    ],
)
def test_a_signal_is_confirmed_by_eight_runs_of_the_last_twelve(there, word):
    words = {".": "aucun", "S": "signal", "F": "signal_fort", " ": ""}
    assert stability([[words[run] for run in there]]).tolist() == [word]


def test_stability_refuses_other_words():
    with pytest.raises(UnknownCategoryError, match="history: 1 words"):
        stability([["fort", "signal"]])
    with pytest.raises(WrongShapeError, match="one run at least"):
        stability(np.zeros((3, 0), dtype="U1"))
    with pytest.raises(WrongShapeError, match="history has shape"):
        stability(["signal"])


def test_no_doctor_has_no_word():
    assert stability(np.zeros((0, 12), dtype="U1")).shape == (0,)
