"""Offers made for a patient, by the letter of the sheet; each change leaves its line.

All of it is behind the medical wall: the caller has entered it. The journal has the interview, the
letter and the act, never the words of the note.
"""

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import OfferState, Proposal
from interviews.models import DiscussedCase, Interview, OfferMove, PatientOffer
from interviews.rules.offers import AFTER
from interviews.services.passages import OBJECT, locked


LONGEST_NOTE = 500


@transaction.atomic
def offer(interview: Interview, letter: str, proposal: Proposal, author: Author) -> PatientOffer:
    """Write down what was offered for a case of the sheet.

    Raises:
        Refusal: no such case on the sheet, or the same offer made already.
    """
    held = locked(interview.pk)
    if not DiscussedCase.objects.filter(interview=held, letter=letter).exists():
        raise Refusal("SITUATION", "Cette situation n’est pas sur la fiche de préparation.")
    made, first = PatientOffer.objects.get_or_create(
        interview=held,
        letter=letter,
        proposal=proposal,
        defaults={
            "caisse": held.caisse,
            "offered_at": author.at,
            "changed_at": author.at,
            "changed_by_id": author.person,
        },
    )
    if not first:
        raise Refusal("DEJA_PROPOSE", "Cette proposition est déjà suivie pour cette situation.")
    _written(made, "", "", author)
    return made


@transaction.atomic
def move_offer(
    found: PatientOffer, state: OfferState, author: Author, *, note: str = ""
) -> PatientOffer:
    """What became of it.

    Raises:
        Refusal: it cannot become that any more, or the note holds what it may not.
    """
    held = PatientOffer.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if state not in AFTER[OfferState(held.state)]:
        before = OfferState(held.state).label.lower()
        raise Refusal(
            "PROPOSITION", f"Cette proposition est «\u202f{before}\u202f»\u202f: rechargez la page."
        )
    before = held.state
    held.state, held.changed_at, held.changed_by_id = state, author.at, author.person
    held.save()
    _written(held, before, checked_note(note), author)
    return held


def checked_note(note: str) -> str:
    """A note on one line; none is allowed.

    Raises:
        Refusal: too long, or a social security number.
    """
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refusal("NOTE_LONGUE", f"La note ne peut dépasser {LONGEST_NOTE} signes.")
    if holds_nir(note):
        raise Refusal("NIR", "Un numéro de sécurité sociale est écrit ici\u202f: retirez-le.")
    return note


def _written(held: PatientOffer, before: str, note: str, author: Author) -> None:
    OfferMove.objects.create(
        offer=held,
        interview_id=held.interview_id,
        caisse=held.caisse,
        before=before,
        after=held.state,
        note=note,
        by_id=author.person,
        at=author.at,
    )
    record(
        action=f"entretiens.proposition-{held.state}",
        by=author.person,
        obj=(OBJECT, str(held.interview_id)),
        caisse=held.caisse,
        reason=f"situation {held.letter}",
    )
