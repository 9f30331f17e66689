"""The list of prescribers and its export."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from core.charts import MiniRatioAxis
from core.journal import record
from prescribers.filters import (
    caisse_labels,
    filtered,
    known_sort,
    most_restrictive,
    ordered,
)
from prescribers.forms import ListForm
from prescribers.models import Profile, ProfileRun
from prescribers.presenters import listing
from prescribers.presenters.columns import Column, list_columns
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text
from prescribers.presenters.period import window_words
from prescribers.presenters.words import counted
from prescribers.selectors import list_choices, published_run


PER_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """The address, understood: filters, order, and what it is about."""

    run: ProfileRun
    form: ListForm
    chosen: Mapping[str, str]
    sort: str
    columns: tuple[Column, ...]
    profiles: QuerySet[Profile]


@action("prescripteurs.lire")
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    asked = _asked(request)
    if asked is None:
        return render(request, "prescribers/no_run.html")
    totals = asked.profiles.order_by().aggregate(
        total=Count("rpps"), insufficient=Count("rpps", filter=Q(enough=False))
    )
    paginator = Paginator(asked.profiles, PER_PAGE)
    paginator.count = totals["total"]
    page = paginator.get_page(request.GET.get("page"))
    # Which rows, by the index of the list alone; then these rows and no other.
    first = PER_PAGE * (page.number - 1)
    there = asked.profiles.values("rpps")[first : first + PER_PAGE]
    page.object_list = asked.profiles.filter(rpps__in=there)
    _journal_reading(request.perimeter, asked.run, page)
    context = _frame(request, asked, totals) | {
        "page": page,
        "rows": listing.rows(page.object_list, asked.columns, asked.run.parameters),
    }
    if not totals["total"]:
        context |= _empty(request.perimeter, asked)
    return render(request, "prescribers/list.html", context)


@action("prescripteurs.exporter")
@require_safe
def list_csv(request: PortalRequest) -> HttpResponse:
    """All the rows of the screen, in its order and with its masking; the act is journalled."""
    asked = _asked(request)
    if asked is None:
        return render(request, "prescribers/no_run.html", status=404)
    caisses: set[str] = set()
    header = listing.csv_header(asked.columns, synthetic=settings.SYNTHETIC_DATA)
    text = csv_text(header, _exported_rows(asked, caisses))
    _journal_export(request.perimeter, asked, caisses)
    return HttpResponse(
        text,
        content_type=CONTENT_TYPE,
        headers=attached(f"prescripteurs-calcul-{asked.run.number}"),
    )


def _exported_rows(asked: Asked, caisses: set[str]) -> Iterator[list[str]]:
    """The rows of the file; the caisses they come from are noted on the way."""
    for profile in asked.profiles.iterator(chunk_size=2_000):
        caisses.add(profile.caisse)
        yield listing.csv_row(
            profile,
            asked.columns,
            asked.run.parameters,
            run_number=asked.run.number,
            synthetic=settings.SYNTHETIC_DATA,
        )


def _journal_reading(perimeter: Perimeter, run: ProfileRun, page: Page[Profile]) -> None:
    """Which page and how many rows; the criteria stay out, they may hold a name."""
    caisses = {profile.caisse for profile in page.object_list}
    record(
        action="prescripteurs.lister",
        by=perimeter.user_id,
        obj=("ProfileRun", str(run.pk)),
        caisse=caisses.pop() if len(caisses) == 1 else "",
        reason=f"page {page.number}, {counted(len(page.object_list), 'ligne', 'lignes')}",
    )


def _journal_export(perimeter: Perimeter, asked: Asked, caisses: set[str]) -> None:
    """One act for each caisse exported: its own auditor reads it. No searched name is kept."""
    said = {name: "oui" if name == "q" else value for name, value in asked.chosen.items()}
    for caisse in sorted(caisses) or [""]:
        record(
            action="prescripteurs.exporter",
            by=perimeter.user_id,
            obj=("ProfileRun", str(asked.run.pk)),
            caisse=caisse,
            reason=listing.list_query(said, asked.sort),
        )


def _asked(request: PortalRequest) -> Asked | None:
    perimeter: Perimeter = request.perimeter
    run = published_run(perimeter)
    if run is None:
        return None
    choices = list_choices(perimeter, run)
    caisses = caisse_labels(choices.caisses, perimeter.on)
    names = {code: caisses.get(code, "") for code in choices.caisses}
    form = ListForm(request.GET, choices, names)
    chosen, sort = form.chosen(), known_sort(request.GET.get("tri", ""))
    profiles = ordered(filtered(perimeter, run, chosen), sort)
    return Asked(run, form, chosen, sort, list_columns(names), profiles)


def _frame(request: PortalRequest, asked: Asked, totals: Mapping[str, int]) -> dict[str, object]:
    words = {name: asked.form.words(name, value) for name, value in asked.chosen.items()}
    query = listing.list_query(asked.chosen, asked.sort)
    insufficient = totals["insufficient"]
    return {
        "sub": window_words(asked.run),
        "form": asked.form,
        "set_filters": listing.chips(asked.chosen, words, asked.sort),
        "headers": listing.headers(asked.columns, asked.chosen, asked.sort),
        "axis": MiniRatioAxis(),
        "sort": asked.sort,
        "query": query,
        "count": listing.count_words(totals["total"]),
        "order": listing.order_words(asked.sort),
        "note": listing.insufficient_note(insufficient) if insufficient else "",
        "csv_url": f"{reverse('prescripteurs-csv')}?{query}"
        if request.rights.can("prescripteurs.exporter")
        else "",
        "rail_collapsed": True,
    }


def _empty(perimeter: Perimeter, asked: Asked) -> dict[str, object]:
    title = listing.empty_title(len(asked.chosen))
    if not asked.chosen:
        return {"empty_title": title}
    name, without = most_restrictive(perimeter, asked.run, asked.chosen)
    field, value = asked.form.words(name, asked.chosen[name])
    return {
        "empty_title": title,
        "empty_text": listing.empty_text(field, value, without),
        "empty_url": f"?{listing.query_without(asked.chosen, name, asked.sort)}",
        "empty_link": "Retirer ce filtre",
    }
