"""Where a prescriber stands among the comparables: the sentence, and when nothing is drawn."""

import pytest

from prescribers.enums import Signal
from prescribers.presenters.position import position, position_notes
from prescribers.selectors import Comparables
from tests.prescribers.test_certainty import FIGURES
from tests.prescribers.test_presenters import NBSP, NNBSP, a_profile


DECILES = (0.71, 0.8, 0.87, 0.93, 0.98, 1.04, 1.11, 1.2, 1.38)


def drawn(group=None, **changes):
    return position(a_profile(**(FIGURES | changes)), group or Comparables(340, 312, DECILES))


def test_the_sentence_says_the_ratio_the_median_the_place_and_its_chance():
    assert drawn().sentence == (
        f"Ratio lissé de 1,42{NBSP}(1,21–1,67), pour une médiane de 0,98 chez 312 "
        f"prescripteurs à effectif suffisant, lui compris{NNBSP}; au-dessus de 92{NNBSP}% d’entre "
        f"eux, chance d’être vraiment dans le dixième le plus haut{NNBSP}: 64{NNBSP}%."
    )


def test_the_first_of_all_is_not_above_everybody():
    assert f"au-dessus de plus de 99{NNBSP}% d’entre eux" in drawn(centile=99.98).sentence


def test_without_a_rank_the_sentence_stops_at_the_median():
    assert drawn(centile=None).sentence.endswith(
        "312 prescripteurs à effectif suffisant, lui compris."
    )


def test_the_table_has_the_deciles_then_the_prescriber():
    rows = drawn().table().rows

    assert rows[0] == ("P10", "0,71")
    assert rows[4] == ("P50, médiane", "0,98")
    assert rows[9:] == [
        ("Ce prescripteur", "1,42"),
        ("Ce prescripteur, borne basse", "1,21"),
        ("Ce prescripteur, borne haute", "1,67"),
    ]


@pytest.mark.parametrize(
    ("signal", "mark"), [(Signal.STRONG, 3), (Signal.SIGNAL, 3), (Signal.NONE, 2)]
)
def test_a_signal_is_drawn_as_one(signal, mark):
    assert drawn(signal=signal).mark == mark


def test_fewer_than_eleven_comparables_are_not_summed_up():
    assert drawn(Comparables(40, 11, DECILES)) is not None
    assert drawn(Comparables(40, 10, DECILES)) is None


def test_nothing_below_the_minima_nor_for_older_runs():
    assert drawn(enough=False, level=-1) is None
    assert drawn(smoothed=None) is None


def test_the_nation_is_a_comparison_for_indication():
    national = a_profile(**FIGURES, group_fallback=True)

    assert position(national, Comparables(340, 312, DECILES)).sentence.startswith(
        f"À titre indicatif{NNBSP}: ratio lissé de 1,42"
    )
    assert [heading for heading, _ in position_notes(national)] == [
        "Lecture",
        "Comparaison indicative",
    ]
