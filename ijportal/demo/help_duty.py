"""The roster of the demo: turn and turn about, one gap ahead; and the rings of the last days."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from core.journal import Author
from sosij.enums import Desk
from sosij.services.duty import Turn, put_on_duty
from sosij.services.watch import watch


# Who takes turns at a desk of a caisse, week by week.
TURNS = (
    ("061", Desk.MEDICAL, ("repondant.sos.2", "repondant.sos")),
    ("061", Desk.SOCIAL, ("service.social",)),
    ("061", Desk.BENEFITS, ("gestionnaire",)),
    ("061", Desk.MSA, ("gestionnaire",)),
    ("831", Desk.MEDICAL, ("repondant.var",)),
)
WEEKS_BACK, WEEKS_AHEAD = 4, 4
# The second week to come has somebody on Monday and Tuesday only, at every desk.
GAP_WEEK, GAP_DAYS = 2, 2
# Office hours before the last instant at which the watch of the demo rings.
RINGS = (18.0, 14.0, 9.0, 5.0, 0.0)


def fill_roster(people: Mapping[str, User], *, on: date) -> None:
    """Weeks from Monday to Friday, as somebody wrote them four weeks ago."""
    first = on - timedelta(days=on.weekday(), weeks=WEEKS_BACK)
    author = Author(at=timezone.now(), system="demonstration")
    for caisse, desk, names in TURNS:
        for number in range(WEEKS_BACK + WEEKS_AHEAD):
            monday = first + timedelta(weeks=number)
            days = GAP_DAYS if number == WEEKS_BACK + GAP_WEEK else 5
            user = people[names[number % len(names)]]
            turn = Turn(caisse, desk, user.pk, monday, monday + timedelta(days=days - 1))
            put_on_duty(turn, first, author)


def ring(before: Callable[[float], datetime]) -> None:
    """`before`: the office instant so many hours before the last one."""
    for hours in RINGS:
        watch(before(hours))
