"""Inviting a doctor, then telling him each time that what he was told changes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from core import outbox
from core.errors import Refusal
from core.journal import Author, record
from interviews.enums import InvitationChannel, Nature, State
from interviews.letters.invitation import invitation_mail
from interviews.models import Interview, Invitation
from interviews.rules.slots import consultation_words, met
from interviews.selectors.invitations import standing_mails
from interviews.selectors.slots import agenda_of
from interviews.services.passages import OBJECT, locked


@transaction.atomic
def invite(
    interview: Interview, channel: InvitationChannel, address: str, author: Author
) -> Invitation:
    """Invite the doctor to the date of the interview; a letter is printed by a person.

    Raises:
        Refusal: no date to come, a date inside the doctor's consultations, no address for a mail,
            or the same invitation sent already.
    """
    held = locked(interview.pk)
    if held.state != State.SCHEDULED or held.starts_at is None or held.starts_at <= author.at:
        raise Refusal("SANS_DATE", "Fixez d’abord une date à venir : elle est dans l’invitation.")
    _refuse_consultations(held, held.starts_at, author)
    address = address.strip() if channel is InvitationChannel.MAIL else ""
    if channel is InvitationChannel.MAIL and not address:
        raise Refusal("ADRESSE", "Écrivez l’adresse électronique du médecin.")
    if _already_told(held, channel, address):
        raise Refusal("DEJA_INVITE", "Cette invitation est déjà partie pour cette date.")
    return _send(held, Nature.INVITATION, channel, address, held.starts_at, author)


def follow(interview: Interview, author: Author) -> list[Invitation]:
    """Tell who was invited by mail what a passage has changed, in the transaction of the passage.

    A letter is written again by a person: nothing leaves for it. Of a date gone by there is
    nothing to cancel.
    """
    told = standing_mails(interview)
    by_mail, starts = InvitationChannel.MAIL, interview.starts_at
    if interview.state == State.SCHEDULED and starts is not None:
        return [
            _send(interview, Nature.UPDATE, by_mail, one.address, starts, author) for one in told
        ]
    return [
        _send(interview, Nature.CANCELLATION, by_mail, one.address, one.starts_at, author)
        for one in told
        if one.starts_at > author.at
    ]


def _send(
    held: Interview,
    nature: Nature,
    channel: InvitationChannel,
    address: str,
    starts_at: datetime,
    author: Author,
) -> Invitation:
    """The row, its journal without the address, and for a mail the message of the outbox."""
    last = held.invitations.aggregate(last=Max("sequence"))["last"]
    sent = Invitation.objects.create(
        interview=held,
        nature=nature,
        channel=channel,
        address=address,
        starts_at=starts_at,
        sequence=0 if last is None else last + 1,
        sent_at=author.at,
        by_id=author.by,
        system=author.system if author.by is None else "",
    )
    record(
        action=f"entretiens.{nature.value}",
        by=author.by,
        system=author.system,
        obj=(OBJECT, str(held.pk)),
        caisse=held.caisse,
        reason=channel.label.lower(),
    )
    if channel is InvitationChannel.MAIL:
        outbox.post(
            key=f"entretien-{held.pk}-{sent.sequence}",
            channel="mail",
            payload=invitation_mail(held, sent),
        )
    return sent


def _already_told(held: Interview, channel: InvitationChannel, address: str) -> bool:
    """The same date, by the same way, and no cancellation since."""
    last = held.invitations.filter(channel=channel, address=address).last()
    return (
        last is not None and last.starts_at == held.starts_at and last.nature != Nature.CANCELLATION
    )


def _refuse_consultations(held: Interview, starts_at: datetime, author: Author) -> None:
    one = met(starts_at, held.minutes, agenda_of(held, author.at))
    if one is not None:
        raise Refusal(
            "CONSULTATION", f"{consultation_words(one)} Choisissez un autre créneau pour l’inviter."
        )
