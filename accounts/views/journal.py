"""The access journal, filtered and paged by number; reading it is an act of the journal too."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import presenters, selectors
from accounts.forms import JournalFilter
from accounts.models import User
from accounts.permissions import PortalRequest, action
from core import journal
from core.models import JournalEntry


PER_PAGE = 50


@action("administration.journal")
@require_GET
def journal_list(request: PortalRequest) -> HttpResponse:
    form = JournalFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    said = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    journal.record(action="journal.consulter", by=request.perimeter.user_id, reason=said)
    found = _kept(selectors.journal(request.perimeter), asked)
    before = request.GET.get("avant", "")
    if before.isdecimal():
        found = found.filter(pk__lt=min(int(before), 2**63 - 1))
    entries = list(found[: PER_PAGE + 1])
    shown = entries[:PER_PAGE]
    names = selectors.names(entry.actor_id for entry in shown)
    kept = request.GET.copy()
    kept.pop("avant", None)
    context = {
        "tabs": presenters.tabs(request.rights, "admin-journal"),
        "form": form,
        "lines": [presenters.journal_line(entry, names) for entry in shown],
        "older": shown[-1].pk if len(entries) > PER_PAGE else None,
        "query": kept.urlencode(),
    }
    return render(request, "accounts/journal_list.html", context)


def _kept(entries: QuerySet[JournalEntry], asked: dict[str, Any]) -> QuerySet[JournalEntry]:
    """The asked rows; a filter left empty changes nothing."""
    conditions = Q()
    if asked.get("du"):
        conditions &= Q(at__gte=_midnight(asked["du"]))
    if asked.get("au"):
        conditions &= Q(at__lt=_midnight(asked["au"] + timedelta(days=1)))
    if asked.get("personne"):
        people = User.objects.matching(asked["personne"]).values("pk")
        conditions &= Q(actor_id__in=people)
    if asked.get("acte"):
        conditions &= Q(action__startswith=asked["acte"])
    if asked.get("objet"):
        conditions &= Q(object_id=asked["objet"])
    if asked.get("caisse"):
        conditions &= Q(caisse=asked["caisse"])
    return entries.filter(conditions)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
