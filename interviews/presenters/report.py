"""The report in the words of its form: questions in their order, what was told already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Form

from interviews.enums import Kind
from interviews.models import DiscussedCase, DocumentVersion, Interview, InterviewReport
from interviews.presenters.moments import long_moment


BIG_LENGTHS = (20, 40, 60)
# A refusal of the service → the field beside which it is said.
FIELD_OF = {
    "SANS_DATE": "tenu_le",
    "DATE_A_VENIR": "tenu_le",
    "REMARQUES": "remarques",
    "SITUATION": "situations",
    "DOCUMENT": "documents",
    "ENGAGEMENT_PASSE": "engagement_date",
    "MOTIF_COURT": "motif",
    "MOTIF_LONG": "motif",
    "MOTIF_NIR": "motif",
    "DATE_PASSEE": "nouvelle_date",
    "DEJA_PRIS": "nouvelle_date",
    "PAS_ENCORE": "tenue",
}


@dataclass(frozen=True)
class Question:
    """A numbered question and the field that answers it."""

    number: int
    field: BoundField


def questions_of(form: Form) -> dict[str, Question]:
    """By the name of their field, numbered in the order of the page.

    A commitment is one question of three fields; what is asked of a move has no number.
    """
    asked = ("tenue", "tenu_le", "duree", "situations", "rappels", "propositions", "documents",
             "remarques", "particularites", "engagement", "suite")  # fmt: skip
    there = [name for name in asked if name in form.fields]
    return {name: Question(place, form[name]) for place, name in enumerate(there, start=1)}


def length_choices(form: Form) -> tuple[list[Any], list[Any]]:
    """The three big ones, then those behind « Autre »."""
    choices = list(form["duree"])
    big = [choice for choice in choices if choice.data["value"] in BIG_LENGTHS]
    return big, [choice for choice in choices if choice not in big]


def nearest_length(minutes: int) -> int:
    """What was planned, ticked when it is one of the big lengths; else the nearest of them."""
    return min(BIG_LENGTHS, key=lambda length: abs(length - minutes))


def letter_choices(cases: Iterable[DiscussedCase]) -> list[tuple[str, str]]:
    """« Situation A (7KT3P) »: a number, no word of the person."""
    return [(one.letter, f"Situation {one.letter} ({one.number})") for one in cases]


def document_choices(
    offered: Sequence[DocumentVersion], given: Sequence[DocumentVersion]
) -> list[tuple[str, str]]:
    """The catalogue of the day; what was given already stays tickable once withdrawn."""
    known = {one.pk for one in offered}
    both = [*offered, *(one for one in given if one.pk not in known)]
    return [(str(one.pk), f"{one.document.title}, version {one.version}") for one in both]


def told_already(
    interview: Interview, report: InterviewReport, given: Sequence[DocumentVersion]
) -> dict[str, Any]:
    return {
        "edition": report.edition,
        "duree": interview.lasted_minutes,
        "rappels": report.reminders,
        "propositions": report.proposals,
        "documents": [str(one.pk) for one in given],
        "remarques": report.remarks,
        "particularites": report.particularities,
        "suite": report.next_step,
    }


def field_of(form: Form, code: str) -> str | None:
    name = FIELD_OF.get(code)
    return name if name in form.fields else None


def sub_of(interview: Interview) -> str:
    """« Entretien confraternel, mardi 17 novembre 2026 à 14 h 30 »."""
    kind = Kind(interview.kind).label
    if interview.starts_at is None:
        return f"{kind}, sans date"
    return f"{kind}, {long_moment(interview.starts_at, interview.caisse)}"
