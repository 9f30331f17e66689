"""q-values against the example of the paper, and who they are computed over."""

import numpy as np
import pytest

from ijstats import LevelError, NotANumberError, WrongShapeError, benjamini_hochberg, discoveries


# Benjamini Y., Hochberg Y., JRSS B 1995; 57:289-300, §3.2: fifteen hypotheses on thrombolysis.
PAPER = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip
# R: p.adjust(p, method = "BH"), to four digits.
ADJUSTED = [
    0.0015, 0.0030, 0.0095, 0.0356, 0.0603, 0.0639, 0.0639, 0.0645,
    0.0765, 0.4860, 0.5812, 0.7149, 0.7532, 0.8132, 1.0000,
]  # fmt: skip


def test_the_fifteen_p_values_of_the_paper():
    found = benjamini_hochberg(PAPER)
    assert found == pytest.approx(ADJUSTED, abs=0.000051)
    assert (found <= 0.05).sum() == 4, "the paper rejects the first four"


def test_order_and_ties_change_nothing():
    p = np.array([*PAPER, 0.0095, 0.0201])
    order = np.random.default_rng(3).permutation(p.size)
    assert benjamini_hochberg(p[order]).tobytes() == benjamini_hochberg(p)[order].tobytes()
    assert benjamini_hochberg([]).shape == (0,)


def test_each_specialty_answers_for_itself():
    """Twenty quiet colleagues drown a score of 2.5; in a specialty of two it stands out."""
    score = np.array([2.5, 0.0, 2.5, *([0.0] * 20)])
    specialty = np.array(["PSY"] * 2 + ["MG"] * 21)
    found = discoveries(score, np.ones(23), specialty)
    assert found.distinct.tolist() == [True, *([False] * 22)]
    assert found.q[0] == pytest.approx(2 * 0.006209665, rel=1e-6)


def test_scores_below_the_minima_are_not_read():
    found = discoveries([4.0, np.nan], [True, False], ["MG", "MG"])
    assert found.q[0] == pytest.approx(3.167124e-05, rel=1e-6)
    assert np.isnan(found.q[1])
    assert not discoveries([4.0, 4.0], [False, False], ["MG", "MG"]).distinct.any()


def test_a_low_score_is_not_a_discovery():
    """One side: prescribing much less than expected is not looked for here."""
    assert not discoveries([-9.0], [True], ["MG"]).distinct.any()


def test_refusals():
    with pytest.raises(LevelError, match="between 0 and 1"):
        benjamini_hochberg([0.2, 1.2])
    with pytest.raises(LevelError, match="strictly"):
        discoveries([1.0], [True], ["MG"], rate=1.0)
    with pytest.raises(NotANumberError, match="score"):
        discoveries([np.nan], [True], ["MG"])
    with pytest.raises(WrongShapeError, match="eligible has shape"):
        discoveries([1.0], [True, False], ["MG"])
    with pytest.raises(WrongShapeError, match="score has shape"):
        discoveries([1.0, 2.0], [True], ["MG"])
