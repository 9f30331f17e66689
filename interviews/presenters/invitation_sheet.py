"""The letter of invitation: what the layout « invitation » prints, in black on white."""

from datetime import date
from typing import Any

from core.charts.numbers import long_date
from interviews.enums import Channel, Kind
from interviews.letters.invitation import NOT_A_PROCEDURE
from interviews.models import Interview
from interviews.presenters.moments import length_words, long_moment
from interviews.rules.invitations import tells_subject
from prescribers.presenters.words import addressed_name


OPENING = "L’Assurance Maladie vous propose un échange, à une date qui reste à votre convenance."
ANSWER = "Vous pouvez accepter, choisir une autre date ou décliner : écrivez à cette personne."
UNSIGNED = "Établi par le portail. Ce document ne porte aucune signature manuscrite."


def invitation_sheet(interview: Interview, *, caisse: str, printed: date) -> dict[str, Any]:
    if interview.starts_at is None:
        raise ValueError(interview.pk)  # a letter gives a date
    facts = (
        ("Date", long_moment(interview.starts_at, interview.caisse)),
        ("Durée", length_words(interview.minutes)),
        ("Comment", Channel(interview.channel).label),
        ("Lieu", interview.place),
        ("Avec", interview.lead.full_name),
        ("Objet", interview.subject if tells_subject(Kind(interview.kind)) else ""),
    )
    return {
        "title": "Invitation à un échange",
        "caisse": caisse,
        "doctor": addressed_name(interview.prescriber) or "Docteur",
        "printed": f"Le {long_date(printed)}",
        "opening": OPENING,
        "facts": [fact for fact in facts if fact[1]],
        "answer": ANSWER,
        "contact": f"{interview.lead.full_name}, {interview.lead.email}",
        "not_a_procedure": NOT_A_PROCEDURE,
        "unsigned": UNSIGNED,
        "footer": f"Invitation, entretien n° {interview.pk}, {caisse}",
    }
