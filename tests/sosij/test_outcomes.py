"""What became of a situation: asked at 30 and 90 days, once more, told by either side."""

from datetime import date

import pytest
import time_machine

from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from sosij.enums import Outcome
from sosij.models import HelpRequest, OutcomeAsk
from sosij.services.answer import answer
from sosij.services.outcomes import ask_outcomes, tell_outcome
from tests.pages.reading import text_of
from tests.sosij.api_world import Portal
from tests.sosij.help_world import at, held_by


pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(expert):
    """Answered on Thursday 12 November 2026."""
    return answer(held_by(expert), "Une visite de préreprise.", Author(at=at(12), by=expert.pk))


def asked(request):
    return list(request.outcomes.values_list("horizon", "due_on", "asked_at", "reminded_at"))


def test_an_answer_plans_its_two_questions(answered):
    assert asked(answered) == [
        (30, date(2026, 12, 12), None, None),
        (90, date(2027, 2, 10), None, None),
    ]


def test_each_is_asked_on_its_day_and_reminded_once(answered):
    assert ask_outcomes(at(11, month=12)) == (0, 0)
    assert ask_outcomes(at(12, month=12)) == (1, 0)
    assert ask_outcomes(at(25, month=12)) == (0, 0)
    assert ask_outcomes(at(26, month=12)) == (0, 1)
    assert ask_outcomes(at(30, month=12)) == (0, 0)
    assert [ask[2:] for ask in asked(answered)] == [
        (at(12, month=12), at(26, month=12)),
        (None, None),
    ]


def test_what_is_told_is_not_reminded_and_may_be_corrected(answered, expert):
    ask_outcomes(at(12, month=12))
    author = Author(at=at(14, month=12), by=expert.pk)
    tell_outcome(answered, 30, Outcome.LONGER, author)
    tell_outcome(answered, 30, Outcome.BACK_ADAPTED, author)
    assert ask_outcomes(at(26, month=12)) == (0, 0)
    assert answered.outcomes.get(horizon=30).outcome == "reprise_amenagee"
    told = JournalEntry.objects.filter(action="sosij.issue").order_by("id")
    assert list(told.values_list("reason", flat=True)) == [
        "30 jours : arrêt prolongé",
        "30 jours : reprise aménagée ou temps partiel thérapeutique",
    ]


def test_nothing_is_told_before_it_is_asked(answered, expert):
    ask_outcomes(at(12, month=12))
    with pytest.raises(Refusal, match="pas encore demandée"):
        tell_outcome(answered, 90, Outcome.BACK, Author(at=at(14, month=12), by=expert.pk))


def test_the_staff_asks_by_phone_and_writes_it(client, at_desk, answered):
    ask_outcomes(at(12, month=12))
    with time_machine.travel(at(15, month=12), tick=False):
        at_desk()
        queue = text_of(client.get("/sos-ij/?file=issues"))
        assert answered.reference in queue
        address = f"/sos-ij/{answered.reference}/"
        early = client.post(f"{address}issue/", {"horizon": "90", "issue": "reprise"})
        assert "pas encore demandée" in text_of(early)
        said = {"horizon": "30", "issue": "reprise"}
        done = text_of(client.post(f"{address}issue/", said, follow=True))
        assert "Devenir enregistré." in done
        assert "Reprise du travail, selon" in done
        assert answered.reference not in text_of(client.get("/sos-ij/?file=issues"))


def test_the_doctor_tells_it_by_his_portal(expert):
    portal = Portal()
    reference = portal.ask().json()["reference"]
    path = f"demandes/{reference}/issues/"
    assert portal.get(f"demandes/{reference}/").json()["issues"] == []
    assert portal.send(path, {"horizon": 30, "issue": "reprise"}).status_code == 409
    ask = OutcomeAsk.objects.create(
        request=HelpRequest.objects.get(reference=reference),
        horizon=30,
        due_on=date(2026, 11, 1),
        asked_at=at(1),
    )
    assert portal.send(path, {"horizon": 31, "issue": "reprise"}).status_code == 400
    assert portal.send(path, {"horizon": 30, "issue": "guéri"}).status_code == 400
    told = portal.send(path, {"horizon": 30, "issue": "reprise"})
    assert (told.status_code, told.json()["issue"]) == (200, "reprise")
    ask.refresh_from_db()
    assert (ask.outcome, ask.by) == ("reprise", None)
    other = Portal("autre-portail")
    assert other.send(path, {"horizon": 30, "issue": "inconnu"}).status_code == 404
