"""Reminders: two working days before, in office hours, each mail once."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction

from core.models import OutboxMessage
from core.workdays import CALENDARS
from interviews import tasks
from interviews.enums import Channel, Owner
from interviews.letters import reminders as letters
from interviews.models import Commitment, InterviewReminder
from interviews.rules.reminders import commitment_is_due, is_due, remind_from
from interviews.rules.slots import office_hours
from interviews.services import reminders as watching
from interviews.services.conduct import Slot, cancel, schedule
from interviews.services.reminders import watch
from interviews.services.report import Promised
from tests.accounts.factories import person
from tests.interviews.agenda_world import ADDRESS, away, by, invited, mails, recipients
from tests.interviews.world import PARIS, at, held, leading, scheduled, written


FRANCE = office_hours(CALENDARS["FR"])
FILES = {str(Path(room.__file__)) for room in (letters, watching)}


@pytest.mark.parametrize(
    ("starts", "since"),
    [
        (at(17, 14), at(13, 9)),  # a Tuesday: the Friday before
        (at(16, 9), at(12, 9)),  # a Monday: the Thursday
        (at(13, 16), at(10, 9)),  # a Friday: Wednesday 11 November is a holiday
        (datetime(2026, 12, 28, 10, tzinfo=PARIS), datetime(2026, 12, 23, 9, tzinfo=PARIS)),
        (datetime(2026, 3, 30, 10, tzinfo=PARIS), datetime(2026, 3, 26, 9, tzinfo=PARIS)),
    ],
)
def test_two_working_days_before(starts, since):
    assert remind_from(starts, FRANCE) == since
    long_ago = since - timedelta(days=9)
    assert is_due(starts, long_ago, since, FRANCE)
    assert not is_due(starts, long_ago, since - timedelta(minutes=1), FRANCE)
    assert not is_due(starts, since, since, FRANCE), "who has just given the date knows it"
    assert not is_due(starts, long_ago, starts, FRANCE)


@pytest.mark.parametrize(
    ("now", "due"),
    [(at(13, 8, 59), False), (at(13, 18), True), (at(13, 18, 1), False), (at(14, 10), False),
     (at(16, 9), True)],
)  # fmt: skip
def test_a_friday_evening_and_a_week_end_wait_for_monday(now, due):
    assert is_due(at(17, 14), at(3), now, FRANCE) is due


@pytest.mark.parametrize(
    ("today", "reminded", "due"),
    [
        (date(2026, 11, 16), None, False),
        (date(2026, 11, 17), None, True),
        (date(2026, 12, 24), None, True),
        (date(2026, 11, 18), date(2026, 11, 17), False),
        (date(2026, 12, 24), date(2026, 11, 17), False),
        (date(2026, 11, 18), date(2026, 11, 2), True),
    ],
)
def test_a_commitment_is_reminded_once_for_its_date(today, reminded, due):
    assert commitment_is_due(date(2026, 11, 20), reminded, today) is due


def rung(moment):
    """What the bell does at an instant, as the task does it."""
    return watch(moment)


@pytest.mark.django_db
def test_the_lead_and_the_doctor_are_told_once():
    interview = scheduled()
    invited(interview)
    before = len(mails())
    rung(at(12, 12))
    assert len(mails()) == before
    for hour in (9, 9, 10, 17):
        rung(at(13, hour))
    rung(at(16, 12))
    assert recipients()[before:] == [interview.lead.email, ADDRESS]
    assert list(InterviewReminder.objects.values_list("whom", "at")) == [
        ("animateur", at(13, 9)), ("medecin", at(13, 9)),
    ]  # fmt: skip
    own = mails()[before]
    assert f"entretien n° {interview.pk}" in own["body"].lower()
    assert interview.prescriber.last_name.lower() not in own["body"].lower()


@pytest.mark.django_db
def test_the_task_reads_the_clock_of_the_database(monkeypatch):
    interview = scheduled()
    with time_machine.travel(at(13, 18, 30), tick=False):
        monkeypatch.setattr(tasks, "database_now", lambda: datetime.now(PARIS))
        tasks.watch_agenda()
        assert mails() == []
    with time_machine.travel(at(16, 9, 1), tick=False):
        monkeypatch.setattr(tasks, "database_now", lambda: datetime.now(PARIS))
        tasks.watch_agenda()
        assert recipients() == [interview.lead.email]


@pytest.mark.django_db
def test_a_doctor_invited_by_letter_or_to_another_date_is_not_written_to():
    interview = scheduled()
    rung(at(13, 9))
    assert recipients() == [interview.lead.email]


@pytest.mark.django_db
def test_a_date_that_moves_is_reminded_anew():
    interview = scheduled()
    rung(at(13, 9))
    slot = Slot(at(26, 9), 40, Channel.PRACTICE)
    schedule(interview, slot, by(interview, 13, 11), reason="Le médecin est souffrant")
    rung(at(13, 12))
    rung(at(24, 9))
    assert recipients() == [interview.lead.email] * 2


@pytest.mark.django_db
def test_what_is_cancelled_reminds_nobody():
    interview = scheduled()
    cancel(interview, by(interview, 6), reason="La caisse renonce à cet entretien")
    assert rung(at(13, 9)) == (0, 0)
    assert mails() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "told"), [(17, 18, True), (13, 14, True), (18, 20, False)]
)
def test_the_substitute_of_a_lead_who_is_away(since, until, told):
    interview = scheduled()
    substitute = person(leading(interview.kind), at="061")
    away(interview.lead, since, until, substitute)
    rung(at(13, 9))
    rung(at(13, 10))
    assert (recipients().count(substitute.email), recipients().count(interview.lead.email)) == (
        int(told), 1,
    )  # fmt: skip


@pytest.mark.django_db
def test_overseas_the_hours_are_theirs():
    interview = scheduled(caisse="974", starts=at(17, 14))
    rung(at(13, 15, 1))  # 18:01 in La Réunion
    assert mails() == []
    rung(at(16, 6))  # 9:00 there, six in the morning in Nice
    assert recipients() == [interview.lead.email]


@pytest.mark.django_db
def test_a_commitment_near_its_end():
    promise = Promised(Owner.DOCTOR, "Relire la fiche lombalgie", date(2026, 11, 30))
    interview = held(said=written(commitments=(promise,)))
    rung(at(26, 12))
    assert mails() == []
    assert rung(at(27, 12)) == (0, 1)
    for moment in (at(27, 13), at(30, 9), datetime(2026, 12, 14, 9, tzinfo=PARIS)):
        assert rung(moment) == (0, 0)
    (payload,) = mails()
    assert payload["to"] == [interview.lead.email]
    assert "30/11/2026" in payload["subject"]
    assert "lombalgie" not in payload["subject"] + payload["body"]
    assert Commitment.objects.get().reminded_on == date(2026, 11, 27)


@pytest.mark.django_db
def test_an_overdue_one_is_not_told_on_a_week_end():
    promise = Promised(Owner.CAISSE, "Envoyer le mémo", date(2026, 11, 20))
    held(said=written(commitments=(promise,)))
    assert rung(at(28, 12)) == (0, 0)
    assert rung(at(30, 12)) == (0, 1)


@pytest.mark.django_db
def test_one_that_fails_holds_back_no_other(monkeypatch, caplog):
    first, second = scheduled(), scheduled()
    real = letters.lead_reminder

    def broken(interview, *args):
        if interview.pk == first.pk:
            raise RuntimeError
        return real(interview, *args)

    monkeypatch.setattr(letters, "lead_reminder", broken)
    assert rung(at(13, 9)) == (1, 0)
    assert recipients() == [second.lead.email]
    assert "failed" in caplog.text
    monkeypatch.undo()
    assert rung(at(13, 10)) == (1, 0)
    assert sorted(recipients()) == sorted([first.lead.email, second.lead.email])


class KilledError(BaseException):
    """What no handler of the watch catches."""


def stopped_at(line, act):
    """Whether the act came to its n-th line in these files, where it was stopped."""
    left = [line]

    def trace(frame, event, _):
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            left[0] -= 1
            if left[0] == 0:
                raise KilledError
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    except KilledError:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.django_db
def test_stopped_at_each_line_each_mail_leaves_once():
    promise = Promised(Owner.CAISSE, "Envoyer le mémo", date(2026, 11, 27))
    held(said=written(commitments=(promise,)))
    interview = scheduled(starts=at(26, 10))
    invited(interview)
    before, stops = OutboxMessage.objects.count(), 0
    while True:
        point = transaction.savepoint()
        stopped = stopped_at(stops + 1, lambda: watch(at(24, 9)))
        assert OutboxMessage.objects.count() - before in {0, 2, 3}
        watch(at(24, 9))
        watch(at(24, 10))
        assert OutboxMessage.objects.count() - before == 3
        assert (InterviewReminder.objects.count(), Commitment.objects.get().reminded_on) == (
            2, date(2026, 11, 24),
        )  # fmt: skip
        transaction.savepoint_rollback(point)
        if not stopped:
            break
        stops += 1
    assert stops > 40
