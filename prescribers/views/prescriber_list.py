"""The list of prescribers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from core.journal import record
from prescribers.asked import AskedList, asked_list
from prescribers.filters import Cursor, KeysetPage, keyset_page, most_restrictive
from prescribers.models import Profile
from prescribers.presenters import groups, listing, listing_menus
from prescribers.presenters.list_markup import head_markup, row_markup
from prescribers.presenters.period import window_words
from prescribers.presenters.words import counted
from prescribers.selectors import profile_lines


@action("prescripteurs.lire")
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    asked = asked_list(request.perimeter, request.GET)
    if asked is None:
        return render(request, "prescribers/no_run.html")
    page = keyset_page(asked.found, asked.everyone, asked.sort, Cursor.from_address(request.GET))
    profiles = profile_lines(
        request.perimeter, asked.run, page.rpps, asked.fields, practice=asked.practice
    )
    _journal_reading(request.perimeter, asked, page, profiles)
    rows = listing.rows(profiles, asked.columns, asked.run.parameters)
    context = _frame(request, asked, page) | {"rows": row_markup(rows, asked.columns)}
    if not page.total:
        context |= _empty(request.perimeter, asked)
    response = render(request, "prescribers/list.html", context)
    # Asked again as one types: the address is that of the list shown, said as its links say it.
    response.headers["HX-Replace-Url"] = f"?{listing.list_query(asked.links, asked.sort)}"
    return response


def _journal_reading(
    perimeter: Perimeter, asked: AskedList, page: KeysetPage, profiles: list[Profile]
) -> None:
    """Which page and how many rows; the criteria stay out, they may hold a name."""
    caisses = {profile.caisse for profile in profiles}
    record(
        action="prescripteurs.lister",
        by=perimeter.user_id,
        obj=("ProfileRun", str(asked.run.pk)),
        caisse=caisses.pop() if len(caisses) == 1 else "",
        reason=f"page {page.number}, {counted(len(profiles), 'ligne', 'lignes')}",
    )


def _frame(request: PortalRequest, asked: AskedList, page: KeysetPage) -> dict[str, object]:
    return {
        "sub": window_words(asked.run),
        "tabs": groups.tabs("", asked.chosen, groups.DEFAULT_SORT),
        "filters": listing_menus.filters(asked.form.filters, asked.chosen),
        "text": asked.chosen.get("q", ""),
        "set_filters": listing.chips(
            asked.chosen, asked.form.words, asked.sort, asked.kept_columns
        ),
        "head": head_markup(listing.headers(asked.columns, asked.links, asked.sort)),
        "sort": asked.sort,
        "shared_columns": asked.kept_columns.get(listing.COLUMNS, ""),
        "columns": listing_menus.ColumnMenu(asked.columns, asked.available),
        "cleared": listing.list_query(asked.kept_columns, asked.sort),
        "page": listing.page_links(page, asked.links, asked.sort),
        "back": listing.list_query(asked.chosen, asked.sort),
        "count": listing.count_words(page.total),
        "order": listing.order_words(asked.sort),
        "export_query": asked.query if request.rights.can("prescripteurs.exporter") else "",
        "live": True,
        "rail_collapsed": True,
    }


def _empty(perimeter: Perimeter, asked: AskedList) -> dict[str, object]:
    title = listing.empty_title(len(asked.chosen))
    if not asked.chosen:
        return {"empty_title": title}
    name, without = most_restrictive(perimeter, asked.run, asked.chosen)
    values = [asked.chosen[name]] if name == listing.TEXT else asked.chosen[name].split(",")
    field = asked.form.words(name, values[0])[0]
    said = " ou ".join(asked.form.words(name, value)[1] for value in values)
    return {
        "empty_title": title,
        "empty_text": listing.empty_text(field, said, without),
        "empty_url": f"?{listing.query_without(asked.links, name, asked.sort)}",
        "empty_link": "Retirer ce filtre",
    }
