"""Contacts: told once, corrected by another row, and the next one until it took place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import ContactSource, Direction, Means, Reached
from interviews.models import Contact, Interview
from interviews.services.passages import local_day
from prescribers.models import Attachment, Prescriber
from prescribers.services.reasons import checked_reason
from prescribers.services.standing import note_contact, restate_contact


OBJECT = "contact"
LONGEST_SUMMARY = 500


@dataclass(frozen=True)
class Told:
    """What a person says of a contact; `at` is aware, `summary` is administrative."""

    means: Means
    direction: Direction
    outcome: Reached
    at: datetime
    summary: str = ""
    next_contact_on: date | None = None


@transaction.atomic
def write_contact(
    prescriber: Prescriber,
    caisse: str,
    told: Told,
    author: Author,
    *,
    interview: Interview | None = None,
) -> Contact:
    """Keep what was said, and note it for the lists in the same transaction.

    Raises:
        Refusal: no such doctor at the caisse, an instant to come, a next contact before this one,
            none where one is promised, or a social security number.
    """
    if not Attachment.objects.filter(prescriber=prescriber, caisse=caisse).exists():
        raise Refusal("AUTRE_CAISSE", "Ce prescripteur n’est pas rattaché à cette caisse.")
    if interview is not None and interview.prescriber_id != prescriber.pk:
        raise ValueError("a contact about the interview of another doctor")
    contact = Contact.objects.create(
        prescriber=prescriber,
        caisse=caisse,
        interview=interview,
        by_id=author.person,
        written_at=author.at,
        **checked(told, caisse, author.at),
    )
    note_for_lists([contact])
    _recorded("ecrire", contact, author)
    return contact


@transaction.atomic
def correct_contact(contact: Contact, told: Told, author: Author, *, reason: str) -> Contact:
    """Another row says it better and replaces this one, which stays readable.

    Raises:
        Refusal: already replaced, no reason, or what `write_contact` refuses.
    """
    held = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if Contact.objects.filter(replaces=held).exists():
        raise Refusal("DEJA_CORRIGE", "Ce contact a déjà été corrigé : corrigez le dernier.")
    why = checked_reason(reason)
    made = Contact.objects.create(
        prescriber_id=held.prescriber_id,
        caisse=held.caisse,
        interview_id=held.interview_id,
        by_id=author.person,
        written_at=author.at,
        replaces=held,
        reason=why,
        **checked(told, held.caisse, author.at),
    )
    _restate(made)
    _recorded("corriger", made, author, why)
    return made


@transaction.atomic
def end_next(contact: Contact, author: Author) -> Contact:
    """The next contact took place, or is no longer useful.

    Raises:
        Refusal: none was planned, it is over already, or another row replaces this one.
    """
    held = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if held.next_contact_on is None:
        raise Refusal("SANS_SUITE", "Aucun prochain contact n’est prévu ici.")
    if held.next_done_at is not None or Contact.objects.filter(replaces=held).exists():
        raise Refusal("DEJA_FAIT", "Ce prochain contact est déjà terminé : rechargez la page.")
    held.next_done_at = author.at
    held.save(update_fields=["next_done_at"])
    _recorded("terminer", held, author)
    return held


def checked(told: Told, caisse: str, now: datetime) -> dict[str, object]:
    """The fields of a contact that says this.

    Raises:
        Refusal: its code names what is wrong.
    """
    summary = " ".join(told.summary.split())
    if len(summary) > LONGEST_SUMMARY:
        raise Refusal("RESUME_LONG", f"Le résumé ne peut dépasser {LONGEST_SUMMARY} caractères.")
    if holds_nir(summary):
        raise Refusal(
            "RESUME_NIR", "Le résumé contient un numéro de sécurité sociale : retirez-le."
        )
    if told.at > now:
        raise Refusal("DATE_FUTURE", "La date du contact est à venir : corrigez-la.")
    if told.next_contact_on is None and told.outcome == Reached.CALL_BACK:
        raise Refusal("SUITE_MANQUE", "Dites quel jour rappeler ce médecin.")
    if told.next_contact_on is not None and told.next_contact_on < local_day(caisse, told.at):
        raise Refusal("SUITE_AVANT", "Le prochain contact est avant celui-ci : corrigez sa date.")
    return {
        "means": told.means,
        "direction": told.direction,
        "outcome": told.outcome,
        "at": told.at,
        "summary": summary,
        "next_contact_on": told.next_contact_on,
        "source": ContactSource.TYPED,
    }


def note_for_lists(contacts: Iterable[Contact]) -> None:
    """The last day on which each doctor was reached; a call without an answer is not one."""
    last: dict[tuple[int, str], date] = {}
    for contact in contacts:
        if contact.outcome != Reached.NO:
            key = (contact.prescriber_id, contact.caisse)
            day = local_day(contact.caisse, contact.at)
            last[key] = max(day, last.get(key, day))
    for (prescriber, caisse), day in last.items():
        note_contact(prescriber, caisse, day)


def _restate(made: Contact) -> None:
    """A date corrected may be earlier: the last one is read again among the rows that stand."""
    standing = Contact.objects.filter(
        prescriber_id=made.prescriber_id, caisse=made.caisse, replaced_by=None
    ).exclude(outcome=Reached.NO)
    last = standing.order_by("-at").first()
    day = local_day(made.caisse, last.at) if last else None
    restate_contact(made.prescriber_id, made.caisse, day)


def _recorded(act: str, contact: Contact, author: Author, why: str = "") -> None:
    record(
        action=f"contacts.{act}",
        by=author.person,
        obj=(OBJECT, str(contact.pk)),
        caisse=contact.caisse,
        reason=why,
    )
