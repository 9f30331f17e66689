"""What a file of the list says besides its rows: whose, when, which run, which filters, why."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from core.charts.numbers import NNBSP, date_fr, fr, hour
from prescribers.asked import AskedList
from prescribers.presenters import listing
from prescribers.presenters.period import run_words, window_words


TITLE = "Prescripteurs"


@dataclass(frozen=True)
class Sheet:
    """`total`: how many rows there are to be; `by`, `at`, `purpose`: who, when and why."""

    asked: AskedList
    total: int
    perimeter: str
    by: str
    at: datetime
    purpose: str = ""
    synthetic: bool = False

    @property
    def name(self) -> str:
        return f"prescripteurs-calcul-{self.asked.run.number}"

    @property
    def filters(self) -> str:
        return filter_words(self.asked)

    @property
    def count(self) -> str:
        return listing.count_words(self.total)

    @property
    def order(self) -> str:
        return listing.order_words(self.asked.sort)

    @property
    def printed(self) -> str:
        return f"le {date_fr(self.at)} à {hour(self.at)}, par {self.by}"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The head of the sheet « À propos » and of the printed list."""
        nature = [("Nature des données", "Données synthétiques")] if self.synthetic else []
        purpose = [("Finalité", self.purpose)] if self.purpose else []
        return [
            *nature,
            ("Calcul", run_words(self.asked.run)),
            ("Période", window_words(self.asked.run)),
            ("Périmètre", self.perimeter),
            ("Filtres", self.filters),
            ("Lignes", f"{fr(self.total)}, {self.order}"),
            *purpose,
            ("Fait", self.printed),
        ]


def sheet_of(
    asked: AskedList, *, total: int, perimeter: str, by: str, at: datetime, purpose: str = ""
) -> Sheet:
    return Sheet(asked, total, perimeter, by, at, purpose, settings.SYNTHETIC_DATA)


def filter_words(asked: AskedList) -> str:
    """« Spécialité : Médecine générale ou Psychiatrie ; Signal : signal fort »."""
    said: dict[str, list[str]] = {}
    for name, values in asked.chosen.items():
        for one in [values] if name == listing.TEXT else values.split(","):
            field, value = asked.form.words(name, one)
            said.setdefault(field, []).append(value)
    words = [f"{field}{NNBSP}: {' ou '.join(values)}" for field, values in said.items()]
    return f"{NNBSP}; ".join(words) or "aucun filtre"
