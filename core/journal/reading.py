"""Reading the journal, for the page Administration."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator

from core.models import JournalEntry


PARIS = ZoneInfo("Europe/Paris")
PER_PAGE = 50


def entries(
    *,
    actor_id: int | None = None,
    action: str = "",
    object_kind: str = "",
    object_id: str = "",
    since: date | None = None,
    until: date | None = None,
    page: int | str = 1,
) -> Page[JournalEntry]:
    """Acts, newest first, between two days of Paris (both included)."""
    exact = {
        "actor_id": actor_id,
        "action": action,
        "object_kind": object_kind,
        "object_id": object_id,
    }
    rows = JournalEntry.objects.filter(
        **{name: value for name, value in exact.items() if value not in (None, "")}
    )
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return Paginator(rows.order_by("-pk"), PER_PAGE).get_page(page)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=PARIS)
