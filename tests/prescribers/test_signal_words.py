"""One message: the signal decides, the interval alone is never said as a signal."""

import pytest

from prescribers.enums import Signal
from prescribers.presenters.reading import ratio_drawing
from prescribers.presenters.signal import message, signal_said
from tests.prescribers.test_presenters import a_profile, too_few


COMPATIBLE = {"ratio_days": 1.04, "ci_low": 0.9, "ci_high": 1.2, "level": 0}
BELOW = {"ratio_days": 0.7, "ci_low": 0.6, "ci_high": 0.82, "level": 0}
DARK = {"strong", "signal"}


@pytest.mark.parametrize(
    ("figures", "word", "kind"),
    [
        ({"signal": Signal.STRONG, "stability": "confirmé"}, "signal fort, confirmé", "signal"),
        ({"signal": Signal.SIGNAL, "stability": "confirmé"}, "signal, confirmé", "strong"),
        (
            {"signal": Signal.STRONG, "stability": "à confirmer"},
            "signal fort, à confirmer",
            "fragile",
        ),
        ({"signal": Signal.SIGNAL}, "signal", "strong"),
        ({"signal": Signal.NONE}, "nettement au-dessus de l’attendu, sans signal", "above"),
        ({"signal": Signal.NONE, "level": 1}, "au-dessus de l’attendu, sans signal", "above"),
        ({}, "nettement au-dessus de l’attendu, signal non calculé", "above"),
        ({"signal": Signal.NONE, **COMPATIBLE}, "compatible avec l’attendu", ""),
        ({"signal": Signal.NONE, **BELOW}, "en dessous de l’attendu", "below"),
    ],
)
def test_the_head_of_the_page_has_one_message(figures, word, kind):
    said = message(a_profile(**figures))

    assert (said.word, said.kind) == (word, kind)


def test_below_the_minima_the_message_is_that_nothing_is_known():
    assert message(too_few()).word == "effectif insuffisant"
    assert message(too_few()).kind == "waiting"


@pytest.mark.parametrize("level", [0, 1, 2])
def test_without_a_signal_no_dark_chip_and_no_diamond(level):
    """The hues and the shape of a signal are those of signals alone, whatever the interval."""
    profile = a_profile(signal=Signal.NONE, level=level)

    assert message(profile).kind not in DARK
    assert signal_said(profile).plain
    assert ratio_drawing(profile).level == level


def test_in_the_list_the_signal_has_its_stability_under_it():
    said = signal_said(a_profile(signal=Signal.SIGNAL, stability="stabilité non établie"))

    assert (said.word, said.note, said.kind, said.plain) == (
        "signal", "stabilité non établie", "strong", False,
    )  # fmt: skip
    assert ratio_drawing(a_profile(signal=Signal.SIGNAL)).level == 3


def test_a_comparison_with_the_nation_is_said_for_indication():
    national = signal_said(a_profile(signal=Signal.NONE, group_fallback=True))

    assert (national.word, national.note) == ("sans signal", "comparaison indicative")


def test_a_run_made_before_the_signals_does_not_say_that_there_is_none():
    assert signal_said(a_profile()).word == "non calculé"
