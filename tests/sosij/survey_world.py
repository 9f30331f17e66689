"""Doctors of Nice to ask: twelve answered in October 2026 and thirteen who never asked."""

from datetime import date

from core.journal import Author
from sosij.enums import Brake, Mark, Motive, SurveyKind
from sosij.models import Survey, SurveyToken
from sosij.rules.survey import Said, digest_of
from sosij.services.answer import answer
from sosij.services.conduct import take
from sosij.services.qualify import Reading, qualify
from tests.accounts.factories import UserFactory
from tests.sosij.help_world import at, doctor, received, seated


SINCE, UNTIL = date(2026, 10, 1), date(2026, 10, 31)
PLEASED = Said(marks=dict.fromkeys(("useful", "delay", "clear", "again"), Mark.YES))
BUSY = Said(brakes=(Brake.TIME,))


def answered(expert, found):
    """A request of 5 October, answered two days later."""
    request = received(found, when=at(5, month=10))
    author = Author(at=at(6, month=10), by=expert.pk)
    held = take(qualify(request, Reading((Motive.WORKPLACE,)), author), author)
    return answer(held, "Une réponse.", Author(at=at(7, month=10), by=expert.pk))


def to_ask(*, users=12, non_users=13, departement="06"):
    expert = seated()
    asked = [doctor(departement=departement) for _ in range(users)]
    for one in asked:
        answered(expert, one)
    return asked, [doctor(departement=departement) for _ in range(non_users)]


def open_link(token, kind=SurveyKind.USER, *, departement="06", closes=date(2027, 1, 11)):
    """A link that works, whatever doctor it was made for."""
    survey = Survey.objects.filter(caisse="061", until=UNTIL, closes_on=closes).first()
    survey = survey or Survey.objects.create(
        caisse="061",
        since=SINCE,
        until=UNTIL,
        closes_on=closes,
        users=12,
        non_users=13,
        prepared_at=at(9),
        by=UserFactory(),
    )
    return SurveyToken.objects.create(
        digest=digest_of(token), survey=survey, kind=kind, departement=departement
    )
