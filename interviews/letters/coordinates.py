"""What the doctor receives after an interview: whom to call, the documents. No figure, no patient.

The mail and the letter say the same sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.numbers import long_date
from core.workdays import calendar_of_caisse
from interviews.models import DocumentVersion, Interview


@dataclass(frozen=True)
class Signatory:
    """Whom the doctor may call: the mail is that of the account."""

    name: str
    quality: str
    caisse: str
    mail: str


HELLO = "Docteur,"
LEFT = "Voici les documents dont nous avons parlé :"
NOTHING = "Aucun document ne vous a été remis."
CALL = "Pour toute question sur un arrêt de travail, vous pouvez me joindre :"
NO_PATIENT = (
    "Ce message ne contient aucune information sur vos patients. N’y répondez pas avec le nom "
    "d’un patient : appelez-nous."
)


def opening(interview: Interview) -> str:
    """« Merci du temps que vous nous avez accordé le mardi 17 novembre 2026. »."""
    if interview.starts_at is None:
        raise ValueError("an interview without a date has nothing to send")
    zone = calendar_of_caisse(interview.caisse).timezone
    return (
        "Merci du temps que vous nous avez accordé le "
        f"{long_date(interview.starts_at.astimezone(zone).date())}."
    )


def document_lines(versions: Sequence[DocumentVersion]) -> list[str]:
    """« Mémo santé mentale, version 2025 : https://… »; nothing more than what was given."""
    return [
        f"{one.document.title}, version {one.version}" + (f" : {one.link}" if one.link else "")
        for one in versions
    ]


def mail(
    interview: Interview, who: Signatory, versions: Sequence[DocumentVersion], address: str
) -> dict[str, object]:
    """What the outbox sends."""
    given = [LEFT, *(f"- {line}" for line in document_lines(versions))] if versions else [NOTHING]
    lines = (
        HELLO,
        "",
        opening(interview),
        "",
        *given,
        "",
        CALL,
        *signed(who),
        "",
        NO_PATIENT,
    )
    return {
        "to": [address],
        "subject": f"Suite de notre échange, {who.caisse}",
        "body": "\n".join(lines),
    }


def signed(who: Signatory) -> list[str]:
    return [who.name, f"{who.quality}, {who.caisse}", who.mail]
