"""The dashboard that an address asks for: which run, which territory, and the figures of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse

from accounts.perimeter import Perimeter
from core.charts.drawn import Drawn
from ijportal.pages.presenters.dashboard import monthly_bars
from ijportal.pages.presenters.growth import growth_steps
from ijportal.pages.presenters.map import departement_map
from ijportal.pages.presenters.rounding import EXACT, ROUNDED, Rounding
from ijportal.pages.presenters.territories import Names, ranked_parts
from prescribers.asked import asked_number
from prescribers.filters import place_labels
from prescribers.models import ProfileRun
from prescribers.selectors import Dashboard, Territory, dashboard, published_run, run_numbered


WHOLE = Territory()


@dataclass(frozen=True)
class AskedBoard:
    """`board` is None where the run has nothing of the territory to show to the reader.

    `rounding`: none for who reads the medical data of all its caisses.
    """

    board: Dashboard | None
    territory: Territory
    run: ProfileRun
    number: int | None
    current: ProfileRun
    names: Names
    rounding: Rounding

    @property
    def caisse(self) -> str:
        """Whose journal the reading belongs to; empty where several caisses are added up."""
        caisses = self.board.caisses if self.board else ()
        return caisses[0].code if len(caisses) == 1 else ""

    @property
    def query(self) -> str:
        """What an address needs to show the same figures later."""
        return urlencode(self.territory.chosen | {"calcul": str(self.run.number)})

    @property
    def cited(self) -> dict[str, str]:
        """What a link to another territory carries, so that it stays in the same run."""
        return {} if self.run == self.current else {"calcul": str(self.run.number)}


@dataclass(frozen=True)
class BoardFigure:
    """`definition`: an anchor of the method."""

    title: str
    definition: str
    draw: Callable[[AskedBoard, Dashboard], Drawn | None]


def asked_board(
    perimeter: Perimeter, address: Mapping[str, str], medical: Perimeter | None
) -> AskedBoard | None:
    """None before the first run; an unknown number falls back to the run of the day.

    `medical`: where the reader has the rights of the medical space.
    """
    current = published_run(perimeter)
    if current is None:
        return None
    number = asked_number(address)
    run = (run_numbered(perimeter, number) if number is not None else None) or current
    territory = Territory(address.get("region", ""), address.get("caisse", ""))
    board = dashboard(perimeter, run, territory)
    names = _names(board, perimeter) if board else Names({}, {})
    return AskedBoard(board, territory, run, number, current, names, _rounding(board, medical))


def _rounding(board: Dashboard | None, medical: Perimeter | None) -> Rounding:
    if board is None or medical is None:
        return ROUNDED
    return EXACT if all(medical.covers(one.code) for one in board.caisses) else ROUNDED


def _names(board: Dashboard, perimeter: Perimeter) -> Names:
    """Of every region and caisse of the perimeter, in one query."""
    codes = {*board.region_of, *board.region_of.values()}
    return Names(*place_labels(codes, perimeter.on))


FIGURES: Mapping[str, BoardFigure] = {
    "mois": BoardFigure(
        "Jours indemnisés par mois", "compte-title",
        lambda asked, b: monthly_bars(b, asked.rounding),
    ),
    "croissance": BoardFigure(
        "D’où vient la croissance", "croissance", lambda _, b: growth_steps(b)
    ),
    "rapports": BoardFigure(
        "Les rapports, du plus bas au plus haut", "attendu-title",
        lambda asked, b: ranked_parts(b, asked.names),
    ),
    "carte": BoardFigure(
        "Carte des départements", "attendu-title", lambda _, b: departement_map(b.caisses)
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A figure as the page shows it."""

    name: str
    title: str
    chart: Drawn
    tools: list[dict[str, str]]


def shown(asked: AskedBoard, name: str) -> Shown | None:
    """None where there is nothing to draw.

    Raises:
        KeyError: no figure has this name.
    """
    figure = FIGURES[name]
    chart = figure.draw(asked, asked.board) if asked.board else None
    return Shown(name, figure.title, chart, _tools(asked, name)) if chart else None


def _tools(asked: AskedBoard, name: str) -> list[dict[str, str]]:
    address = partial(reverse, "tableau-figure")
    return [
        {
            "url": f"{reverse('methode')}#{FIGURES[name].definition}",
            "icon": "help",
            "label": "Définition",
        },
        {"url": f"{address(args=[name, 'csv'])}?{asked.query}", "icon": "csv", "label": "CSV"},
        {"url": f"{address(args=[name, 'png'])}?{asked.query}", "icon": "download", "label": "PNG"},
        {
            "url": f"{reverse('tableau-de-bord')}?{asked.query}#{name}",
            "icon": "link",
            "label": f"Lien, calcul {asked.run.number}",
        },
    ]
