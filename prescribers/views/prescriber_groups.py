"""The list of prescribers added up by caisse, by CPTS, by centre."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from core.charts import MiniRatioAxis
from core.database_role import AllCaisses
from core.journal import record
from prescribers.asked import AskedList, asked_list
from prescribers.filters import PER_PAGE, values_of
from prescribers.presenters import groups as present, listing, listing_menus
from prescribers.presenters.period import window_words
from prescribers.presenters.words import counted
from prescribers.selectors import GROUPINGS, added, grouped, list_choices


@action("prescripteurs.lire")
@require_safe
def groups_page(request: PortalRequest) -> HttpResponse:
    asked = asked_list(request.perimeter, request.GET)
    if asked is None:
        return render(request, "prescribers/no_run.html")
    by = request.GET.get("par", "")
    by = by if by in GROUPINGS else GROUPINGS[0]
    sort = present.known_sort(request.GET.get("tri", ""))
    groups, total = grouped(asked.found, by), added(asked.found)
    _journal(request.perimeter, asked, f"par {by}, {counted(len(groups), 'groupe', 'groupes')}")
    labels = list_choices(request.perimeter, asked.run).caisse_labels
    page = Paginator(present.in_order(groups, sort, labels), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "sub": f"{window_words(asked.run)}, prescripteurs au-dessus des minimums",
        "tabs": present.tabs(by, asked.chosen, sort),
        "list_query": listing.list_query(asked.chosen, "-ecart"),
        "set_filters": listing.chips(asked.chosen, asked.form.words, sort, {"par": by}),
        "cleared": listing.list_query({"par": by}, sort),
        "filters": listing_menus.filters(asked.form.filters, asked.chosen),
        "text": asked.chosen.get("q", ""),
        "sort": sort,
        "grouping": by,
        "sentence": present.sentence(len(groups), by, total.prescribers),
        "headers": present.headers(by, sort, asked.chosen),
        "axis": MiniRatioAxis(),
        "page": page,
        "page_query": listing.list_query({**asked.chosen, "par": by}, sort),
        "lines": present.lines(page, by, asked.chosen),
        "total": present.line("Ensemble de la sélection", total, ""),
        "rail_collapsed": True,
    }
    return render(request, "prescribers/groups.html", context)


def _journal(perimeter: Perimeter, asked: AskedList, what: str) -> None:
    """The caisse when one alone is added up, else what of the perimeter was asked for."""
    caisses = frozenset(values_of(asked.chosen.get("caisse", "")))
    if not caisses and not isinstance(perimeter.caisses, AllCaisses):
        caisses = perimeter.caisses
    alone = next(iter(caisses)) if len(caisses) == 1 else ""
    record(
        action="prescripteurs.lister",
        by=perimeter.user_id,
        obj=("ProfileRun", str(asked.run.pk)),
        caisse=alone,
        reason=what if alone else f"{what}, {_place(caisses, asked)}",
    )


def _place(caisses: frozenset[str], asked: AskedList) -> str:
    """« région 93 », « caisses 061, 831 », « France entière »."""
    if regions := values_of(asked.chosen.get("region", "")):
        return f"région {', '.join(regions)}"
    return f"caisses {', '.join(sorted(caisses))}" if caisses else "France entière"
