"""What interviews give to « Ma journée »: one act an interview, one row a commitment."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.perimeter import Scope
from accounts.permissions import rights_of
from core.due import Hint
from core.journal import Author
from interviews.enums import Direction, Kind, Means, Owner, Reached
from interviews.models import Contact
from interviews.presenters.due import words
from interviews.selectors.due import due
from interviews.services import conduct
from interviews.services.commitments import drop
from interviews.services.report import Promised, sign, submit
from tests.accounts.factories import person
from tests.interviews.world import at, doctor, held, proposed, report_on, scheduled, written


NOW = at(17, 12)


def rows(user, now=NOW, replaced=()):
    rights = rights_of(user, now.date())
    return due(Scope(user.pk, frozenset(replaced), now, now.date(), rights.perimeter))


def steps(user, **asked):
    return sorted(row.step for row in rows(user, **asked))


@pytest.fixture
def lead(db):
    return person(Role.MEDECIN_CONSEIL, "061")


def test_an_interview_awaits_one_act_at_a_time(lead):
    interview = proposed(lead)
    assert steps(lead) == ["planifier"]
    slot = conduct.Slot(at(17, 14, 30), 40, interview.channel, "")
    conduct.schedule(interview, slot, Author(at=at(3), by=lead.pk))
    (row,) = rows(lead)
    assert (row.step, row.by, row.people) == (
        "preparer",
        at(17, 14, 30),
        ((lead.pk, lead.full_name),),
    )
    # While it lasts it is still to be held; then to be told, late only the day after.
    assert steps(lead, now=at(17, 15, 9)) == ["preparer"]
    (told,) = rows(lead, now=at(17, 15, 10))
    assert (told.step, told.by) == ("rendre-compte", date(2026, 11, 17))
    interview.refresh_from_db()
    report_on(interview, written())
    assert steps(lead) == ["signer"]
    sign(interview, Author(at=at(17, 16), by=lead.pk))
    assert steps(lead) == ["envoyer"]


def test_nobody_else_and_no_other_caisse_sees_it(lead):
    scheduled(lead)
    for role in (Role.MEDECIN_CONSEIL, Role.DAM, Role.REPONDANT_SOS, Role.DIRECTION):
        assert rows(person(role, "061")) == []
    other = person(Role.MEDECIN_CONSEIL, "831")
    assert rows(other, replaced=[lead.pk]) == []


def test_a_substitute_sees_it_at_the_same_caisse(lead):
    interview = scheduled(lead)
    other = person(Role.MEDECIN_CONSEIL, "061")
    (row,) = rows(other, replaced=[lead.pk])
    assert (row.args, row.people) == ((interview.pk,), ((lead.pk, lead.full_name),))


def test_a_second_reading_waits_for_another_who_may_lead_it(lead):
    interview = held(lead)
    submit(interview, Author(at=at(17, 16), by=lead.pk))
    (mine,) = rows(lead)
    assert (mine.step, mine.hint) == ("en-lecture", Hint.THIRD_PARTY)
    reader = person(Role.MEDECIN_CONSEIL, "061")
    assert steps(reader) == ["relire"]
    assert steps(person(Role.DAM, "061")) == []
    assert steps(person(Role.MEDECIN_CONSEIL, "831")) == []
    sign(interview, Author(at=at(17, 17), by=reader.pk))
    assert steps(reader) == []


def test_the_secretariat_gives_its_dates(lead):
    secretary = person(Role.SECRETARIAT_MEDICAL, "061")
    interview = scheduled(lead)
    assert steps(secretary) == []
    conduct.miss(interview, Author(at=at(17, 15), by=lead.pk))
    assert steps(secretary) == ["relancer"]
    assert steps(person(Role.SECRETARIAT_MEDICAL, "831")) == []


def test_commitments_of_the_doctor_are_waited_for_then_spoken_of_again(lead):
    said = (
        Promised(Owner.DOCTOR, "Relire ses arrêts de plus de six mois", date(2026, 11, 20)),
        Promised(Owner.CAISSE, "Envoyer le mémo", date(2026, 11, 20)),
    )
    interview = held(lead, said=written(commitments=said))
    found = {row.step: row for row in rows(lead) if row.kind == "engagement"}
    assert set(found) == {"attendre", "tenir"}
    assert found["attendre"].hint is Hint.THIRD_PARTY
    assert found["tenir"].hint is Hint.MINE
    assert steps(lead, now=at(21)) == ["rappeler", "signer", "tenir"]
    for commitment in interview.commitments.all():
        drop(commitment, Author(at=at(18), by=lead.pk), reason="Le médecin a changé d’exercice.")
    assert steps(lead) == ["signer"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_its_words(kind):
    interview = scheduled(kind=kind)
    (row,) = rows(interview.lead)
    said = words(row)
    assert kind.label in said.why
    assert said.title.startswith(("Dr", "M.", "Mme", "Pr"))
    assert said.silence.endswith(".")


@pytest.mark.django_db
def test_a_contact_promised_is_there_until_it_takes_place():
    caller = person(Role.GESTIONNAIRE, "061")  # reads no interview, writes contacts
    contact = Contact.objects.create(
        prescriber=doctor(), caisse="061", means=Means.CALL, direction=Direction.TO_DOCTOR,
        outcome=Reached.CALL_BACK, at=at(10), written_at=at(10), by=caller,
        next_contact_on=date(2026, 11, 18),
    )  # fmt: skip
    (row,) = rows(caller)
    assert (row.key, row.by) == (f"contact:rappeler-medecin:{contact.pk}", date(2026, 11, 18))
    assert words(row).title.startswith(("Dr", "M.", "Mme", "Pr"))
    assert rows(person(Role.GESTIONNAIRE, "061")) == []
    Contact.objects.filter(pk=contact.pk).update(next_done_at=at(18))
    assert rows(caller) == []
