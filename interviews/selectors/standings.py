"""What the interviews say of each doctor's last exchange, and where the lists say otherwise."""

from datetime import date, datetime
from typing import cast

from django.db.models import Q

from core.workdays import calendar_of_caisse
from interviews.enums import Ending, Kind, State
from interviews.models import Interview
from prescribers.models import Standing


Doctor = tuple[int, str]
Exchange = tuple[date | None, str]
NEVER: Exchange = (None, "")


def last_interviews() -> dict[Doctor, Exchange]:
    """Day and kind of the last interview held, by prescriber and caisse; all of them, for a check.

    At national scale some 100 000 rows: two columns and a word each, read in one query.
    """
    held = Interview.objects.filter(
        Q(state=State.HELD) | Q(ending=Ending.HELD), starts_at__isnull=False
    )
    found: dict[Doctor, Exchange] = {}
    rows = held.order_by("starts_at", "pk").values_list("prescriber", "caisse", "kind", "starts_at")
    for prescriber, caisse, kind, starts_at in rows.iterator():
        day = cast("datetime", starts_at).astimezone(calendar_of_caisse(caisse).timezone).date()
        found[prescriber, caisse] = (day, Kind(kind).label)
    return found


def wrong_standings() -> dict[Doctor, Exchange]:
    """What should be written, for the doctors of whom something else is."""
    said = {
        (prescriber, caisse): (day, kind)
        for prescriber, caisse, day, kind in Standing.objects.values_list(
            "prescriber", "caisse", "last_interview_on", "last_interview_kind"
        )
    }
    true = last_interviews()
    return {
        doctor: true.get(doctor, NEVER)
        for doctor in said.keys() | true.keys()
        if said.get(doctor, NEVER) != true.get(doctor, NEVER)
    }
