"""The queue of a desk, by due date."""

from datetime import datetime, time

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.journal import record
from sosij.enums import Desk, Tab
from sosij.presenters import queue as present
from sosij.rules.clock import level_on
from sosij.selectors import requests as select
from sosij.selectors.thread import pauses_by_request


PER_PAGE = 50
TABS = {*Tab.values, *Desk.values}


@action("sosij.lire")
@require_safe
def queue_page(request: PortalRequest) -> HttpResponse:
    now = timezone.now()
    perimeter = request.perimeter
    tab = request.GET.get("file", "")
    tab = tab if tab in TABS else Tab.ALL.value
    counts = select.tab_counts(perimeter, now, _today(perimeter.on))
    counts[Tab.OUTCOMES.value] = select.awaited_outcomes(perimeter)
    page = Paginator(select.queue(perimeter, tab), PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    record(action="sosij.file", by=perimeter.user_id, obj=("file SOS IJ", tab))
    context = {
        "sentence": present.queue_sentence(counts),
        "tabs": present.tabs_of(perimeter.roles, counts, tab),
        "promise": present.promise(level_on(perimeter.on)),
        "page": page,
        "query": f"file={tab}",
        "lines": present.queue_lines(
            listed,
            doctors=select.doctors(listed),
            unread=select.unread(perimeter, listed),
            pauses=pauses_by_request(listed),
            now=now,
        ),
        "empty": present.empty_words(tab),
        "may_enter": request.rights.can("sosij.saisir"),
    }
    return render(request, "sosij/file.html", context)


def _today(day) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(day, time.min, zone),
        datetime.combine(day, time.max, zone),
    )
