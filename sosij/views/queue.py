"""The queue of a desk: a tab, its filters, its order, kept in the address."""

from datetime import datetime, time

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.journal import record
from prescribers.presenters import listing, listing_menus
from sosij.enums import Tab
from sosij.forms.queue import QueueForm
from sosij.models import HelpRequest
from sosij.presenters import queue as present
from sosij.rules.clock import level_on
from sosij.rules.desks import desks_of
from sosij.selectors import queue as select, requests
from sosij.selectors.thread import pauses_by_request


PER_PAGE = 50


@action("sosij.lire")
@require_safe
def queue_page(request: PortalRequest) -> HttpResponse:
    perimeter, now = request.perimeter, timezone.now()
    moments = now, _today(perimeter.on)
    form = QueueForm(
        request.GET,
        desks=desks_of(perimeter.roles),
        people=select.holders(perimeter),
        places=select.places(perimeter.on),
    )
    chosen = form.chosen()
    counts = select.tab_counts(perimeter, *moments)
    counts[Tab.OUTCOMES.value] = select.awaited_outcomes(perimeter)
    found = select.cut(select.of_tab(perimeter, form.tab), chosen, moments)
    rows = select.ordered(found, form.sort, past=form.past)
    page = _page(request, rows, None if chosen else counts.get(form.tab))
    start = page.start_index() - 1 if page.paginator.count else 0
    cut_out = rows[start : start + PER_PAGE]
    listed = select.page_rows(perimeter, cut_out, form.sort, past=form.past)
    record(action="sosij.file", by=perimeter.user_id, obj=("file SOS IJ", form.tab))
    context = {
        "sentence": present.queue_sentence(counts),
        "tabs": present.tabs_of(perimeter.roles, counts, form.tab),
        "promise": present.promise(level_on(perimeter.on)),
        "page": page,
        "lines": _lines(listed, now),
        "may_enter": request.rights.can("sosij.saisir"),
        **_cut(form, chosen),
    }
    if not listed.requests:
        context |= _empty(request, form, chosen, moments)
    return render(request, "sosij/file.html", context)


def _page(request: PortalRequest, rows: "QuerySet[HelpRequest]", known: int | None) -> Page:
    """`known`: how many there are, when the tab has counted them already."""
    paginator = Paginator(rows, PER_PAGE)
    if known is not None:
        paginator.count = known
    return paginator.get_page(request.GET.get("page"))


def _lines(listed: select.Listed, now: datetime) -> list[present.QueueLine]:
    return present.queue_lines(
        listed.requests,
        doctors=requests.doctors(listed.requests),
        unread=listed.unread,
        told=listed.told,
        pauses=pauses_by_request(listed.requests),
        now=now,
    )


def _cut(form: QueueForm, chosen: dict[str, str]) -> dict[str, object]:
    """The filters that are set, each with its way out, those that can be, and the headers."""
    tab = {"file": form.tab}
    return {
        "tab": form.tab,
        "past": form.past,
        "sort": form.sort,
        "query": listing.list_query({**tab, **chosen}, form.sort),
        "cleared": listing.list_query(tab, form.sort),
        "headings": present.headings({**tab, **chosen}, form.sort, past=form.past),
        "order": present.order_words(form.sort, past=form.past),
        "set_filters": listing.chips(chosen, form.words, form.sort, tab),
        "filters": listing_menus.filters(form.filters, chosen),
        "text": chosen.get("q", ""),
    }


def _empty(
    request: PortalRequest,
    form: QueueForm,
    chosen: dict[str, str],
    moments: tuple[datetime, tuple[datetime, datetime]],
) -> dict[str, object]:
    """What an empty tab means; with filters, which of them to remove."""
    if not chosen:
        title, text = present.empty_words(form.tab)
        return {"empty_title": title, "empty_text": text}
    name, without = select.most_restrictive(
        select.of_tab(request.perimeter, form.tab), chosen, moments
    )
    if not without:
        return {
            "empty_title": present.none_left(len(chosen)),
            "empty_text": "En retirer un seul n’y suffit pas.",
            "empty_url": f"?file={form.tab}",
            "empty_link": "Tout effacer",
        }
    values = [chosen[name]] if name == listing.TEXT else chosen[name].split(",")
    said = " ou ".join(form.words(name, value)[1] for value in values)
    left = {"file": form.tab, **{k: v for k, v in chosen.items() if k != name}}
    return {
        "empty_title": present.none_left(len(chosen)),
        "empty_text": listing.empty_text(form.words(name, values[0])[0], said, without),
        "empty_url": f"?{listing.list_query(left, form.sort)}",
        "empty_link": "Retirer ce filtre",
    }


def _today(day) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(day, time.min, zone),
        datetime.combine(day, time.max, zone),
    )
