"""The A4 sheet of one prescriber: the figures of his page, in the words and shapes of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from core.charts import Evolution
from core.charts.numbers import NBSP, NNBSP, date_fr, hour
from prescribers.models import Profile
from prescribers.presenters import profile as present
from prescribers.presenters.certainty import certainty, shares
from prescribers.presenters.indicators import indicators, indicators_note
from prescribers.presenters.notes import UNSEEN, UNSEEN_TITLE
from prescribers.presenters.period import run_words, window_words
from prescribers.presenters.reading import measured_ratio
from prescribers.presenters.signal import message
from prescribers.presenters.words import addressed_name


# On 180 mm of paper, a drawing of 900 px has letters of 7.4 points and leaves room for the rest.
WIDE, HALF = 900, 420
EVOLUTION_KEY = (
    "Trait plein : observé. Tirets : attendu. Bande grise : ce que le hasard laisse attendre, à "
    f"95{NNBSP}%. Points clairs et hachures : mois provisoires, comptés nulle part."
)
PEERS_KEY = (
    "Traits fins : un comparable sur dix sous le premier, un sur dix au-dessus du second ; "
    "pointillé : le comparable médian."
)

READING = "Mêmes chiffres que la page. Un signal est une question, pas un jugement."
NO_FIGURE = (
    "Sur un si petit nombre, le hasard l’emporte : le portail n’écrit ni rapport, ni position, ni "
    "évolution, sur cette fiche comme à l’écran."
)


class Group(Protocol):
    @property
    def size(self) -> int: ...


class Drawn(Protocol):
    @property
    def sentence(self) -> str: ...

    def svg(self, ident: str, width: float = ...) -> str: ...


@dataclass(frozen=True)
class Printing:
    """What the sheet says of itself: who printed it, when, and where the portal shows the same."""

    by: str
    at: datetime
    page_url: str
    method_url: str


def sheet(
    profile: Profile,
    group: Group,
    labels: tuple[Mapping[str, str], Mapping[str, str]],
    printing: Printing,
    charts: Mapping[str, Drawn | None],
    *,
    warnings: Iterable[str] = (),
) -> dict[str, Any]:
    """What the layout « fiche » prints; below the minima, a sentence and no figure.

    `charts`: those of the page, « evolution » and « position », None where it draws none.
    """
    regions, caisses = labels
    name = addressed_name(profile.prescriber)
    gauge = present.gauge(profile)
    return {
        "title": f"{name}, calcul n°{NBSP}{profile.run.number}",
        "name": name,
        "subtitle": present.subtitle(profile),
        "caisse": present.caisse_words(profile, caisses),
        "printed": f"Imprimé le {date_fr(printing.at)} à {hour(printing.at)} par {printing.by}",
        "warnings": list(warnings),
        "sentence": [
            {
                "text": part.text,
                "strong": part.kind in {"strong", "times"},
                "whole": part.kind == "nowrap",
            }
            for part in present.reading_parts(profile)
        ],
        "period": window_words(profile.run),
        "practice": present.practice_note(profile),
        "message": message(profile).word,
        "gauge": _drawn(gauge, "jauge", HALF),
        "indicators": [
            [line.name, line.observed, line.expected, line.ratio, line.interval]
            for line in indicators(profile)
        ],
        "indicators_note": indicators_note(profile),
        "shares": [[line.name, line.count, line.share] for line in shares(profile)],
        "evolution": _evolution(charts["evolution"]),
        "position": _drawn(charts["position"], "position", WIDE),
        "certainty": [
            {"question": known.question, "answer": known.answer} for known in certainty(profile)
        ],
        **_unsaid(profile),
        "group": f"Comparé à{NNBSP}: {present.group_words(profile, regions, group.size)}",
        "group_note": present.fallback_note(profile),
        "footer": f"{run_words(profile.run)}. {READING}",
        "page_url": printing.page_url,
        "method_url": printing.method_url,
    }


def _drawn(chart: Drawn | None, ident: str, width: float) -> dict[str, str] | None:
    if chart is None:
        return None
    return {"svg": chart.svg(ident, width), "words": chart.sentence}


def _evolution(chart: Drawn | None) -> dict[str, str] | None:
    drawn = _drawn(chart, "evolution", WIDE)
    peers = isinstance(chart, Evolution) and chart.peers
    return drawn and drawn | {"key": f"{EVOLUTION_KEY} {PEERS_KEY}" if peers else EVOLUTION_KEY}


def _unsaid(profile: Profile) -> dict[str, str]:
    if measured_ratio(profile) is None:
        return {"unsaid_title": "Pourquoi aucun chiffre", "unsaid": NO_FIGURE}
    return {"unsaid_title": UNSEEN_TITLE, "unsaid": UNSEEN}
