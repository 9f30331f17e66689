"""Model answers as the tests write them, on 9 November 2026."""

from datetime import date

from core.journal import Author
from sosij.enums import Motive, Side
from sosij.services.library import Written, create_entry
from tests.accounts.factories import UserFactory
from tests.sosij.help_world import at


BODY = "La visite de préreprise se demande dès trois mois d’arrêt."


def written(**fields):
    known = {
        "title": "Visite de préreprise",
        "motives": (Motive.WORKPLACE,),
        "body": BODY,
        "review_on": date(2027, 11, 9),
    }
    return Written(**{**known, **fields})


def entry(side=Side.OPEN, *, by=None, when=None, **fields):
    author = Author(at=when or at(9), by=by or UserFactory().pk)
    return create_entry(written(**fields), side, author)


def last_of(found):
    return found.versions.order_by("-number").first()
