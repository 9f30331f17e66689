"""The sheet of an interview on paper, in black and white: one or two pages.

The figures are those of the sheet of the doctor; what surrounds them is the interview's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.charts.numbers import NBSP, NNBSP, date_fr, hour
from interviews.enums import Kind, Proposal
from interviews.models import DocumentVersion, Interview
from interviews.presenters import preparation as present
from interviews.presenters.preparation import Exchange, SheetCase
from interviews.rules.arguments import Argument
from prescribers.presenters.words import addressed_name


COLOUR = re.compile(r"#([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})\b")
# ITU-R BT.601: what a printer without colour makes of red, green and blue.
LUMA = (0.299, 0.587, 0.114)
NO_PROFILE = "Le calcul en vigueur n’a pas de chiffres de ce médecin à montrer."
WALLED = (
    "Secret médical\u202f: ces lignes ne sont imprimées que pour un praticien-conseil. Ne les "
    "laissez pas au cabinet."
)
READING = "Mêmes chiffres que la page. Un signal est une question, pas un jugement."


@dataclass(frozen=True)
class Around:
    """What surrounds the figures; `cases` is None for who is no practitioner.

    The sheet of a delegate has no place for cases, not even an empty one.
    """

    since: Sequence[tuple[str, str]]
    exchanges: Sequence[Exchange]
    documents: Sequence[DocumentVersion]
    arguments: Sequence[Argument]
    cases: Sequence[SheetCase] | None


@dataclass(frozen=True)
class Printed:
    """By whom, when, at which caisse, for which day."""

    by: str
    at: datetime
    on: date
    caisse: str


def preparation_sheet(
    interview: Interview, figures: Mapping[str, Any] | None, around: Around, printed: Printed
) -> dict[str, Any]:
    """What the layout « fiche-preparation » prints.

    `figures`: those of `prescribers.presenters.sheet`, None without a profile.
    """
    name = addressed_name(interview.prescriber)
    return {
        **_figures(figures),
        "title": f"Fiche de préparation, {name}",
        "kind": f"Fiche de préparation, {Kind(interview.kind).label.lower()}",
        "name": name,
        "caisse": printed.caisse,
        "when": present.when_words(interview),
        "lead": interview.lead.full_name,
        "printed": f"Imprimée par {printed.by} le {date_fr(printed.at)} à {hour(printed.at)}",
        "since": around.since,
        "exchanges": [present.exchange_words(one, printed.on) for one in around.exchanges],
        "documents": [present.version_words(one) for one in around.documents],
        "proposals": [Proposal(one).label for one in Proposal.values],
        "arguments": [
            {"said": one.said, "question": one.question, "source": one.source}
            for one in around.arguments
        ],
        "practitioner": around.cases is not None,
        "cases": [
            [one.letter, f"{one.number}, {one.who}", one.motives, one.rule, one.length]
            for one in around.cases or ()
        ],
        "walled": WALLED,
    }


def in_grey(svg: str) -> str:
    """The same drawing without colour, each one at the grey that its light makes."""
    return COLOUR.sub(_grey, svg)


def file_name(interview: Interview, run: int | None) -> str:
    of_run = f"-calcul-{run}" if run else ""
    return f"fiche-entretien-{interview.pk}{of_run}.pdf"


def _grey(found: re.Match[str]) -> str:
    light = sum(part * int(two, 16) for part, two in zip(LUMA, found.groups(), strict=True))
    return "#" + f"{round(light):02X}" * 3


def _figures(figures: Mapping[str, Any] | None) -> dict[str, Any]:
    if figures is None:
        return {"figures": False, "footer": f"{NO_PROFILE}{NBSP}{READING}", "unseen": NO_PROFILE}
    drawn = {
        name: figures[name] and {**figures[name], "svg": in_grey(figures[name]["svg"])}
        for name in ("gauge", "evolution")
    }
    kept = ("sentence", "period", "practice", "message", "subtitle", "indicators",
            "indicators_note", "footer", "group", "page_url", "method_url")  # fmt: skip
    return {
        "figures": True,
        **{name: figures[name] for name in kept},
        **drawn,
        "unseen_title": figures["unsaid_title"],
        "unseen": figures["unsaid"].replace(" : ", f"{NNBSP}: "),
    }
