"""The watch tells the right person, once, in office hours; or says that nobody was told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.enums import Role
from accounts.models import Habilitation
from core.journal import Author
from core.models import OutboxMessage
from core.workdays import calendar_of
from sosij.enums import Desk, DropReason, Event, HoldReason, Motive
from sosij.models import Duty, HelpRequest, Notice, Seat
from sosij.rules.clock import SERVICE_LEVELS
from sosij.services import telling
from sosij.services.answer import answer, submit
from sosij.services.conduct import drop, give_back, resume, suspend, take
from sosij.services.qualify import redirect
from sosij.services.watch import watch
from tests.sosij.duty_world import desk_world, mailed, put_on, told
from tests.sosij.help_world import at, doctor, held_by, received, seated


pytestmark = pytest.mark.django_db
DETAIL = "Le médecin doit préciser la date de reprise"


def by(user, day, hour, minute=0):
    return Author(at=at(day, hour, minute), by=user.pk)


def test_the_holder_then_the_person_on_duty_then_the_head():
    world = desk_world()
    assert watch(at(13, 17, 59)) == (0, 0, 0)
    assert watch(at(13, 18)) == (1, 0, 0)
    assert watch(at(17, 9)) == (0, 1, 0)
    assert watch(at(17, 13, 29)) == (0, 0, 0)
    assert watch(at(17, 13, 30)) == (0, 0, 1)
    assert watch(at(17, 13, 31)) == (0, 0, 0)
    assert told() == [
        ("avertir", "detenteur", world.expert.pk),
        ("depasser", "astreinte", world.on_duty.pk),
        ("escalader", "responsable", world.head.pk),
    ]
    assert mailed() == [world.expert.email, world.on_duty.email, world.head.email]
    assert list(world.request.moves.values_list("event", flat=True))[-3:] == [
        "avertir", "depasser", "escalader",
    ]  # fmt: skip


def test_everybody_at_the_desk_when_nobody_holds_it():
    world = desk_world()
    give_back(world.request, by(world.expert, 12, 10))
    seated(desk=Desk.SOCIAL, role=Role.SERVICE_SOCIAL)
    watch(at(13, 18))
    people = {world.expert.pk, world.on_duty.pk, world.head.pk}
    assert {(step, quality) for step, quality, _ in told()} == {("avertir", "guichet")}
    assert {to for _, _, to in told()} == people


def test_a_draft_to_read_awaits_the_whole_desk():
    expert, reader = seated(), seated()
    request = held_by(expert, Motive.DISPUTE)
    submit(request, "Le refus tient.", by(expert, 12, 10))
    watch(at(13, 18))
    assert {to for _, _, to in told()} == {expert.pk, reader.pk}


def test_what_is_not_qualified_is_the_service_medical_s():
    expert = seated()
    seated(desk=Desk.SOCIAL, role=Role.SERVICE_SOCIAL)
    put_on(expert)
    received()
    watch(at(17, 9))
    assert told() == [("avertir", "guichet", expert.pk), ("depasser", "astreinte", expert.pk)]


def test_nobody_on_duty_sends_to_the_head_at_once_and_only_once():
    world = desk_world()
    Duty.objects.update(until=date(2026, 11, 17))
    second = seated(head=True)
    watch(at(17, 9))
    assert told()[1:] == [
        ("depasser", "responsable", pk) for pk in sorted(
            (world.head.pk, second.pk),
            key=lambda pk: (world.head if pk == world.head.pk else second).full_name,
        )
    ]  # fmt: skip
    assert watch(at(17, 13, 30)) == (0, 0, 0)
    assert watch(at(20, 10)) == (0, 0, 0)


def test_nobody_at_all_is_written():
    expert = seated()
    request = held_by(expert)
    Seat.objects.update(until=date(2026, 11, 16))
    Habilitation.objects.update(valid_to=date(2026, 11, 16))
    watch(at(17, 9))
    watch(at(17, 13, 30))
    assert told() == [(step, "personne", None) for step in ("avertir", "depasser", "escalader")]
    assert not OutboxMessage.objects.exists()
    request.refresh_from_db()
    assert request.escalated_at == at(17, 13, 30)


@pytest.mark.parametrize("gone", ["seat", "right", "account"])
def test_who_has_left_is_not_told_in_place_of_the_head(gone):
    world = desk_world()
    watch(at(13, 18))
    if gone == "seat":
        Seat.objects.filter(user=world.on_duty).update(until=date(2026, 11, 17))
    elif gone == "right":
        Habilitation.objects.filter(user=world.on_duty).update(valid_to=date(2026, 11, 17))
    else:
        world.on_duty.is_active = False
        world.on_duty.save()
    watch(at(17, 9))
    assert told()[1:] == [("depasser", "responsable", world.head.pk)]


def test_the_roster_is_of_one_desk_of_one_caisse():
    world = desk_world()
    Duty.objects.all().delete()
    put_on(world.on_duty, desk=Desk.SOCIAL)
    put_on(seated(caisse="831"), caisse="831")
    watch(at(17, 9))
    assert told()[-1] == ("depasser", "responsable", world.head.pk)


def test_what_is_given_to_somebody_else_waits_as_long_again():
    world = desk_world()
    watch(at(17, 9))
    take(world.request, by(world.on_duty, 17, 12))
    assert watch(at(17, 13, 30)) == (0, 0, 0)
    assert watch(at(17, 16, 29)) == (0, 0, 0)
    assert watch(at(17, 16, 30)) == (0, 0, 1)


def test_another_desk_is_told_by_its_own_head():
    world = desk_world()
    chief = seated(Role.SERVICE_SOCIAL, desk=Desk.SOCIAL, head=True)
    watch(at(17, 9))
    redirect(world.request, Desk.SOCIAL, by(world.expert, 17, 10), reason="Relève du social")
    assert watch(at(17, 13, 30)) == (0, 0, 0)
    assert watch(at(17, 14, 30)) == (0, 0, 1)
    assert told()[-1] == ("escalader", "responsable", chief.pk)


def test_an_answer_a_closing_or_a_suspension_stops_it():
    world = desk_world()
    other, third = held_by(world.expert), held_by(world.expert)
    watch(at(17, 9))
    answer(world.request, "Une visite est possible.", by(world.expert, 17, 10))
    drop(other, DropReason.DUPLICATE, by(world.expert, 17, 10), detail=DETAIL)
    suspend(third, HoldReason.DOCTOR, by(world.expert, 17, 10), detail=DETAIL)
    assert watch(at(18, 12)) == (0, 0, 0)
    resume(third, by(world.expert, 19, 10))
    assert watch(at(19, 13, 29)) == (0, 0, 0)  # one hour before, three and a half after
    assert watch(at(19, 13, 30)) == (0, 0, 1)
    assert {notice.request_id for notice in Notice.objects.filter(step=Event.ESCALATE)} == {
        third.pk
    }


def test_what_is_suspended_is_never_signalled():
    world = desk_world()
    suspend(world.request, HoldReason.INSURED, by(world.expert, 12, 10), detail=DETAIL)
    for day in range(13, 28):
        watch(at(day, 12))
    assert told() == []


FAR = [
    ("061", "06", "2026-11-06"),
    ("671", "67", "2026-03-30"),
    ("061", "06", "2026-03-30"),
    ("061", "06", "2026-12-28"),
    ("974", "974", "2027-12-15"),
]


@pytest.mark.parametrize(("caisse", "departement", "first"), FAR)
def test_no_notice_out_of_office_hours(caisse, departement, first):
    """A ring every 53 minutes for sixteen days, nights, holidays and week-ends included."""
    expert, head = seated(caisse=caisse), seated(caisse=caisse, head=True)
    put_on(expert, caisse=caisse, since=date(2026, 1, 1), until=date(2028, 1, 1))
    hours = SERVICE_LEVELS[0].hours(calendar_of(departement))
    start = datetime.fromisoformat(first).replace(hour=20, tzinfo=UTC)
    request = received(doctor(caisse=caisse, departement=departement), when=start)
    for number in range(16 * 24 * 60 // 53):
        watch(start + timedelta(minutes=53 * number))
    steps = [notice.step for notice in request.notices.order_by("id")]
    assert steps == ["avertir"] * 2 + ["depasser", "escalader"]
    assert all(hours.is_open(notice.at) for notice in request.notices.all())
    breach, escalation = (request.notices.get(step=step).at for step in steps[2:])
    ran = hours.elapsed(breach, escalation)
    assert timedelta(hours=4, minutes=30) <= ran <= timedelta(hours=5, minutes=23)
    assert request.notices.get(step="escalader").to == head


def test_one_request_that_fails_holds_back_no_other(monkeypatch, caplog):
    world = desk_world()
    second = held_by(world.expert)
    real = telling.letter

    def broken(request, *args):
        if request.pk == world.request.pk:
            raise RuntimeError
        return real(request, *args)

    monkeypatch.setattr(telling, "letter", broken)
    assert watch(at(13, 18)) == (1, 0, 0)
    assert [notice.request_id for notice in Notice.objects.all()] == [second.pk]
    assert "not signalled" in caplog.text
    monkeypatch.undo()
    assert watch(at(13, 18)) == (1, 0, 0)
    assert HelpRequest.objects.filter(warned_at__isnull=True).count() == 0
