"""Two versions of one report: a person keeps one, and the other is not thrown away."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from interviews.enums import FieldOutcome, KeptSide
from interviews.models import FieldNote, FieldReport, FieldText, Interview, InterviewReport
from interviews.services.field_reports import at_the_desk
from interviews.services.passages import OBJECT, locked
from interviews.services.report import Written, write_report


Versions = FieldText | FieldNote


@transaction.atomic
def keep_device(
    versions: Versions,
    said: Written,
    read: dict[str, Any],
    author: Author,
    *,
    medical: bool,
) -> FieldReport:
    """Write the version of the device in place of the portal's; `read` is the one it replaces.

    Raises:
        Refusal: chosen already, or the portal's version is not the one that was read.
    """
    held = locked(versions.interview_id)
    row = _waiting(versions)
    said = replace(said, edition=read["edition"], conclusion=at_the_desk(held))
    row.edition = write_report(held, said, author, medical=medical).edition
    _choose(versions, KeptSide.DEVICE, read, author)
    return _settled(row, FieldOutcome.ACCEPTED, held, author)


@transaction.atomic
def keep_portal(versions: Versions, read: dict[str, Any], author: Author) -> FieldReport:
    """The report stays as it is; the version of the device is kept beside, unused.

    Raises:
        Refusal: chosen already.
    """
    held = locked(versions.interview_id)
    row = _waiting(versions)
    row.edition = InterviewReport.objects.get(interview=held).edition
    _choose(versions, KeptSide.PORTAL, read, author)
    return _settled(row, FieldOutcome.SET_ASIDE, held, author)


def _waiting(versions: Versions) -> FieldReport:
    row = FieldReport.objects.select_for_update(of=("self",)).get(pk=versions.report_id)
    if row.outcome != FieldOutcome.CONFLICT or row.revision != versions.revision:
        raise Refusal("DEJA_CHOISI", "Ce choix a déjà été fait, ou le compte rendu a changé.")
    return row


def _choose(versions: Versions, side: KeptSide, read: dict[str, Any], author: Author) -> None:
    versions.kept, versions.replaced = side, read
    versions.kept_at, versions.kept_by_id = author.at, author.person
    versions.save()


def _settled(
    row: FieldReport, outcome: FieldOutcome, held: Interview, author: Author
) -> FieldReport:
    row.outcome = outcome
    row.save()
    record(
        action=f"terrain.{outcome}",
        by=author.by,
        obj=(OBJECT, str(held.pk)),
        caisse=held.caisse,
    )
    return row
