"""The doctors of a campaign: added, entrusted, visited, or taken away before any visit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import CampaignState, Channel, Ending, Kind, Motive, Priority
from interviews.models import Interview, VisitCampaign, VisitTarget
from interviews.services.conduct import Proposed, propose
from interviews.services.passages import local_day
from interviews.services.visits import open_or_draft
from interviews.services.webinars import Added
from prescribers.models import Attachment, Prescriber
from prescribers.services.reasons import checked_reason


OBJECT = "cible de visite"
MOST_AT_ONCE = 2_000


@dataclass(frozen=True)
class Sharing:
    """Who visits: several are dealt the doctors in turn, in the order of the list."""

    delegates: Sequence[int]
    priority: Priority = Priority.USUAL
    reason: str = ""


@transaction.atomic
def add_targets(
    campaign: VisitCampaign, numbers: Iterable[str], sharing: Sharing, author: Author
) -> Added:
    """Doctors of the caisse on this day; those already there stay as they are.

    Raises:
        Refusal: closed, nobody to visit them, too many, or a social security number.
    """
    held = open_or_draft(campaign)
    wanted = list(dict.fromkeys(numbers))
    if not sharing.delegates:
        raise Refusal("SANS_DAM", "Choisissez qui visitera ces médecins.")
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal("TROP", "Ajoutez 2\u202f000 médecins au plus à la fois.")
    if holds_nir(sharing.reason):
        raise Refusal("NIR", "La raison contient un numéro de sécurité sociale : retirez-le.")
    found = _practising(held, wanted, author)
    there = set(
        VisitTarget.objects.filter(campaign=held, removed_at=None).values_list(
            "prescriber_id", flat=True
        )
    )
    new = [found[rpps] for rpps in wanted if rpps in found and found[rpps].pk not in there]
    delegates = sharing.delegates
    VisitTarget.objects.bulk_create(
        VisitTarget(
            campaign=held,
            prescriber=prescriber,
            assigned_id=delegates[place % len(delegates)],
            priority=sharing.priority,
            reason=" ".join(sharing.reason.split()),
            added_at=author.at,
            added_by_id=author.person,
        )
        for place, prescriber in enumerate(new)
    )
    unknown = tuple(rpps for rpps in wanted if rpps not in found)
    record(
        action="visites.cibler",
        by=author.person,
        obj=("campagne de visites", str(held.pk)),
        caisse=held.caisse,
        reason=f"{len(new)} ajoutés, {len(unknown)} inconnus",
    )
    return Added(len(new), len(found) - len(new), unknown)


def _practising(
    campaign: VisitCampaign, wanted: Sequence[str], author: Author
) -> dict[str, Prescriber]:
    places = Attachment.objects.filter(
        caisse=campaign.caisse,
        prescriber__rpps__in=wanted,
        start__lte=local_day(campaign.caisse, author.at),
        end__isnull=True,
    )
    return {
        place.prescriber.rpps: place.prescriber for place in places.select_related("prescriber")
    }


@transaction.atomic
def remove_target(target: VisitTarget, author: Author, *, reason: str) -> VisitTarget:
    """Before any visit only; the row and its reason stay.

    Raises:
        Refusal: a visit was proposed, taken away already, a closed campaign, or no reason.
    """
    held = _locked(target)
    if held.interview is not None and held.interview.ending != Ending.CANCELLED:
        raise Refusal(
            "VISITE", "Une visite est déjà proposée à ce médecin : il reste dans la liste."
        )
    held.interview = None
    held.removed_at, held.removed_by_id = author.at, author.person
    held.removed_reason = checked_reason(reason)
    held.save()
    _recorded("retirer", held, author, held.removed_reason)
    return held


@transaction.atomic
def entrust(target: VisitTarget, delegate: int, author: Author) -> VisitTarget:
    """Another person visits, as long as no visit is proposed.

    Raises:
        Refusal: a visit is proposed: it is handed over by itself.
    """
    held = _locked(target)
    if held.interview is not None and held.interview.ending != Ending.CANCELLED:
        raise Refusal("VISITE", "Une visite est déjà proposée : confiez la visite elle-même.")
    held.assigned_id = delegate
    held.save()
    _recorded("confier", held, author, "")
    return held


@transaction.atomic
def propose_visit(target: VisitTarget, channel: Channel, author: Author) -> Interview:
    """A visit on the theme, led by who was given this doctor; the target keeps it.

    Raises:
        Refusal: the campaign is not open, a visit exists, or who leads may not.
    """
    held = _locked(target)
    if held.campaign.state != CampaignState.OPEN:
        raise Refusal("ETAT", "La campagne n’est pas ouverte : aucune visite ne s’y propose.")
    if held.interview is not None and held.interview.ending != Ending.CANCELLED:
        raise Refusal("VISITE", "Une visite est déjà proposée à ce médecin.")
    said = Proposed(
        kind=Kind.VISIT, motive=Motive.THEME, channel=channel, subject=held.campaign.title
    )
    interview = propose(held.prescriber, held.campaign.caisse, said, held.assigned, author)
    held.interview = interview
    held.save()
    return interview


def _locked(target: VisitTarget) -> VisitTarget:
    """The campaign is locked first, as everywhere."""
    open_or_draft(target.campaign)
    held = VisitTarget.objects.select_for_update(of=("self",)).select_related(
        "campaign", "prescriber", "assigned", "interview"
    ).get(pk=target.pk)  # fmt: skip
    if held.removed_at is not None:
        raise Refusal("RETIRE", "Ce médecin n’est plus dans la campagne.")
    return held


def _recorded(act: str, target: VisitTarget, author: Author, why: str) -> None:
    record(
        action=f"visites.{act}",
        by=author.person,
        obj=(OBJECT, str(target.pk)),
        caisse=target.campaign.caisse,
        reason=why,
    )
