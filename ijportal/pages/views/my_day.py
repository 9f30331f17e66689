"""« Ma journée »: one list for every role, over everything that awaits the person."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.charts.numbers import long_date
from core.journal import record
from ijportal.pages import my_day as days
from ijportal.pages.my_day import Day, Group, Placed
from ijportal.pages.presenters import my_day as present
from ijportal.pages.rail import rail


# A group said whole up to here, then by pages of as many lines.
PER_GROUP = 30


@action("journee.lire")
@require_safe
def day_page(request: PortalRequest) -> HttpResponse:
    user = request.user
    day = days.my_day(user, request.rights, timezone.now())  # type: ignore[arg-type]
    asked = present.Asked.of(request.GET.dict())
    found = present.chosen(day.placed, asked, day.on)
    groups = {
        group: [one for one in found if one.group is group]
        for group in Group
        if asked.group in {None, group}
    }
    pages = {group: _page(request, asked, ones) for group, ones in groups.items() if ones}
    record(action="journee.lire", by=request.perimeter.user_id, obj=("journée", day.on.isoformat()))
    context = {
        "date": long_date(day.on).capitalize(),
        "sentence": present.day_sentence(day.placed),
        "week": present.week(day, asked),
        "kinds": present.chips(day.placed, asked),
        "groups": _parts(request, day, asked, pages),
        "page": pages.get(asked.group) if asked.group else None,
        "query": asked.query().removeprefix("?"),
        "cut": bool(asked.kind or asked.day or asked.group),
        "rail": rail(request.rights, "ma-journee", {"ma-journee": day.pressing}),
    }
    return render(request, "pages/ma_journee.html", context)


def _page(request: PortalRequest, asked: present.Asked, ones: Sequence[Placed]) -> Page:
    """The first lines of a group; the page of the address when it is the only one asked for."""
    number = request.GET.get("page") if asked.group else 1
    return Paginator(ones, PER_GROUP).get_page(number)


def _parts(
    request: PortalRequest, day: Day, asked: present.Asked, pages: dict[Group, Page]
) -> list[present.GroupPart]:
    """Only the lines shown are put into words."""
    return [
        present.GroupPart(
            code=group.value,
            title=present.TITLES[group],
            count=page.paginator.count,
            late=sum(one.late for one in page.paginator.object_list),
            lines=[
                present.day_line(one, days.wording(one), day, request.perimeter.user_id)
                for one in page.object_list
            ],
            more_url="" if asked.group else asked.query(groupe=group.value),
        )
        for group, page in pages.items()
    ]
