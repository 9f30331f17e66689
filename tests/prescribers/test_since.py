"""Since when: the rule over the monthly runs, by a table of examples, and its sentences."""

from datetime import date

import pytest

from core.charts.numbers import add_months
from prescribers.presenters.since import INSUFFICIENT, signal_since, since_when
from prescribers.rules.since import MonthlyRun, lasting
from tests.prescribers.test_presenters import a_profile, too_few


LAST = date(2026, 8, 1)
COVERS = "Chaque calcul couvre 12 mois : deux calculs voisins en partagent onze."
ABOVE = "Au-dessus de l’attendu (borne basse au-dessus de 1)"
KNOWN = {"o": True, "n": False, "?": None}


def months(line):
    """The last letter is the run shown: o above, n not, ? not compared, a space no run at all."""
    back = len(line) - 1
    return [
        (add_months(LAST, place - back), KNOWN[letter])
        for place, letter in enumerate(line)
        if letter != " "
    ]


def runs(line, signals=""):
    known = dict(months(signals))
    return [MonthlyRun(until, above, known.get(until)) for until, above in months(line)]


def months_before(count):
    return add_months(LAST, -count)


@pytest.mark.parametrize(
    ("line", "times", "known", "unknown", "since", "at_least", "last"),
    [
        ("o", 1, 1, 0, 0, True, 0),
        ("n", 0, 1, 0, None, False, None),
        ("?", 0, 0, 1, None, False, None),
        ("nnno", 1, 4, 0, 0, False, 0),
        ("nonooo", 4, 6, 0, 2, False, 0),
        ("oooooo", 6, 6, 0, 5, True, 0),
        ("ooon", 3, 4, 0, None, False, 1),
        # A run that could not compare him, or a month without a run, stops what is known.
        ("oo?oo", 4, 4, 1, 1, True, 0),
        ("oo oo", 4, 4, 0, 1, True, 0),
        # Twelve runs are counted; the stretch goes back as far as it holds.
        ("nooooooooooooo", 12, 12, 0, 12, False, 0),
        ("onnnnnnnnnnnn", 0, 12, 0, None, False, None),
        ("nnnnnnnnnnnnnno", 1, 12, 0, 0, False, 0),
    ],
)
def test_the_runs_of_a_year_and_the_stretch_that_lasts(
    line, times, known, unknown, since, at_least, last
):
    found = lasting(months(line))

    assert (found.times, found.known, found.unknown) == (times, known, unknown)
    assert found.since == (None if since is None else months_before(since))
    assert found.at_least is at_least
    assert found.last == (None if last is None else months_before(last))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "nnnooooooooo",
            (
                f"{ABOVE} dans 9 des 12 derniers calculs mensuels, sans interruption "
                f"depuis le calcul arrêté à décembre 2025. {COVERS}"
            ),
        ),
        (
            "oooooooooooo",
            (
                f"{ABOVE} dans les 12 derniers calculs mensuels, sans interruption "
                f"depuis au moins le calcul arrêté à septembre 2025. {COVERS}"
            ),
        ),
        (
            "nnn?oo",
            (
                f"{ABOVE} dans 2 des 5 calculs de l’année qui permettent de le dire, sans "
                f"interruption depuis au moins le calcul arrêté à juillet 2026. {COVERS}"
            ),
        ),
        (
            "nnoon",
            (
                "Pas au-dessus de l’attendu dans ce calcul ; il l’était dans 2 des 5 "
                f"derniers calculs mensuels, le dernier arrêté à juillet 2026. {COVERS}"
            ),
        ),
        (
            "nnn",
            (
                "Dans aucun des 3 derniers calculs mensuels l’intervalle n’est "
                f"entièrement au-dessus de l’attendu. {COVERS}"
            ),
        ),
        (
            "o",
            (
                "Au-dessus de l’attendu dans ce calcul ; aucun calcul mensuel d’avant "
                f"ne compare ce prescripteur, on ne sait rien d’avant. {COVERS}"
            ),
        ),
        (
            "?n",
            (
                "Pas au-dessus de l’attendu dans ce calcul ; aucun calcul mensuel "
                f"d’avant ne compare ce prescripteur, on ne sait rien d’avant. {COVERS}"
            ),
        ),
    ],
)
def test_since_when_is_said_in_a_sentence(line, said):
    assert since_when(a_profile(), runs(line)) == said


def test_below_the_minima_nothing_is_said_of_before():
    assert since_when(too_few(), runs("ooo?")) == INSUFFICIENT
    assert signal_since(too_few(), runs("ooo?", "ooo?")) == ""


@pytest.mark.parametrize(
    ("signals", "fields", "said"),
    [
        (
            "nnnnoooooooo",
            {"signal": "signal", "stability": "confirmé"},
            (
                "Dans 8 des 12 derniers calculs mensuels, sans interruption depuis le "
                "calcul arrêté à janvier 2026. Il est confirmé."
            ),
        ),
        (
            "nnnnnnnnnnoo",
            {"signal": "signal_fort", "stability": "à confirmer"},
            (
                "Dans 2 des 12 derniers calculs mensuels, sans interruption depuis le "
                "calcul arrêté à juillet 2026. Il reste à confirmer : absent de trop de calculs."
            ),
        ),
        (
            "nno",
            {"signal": "signal", "stability": "stabilité non établie"},
            (
                "Dans 1 des 3 derniers calculs mensuels, sans interruption depuis le "
                "calcul arrêté à août 2026. Stabilité non établie : il faut 12 calculs mensuels "
                "pour la dire."
            ),
        ),
        (
            "oooooooooooo",
            {"signal": "signal", "stability": "confirmé"},
            "Présent dans ces mêmes calculs. Il est confirmé.",
        ),
        (
            "??o",
            {"signal": "signal", "stability": "stabilité non établie"},
            "Dans ce calcul. Stabilité non établie : il faut 12 calculs mensuels pour la dire.",
        ),
        (
            "noon",
            {"signal": "aucun"},
            (
                "Aucun dans ce calcul ; il y en avait un dans 2 des 4 derniers calculs mensuels, le"
                " dernier arrêté à juillet 2026."
            ),
        ),
        ("nnnn", {"signal": "aucun"}, ""),
        ("???", {"signal": ""}, ""),
    ],
)
def test_a_signal_says_since_when_it_holds(signals, fields, said):
    assert signal_since(a_profile(**fields), runs("o" * len(signals), signals)) == said
