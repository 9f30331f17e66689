"""What SOS IJ gives to « Ma journée »: by seat, by holder, by what was told; never a text."""

from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from accounts.models import Absence
from accounts.perimeter import Scope
from accounts.permissions import rights_of
from core.due import Hint
from core.journal import Author
from sosij.enums import Desk, HoldReason, Motive
from sosij.presenters.due import words
from sosij.selectors.due import due
from sosij.services import answer, conduct
from sosij.services.watch import watch
from tests.accounts.factories import person
from tests.sosij.duty_world import desk_world
from tests.sosij.help_world import QUESTION, at, held_by, received, seated


NOW = at(12, 10)


def rows(user, now=NOW, replaced=()):
    with time_machine.travel(now, tick=False):
        rights = rights_of(user, now.date())
        found = due(Scope(user.pk, frozenset(replaced), now, now.date(), rights.perimeter))
    return {row.key: row for row in found}


def steps(user, **asked):
    return sorted(key.split(":")[1] for key in rows(user, **asked))


@pytest.mark.django_db
def test_who_holds_it_answers_and_the_desk_does_not():
    holder, neighbour = seated(), seated()
    request = held_by(holder)
    (row,) = rows(holder).values()
    assert row.key == f"sosij:repondre:{request.reference}"
    assert (row.by, row.people) == (request.due_at, ((holder.pk, holder.full_name),))
    assert rows(neighbour) == {}


@pytest.mark.django_db
def test_a_request_to_qualify_waits_for_the_service_medical():
    received()
    assert steps(seated()) == ["qualifier"]
    assert steps(person(Role.SECRETARIAT_MEDICAL, "061")) == ["qualifier"]
    assert steps(person(Role.MEDECIN_CHEF, "061")) == ["qualifier"]
    assert steps(person(Role.REPONDANT_SOS, "061")) == []  # no seat
    assert steps(seated(caisse="831")) == []
    assert steps(seated(Role.GESTIONNAIRE, desk=Desk.BENEFITS)) == []
    for role in (Role.MEDECIN_CONSEIL, Role.DAM, Role.DIRECTION, Role.CSAM):
        assert steps(person(role, "061")) == []


@pytest.mark.django_db
def test_a_desk_takes_what_is_given_back_and_only_from_its_seats():
    holder = seated()
    request = held_by(holder)
    conduct.give_back(request, Author(at=at(11), by=holder.pk))
    assert steps(seated()) == ["prendre"]
    assert steps(person(Role.REPONDANT_SOS, "061")) == []
    assert steps(seated(Role.GESTIONNAIRE, desk=Desk.BENEFITS)) == []
    closed = seated(until=date(2026, 11, 12))
    assert steps(closed) == []


@pytest.mark.django_db
def test_a_suspension_waits_for_a_third_party_and_has_no_date():
    holder = seated()
    request = held_by(holder)
    author = Author(at=at(11), by=holder.pk)
    conduct.suspend(request, HoldReason.DOCTOR, author, detail="Le poste n’est pas décrit.")
    (row,) = rows(holder).values()
    assert (row.step, row.hint, row.by) == ("suspendue", Hint.THIRD_PARTY, None)


@pytest.mark.django_db
def test_late_requests_are_of_the_person_told():
    world = desk_world()
    assert rows(world.head) == {}
    watch(at(17, 9))
    reference = world.request.reference
    assert list(rows(world.on_duty, now=at(17, 10))) == [f"sosij:repondre:{reference}"]
    assert [row.by for row in rows(world.expert).values()] == [at(16, 18)]


@pytest.mark.django_db
def test_a_substitute_with_a_seat_sees_what_the_absent_one_holds():
    absent, other, without_seat = seated(), seated(), person(Role.REPONDANT_SOS, "061")
    held_by(absent)
    Absence.objects.create(
        user=absent, substitute=other, since=date(2026, 11, 10), until=date(2026, 11, 20)
    )
    assert steps(other, replaced=[absent.pk]) == ["repondre"]
    assert steps(without_seat, replaced=[absent.pk]) == []
    assert steps(person(Role.DAM, "061"), replaced=[absent.pk]) == []


@pytest.mark.django_db
def test_an_answer_takes_the_line_away():
    holder = seated()
    request = held_by(holder)
    assert len(rows(holder)) == 1
    answer.answer_by_phone(request, "Conseil donné de vive voix.", Author(at=at(12), by=holder.pk))
    assert rows(holder) == {}


@pytest.mark.django_db
def test_words_are_those_of_the_queue_and_never_the_question():
    holder = seated()
    request = held_by(holder, Motive.WORKPLACE)
    (row,) = rows(holder).values()
    said = words(row)
    assert said.title == f"Demande {request.reference}"
    assert Motive.WORKPLACE.label in said.why
    for word in ("couvreur", "coiffe", *QUESTION.split(". ")):
        assert word not in f"{said.title} {said.why} {said.silence}"
