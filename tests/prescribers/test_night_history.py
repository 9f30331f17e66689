"""Signals that last: the runs of the months before are read, signed, and change the word."""

from datetime import date
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command

from prescribers.enums import RunState
from prescribers.frames.history import past_runs
from prescribers.frames.window import shifted
from prescribers.models import Profile, ProfileRun
from prescribers.services.night import inputs
from prescribers.services.night.extent import WHOLE, Extent
from tests.prescribers import night_world as world
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory


pytestmark = pytest.mark.django_db


WITH_SIGNALS = {"signal_ratio": 1.5} | WHOLE.parameters


def run_of(window_end, *, number, words=(), **fields):
    """A run already made, and the signals of its first prescribers."""
    run = ProfileRunFactory(
        number=number,
        window_start=shifted(window_end, -11),
        window_end=window_end,
        data_until=shifted(window_end, 2),
        result_digest=f"{number:064d}",
        **{"state": RunState.COMPUTED, "parameters": WITH_SIGNALS} | fields,
    )
    for rpps, word in words:
        ProfileFactory(run=run, rpps=f"{rpps:011d}", signal=word)
    return run


def test_one_run_a_month_the_last_made_and_none_of_this_month():
    end = date(2025, 6, 1)
    run_of(shifted(end, -12), number=1)
    run_of(shifted(end, -2), number=2)
    again = run_of(shifted(end, -2), number=3)
    oldest = run_of(shifted(end, -11), number=4)
    run_of(shifted(end, -3), number=5, state=RunState.REFUSED)
    run_of(shifted(end, -4), number=7, parameters={})  # made before signals were computed
    run_of(shifted(end, -5), number=8, method="v0")
    study = {"signal_ratio": 1.5} | Extent(6, "").parameters
    run_of(shifted(end, -6), number=9, parameters=study)
    run_of(end, number=6)
    assert past_runs(end, WHOLE.parameters).runs == (oldest, again)
    assert past_runs(end, WHOLE.parameters).signature == [
        ["2024-07-01", f"{4:064d}"],
        ["2025-04-01", f"{3:064d}"],
    ]


def test_signals_are_found_by_prescriber_and_month():
    end = date(2025, 6, 1)
    run_of(shifted(end, -2), number=1, words=[(11, "signal"), (22, "aucun"), (99, "signal")])
    run_of(shifted(end, -1), number=2, words=[(11, "aucun"), (22, "signal_fort")])
    words = past_runs(end, WHOLE.parameters).signals(np.array([11, 22, 33]))
    assert words.tolist() == [["signal", "aucun"], ["aucun", "signal_fort"], ["aucun", "aucun"]]


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ([], "stabilité non établie"),
        ([*range(1, 11)], "stabilité non établie"),
        ([*range(1, 8)], "confirmé"),
        ([*range(1, 7)], "à confirmer"),
    ],
)
def test_a_night_says_whether_its_signals_last(monkeypatch, months, said):
    """`months` with a signal before this run; eleven runs, but in the first two examples."""
    people = world.build(doctors=36, specialists=0)
    everybody_signals(monkeypatch)
    one = people[3].rpps
    for back in range(11 if len(months) in {6, 7} else len(months), 0, -1):
        word = "signal" if back in months else "aucun"
        run_of(shifted(world.WINDOW_END, -back), number=100 - back, words=[(int(one), word)])
    recompute()
    found = dict(Profile.objects.filter(run=newest()).values_list("rpps", "stability"))
    assert found.pop(one) == said
    # Nobody else had a signal before, and with twelve runs that is said.
    assert set(found.values()) <= {"à confirmer", "stabilité non établie", ""}
    assert ("à confirmer" in found.values()) == (said != "stabilité non établie")


def test_a_run_made_meanwhile_of_an_earlier_month_is_a_reason_to_compute_again():
    world.build(doctors=8, specialists=2)
    recompute()
    first = newest()
    assert recompute().startswith("Rien n’a changé")
    run_of(shifted(world.WINDOW_END, -1), number=50)
    recompute()
    assert newest().number > first.number
    assert newest().inputs_digest != first.inputs_digest


def everybody_signals(monkeypatch):
    """A rule that anybody with enough patients meets."""
    plain = inputs.run_parameters

    def run_parameters(minima, **options):
        return plain(minima, **options) | {"signal_ratio": 0.0, "signal_exceeds": 0.01}

    monkeypatch.setattr(inputs, "run_parameters", run_parameters)


def newest():
    return ProfileRun.objects.exclude(result_digest="").order_by("-computed_at", "-number").first()


def recompute():
    out = StringIO()
    call_command("recompute_profiles", "--as-of", world.AS_OF.isoformat(), "--inline", stdout=out)
    return out.getvalue().strip()
