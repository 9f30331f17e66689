"""What the page says of how sure a ratio is: sentences by examples, and nothing too small."""

import pytest

from prescribers.enums import Signal
from prescribers.presenters.certainty import certainty, shares
from tests.prescribers.test_presenters import MINIMA, NBSP, NNBSP, a_profile


FIGURES = {
    "enough": True,
    "smoothed": 1.42,
    "smoothed_low": 1.21,
    "smoothed_high": 1.67,
    "p_over_13": 0.843,
    "p_over_15": 0.27,
    "p_over_20": 0.0004,
    "p_top": 0.64,
    "centile": 91.6,
    "q_value": 0.003,
    "z": 3.4,
    "z_tau": 1.7,
    "signal": Signal.NONE,
    "leaves_initial": 310,
    "leaves_over_30_days": 96,
    "leaves_over_90_days": 31,
    "leaves_short": 7,
    "leaves_work_related": 44,
    "leaves_teleconsultation": 0,
}


def known(**changes):
    profile = a_profile(**(FIGURES | changes))
    profile.run.parameters = {**MINIMA, "false_discoveries": 0.05}
    return profile


def answer(question, **changes):
    answers = {line.question: line.answer for line in certainty(known(**changes))}
    return answers[question]


def test_the_likely_ratio_and_its_chances():
    likely = answer("Où se situe le vrai rapport ?")
    assert likely == f"Le plus probablement 1,42{NBSP}fois (1,21–1,67) l’attendu."
    over = answer("Quelle chance qu’il dépasse…")
    assert over == (f"1,3 fois : 84{NNBSP}% ; 1,5 fois : 27{NNBSP}% ; 2 fois : moins de 1{NNBSP}%.")
    assert "plus de 99" in answer("Quelle chance qu’il dépasse…", p_over_13=0.9999)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({}, "Non, le hasard seul l’explique mal, mais l’écart reste de ceux"),
        ({"z_tau": 2.4}, "et l’écart sort de ceux que l’on voit d’ordinaire"),
        ({"q_value": 0.2}, "Peut-être : le hasard seul suffirait"),
        ({"z": -2.0, "q_value": 1.0}, "L’observé est sous l’attendu"),
        ({"q_value": None}, "Non calculé"),
    ],
)
def test_chance_is_spoken_of_in_both_ways(figures, said):
    assert said in answer("Est-ce le hasard ?", **figures)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({}, "Aucun : l’écart n’est pas"),
        ({"signal": Signal.SIGNAL}, "Signal : écart grand et certain"),
        ({"signal": Signal.STRONG}, "Signal fort"),
        (
            {"signal": Signal.SIGNAL, "stability": "confirmé"},
            " ; confirmé, présent dans la plupart",
        ),
        ({"signal": Signal.SIGNAL, "stability": "à confirmer"}, "absent de trop de calculs"),
        (
            {"signal": Signal.STRONG, "stability": "stabilité non établie"},
            "non établie, faute d’assez",
        ),
        ({"group_fallback": True}, "ne cible personne"),
    ],
)
def test_the_signal_is_a_question(figures, said):
    assert said in answer("Signal de ce calcul", **figures)


def test_kinds_of_leaves_of_few_are_not_counted_out():
    lines = {line.name: (line.count, line.share) for line in shares(known())}
    assert lines["Arrêts initiaux"] == ("310", f"63,0{NNBSP}%")
    assert lines["Trois jours au plus"] == ("masqué", "non montré")
    # All the leaves less those of 4 to 90 days would say what 7 is: the 31 longest hide it.
    assert lines["Plus de 90 jours indemnisés"] == ("masqué", "non montré")
    assert lines["Plus de 30 jours indemnisés"] == ("masqué", "non montré")
    assert lines["Prescrits en téléconsultation"] == ("0", f"0,0{NNBSP}%")


def test_nothing_below_the_minima_nor_for_older_runs():
    assert certainty(known(enough=False)) == shares(known(enough=False)) == []
    assert certainty(known(smoothed=None)) == []
    assert shares(known(leaves_initial=None)) == []
