"""The one form of the report, read from a page or from a device."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from core.workdays import calendar_of_caisse
from interviews.enums import Particularity, Proposal, Reminder
from interviews.forms.report import HELD, MISSED, MOVED, MOVED_FIELDS, TOLD, ReportForm
from interviews.models import DiscussedCase, DocumentVersion, Interview
from interviews.services.report import Promised, Written
from interviews.services.telling import Moved


# A practitioner's form names cases; a delegate's has no such field.
MEDICAL, PLAIN = "medical", "administratif"
ASKED_WHEN = {**dict.fromkeys(TOLD, HELD), **dict.fromkeys(MOVED_FIELDS, MOVED)}
NEEDED = {
    **dict.fromkeys(("duree", "suite", "motif"), "always"),
    **dict.fromkeys(("engagement_qui", "engagement_date"), "engagement"),
}


def blank_form(now: datetime, *, medical: bool) -> ReportForm:
    """As a device draws it; the cases come with each interview."""
    return ReportForm(
        letters=[],
        documents=catalogue(timezone.localdate(now)),
        dated=True,
        held=False,
        medical=medical,
        zone=timezone.get_current_timezone(),
    )


def read_form(interview: Interview, fields: Mapping[str, Any], *, medical: bool) -> ReportForm:
    """What was typed on a device, which may not know what was written since."""
    typed = QueryDict(mutable=True)
    for name, value in fields.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    letters: list[tuple[str, str]] = []
    if medical:
        cases = DiscussedCase.objects.filter(interview=interview)
        letters = [(letter, letter) for letter in cases.values_list("letter", flat=True)]
    return ReportForm(
        typed,
        letters=letters,
        # Whatever the catalogue became since the device read it.
        documents=catalogue(),
        dated=True,
        held=False,
        medical=medical,
        zone=calendar_of_caisse(interview.caisse).timezone,
    )


def catalogue(on: date | None = None) -> list[tuple[str, str]]:
    """Versions in force on a day, by title; all of them without a day."""
    known = DocumentVersion.objects.select_related("document").order_by("document__title")
    versions = known if on is None else known.on(on)
    return [(str(one.pk), f"{one.document.title} · {one.version}") for one in versions]


def said_in(
    form: ReportForm, *, edition: int, held_at: datetime | None = None
) -> Written | Moved | None:
    """What a valid form says: a report, another date, or nobody came."""
    typed = form.cleaned_data
    if form.outcome == MISSED:
        return None
    if form.outcome == MOVED:
        return Moved(typed["motif"], typed["nouvelle_date"])
    return Written(
        lasted_minutes=typed["duree"],
        next_step=typed["suite"],
        held_at=typed.get("tenu_le") or held_at,
        letters=tuple(typed.get("situations", ())),
        reminders=tuple(map(Reminder, typed["rappels"])),
        proposals=tuple(map(Proposal, typed["propositions"])),
        documents=tuple(map(int, typed["documents"])),
        remarks=typed["remarques"],
        particularities=tuple(map(Particularity, typed["particularites"])),
        commitments=_promised(typed),
        edition=edition,
    )


def _promised(typed: Mapping[str, Any]) -> tuple[Promised, ...]:
    if not typed["engagement"]:
        return ()
    return (Promised(typed["engagement_qui"], typed["engagement"], typed["engagement_date"]),)
