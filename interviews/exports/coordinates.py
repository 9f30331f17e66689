"""The letter that follows an interview, for who has no mail address."""

from collections.abc import Sequence
from datetime import date

from core.charts.numbers import long_date
from core.documents import pdf
from interviews.letters import coordinates as said
from interviews.letters.coordinates import Signatory
from interviews.models import DocumentVersion, Interview
from prescribers.presenters.words import addressed_name


LAYOUT = "fiche-suite"


def letter_of(
    interview: Interview, who: Signatory, versions: Sequence[DocumentVersion], on: date
) -> bytes:
    """The sentences of the mail, on one page."""
    name = addressed_name(interview.prescriber)
    return pdf(
        LAYOUT,
        {
            "title": f"Suite de notre échange, {name}",
            "caisse": who.caisse,
            "service": who.quality,
            "to": [name, interview.place] if interview.place else [name],
            "dated": long_date(on),
            "hello": said.HELLO,
            "opening": said.opening(interview),
            "left": said.LEFT if versions else said.NOTHING,
            "documents": said.document_lines(versions),
            "call": said.CALL,
            "signed": said.signed(who),
            "note": said.NO_PATIENT,
            "footer": f"{who.caisse}, {who.quality}",
        },
    )


def file_name(interview: Interview) -> str:
    return f"suite-entretien-{interview.pk}.pdf"
