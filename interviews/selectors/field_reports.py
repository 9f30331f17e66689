"""What a person carries away on a device, and what waits for a choice between two versions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.perimeter import Perimeter
from interviews.enums import FieldOutcome, ReportState, State
from interviews.models import (
    DiscussedCase,
    FieldNote,
    FieldText,
    Interview,
    InterviewNote,
    InterviewReport,
)
from interviews.selectors.interviews import visible


CARRIED = timedelta(days=14)
TO_TELL = (State.SCHEDULED, State.HELD)


def carried(perimeter: Perimeter, now: datetime) -> "QuerySet[Interview]":
    """Mine, around today, whose report may still be written; the earliest first."""
    signed = InterviewReport.objects.filter(interview=OuterRef("pk")).exclude(
        state=ReportState.DRAFT
    )
    return (
        visible(perimeter)
        .filter(
            ~Exists(signed),
            lead_id=perimeter.user_id,
            state__in=TO_TELL,
            starts_at__range=(now - CARRIED, now + CARRIED),
        )
        .select_related("prescriber", "report")
        .order_by("starts_at", "pk")
    )


def cases_of(interviews: Iterable[Interview]) -> dict[int, list[tuple[str, str]]]:
    """Letter and number of the prepared cases, by interview; read from behind the wall."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = DiscussedCase.objects.filter(interview__in=[one.pk for one in interviews])
    for interview, letter, number in rows.values_list("interview_id", "letter", "number"):
        found.setdefault(interview, []).append((letter, f"{letter} · {number}"))
    return found


def waiting(interview: Interview, person: int, *, medical: bool) -> FieldText | FieldNote | None:
    """The two versions between which this person has to choose, the last sent first."""
    rows = (FieldNote if medical else FieldText).objects.filter(
        interview=interview,
        kept="",
        report__by_id=person,
        report__outcome=FieldOutcome.CONFLICT,
    )
    return rows.select_related("report").order_by("-report__received_at", "-revision").first()


def chosen(interview: Interview, *, medical: bool) -> list[FieldText | FieldNote]:
    """The choices made, the last first: what was not kept can still be read."""
    rows = (FieldNote if medical else FieldText).objects.filter(interview=interview)
    return list(rows.exclude(kept="").order_by("-kept_at"))


def told(interview: Interview, *, medical: bool) -> dict[str, Any]:
    """The report of the portal under the names of its form."""
    report: InterviewReport = interview.report
    remarks, letters = report.remarks, []
    if medical:
        note = InterviewNote.objects.filter(interview=interview).last()
        remarks = note.body if note is not None else ""
        cases = DiscussedCase.objects.filter(interview=interview, discussed=True)
        letters = list(cases.values_list("letter", flat=True))
    return {
        "edition": report.edition,
        "duree": str(interview.lasted_minutes),
        "situations": letters,
        "rappels": report.reminders,
        "propositions": report.proposals,
        "documents": [str(version) for version in _handed(interview)],
        "remarques": remarks,
        "particularites": report.particularities,
        "suite": report.next_step,
        **_promised(interview),
    }


def _handed(interview: Interview) -> list[int]:
    return list(interview.handed.values_list("version_id", flat=True))


def _promised(interview: Interview) -> dict[str, str]:
    """The last commitment: the form of the field asks for one."""
    last = interview.commitments.order_by("pk").last()
    if last is None:
        return {"engagement": "", "engagement_qui": "", "engagement_date": ""}
    return {
        "engagement": last.words,
        "engagement_qui": last.owner,
        "engagement_date": last.due_on.isoformat(),
    }
