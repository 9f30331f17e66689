"""The answer to a doctor as a PDF, the same for his portal and for who may read the texts."""

from core.documents import pdf
from core.workdays import CALENDARS
from prescribers.filters import place_labels
from prescribers.presenters.words import caisse_name
from sosij.models import HelpRequest, RequestText
from sosij.presenters.answer_sheet import answer_sheet
from sosij.selectors.answers import Answer, answer_of, desk_answer_of, questions_of
from sosij.selectors.requests import doctors


LAYOUT = "reponse"


def whole_answer(request: HelpRequest) -> bytes | None:
    """With the question, for the doctor and for who may read his texts; None until answered."""
    given = answer_of(request)
    return None if given is None else _printed(request, given, questions_of(request))


def desk_answer(request: HelpRequest) -> bytes | None:
    """An answer written in the open, without the question: no byte comes from behind the wall."""
    given = desk_answer_of(request)
    return None if given is None else _printed(request, given, [])


def file_name(request: HelpRequest) -> str:
    return f"reponse-sos-ij-{request.reference}.pdf"


def _printed(request: HelpRequest, given: Answer, questions: list[RequestText]) -> bytes:
    """The caisse has the name it had on the day of the answer."""
    day = given.at.astimezone(CALENDARS[request.calendar].timezone).date()
    _, caisses = place_labels([request.caisse], day)
    return pdf(
        LAYOUT,
        answer_sheet(
            request,
            given,
            questions,
            doctor=doctors([request]).get(request.rpps),
            caisse=caisse_name(request.caisse, caisses),
        ),
    )
