"""What the floors above write down about a prescriber, in the transaction of their act."""

from datetime import date

from django.db.models import F
from django.db.models.functions import Greatest

from prescribers.models import Standing


def note_interview(prescriber: int, caisse: str, on: date, kind: str) -> None:
    """An exchange took place; an older one told late does not hide the last."""
    standing, _ = Standing.objects.get_or_create(prescriber_id=prescriber, caisse=caisse)
    last = standing.last_interview_on
    if last is None or last <= on:
        Standing.objects.filter(pk=standing.pk).update(
            last_interview_on=on, last_interview_kind=kind
        )


def note_contact(prescriber: int, caisse: str, on: date) -> None:
    standing, made = Standing.objects.get_or_create(
        prescriber_id=prescriber, caisse=caisse, defaults={"last_contact_on": on}
    )
    if not made:
        # In PostgreSQL GREATEST skips NULL.
        Standing.objects.filter(pk=standing.pk).update(
            last_contact_on=Greatest(F("last_contact_on"), on)
        )


def restate_contact(prescriber: int, caisse: str, on: date | None) -> None:
    """A contact was corrected: its last day may be an earlier one, or none."""
    Standing.objects.update_or_create(
        prescriber_id=prescriber, caisse=caisse, defaults={"last_contact_on": on}
    )
