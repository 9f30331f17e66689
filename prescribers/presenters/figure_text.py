"""A figure out of its page: its numbers as rows, and where they come from."""

import json
from dataclasses import dataclass
from datetime import date

from core.charts import Table
from core.charts.drawn import Drawn
from core.charts.numbers import NNBSP, date_fr
from core.charts.plot import Plotted
from core.documents import PICTURE, picture
from prescribers.models import Profile, ProfileRun
from prescribers.presenters.csv_text import CONTENT_TYPE, csv_text
from prescribers.presenters.period import window_words
from prescribers.presenters.words import addressed_name


CONTENT_TYPES = {
    "csv": CONTENT_TYPE,
    "svg": "image/svg+xml",
    "png": PICTURE,
    "json": "application/json",
}
PICTURE_WIDTH = 720
STATES = {True: "provisoire", False: "complet"}


def formats(chart: Drawn) -> set[str]:
    """What a figure can be taken as."""
    return set(CONTENT_TYPES) - (set() if isinstance(chart, Plotted) else {"json"})


@dataclass(frozen=True)
class FigureFile:
    """A figure to be taken away: `source` says whose it is, of which run, and when it was drawn."""

    name: str
    title: str
    chart: Drawn
    source: str

    def content(self, file_format: str, *, synthetic: bool) -> str | bytes:
        """Raises `KeyError` for a format that this figure has not."""
        if file_format == "json" and isinstance(self.chart, Plotted):
            return json.dumps(self.chart.plot().as_dict(), ensure_ascii=False)
        if file_format == "csv":
            return csv_text(*figure_csv(self.chart.table(), synthetic=synthetic))
        drawing = self.chart.svg(self.name, PICTURE_WIDTH)
        if file_format == "svg":
            return drawing
        data = {
            "title": self.title,
            "sentence": self.chart.sentence,
            "svg": drawing,
            "source": self.source,
        }
        return {"png": picture}[file_format]("figure", data)


def figure_csv(table: Table, *, synthetic: bool) -> tuple[list[str], list[list[str]]]:
    """The table of the page, whether each month is complete, and what the data are."""
    dated = any(line.provisional for line in table.lines)
    header = [*table.header, *(["Données"] if dated else [])]
    rows = [[*line.cells, *([STATES[line.provisional]] if dated else [])] for line in table.lines]
    if synthetic:
        header, rows = [*header, "Nature des données"], [[*r, "données synthétiques"] for r in rows]
    return header, rows


def figure_source(profile: Profile, today: date) -> str:
    """« Dr Roubaudi, RPPS 991… Calcul n° 214, 12 mois complets… Imprimé le 24/11/2026. »."""
    who = f"{addressed_name(profile.prescriber)}, RPPS {profile.rpps}"
    return drawn_from(who, profile.run, today)


def drawn_from(who: str, run: ProfileRun, today: date) -> str:
    when = f"Calcul n°{NNBSP}{run.number}, {window_words(run)}. Dessiné le {date_fr(today)}."
    return f"{who}. {when}"
