"""The caisses of a territory on the map: one figure a département."""

from collections import defaultdict

from core.charts import Area, Choropleth
from core.charts.numbers import NNBSP, ratio
from ijportal.pages.outlines import departement_of_caisse, outlines
from prescribers.selectors import Totals, intervals, together


def departement_map(caisses: tuple[Totals, ...]) -> Choropleth | None:
    """None under two départements: a map of one outline says nothing."""
    groups: dict[str, list[Totals]] = defaultdict(list)
    for caisse in caisses:
        code = departement_of_caisse().get(caisse.code, "")
        if code in outlines():
            groups[code].append(caisse)
    if len(groups) < 2:
        return None
    totals = [together(code, some) for code, some in sorted(groups.items())]
    areas = [_area(*known) for known in zip(totals, intervals(totals), strict=True)]
    return Choropleth(areas, sentence=_sentence(areas))


def _area(total: Totals, limits: tuple[float, float]) -> Area:
    outline = outlines()[total.code]
    return Area(total.code, outline.name, outline.rings, total.ratio, *limits)


def _sentence(areas: list[Area]) -> str:
    known = [area for area in areas if area.ratio is not None]
    if not known:
        return "Aucun rapport n’est calculé."
    above = [area for area in known if area.low > 1]
    highest = max(known, key=lambda area: area.ratio or 0.0)
    count = (
        f"{len(above)} département{'s' if len(above) > 1 else ''}" if above else "Aucun département"
    )
    verb = "ont" if len(above) > 1 else "a" if above else "n’a"
    return (
        f"{count} sur {len(known)} {verb} un intervalle au-dessus de l’attendu{NNBSP}; "
        f"le rapport le plus haut est celui de {highest.name}, "
        f"{ratio(highest.ratio, highest.low, highest.high)}."
    )
