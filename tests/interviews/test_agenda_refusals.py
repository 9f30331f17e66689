"""What cannot be written of dates: refused by the database, then by the services."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import HoursSource
from interviews.models import Capacity, ConsultationHours, InterviewReminder, Invitation
from interviews.selectors.capacity import Load, capacity_of
from interviews.services.capacity import declare_capacity
from interviews.services.consultations import Declared, declare_hours, withdraw_hours
from interviews.services.slots import take_slot
from tests.accounts.factories import UserFactory, person
from tests.interviews.agenda_world import TUESDAY, away, by, consults
from tests.interviews.world import at, doctor, proposed, scheduled


pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 12)


def capacity(**fields):
    known = {"caisse": "061", "minutes": 300, "since": TODAY}
    return Capacity.objects.create(
        **{"user": fields.get("user") or UserFactory(), **known, **fields}
    )


def hours(**fields):
    known = {
        "weekday": 1, "opens": time(9), "closes": time(12), "since": TODAY, "source": "medecin",
    }  # fmt: skip
    return ConsultationHours.objects.create(
        **{"prescriber": fields.get("prescriber") or doctor(), **known, **fields}
    )


def sent(**fields):
    interview = fields.get("interview") or scheduled()
    known = {
        "nature": "invitation", "channel": "courriel", "address": "a@exemple.fr",
        "starts_at": at(17, 14, 30), "sequence": 0, "sent_at": at(4), "by": interview.lead,
    }  # fmt: skip
    return Invitation.objects.create(**{"interview": interview, **known, **fields})


def reminder(**fields):
    interview = fields.get("interview") or scheduled()
    known = {"starts_at": at(17), "whom": "animateur", "to": interview.lead, "at": at(13)}
    return InterviewReminder.objects.create(**{"interview": interview, **known, **fields})


OWNER = {capacity: "user", hours: "prescriber", sent: "interview", reminder: "interview"}


def twice(make, first=None, **second):
    """The same row again, of the same owner, with what `second` changes."""
    kept = make(**(first or {}))
    owner = OWNER[make]
    return make(**{**(first or {}), owner: getattr(kept, owner), **second})


REFUSED = {
    "capacity_dates_ordered": lambda: capacity(until=TODAY),
    "capacity_fits_a_week": lambda: capacity(minutes=48 * 60 + 1),
    "capacity_no_overlap": lambda: twice(capacity, since=TODAY + timedelta(days=9)),
    "consultation_words_known": lambda: hours(weekday=7),
    "consultation_times_ordered": lambda: hours(closes=time(9)),
    "consultation_dates_ordered": lambda: hours(until=TODAY),
    "consultation_no_overlap": lambda: twice(hours, opens=time(11, 59), closes=time(13)),
    "invitation_sequence_once": lambda: twice(sent),
    "invitation_words_known": lambda: sent(nature="relance"),
    "invitation_mail_has_an_address": lambda: sent(address=""),
    "invitation_letter_is_new": lambda: sent(channel="courrier", address="", nature="annulation"),
    "invitation_has_an_author": lambda: sent(by=None),
    "interview_reminder_once": lambda: twice(reminder, {"whom": "medecin", "to": None}),
    "interview_reminder_is_for_somebody": lambda: reminder(to=None),
    "interview_reminder_before": lambda: reminder(at=at(17)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_that_cannot_be_is_refused(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()


@pytest.mark.parametrize(
    "other",
    [{"opens": time(12), "closes": time(14)}, {"weekday": 2}, {"since": TODAY, "until": None}],
)
def test_hours_that_touch_or_stand_on_another_day_are_welcome(other):
    first = hours(until=TODAY + timedelta(days=30)) if "until" in other else hours()
    if "until" in other:
        other = {"since": TODAY + timedelta(days=30)}
    hours(**{"prescriber": first.prescriber, **other})
    assert ConsultationHours.objects.count() == 2


@pytest.mark.parametrize("make", [sent, reminder])
def test_what_left_is_written_once(make):
    row = make()
    for change in (lambda: type(row).objects.update(starts_at=at(30)), row.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            change()


def test_a_capacity_is_neither_rewritten_nor_deleted():
    row = capacity()
    for change in (lambda: Capacity.objects.update(minutes=1), row.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            change()


def test_a_new_capacity_ends_the_one_before():
    lead = person(Role.DAM, at="061")
    author = Author(at=at(12), by=lead.pk)
    declare_capacity(lead, "061", 600, TODAY, TODAY, author)
    declare_capacity(lead, "061", 300, date(2026, 11, 30), TODAY, author)
    assert list(Capacity.objects.order_by("since").values_list("minutes", "until")) == [
        (600, date(2026, 11, 30)), (300, None),
    ]  # fmt: skip
    weeks = (date(2026, 11, 9), date(2026, 11, 27), date(2026, 12, 4))
    declared = [capacity_of([lead], day)[lead.pk].declared for day in weeks]
    assert declared == [None, 600, 300]
    assert "300 minutes" in JournalEntry.objects.filter(action="entretiens.capacite").last().reason


@pytest.mark.parametrize(
    ("minutes", "since", "caisse", "said"),
    [
        (600, date(2026, 11, 11), "061", "à partir d’aujourd’hui"),
        (48 * 60 + 1, TODAY, "061", "48 heures"),
        (600, TODAY, "831", "ne tient pas d’entretien"),
        (600, date(2026, 11, 20), "061", "déjà déclarée à partir du 20/11/2026"),
    ],
)
def test_capacity_refusals(minutes, since, caisse, said):
    lead = person(Role.DAM, at="061")
    capacity(user=lead, since=date(2026, 11, 20))
    with pytest.raises(Refusal, match=said):
        declare_capacity(lead, caisse, minutes, since, TODAY, Author(at=at(12), by=lead.pk))
    assert Capacity.objects.count() == 1


def test_planned_minutes_are_those_of_the_week_of_the_caisse():
    lead = person(Role.DAM, at="061")
    for starts in (at(16, 9), at(20, 16), at(23, 9)):
        scheduled(lead, kind="visite", starts=starts)
    assert capacity_of([lead], date(2026, 11, 18)) == {lead.pk: Load(None, 80)}
    far = person(Role.DAM, at="974")
    # 22:00 on Sunday in Nice is Monday, one in the morning, in La Réunion.
    scheduled(far, kind="visite", caisse="974", starts=at(15, 22))
    assert capacity_of([far], date(2026, 11, 18))[far.pk].planned == 40
    capacity(user=lead, minutes=60, since=date(2026, 11, 1))
    assert capacity_of([lead], date(2026, 11, 18))[lead.pk].over


def test_hours_are_withdrawn_and_their_past_stays():
    interview = scheduled()
    old = consults(interview, TUESDAY, 9, 12)
    coming = consults(interview, TUESDAY, 14, 16, since=date(2026, 12, 1))
    for row in (old, coming):
        withdraw_hours(row, TODAY, "061", by(interview, 12))
    assert list(ConsultationHours.objects.values_list("pk", "until")) == [(old.pk, TODAY)]
    with pytest.raises(Refusal, match="déjà retirées"):
        withdraw_hours(old, TODAY, "061", by(interview, 12))


@pytest.mark.parametrize(
    ("opens", "closes", "said"), [(12, 9, "avant le début"), (10, 11, "recouvrent d’autres")]
)
def test_hours_refusals(opens, closes, said):
    interview = scheduled()
    consults(interview, TUESDAY, 9, 12)
    declared = Declared(TUESDAY, time(opens), time(closes), TODAY, HoursSource.PRACTICE)
    with pytest.raises(Refusal, match=said):
        declare_hours(interview.prescriber, declared, "061", by(interview))


def test_a_slot_is_checked_again_when_it_is_taken():
    interview = proposed(place="12 rue Gioffredo, Nice")
    consults(interview, TUESDAY, 14, 16)
    other = scheduled(interview.lead, starts=at(17, 11))
    away(interview.lead, 18, 19)
    assert other.lead == interview.lead
    for when, said in (
        (at(17, 14), "consulte"), (at(17, 11, 30), "un autre"), (at(18, 10), "absente"),
        (at(15, 10), "dimanche"), (at(3, 10), "passée"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=said):
            take_slot(interview, when, by(interview))
    taken = take_slot(interview, at(17, 9), by(interview))
    assert (taken.state, taken.starts_at, taken.place) == (
        "planifie", at(17, 9), "12 rue Gioffredo, Nice",
    )  # fmt: skip
