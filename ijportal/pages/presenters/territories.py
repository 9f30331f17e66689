"""From the nation to a caisse: what a territory is made of, and the way back up."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.charts import RankedDots, RankedRow, level_of
from core.charts.numbers import NNBSP, NOTHING, fr, interval, percent, ratio
from ijportal.pages.presenters.rounding import Rounding
from prescribers.presenters.words import caisse_name, short_caisse_name
from prescribers.selectors import Dashboard, Totals


NOTHING_CITED: Mapping[str, str] = {}


@dataclass(frozen=True)
class Names:
    """Of regions and caisses, by code; an unknown code stands for itself."""

    regions: Mapping[str, str]
    caisses: Mapping[str, str]

    def long(self, code: str, *, region: bool) -> str:
        return (
            self.regions.get(code, f"Région {code}") if region else caisse_name(code, self.caisses)
        )

    def short(self, code: str, *, region: bool) -> str:
        if region:
            return self.regions.get(code, f"Région {code}")
        return short_caisse_name(code, self.caisses)


@dataclass(frozen=True)
class PartLine:
    """A region or a caisse: `within` opens its own dashboard, `listed` its prescribers."""

    name: str
    days: str
    growth: str
    ratio: str
    interval: str
    signals: str
    strong: str
    confirmed: str
    judged: str
    share: str
    within: str
    listed: str


def crumbs(
    board: Dashboard, names: Names, address: str, cited: Mapping[str, str] = NOTHING_CITED
) -> list[tuple[str, str]]:
    """« France / Provence-Alpes-Côte d’Azur / CPAM du Var », down to the territory shown.

    `cited`: the run that the links must stay in, as an address names it.
    """
    if len(board.region_of) < 2:
        return []
    regions = set(board.region_of.values())
    chosen = board.territory
    region = chosen.region or board.region_of.get(chosen.caisse, "")
    steps: list[tuple[str, str]] = []
    if len(regions) > 1:
        steps.append(("France", _address(address, cited)))
    else:
        (region,) = regions
    if region:
        url = _address(address, ({"region": region} if steps else {}) | dict(cited))
        steps.append((names.long(region, region=True), url))
    if chosen.caisse:
        steps.append((names.long(chosen.caisse, region=False), ""))
    *above, (last, _) = steps
    return [*above, (last, "")]


def _address(address: str, chosen: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(chosen)}" if chosen else address


def territory_name(board: Dashboard, names: Names) -> str:
    """« France », « Provence-Alpes-Côte d’Azur », « CPAM du Var »."""
    if board.territory.caisse or len(board.caisses) == 1:
        return names.long(board.caisses[0].code, region=False)
    if board.by_region:
        return "France"
    return names.long(board.regions[0].code, region=True)


def ranked_parts(board: Dashboard, names: Names) -> RankedDots | None:
    """None when there is one: the sentence has already said it."""
    compared = [part for part in board.parts if part.ratio]
    if len(compared) < 2:
        return None
    highest = max(compared, key=lambda part: part.ratio or 0.0)
    name = names.long(highest.code, region=board.by_region)
    what = "région" if board.by_region else "caisse"
    return RankedDots(
        [_ranked(part, names, region=board.by_region) for part in compared],
        sentence=(
            f"À patientèle comparable, le rapport le plus haut est celui de {name}, "
            f"{ratio(highest.ratio, *highest.interval)}."
        ),
        title=f"Rapport de l’observé à l’attendu par {what}",
        first_column=what.capitalize(),
    )


def _ranked(part: Totals, names: Names, *, region: bool) -> RankedRow:
    value = part.ratio or 0.0
    low, high = part.interval
    return RankedRow(
        names.short(part.code, region=region), value, low, high, level_of(value, low, high)
    )


def part_lines(
    board: Dashboard, names: Names, rounding: Rounding, cited: Mapping[str, str] = NOTHING_CITED
) -> list[PartLine]:
    """The parts, then the whole; nothing when there is a single part."""
    if len(board.parts) < 2:
        return []
    parts = [*board.parts, board.total]
    return [_line(part, rounding.of_days(part.obs_days), board, names, cited) for part in parts]


def _line(
    part: Totals, days: int, board: Dashboard, names: Names, cited: Mapping[str, str]
) -> PartLine:
    region = board.by_region
    place = {"region" if region else "caisse": part.code} if part.code else board.territory.chosen
    return PartLine(
        name=names.short(part.code, region=region) if part.code else "Ensemble",
        days=fr(days),
        growth=percent(part.days_growth, 1, sign=True),
        ratio=fr(part.ratio, 2),
        interval=interval(*part.interval) if part.ratio else "",
        signals=fr(part.signals),
        strong=fr(part.strong),
        confirmed=fr(part.confirmed),
        judged=fr(part.judged),
        share=percent(part.signals / part.judged, 1) if part.judged else NOTHING,
        within=urlencode(place | dict(cited)) if part.code else "",
        listed=urlencode(place),
    )


def parts_sentence(board: Dashboard, names: Names) -> str:
    """Shares are compared, not counts: a large caisse has more of everything."""
    judged = [part for part in board.parts if part.judged]
    what = "régions" if board.by_region else "caisses"
    if not board.total.signals:
        return f"Aucun signal dans les {fr(len(board.parts))} {what} du territoire."
    highest = max(judged, key=lambda part: part.signals / part.judged)
    share = percent(highest.signals / highest.judged, 1)
    overall = percent(board.total.signals / board.total.judged, 1)
    return (
        f"{overall} des prescripteurs évaluables portent un signal{NNBSP}; la part la plus haute "
        f"est celle de {names.long(highest.code, region=board.by_region)}, {share} "
        f"({fr(highest.signals)} sur {fr(highest.judged)})."
    )
