"""Campaigns of visits in the words of their pages: the board, its drawing, its targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.charts import StructureBars, StructureRow
from core.charts.numbers import date_fr, fr, percent
from ijstats import SMALL_COUNT
from interviews.enums import CampaignState, Coverage, Priority, QuotaBy, Theme
from interviews.models import VisitCampaign, VisitTarget
from interviews.presenters.contacts import Chip
from interviews.presenters.moments import moment_words
from interviews.rules.visits import Board, Row, coverage_of
from prescribers.presenters.words import addressed_name, counted


NOT_A_PROCEDURE = (
    "Une campagne de visites accompagne\u202f: elle n’ouvre aucune procédure. Une liste faite "
    "d’après un signal sur les IJ ne sert ici qu’à accompagner, et jamais de liste pour une "
    "procédure."
)
BOARD_HEADER = ("Délégué", "Médecins", "Prévues", "Visités", "Déclinées", "À proposer", "Quota")
WEEK_HEADER = ("Semaine", "Visites", "Depuis le début", "Rythme du quota")
STATES = {
    CampaignState.DRAFT: ("waiting", "pencil"),
    CampaignState.OPEN: ("ongoing", "people"),
    CampaignState.CLOSED: ("done", "check"),
}
CHIPS = {
    Coverage.LEFT: ("waiting", "hourglass"),
    Coverage.PLANNED: ("ongoing", "calendar"),
    Coverage.VISITED: ("done", "check"),
    Coverage.DECLINED: ("", "stop"),
}


@dataclass(frozen=True)
class CampaignLine:
    ident: int
    title: str
    theme: str
    chip: Chip
    days: str
    pilot: str
    counts: str
    own: str


@dataclass(frozen=True)
class TargetLine:
    ident: int
    doctor: str
    rpps: str
    delegate: str
    priority: str
    reason: str
    chip: Chip
    when: str


@dataclass(frozen=True)
class BoardRow:
    name: str
    cells: tuple[str, ...]


def campaign_lines(campaigns: Iterable[VisitCampaign]) -> list[CampaignLine]:
    """Annotated with `aimed`, `visited` and `own`."""
    return [
        CampaignLine(
            campaign.pk,
            campaign.title,
            Theme(campaign.theme).label,
            state_chip(campaign),
            days_words(campaign),
            campaign.pilot.full_name,
            f"{campaign.visited} sur {campaign.aimed}",  # type: ignore[attr-defined]
            fr(campaign.own),  # type: ignore[attr-defined]
        )
        for campaign in campaigns
    ]


def state_chip(campaign: VisitCampaign) -> Chip:
    state = CampaignState(campaign.state)
    return Chip(str(state.label).lower(), *STATES[state])


def days_words(campaign: VisitCampaign) -> str:
    return f"du {date_fr(campaign.since)} au {date_fr(campaign.until)}"


def quota_words(campaign: VisitCampaign) -> str:
    """« 60 visites par délégué »."""
    whole = counted(campaign.quota, "visite", "visites")
    return f"{whole} par délégué" if campaign.quota_by == QuotaBy.DELEGATE else f"{whole} en tout"


def target_lines(targets: Iterable[VisitTarget]) -> list[TargetLine]:
    return [target_line(target) for target in targets]


def target_line(target: VisitTarget) -> TargetLine:
    visit = target.interview
    coverage = coverage_of(visit.state, visit.ending) if visit else Coverage.LEFT
    return TargetLine(
        ident=target.pk,
        doctor=addressed_name(target.prescriber),
        rpps=target.prescriber.rpps,
        delegate=target.assigned.full_name,
        priority=str(Priority(target.priority).label),
        reason=target.reason,
        chip=Chip(str(coverage.label).lower(), *CHIPS[coverage]),
        when=moment_words(visit.starts_at, visit.caisse) if visit and visit.starts_at else "",
    )


def board_sentence(board: Board) -> str:
    """« 42 visites sur 60 attendues : 70 %. 12 prévues, 6 déclinées, 40 à proposer. »."""
    whole = board.whole
    if not whole.targets:
        return "Aucun médecin dans cette campagne."
    share = percent(whole.visited / whole.quota) if whole.quota else ""
    return (
        f"{counted(whole.visited, 'visite', 'visites')} sur {fr(whole.quota)} attendues\u202f: "
        f"{share}. De {counted(whole.targets, 'médecin', 'médecins')}\u202f: "
        f"{whole.planned} prévues, {whole.declined} déclinées, {whole.left} à proposer."
    )


def board_rows(board: Board, names: Mapping[int, str]) -> list[BoardRow]:
    """One line a delegate, by name, then the whole, which is their sum."""
    rows = sorted(board.rows, key=lambda row: names.get(row.delegate or 0, ""))
    return [
        *(_row(names.get(row.delegate or 0, ""), row) for row in rows),
        _row("Ensemble", board.whole),
    ]


def _row(name: str, row: Row) -> BoardRow:
    figures = (row.targets, row.planned, row.visited, row.declined, row.left)
    return BoardRow(name, (*map(fr, figures), fr(row.quota)))


def week_rows(board: Board) -> list[BoardRow]:
    return [
        BoardRow(
            f"Semaine du {date_fr(week.monday)}", (fr(week.visits), fr(week.reached), fr(week.pace))
        )
        for week in board.weeks
    ]


def coverage_bars(board: Board) -> StructureBars:
    """Shares of the targets by state; the whole is in the sentence."""
    whole = board.whole
    counts = (
        (Coverage.VISITED, whole.visited),
        (Coverage.PLANNED, whole.planned),
        (Coverage.DECLINED, whole.declined),
        (Coverage.LEFT, whole.left),
    )
    total = max(whole.targets, 1)
    return StructureBars(
        [StructureRow(str(state.label), fr(count), count / total) for state, count in counts],
        sentence=board_sentence(board),
        title="Où en sont les médecins de la campagne",
        first_column="État",
        count_column="Médecins",
        name="part des médecins de la campagne",
    )


def satisfaction_words(counts: Mapping[int, int]) -> str:
    """A mean is said from eleven answers; below, only that there are fewer."""
    answers = sum(counts.values())
    if not answers:
        return "Aucun médecin n’a encore répondu."
    if answers < SMALL_COUNT:
        return f"Moins de {SMALL_COUNT} réponses\u202f: rien n’est montré."
    mean = sum(mark * count for mark, count in counts.items()) / answers
    return f"{fr(mean, 1)} sur 5, {counted(answers, 'réponse', 'réponses')}."
