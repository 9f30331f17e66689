"""Before and after an interview: proposing it, giving it a date, handing it over, ending it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.permissions import rights_of
from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import (
    Channel,
    Ending,
    Event,
    Kind,
    Motive,
    Quality,
    ReportState,
    State,
)
from interviews.models import Interview, Participant
from interviews.rules.leads import may_lead
from interviews.services.invitations import follow
from interviews.services.passages import (
    OBJECT,
    allowed,
    local_day,
    locked,
    pass_on,
    record_proposal,
)
from interviews.signals import interview_closed
from prescribers.models import Attachment, Prescriber
from prescribers.services.reasons import checked_reason


LEADS = "entretiens.tenir"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Proposed:
    """What a person types to propose an interview; `subject` and `place` are administrative."""

    kind: Kind
    motive: Motive
    channel: Channel
    subject: str = ""
    place: str = ""
    minutes: int = 40


@dataclass(frozen=True)
class Slot:
    """When and how it takes place; `starts_at` is aware."""

    starts_at: datetime
    minutes: int
    channel: Channel
    place: str = ""


@transaction.atomic
def propose(
    prescriber: Prescriber,
    caisse: str,
    said: Proposed,
    lead: User,
    author: Author,
    *,
    previous: Interview | None = None,
) -> Interview:
    """Write down that an interview is to be had; its date comes next.

    Raises:
        Refusal: no such doctor at the caisse, or a lead who may not hold this kind there.
    """
    _refuse_elsewhere(prescriber, caisse)
    _refuse_lead(lead, caisse, said.kind, author)
    _refuse_numbers(said.subject, said.place)
    interview = Interview(
        prescriber=prescriber,
        caisse=caisse,
        kind=said.kind,
        motive=said.motive,
        channel=said.channel,
        subject=said.subject.strip(),
        place=said.place.strip(),
        minutes=said.minutes,
        lead=lead,
        previous=previous,
    )
    if previous is not None and previous.prescriber_id != prescriber.pk:
        raise ValueError("an interview follows that of another doctor")
    record_proposal(interview, author)
    return interview


@transaction.atomic
def schedule(interview: Interview, slot: Slot, author: Author, *, reason: str = "") -> Interview:
    """Give a date, or another one: a reason is asked for what had already been agreed.

    Raises:
        Refusal: a date gone by, another interview of the lead at this time, or a closed interview.
    """
    held = locked(interview.pk)
    event = Event.MOVE if held.state == State.SCHEDULED else Event.SCHEDULE
    step = allowed(held, event)
    if slot.starts_at <= author.at:
        raise Refusal("DATE_PASSEE", "Choisissez une date et une heure à venir.")
    _refuse_numbers(slot.place)
    _refuse_two_at_once(held, slot)
    held.starts_at, held.minutes = slot.starts_at, slot.minutes
    held.channel, held.place = slot.channel, slot.place.strip()
    pass_on(held, event, author, reason=checked_reason(reason) if step.reason else "")
    follow(held, author)
    return held


@transaction.atomic
def postpone(interview: Interview, author: Author, *, reason: str) -> Interview:
    """The date falls and no other is known yet."""
    held = locked(interview.pk)
    allowed(held, Event.POSTPONE)
    held.starts_at = None
    pass_on(held, Event.POSTPONE, author, reason=checked_reason(reason))
    follow(held, author)
    return held


@transaction.atomic
def hand_over(interview: Interview, lead: User, author: Author, *, reason: str) -> Interview:
    """Another person leads: the date stays.

    Raises:
        Refusal: who may not hold this kind at this caisse, or who leads it already.
    """
    held = locked(interview.pk)
    allowed(held, Event.HAND_OVER)
    if lead.pk == held.lead_id:
        raise Refusal("DEJA_ANIMATEUR", "Cette personne tient déjà cet entretien.")
    _refuse_lead(lead, held.caisse, Kind(held.kind), author)
    held.lead = lead
    if held.starts_at is not None and held.state == State.SCHEDULED:
        at = Slot(held.starts_at, held.minutes, Channel(held.channel), held.place)
        _refuse_two_at_once(held, at)
    pass_on(held, Event.HAND_OVER, author, reason=checked_reason(reason))
    follow(held, author)
    return held


@transaction.atomic
def miss(interview: Interview, author: Author) -> Interview:
    """The doctor did not come.

    Raises:
        Refusal: the hour has not come yet.
    """
    held = locked(interview.pk)
    allowed(held, Event.MISS)
    if held.starts_at is not None and held.starts_at > author.at:
        raise Refusal("PAS_ENCORE", "L’heure de l’entretien n’est pas passée.")
    pass_on(held, Event.MISS, author)
    return held


@transaction.atomic
def decline(interview: Interview, author: Author, *, reason: str) -> Interview:
    held = locked(interview.pk)
    allowed(held, Event.DECLINE)
    held.starts_at = None
    pass_on(held, Event.DECLINE, author, reason=checked_reason(reason))
    follow(held, author)
    return held


@transaction.atomic
def cancel(interview: Interview, author: Author, *, reason: str) -> Interview:
    """The caisse gives it up; nothing is erased."""
    held = locked(interview.pk)
    allowed(held, Event.CANCEL)
    held.ending = Ending.CANCELLED
    pass_on(held, Event.CANCEL, author, reason=checked_reason(reason))
    follow(held, author)
    interview_closed.send(Interview, interview=held)
    return held


@transaction.atomic
def close(interview: Interview, author: Author) -> Interview:
    """Nothing more is to be done about it.

    Raises:
        Refusal: an interview held whose report is not signed.
    """
    held = locked(interview.pk)
    allowed(held, Event.CLOSE)
    if held.state == State.HELD:
        report = getattr(held, "report", None)
        if report is None or report.state != ReportState.SIGNED:
            raise Refusal("NON_SIGNE", "Signez le compte rendu avant de clore l’entretien.")
    held.ending = Ending(held.state)
    pass_on(held, Event.CLOSE, author)
    interview_closed.send(Interview, interview=held)
    return held


@transaction.atomic
def set_participants(
    interview: Interview, colleagues: Iterable[User], assistants: Iterable[str], author: Author
) -> None:
    """Who comes beside the lead and the doctor, in place of what was written before.

    Raises:
        Refusal: a closed interview, or a social security number in a name.
    """
    held = locked(interview.pk)
    if not held.is_open:
        raise Refusal("ETAPE", "Cet entretien est clos : ses participants ne changent plus.")
    names = [" ".join(name.split()) for name in assistants if name.strip()]
    _refuse_numbers(*names)
    held.participants.all().delete()
    Participant.objects.bulk_create(
        [
            *(
                Participant(interview=held, quality=Quality.COLLEAGUE, user=user)
                for user in colleagues
                if user.pk != held.lead_id
            ),
            *(Participant(interview=held, quality=Quality.ASSISTANT, name=name) for name in names),
        ]
    )
    record(
        action="entretiens.participants",
        by=author.person,
        obj=(OBJECT, str(held.pk)),
        caisse=held.caisse,
    )


def _refuse_elsewhere(prescriber: Prescriber, caisse: str) -> None:
    if not Attachment.objects.filter(prescriber=prescriber, caisse=caisse).exists():
        raise Refusal("AUTRE_CAISSE", "Ce prescripteur n’est pas rattaché à cette caisse.")


def _refuse_lead(lead: User, caisse: str, kind: Kind, author: Author) -> None:
    perimeter = rights_of(lead, local_day(caisse, author.at)).perimeter(LEADS)
    roles = perimeter.roles_at(caisse) if perimeter is not None else frozenset()
    if not may_lead(roles, kind):
        raise Refusal(
            "ANIMATEUR",
            f"Cette personne n’est pas habilitée à tenir un échange de type «\u202f{kind.label}"
            "\u202f» à cette caisse.",
        )


def _refuse_two_at_once(held: Interview, slot: Slot) -> None:
    """The lead's row is locked first: two dates given at once are compared in turn."""
    User.objects.select_for_update().get(pk=held.lead_id)
    others = Interview.objects.filter(lead_id=held.lead_id, state=State.SCHEDULED).exclude(
        pk=held.pk
    )
    for other in others.filter(
        starts_at__date__gte=slot.starts_at.date() - ONE_DAY,
        starts_at__date__lte=slot.starts_at.date() + ONE_DAY,
    ):
        if _meet(slot, other):
            raise Refusal(
                "DEJA_PRIS",
                "Cette personne tient un autre entretien à cette heure : choisissez-en une autre.",
            )


def _meet(slot: Slot, other: Interview) -> bool:
    if other.starts_at is None:
        return False
    return slot.starts_at < other.starts_at + timedelta(
        minutes=other.minutes
    ) and other.starts_at < slot.starts_at + timedelta(minutes=slot.minutes)


def _refuse_numbers(*texts: str) -> None:
    if any(holds_nir(text) for text in texts):
        raise Refusal(
            "NIR", "Un numéro de sécurité sociale est écrit ici : retirez-le, il n’a pas sa place."
        )
