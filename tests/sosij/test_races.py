"""What happens when an act waited for another: dates in order, and the right side of the wall."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from core.errors import Refusal
from core.journal import Author
from sosij.enums import Desk, DropReason, HoldReason, Motive, TextKind, Told
from sosij.models import DeskText, Notice, Seat, Suspension
from sosij.services.answer import add_text
from sosij.services.conduct import drop, suspend, take
from sosij.services.qualify import Reading, qualify, redirect
from tests.accounts.factories import person
from tests.sosij.help_world import at, held_by, received, seated


pytestmark = pytest.mark.django_db
DETAIL = "Le médecin doit préciser la date de reprise"


def test_a_note_written_for_one_desk_is_not_filed_at_another():
    expert = seated()
    seen = held_by(expert)
    redirect(seen, Desk.BENEFITS, Author(at=at(12), by=expert.pk), reason="Relève des prestations")
    with pytest.raises(Refusal, match="changé de guichet"):
        add_text(seen, TextKind.NOTE, "Coxarthrose évoluée.", Author(at=at(12), by=expert.pk))
    assert not DeskText.objects.exists()


def test_a_withdrawal_that_waited_behind_a_suspension_ends_it_where_it_began():
    expert = seated()
    request = held_by(expert)
    suspend(request, HoldReason.DOCTOR, Author(at=at(12), by=expert.pk), detail=DETAIL)
    earlier = Author(at=at(12) - timedelta(seconds=2), system="portail-praticiens")
    drop(request, DropReason.WITHDRAWN, earlier, detail="Demande retirée par le médecin")
    pause = Suspension.objects.get()
    assert pause.end == pause.start


def test_suspending_what_is_late_tells_the_head_at_once():
    expert, head = seated(), seated(head=True)
    request = held_by(expert)
    late = Author(at=at(20, 18, 30), by=expert.pk)
    suspend(request, HoldReason.PARTNER, late, detail=DETAIL)
    told = Notice.objects.get()
    assert (told.to, told.quality, told.at) == (head, Told.HEAD, late.at)


def test_a_seat_does_not_outlive_the_right_of_who_sits_there():
    """A head of the service seated before the rule: he organises, and answers nobody."""
    expert, chief = seated(), person(Role.MEDECIN_CHEF, at="061")
    Seat.objects.create(
        user=chief, caisse="061", desk=Desk.MEDICAL, capacity=5, since=date(2025, 1, 20)
    )
    request = qualify(received(), Reading([Motive.WORKPLACE]), Author(at=at(10), by=expert.pk))
    with pytest.raises(Refusal, match="n’a pas de place"):
        take(request, Author(at=at(11), by=chief.pk))
