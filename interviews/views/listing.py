"""The list of the interviews of the perimeter: its filters and its order, kept in the address."""

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from interviews.forms.listing import InterviewListForm
from interviews.presenters import listing as present
from interviews.selectors import listing as select
from interviews.selectors.interviews import PLANS
from interviews.services.conduct import LEADS
from prescribers.presenters import listing, listing_menus


PER_PAGE = 50


@action("entretiens.lire")
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    perimeter = request.perimeter
    form = InterviewListForm(request.GET, people=select.leads(perimeter))
    chosen = form.chosen()
    monday = perimeter.on - timedelta(days=perimeter.on.weekday())
    midnight = timezone.make_aware(datetime.combine(monday, time.min))
    found = select.cut(perimeter, chosen, timezone.now(), midnight)
    page = Paginator(select.ordered(found, form.sort), PER_PAGE).get_page(request.GET.get("page"))
    title, text = present.empty_words(len(chosen))
    context = {
        "sentence": present.list_sentence(select.open_counts(perimeter)),
        "tabs": present.tabs("entretiens", leads=request.rights.can(LEADS)),
        "page": page,
        "lines": present.lines(page.object_list),
        "heading": present.date_heading(chosen, form.sort),
        "order": present.order_words(form.sort),
        "query": listing.list_query(chosen, form.sort),
        "set_filters": listing.chips(chosen, form.words, form.sort, {}),
        "filters": listing_menus.filters(form.filters, chosen),
        "here": reverse("entretiens"),
        "text": chosen.get("q", ""),
        "sort": form.sort,
        "mine": chosen.get("qui") == select.MINE,
        "empty_title": title,
        "empty_text": text,
        "plans": request.rights.can(PLANS),
    }
    return render(request, "interviews/liste.html", context)
