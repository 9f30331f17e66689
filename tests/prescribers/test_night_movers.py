"""A night whose figures moved too far waits for somebody to look."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from core.errors import Refusal
from core.jobs import database_now
from core.models import JournalEntry
from prescribers.enums import RunState, SourceKind
from prescribers.models import Leave, ProfileRun, Publication
from prescribers.services.night import movers, publication, release
from tests.prescribers import night_world as world
from tests.prescribers.encoded_world import encode_leaves
from tests.prescribers.test_night_history import newest, recompute


pytestmark = pytest.mark.django_db

REASON = "Mois vérifié avec la caisse : le rattrapage est réel."


@pytest.fixture
def published(monkeypatch):
    """Forty doctors with twenty leaves a month: chance alone moves one in twenty of them."""
    few = movers.Bounds(moved_share=0.08, fewest_compared=20, month_days=1_000, month_change=0.9)
    monkeypatch.setattr(movers, "BOUNDS", few)
    people = world.build()
    recompute()
    return people


def multiply(people, by, month=world.WINDOW_END):
    """Days of a month sent again several times as long for these prescribers."""
    numbers = [int(person.rpps) for person in people]
    rows = Leave.objects.filter(month=month)
    rows.filter(rpps__in=numbers).update(days=F("days") * by)
    encode_leaves(world.record_batch(SourceKind.ARRETS, month, accepted=rows.count(), seed=by))


def hold(people):
    """Four prescribers in forty move far, too few to move a month of a caisse."""
    for month in world.WINDOW[:9]:
        multiply(people[3:7], 2, month)
    with pytest.raises(SystemExit) as left:
        recompute()
    assert left.value.code == 3
    return newest()


def shown():
    return Publication.objects.select_related("run").get().run.number


def test_a_month_more_moves_nobody_too_far(published):
    world.add_month(published, date(2025, 9, 1))
    call_command("recompute_profiles", "--as-of", "2025-10-15", "--inline")
    run = newest()
    assert (run.number, run.state, shown()) == (2, RunState.PUBLISHED, 2)
    told = run.parameters["movers"]
    assert (told["against"], told["months"]) == (1, [])
    assert told["compared"] > 20
    assert 0 < told["median"] < 0.05


def test_too_many_movers_hold_the_run_and_leave_the_readers_where_they_were(published):
    run = hold(published)
    assert (run.number, run.state, shown()) == (2, RunState.HELD, 1)
    told = run.parameters["movers"]
    assert (told["moved"] >= 4, told["months"]) == (True, [])
    assert told["moved"] / told["compared"] > told["bounds"]["moved_share"]
    assert JournalEntry.objects.filter(action="prescripteurs.retenir", object_id="2").exists()
    # The next night finds the same inputs: nothing is computed again, the run still waits.
    with pytest.raises(SystemExit):
        recompute()
    assert ProfileRun.objects.count() == 2


def test_a_caisse_whose_month_doubles_holds_the_run(published):
    multiply([person for person in published if person.caisse == "061"], 3)
    with pytest.raises(SystemExit):
        recompute()
    ((caisse, month, before, after),) = newest().parameters["movers"]["months"]
    assert (caisse, month, after) == ("061", world.WINDOW_END.isoformat(), 3 * before)


def test_few_compared_and_no_share_is_looked_at(published, monkeypatch):
    monkeypatch.setattr(movers, "BOUNDS", movers.Bounds(month_days=10**9))
    for month in world.WINDOW[:9]:
        multiply(published[3:5], 2, month)
    recompute()
    assert (newest().state, newest().parameters["movers"]["moved"]) == (RunState.PUBLISHED, 2)


def test_a_person_releases_with_a_reason(published, capsys):
    hold(published)
    call_command("release_run", "2", REASON)
    assert "Calcul n° 2 publié" in capsys.readouterr().out
    assert shown() == 2
    entry = JournalEntry.objects.get(action="prescripteurs.liberer")
    assert (entry.reason, entry.object_id, entry.system) == (REASON, "2", "commande")
    with pytest.raises(CommandError, match="Aucun calcul retenu"):
        call_command("release_run", "2", REASON)


def test_a_reason_that_says_nothing_releases_nothing(published):
    hold(published)
    with pytest.raises(Refusal, match="Dites pourquoi"):
        release(number=2, reason="ok", by=None, at=database_now())
    assert shown() == 1


def test_a_run_overtaken_is_not_released(published):
    hold(published)
    held = ProfileRun.objects.get(number=2)
    newer = ProfileRun.objects.create(
        number=9,
        state=RunState.COMPUTED,
        window_start=held.window_start,
        window_end=held.window_end,
        data_until=held.data_until,
        created_at=held.created_at,
        computed_at=held.computed_at,
    )
    publication.publish(newer, by=None, at=database_now())
    with pytest.raises(Refusal, match="plus récent"):
        release(number=2, reason=REASON, by=None, at=database_now())
