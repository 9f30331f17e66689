"""What decides of the slots of an interview: consultations, other interviews, absences."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from accounts.models import Absence
from core.workdays import calendar_of_caisse
from interviews.enums import State
from interviews.models import ConsultationHours, Interview
from interviews.rules.slots import Agenda, Away, Consultation, Taken, office_hours


ONE_DAY = timedelta(days=1)


def consultations_of(prescriber: int, on: date) -> list[ConsultationHours]:
    """In force or to come; a doctor has the same hours for every caisse."""
    found = ConsultationHours.objects.filter(prescriber=prescriber)
    return list(found.filter(Q(until__isnull=True) | Q(until__gt=on)))


def agenda_of(interview: Interview, now: datetime) -> Agenda:
    """Three reads, all of them from today on."""
    others = Interview.objects.filter(
        lead=interview.lead_id, state=State.SCHEDULED, starts_at__gte=now - ONE_DAY
    ).exclude(pk=interview.pk)
    today = (now - ONE_DAY).date()  # or yesterday: no caisse is further from UTC than a day
    absences = Absence.objects.filter(user=interview.lead_id, until__gt=today)
    consultations = consultations_of(interview.prescriber_id, today)
    return Agenda(
        hours=office_hours(calendar_of_caisse(interview.caisse)),
        now=now,
        consultations=rules_of(consultations),
        taken=[
            Taken(start, start + timedelta(minutes=minutes))
            for start, minutes in others.values_list("starts_at", "minutes")
            if start is not None
        ],
        absences=[Away(*row) for row in absences.values_list("since", "until")],
    )


def rules_of(rows: Iterable[ConsultationHours]) -> list[Consultation]:
    return [Consultation(row.weekday, row.opens, row.closes, row.since, row.until) for row in rows]
