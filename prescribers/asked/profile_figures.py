"""The figures of a prescriber: one list for the pages and for the files, so that they agree."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.perimeter import Perimeter
from core.charts.drawn import Drawn
from core.charts.plot import Plotted
from prescribers.asked.profile import AskedProfile
from prescribers.models import GroupMonths, Profile
from prescribers.presenters import peers as among
from prescribers.presenters.disclosure import THRESHOLD
from prescribers.presenters.evolution import evolution, evolution_notes
from prescribers.presenters.figure_tools import figure_tools
from prescribers.presenters.peer_table import PeerPages, peer_pages
from prescribers.presenters.position import position, position_notes
from prescribers.presenters.profile_tabs import EVOLUTION, INDICATORS, PEERS, STRUCTURE
from prescribers.presenters.pyramid import pyramid, pyramid_notes
from prescribers.presenters.spine import spine, spine_notes
from prescribers.presenters.structure import structure_bars, structure_notes
from prescribers.rules.peers import Peer, PeerCounts
from prescribers.selectors import Comparables, comparables
from prescribers.selectors.group_months import group_months
from prescribers.selectors.history import PracticeEvent, practice_events
from prescribers.selectors.peers import GroupRatios, group_ratios, peer_counts, peers_at
from prescribers.selectors.structure import GroupStructure, group_structure


Notes = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ProfileReading:
    """What the figures of a profile are drawn from; each part is read once, when it is wanted.

    `whole`: the reader belongs to the medical service of the prescriber's caisse, and no small
    count is hidden from him. `page`: the page of the table of comparables, where one is shown.
    """

    perimeter: Perimeter
    asked: AskedProfile
    whole: bool = False
    page: str | None = None

    @property
    def profile(self) -> Profile:
        return self.asked.profile

    @cached_property
    def group(self) -> Comparables:
        return comparables(self.profile)

    @cached_property
    def ratios(self) -> GroupRatios:
        return group_ratios(self.profile)

    @cached_property
    def structure(self) -> GroupStructure:
        return group_structure(self.profile)

    @cached_property
    def counts(self) -> PeerCounts:
        return peer_counts(self.profile)

    @cached_property
    def pages(self) -> PeerPages:
        return peer_pages(self.counts.measured, self.counts.own, self.page or "")

    @property
    def peers(self) -> tuple[Peer, ...]:
        """Those that are drawn; nobody where nothing may be."""
        return tuple(self._peers[rank] for rank in self._drawn if rank in self._peers)

    @property
    def listed(self) -> tuple[Peer, ...]:
        """Those of the page of the table."""
        return tuple(self._peers[rank] for rank in self.pages.ranks if rank in self._peers)

    @property
    def _drawn(self) -> list[int]:
        return among.drawn_ranks(self.counts.measured, self.counts.own)

    @cached_property
    def _peers(self) -> dict[int, Peer]:
        if not among.comparable(self.profile, self.counts):
            return {}
        page = () if self.page is None else self.pages.ranks
        found = peers_at(self.profile, {*self._drawn, *page})
        return {peer.rank: peer for peer in found}

    @cached_property
    def group_months(self) -> GroupMonths | None:
        return group_months(self.profile)

    @property
    def few_peers(self) -> bool:
        """Why a group has no months: counted only where it has none."""
        return self.group_months is None and self.group.measured < THRESHOLD

    @cached_property
    def events(self) -> list[PracticeEvent]:
        return practice_events(self.perimeter, self.profile)


@dataclass(frozen=True)
class FigureKind:
    """`definition`: an anchor of the method; `tab`: where the figure is read."""

    title: str
    definition: str
    tab: str
    draw: Callable[[ProfileReading], Drawn | None]
    notes: Callable[[ProfileReading], Notes]
    # A drawing that takes the whole width has its notes under it.
    wide: bool = False
    # What the medical service alone reads whole, the others with its small counts hidden.
    counts_people: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure as a page shows it."""

    name: str
    title: str
    chart: Drawn
    notes: Notes
    tools: Sequence[Mapping[str, str]]
    wide: bool


FIGURES: Mapping[str, FigureKind] = {
    "indicateurs": FigureKind(
        "Indicateurs, alignés sur la valeur attendue",
        "alignes",
        INDICATORS,
        lambda read: spine(read.profile, read.ratios, read.structure),
        lambda read: spine_notes(read.profile, read.ratios),
        wide=True,
    ),
    "position": FigureKind(
        "Position parmi les comparables",
        "position",
        PEERS,
        lambda read: position(read.profile, read.group),
        lambda read: position_notes(read.profile),
    ),
    "evolution": FigureKind(
        "Évolution mensuelle, observé et attendu",
        "bande",
        EVOLUTION,
        lambda read: evolution(read.profile, read.events, read.group_months),
        lambda read: evolution_notes(read.profile, read.group_months, few_peers=read.few_peers),
    ),
    "structure": FigureKind(
        "Les arrêts, par durée, nature, risque et lieu",
        "parts",
        STRUCTURE,
        lambda read: structure_bars(read.profile, read.structure, whole=read.whole),
        lambda read: structure_notes(whole=read.whole),
        counts_people=True,
    ),
    "patientele": FigureKind(
        "La liste, par âge et sexe",
        "parts",
        STRUCTURE,
        lambda read: pyramid(read.profile, read.structure, whole=read.whole),
        lambda read: pyramid_notes(whole=read.whole),
        counts_people=True,
    ),
    "rangs": FigureKind(
        "Du plus bas au plus haut rapport",
        "rangs",
        PEERS,
        lambda read: among.caterpillar(read.profile, read.counts, read.peers),
        lambda _read: among.caterpillar_notes(),
        wide=True,
    ),
    "entonnoir": FigureKind(
        "Entonnoir : le hasard pèse plus sur les petits volumes",
        "entonnoir",
        PEERS,
        lambda read: among.funnel(read.profile, read.counts, read.peers),
        lambda read: among.funnel_notes(read.profile, read.counts),
    ),
}


def figure(read: ProfileReading, name: str) -> Figure | None:
    """None where the profile has nothing to draw.

    Raises:
        KeyError: no figure has this name.
    """
    kind = FIGURES[name]
    chart = kind.draw(read)
    if chart is None:
        return None
    tools = figure_tools(
        read.profile, name, kind.definition, kind.tab, plotted=isinstance(chart, Plotted)
    )
    return Figure(name, kind.title, chart, kind.notes(read), tools, kind.wide)
