"""A campaign of visits: written, opened, closed with a sentence. It accompanies, nothing more."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from interviews.enums import CampaignState, QuotaBy, State, Theme
from interviews.models import Document, Interview, VisitCampaign, VisitSatisfaction, VisitTarget
from interviews.rules.visits import is_held
from prescribers.services.reasons import checked_reason


OBJECT = "campagne de visites"
MARKS = range(1, 6)


@dataclass(frozen=True)
class Written:
    """What a pilot writes of a campaign; `since` and `until` are its first and last days."""

    title: str
    since: date
    until: date
    quota_by: QuotaBy
    quota: int
    documents: tuple[Document, ...] = ()


@transaction.atomic
def create_campaign(caisse: str, theme: Theme, said: Written, author: Author) -> VisitCampaign:
    """A draft, for its pilot to fill.

    Raises:
        Refusal: no title, days in disorder, a quota that is none, or a social security number.
    """
    campaign = VisitCampaign(
        caisse=caisse, theme=theme, pilot_id=author.person, created_at=author.at
    )
    _describe(campaign, said)
    _recorded("creer", campaign, author)
    return campaign


@transaction.atomic
def amend_campaign(campaign: VisitCampaign, said: Written, author: Author) -> VisitCampaign:
    """Title, days, quota and documents; the caisse and the theme stay.

    Raises:
        Refusal: closed, or what `create_campaign` refuses.
    """
    held = open_or_draft(campaign)
    _describe(held, said)
    _recorded("modifier", held, author)
    return held


@transaction.atomic
def open_campaign(campaign: VisitCampaign, author: Author) -> VisitCampaign:
    """Visits may be proposed from now on.

    Raises:
        Refusal: no target yet, or not a draft.
    """
    held = open_or_draft(campaign)
    if held.state != CampaignState.DRAFT:
        raise Refusal("ETAT", "Cette campagne est déjà ouverte : rechargez la page.")
    if not VisitTarget.objects.filter(campaign=held, removed_at=None).exists():
        raise Refusal("SANS_CIBLE", "Ajoutez au moins un médecin avant d’ouvrir la campagne.")
    held.state, held.opened_at = CampaignState.OPEN, author.at
    held.save()
    _recorded("ouvrir", held, author)
    return held


@transaction.atomic
def close_campaign(campaign: VisitCampaign, author: Author, *, sentence: str) -> VisitCampaign:
    """Nothing more is proposed from it; visits already planned take place all the same.

    Raises:
        Refusal: a draft, closed already, or no sentence.
    """
    held = open_or_draft(campaign)
    if held.state != CampaignState.OPEN:
        raise Refusal("ETAT", "Cette campagne n’est pas ouverte.")
    held.closing = checked_reason(sentence)
    held.state, held.closed_at = CampaignState.CLOSED, author.at
    held.save()
    _recorded("clore", held, author, held.closing)
    return held


@transaction.atomic
def rate_visit(interview: Interview, mark: int, author: Author) -> VisitSatisfaction:
    """What the doctor said when asked, once.

    Raises:
        Refusal: not a visit held, another person's, told already, or not from 1 to 5.
    """
    held = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if not is_held(State(held.state), held.ending):
        raise Refusal("PAS_TENUE", "La satisfaction se note une fois la visite tenue.")
    if held.lead_id != author.person:
        raise Refusal("ANIMATEUR", "Seule la personne qui a fait la visite note la réponse.")
    if mark not in MARKS:
        raise Refusal("NOTE", "La note va de 1 à 5.")
    if VisitSatisfaction.objects.filter(interview=held).exists():
        raise Refusal("DEJA_NOTE", "La réponse de ce médecin est déjà notée.")
    made = VisitSatisfaction.objects.create(
        interview=held, mark=mark, at=author.at, by_id=author.person
    )
    # The journal says that it was told, not what was.
    record(
        action="visites.satisfaction",
        by=author.person,
        obj=("entretien", str(held.pk)),
        caisse=held.caisse,
    )
    return made


def open_or_draft(campaign: VisitCampaign) -> VisitCampaign:
    """The campaign as it is now, for this transaction alone.

    Raises:
        Refusal: it is closed.
    """
    held = VisitCampaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if held.state == CampaignState.CLOSED:
        raise Refusal("CLOSE", "Cette campagne est close : rien n’y change plus.")
    return held


def _describe(campaign: VisitCampaign, said: Written) -> None:
    title = " ".join(said.title.split())
    if not title:
        raise Refusal("TITRE", "Donnez un titre à cette campagne.")
    if holds_nir(title):
        raise Refusal("TITRE", "Le titre contient un numéro de sécurité sociale : retirez-le.")
    if said.until < said.since:
        raise Refusal("DATES", "Le dernier jour est avant le premier : corrigez les dates.")
    if not 1 <= said.quota <= 9999:
        raise Refusal("QUOTA", "Le quota est un nombre de visites, de 1 à 9999.")
    campaign.title, campaign.since, campaign.until = title, said.since, said.until
    campaign.quota_by, campaign.quota = said.quota_by, said.quota
    campaign.save()
    campaign.documents.set(said.documents)


def _recorded(act: str, campaign: VisitCampaign, author: Author, why: str = "") -> None:
    record(
        action=f"visites.{act}",
        by=author.person,
        obj=(OBJECT, str(campaign.pk)),
        caisse=campaign.caisse,
        reason=why,
    )
