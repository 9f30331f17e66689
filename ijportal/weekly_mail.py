"""The mail of Monday: what awaits a person, once a week, to who did not refuse it.

A mail is read on any screen: it says how many acts, of which kind and before when. No doctor, no
colleague, no motive, no text: the link leads behind the sign-in.
"""

from collections import Counter
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.permissions import HeldRights, rights_of
from accounts.selectors.absences import wanting_mail
from core import outbox
from core.charts.numbers import date_fr, long_date
from core.jobs import Lease, database_now
from core.journal import record
from core.models import OutboxMessage
from ijportal.pages.my_day import Day, Placed, calendar_for, my_day, zone_at
from ijportal.pages.presenters.my_day import KINDS, TITLES


JOB_KIND = "journee.semaine"
SYSTEM = "journee"
OPENS = time(8)
FIRST_LINES = 10


def post_week(lease: Lease) -> None:
    """Each person in a transaction of its own: a worker that dies leaves whole mails or none."""
    now = database_now()
    with lease.step():
        people = list(wanting_mail())
    posted = 0
    for done, user in enumerate(people):
        with lease.step():
            posted += post_to(user, now)
            lease.progress(done + 1, len(people))
    with lease.finish(courriels=posted):
        pass


def post_to(user: User, now: datetime) -> bool:
    """Whether a mail was posted: the hour has come there, something awaits, none this week yet."""
    rights = rights_of(user, now.date())
    key = f"{_week(rights, now)}-{user.pk}"
    if not _opened(rights, now) or OutboxMessage.objects.filter(key=key).exists():
        return False
    day = my_day(user, rights, now)
    if not day.placed:
        return False
    outbox.post(key=key, channel="mail", payload=_letter(user, day))
    record(action="journee.courriel", by=None, system=SYSTEM, obj=("compte", str(user.pk)))
    return True


def _opened(rights: HeldRights, now: datetime) -> bool:
    """From eight on the first working day of the week, where the person works."""
    calendar = calendar_for(rights)
    local = now.astimezone(calendar.timezone)
    monday = local.date() - timedelta(days=local.weekday())
    before = (monday + timedelta(days=ahead) for ahead in range(local.weekday()))
    worked = any(calendar.is_working(day) for day in before)
    return calendar.is_working(local.date()) and not worked and local.time() >= OPENS


def _week(rights: HeldRights, now: datetime) -> str:
    """« journee-2026-S47 », of the local date."""
    local = now.astimezone(calendar_for(rights).timezone).isocalendar()
    return f"journee-{local.year}-S{local.week:02d}"


def _letter(user: User, day: Day) -> dict[str, object]:
    counts = Counter(one.group for one in day.placed)
    groups = [f"  {title} : {counts[group]}" for group, title in TITLES.items() if counts[group]]
    left = len(day.placed) - FIRST_LINES
    more = [f"  et {left} autres."] if left > 0 else []
    whole = f"{settings.PORTAL_URL}{reverse('ma-journee')}"
    lines = (
        "Bonjour,",
        "",
        f"Ce qui vous attend, {long_date(day.on)} :",
        *groups,
        "",
        *(_line(one) for one in day.placed[:FIRST_LINES]),
        *more,
        "",
        f"Toute la liste : {whole}",
        f"Ne plus recevoir ce message : {settings.PORTAL_URL}{reverse('absences')}",
        "",
        "Ce message est automatique, n’y répondez pas.",
    )
    return {
        "to": [user.email],
        "subject": f"Ma journée : {len(day.placed)} à faire ou à suivre cette semaine",
        "body": "\n".join(lines),
    }


def _line(one: Placed) -> str:
    """« - SOS IJ, 16/11/2026 : https://… »."""
    day = one.due.day(zone_at(one.due.caisse))
    link = f"{settings.PORTAL_URL}{reverse(one.due.route, args=one.due.args)}"
    said = f"échéance {date_fr(day)}" if day else "sans date"
    return f"- {KINDS[one.due.kind][0]}, {said} : {link}"
