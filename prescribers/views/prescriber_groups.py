"""The list of prescribers added up by caisse, by CPTS, by centre."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.charts import MiniRatioAxis
from core.journal import record
from prescribers.asked import asked_list
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
    record(
        action="prescripteurs.lister",
        by=request.perimeter.user_id,
        obj=("ProfileRun", str(asked.run.pk)),
        reason=f"par {by}, {counted(len(groups), 'groupe', 'groupes')}",
    )
    labels = list_choices(request.perimeter, asked.run).caisse_labels
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
        "lines": present.lines(groups, by, sort, asked.chosen, labels),
        "total": present.line("Ensemble de la sélection", total, ""),
        "rail_collapsed": True,
    }
    return render(request, "prescribers/groups.html", context)
