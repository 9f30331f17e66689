"""Campaigns of visits inside a perimeter: their targets, what came of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.perimeter import Perimeter
from core.workdays import calendar_of_caisse
from interviews.enums import Coverage, Ending, Kind, QuotaBy, State
from interviews.models import Document, HandedDocument, VisitCampaign, VisitTarget
from interviews.rules.visits import Board, Told, board
from interviews.selectors.interviews import Colleague, may_lead_at
from prescribers.ingestion.sort_names import sort_name
from prescribers.models import Attachment


FOUND_AT_MOST = 20
HELD = Q(interview__state=State.HELD) | Q(interview__ending=Ending.HELD)
DECLINED = Q(interview__state=State.DECLINED) | Q(interview__ending=Ending.DECLINED)
PLANNED = Q(interview__state__in=[State.PROPOSED, State.SCHEDULED, State.MISSED])
# As `rules.visits.coverage_of` says it, for the database.
COVERAGE = {
    Coverage.VISITED: HELD,
    Coverage.DECLINED: DECLINED,
    Coverage.PLANNED: PLANNED,
    Coverage.LEFT: ~(HELD | DECLINED | PLANNED) | Q(interview=None),
}


@dataclass(frozen=True)
class Handed:
    """A document to hand over, and in how many visits of the campaign it was."""

    title: str
    visits: int


@dataclass(frozen=True)
class Covered:
    """The board, the names of its delegates, and the answers of the doctors by mark.

    What may be shown of the answers is the presenter's to say.
    """

    board: Board
    names: dict[int, str]
    marks: Counter[int]


def campaigns(perimeter: Perimeter) -> "QuerySet[VisitCampaign]":
    """Those of the caisses; `own` counts the targets of who asks."""
    there = Q(targets__removed_at=None)
    visited = Q(targets__interview__state=State.HELD) | Q(targets__interview__ending=Ending.HELD)
    return (
        perimeter.filter(VisitCampaign.objects.all())
        .annotate(
            aimed=Count("targets", filter=there),
            visited=Count("targets", filter=there & visited),
            own=Count("targets", filter=there & Q(targets__assigned=perimeter.user_id)),
        )
        .select_related("pilot")
        .order_by("-since", "-pk")
    )


def one_campaign(perimeter: Perimeter, number: int) -> VisitCampaign | None:
    found = perimeter.filter(VisitCampaign.objects.filter(pk=number))
    return found.select_related("pilot").first()


def one_target(perimeter: Perimeter, number: int) -> VisitTarget | None:
    found = perimeter.filter(VisitTarget.objects.filter(pk=number), "campaign__caisse")
    people = ("campaign", "prescriber", "assigned", "interview", "removed_by")
    return found.select_related(*people).first()


def targets_of(
    campaign: VisitCampaign, *, coverage: str = "", delegate: int | None = None
) -> "QuerySet[VisitTarget]":
    """Still in the campaign, the first to see first."""
    found = campaign.targets.filter(removed_at=None)
    if coverage in COVERAGE:
        found = found.filter(COVERAGE[Coverage(coverage)])
    if delegate is not None:
        found = found.filter(assigned_id=delegate)
    people = ("prescriber", "assigned", "interview")
    return found.select_related(*people).order_by("priority", "prescriber__name_sort", "pk")


def covered(campaign: VisitCampaign) -> Covered:
    """One query."""
    zone = calendar_of_caisse(campaign.caisse).timezone
    rows = campaign.targets.filter(removed_at=None).values_list(
        "assigned_id",
        "assigned__full_name",
        "interview__state",
        "interview__ending",
        "interview__starts_at",
        "interview__satisfaction__mark",
    )
    told, names, marks = [], {}, Counter[int]()
    for who, name, state, ending, at, mark in rows:
        day = at.astimezone(zone).date() if at else None
        told.append(Told(who, state or "", ending or "", day))
        names[who] = name
        marks.update([mark] if mark else [])
    found = board(
        told,
        since=campaign.since,
        until=campaign.until,
        quota_by=QuotaBy(campaign.quota_by),
        quota=campaign.quota,
    )
    return Covered(found, names, marks)


def handed_documents(campaign: VisitCampaign) -> list[Handed]:
    """What was given in its visits, and what is to be, even given to nobody yet; one query."""
    given = HandedDocument.objects.filter(interview__visit_target__campaign=campaign)
    wanted = VisitCampaign.documents.through.objects.filter(visitcampaign=campaign)
    visits = (
        given.filter(version__document=OuterRef("pk"))
        .order_by()
        .values("version__document")
        .annotate(visits=Count("interview", distinct=True))
    )
    found = Document.objects.filter(
        Q(pk__in=wanted.values("document")) | Q(pk__in=given.values("version__document"))
    ).annotate(visits=Subquery(visits.values("visits")))
    return [Handed(one.title, one.visits or 0) for one in found.order_by("title")]


def found_doctors(campaign: VisitCampaign, words: str) -> list[Attachment]:
    """Doctors who practise at the caisse, by name or number, twenty at most."""
    found = Attachment.objects.filter(caisse=campaign.caisse, end__isnull=True)
    pieces = sort_name(words).split()
    if not pieces:
        return []
    for word in pieces:
        found = found.filter(
            Q(prescriber__rpps__startswith=word) | Q(prescriber__name_sort__contains=word)
        )
    people = found.select_related("prescriber", "commune").order_by("prescriber__name_sort")
    return list(people[:FOUND_AT_MOST])


def delegates(campaign: VisitCampaign, on: date) -> list[Colleague]:
    """Who may visit at the caisse on this day, by name."""
    return may_lead_at(campaign.caisse, Kind.VISIT, on)
