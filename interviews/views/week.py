"""The agenda of a week: of one person, or of the whole service."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from core.database_role import AllCaisses
from core.workdays import Calendar, calendar_of, calendar_of_caisse
from interviews.forms.week import SERVICE, asked_monday, asked_person
from interviews.presenters import week as present
from interviews.presenters.listing import tabs
from interviews.selectors import week as select
from interviews.selectors.capacity import capacity_of
from interviews.selectors.interviews import PLANS
from interviews.services.conduct import LEADS


WEEK = timedelta(days=7)


@action("entretiens.lire")
@require_safe
def week_page(request: PortalRequest) -> HttpResponse:
    perimeter = request.perimeter
    people = select.agendas_in(perimeter)
    monday = asked_monday(request.GET, perimeter.on)
    numbers = [user.pk for user in people]
    who = asked_person(request.GET, numbers, perimeter.user_id)
    found = select.week_of(perimeter, monday, [who] if who else [])
    shown = [user for user in people if who in {None, user.pk}]
    loads = capacity_of(shown, monday)
    context = {
        "title": present.week_title(monday),
        "tabs": tabs("entretiens-semaine", leads=request.rights.can(LEADS)),
        "days": present.days(monday, found, _calendars(perimeter), perimeter.on),
        "sentence": present.sentence(found, loads.values()),
        "loads": present.load_lines(_named(shown, loads)),
        "before": _address(monday - WEEK, who),
        "after": _address(monday + WEEK, who),
        "now": "" if monday <= perimeter.on < monday + WEEK else _address(perimeter.on, who),
        "monday": monday.isoformat(),
        "people": [(user.pk, user.full_name, user.pk == who) for user in people],
        "everybody": who is None,
        "plans": request.rights.can(PLANS),
    }
    return render(request, "interviews/semaine.html", context)


def _named(people: list[User], loads: Mapping[int, present.Load]) -> list[tuple[str, present.Load]]:
    return [(user.full_name, loads[user.pk]) for user in people]


def _address(day: date, who: int | None) -> str:
    return urlencode({"semaine": day.isoformat(), "qui": who or SERVICE})


def _calendars(perimeter: Perimeter) -> list[Calendar]:
    """Those of the caisses; the whole nation has the days of the métropole."""
    if isinstance(perimeter.caisses, AllCaisses):
        return [calendar_of("")]
    found = {calendar_of_caisse(code).code: calendar_of_caisse(code) for code in perimeter.caisses}
    return [found[code] for code in sorted(found)]
