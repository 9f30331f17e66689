"""The job of an export: read by steps, drawn, then kept in one transaction with the end of the job.

A step reads and writes nothing but its progress, so a job killed at any line leaves no file, and
the next try begins again. Which rows, and in what order, is read once in the first step: later
steps read these and no other.
"""

from collections.abc import Iterator

from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from accounts.perimeter import Perimeter
from accounts.permissions import perimeter_for
from accounts.selectors import perimeter_label
from core.errors import JobRefused
from core.jobs import Lease
from prescribers.asked import AskedList, asked_list
from prescribers.enums import ExportFormat
from prescribers.exports.drawing import draw
from prescribers.exports.sheet import Sheet, sheet_of
from prescribers.models import Export, Profile, ProfileRun
from prescribers.presenters import listing
from prescribers.services.exports import keep, open_export, purpose_words
from prescribers.services.exports_wanted import paper_refusal


ACTION = "prescripteurs.exporter"
STEP = 1_000
OTHER = (
    "Un filtre de cet export n’a plus de sens dans votre périmètre : la liste ne serait plus "
    "celle que vous avez demandée. Refaites l’export depuis la liste."
)


def make(lease: Lease) -> None:
    with lease.step():
        export = open_export(int(lease.payload["export"]))
        sheet, keys = _prepared(export)
        lease.progress(0, len(keys))
    made = draw(sheet, export.file_format, _read(lease, sheet.asked, keys))
    with lease.finish(lignes=made.rows):
        keep(export, made, now=timezone.now())


def _prepared(export: Export) -> tuple[Sheet, list[str]]:
    """Under the rights that the person holds now, not those of the day of the request."""
    user = User.objects.get(pk=export.by_id)
    perimeter = perimeter_for(user, ACTION, timezone.localdate())
    if perimeter is None:
        raise JobRefused(
            "export_sans_droit", "La personne qui a demandé cet export n’en a plus le droit."
        )
    asked = _asked(perimeter, export)
    keys = list(asked.profiles.values_list("rpps", flat=True))
    if export.rows and not keys:
        raise JobRefused("export_vide", _gone(export))
    if export.file_format == ExportFormat.PDF and (refusal := paper_refusal(len(keys))):
        raise JobRefused("export_pdf_long", refusal)
    sheet = sheet_of(
        asked,
        total=len(keys),
        perimeter=perimeter_label(perimeter.caisses, perimeter.on),
        by=str(user),
        at=timezone.localtime(),
        purpose=purpose_words(export),
    )
    return sheet, keys


def _asked(perimeter: Perimeter, export: Export) -> AskedList:
    run = ProfileRun.objects.filter(number=export.run_number).first()
    asked = asked_list(perimeter, QueryDict(export.query), run) if run else None
    if asked is None:
        raise JobRefused("export_vide", _gone(export))
    if dict(asked.chosen) != _filters(export):
        raise JobRefused("export_autre", OTHER)
    return asked


def _filters(export: Export) -> dict[str, str]:
    """Those of the request: one that the rights of today drop would widen the list in silence."""
    kept = QueryDict(export.query).items()
    return {name: str(value) for name, value in kept if name not in {"tri", listing.COLUMNS}}


def _read(lease: Lease, asked: AskedList, keys: list[str]) -> Iterator[Profile]:
    for first in range(0, len(keys), STEP):
        some = keys[first : first + STEP]
        with lease.step():
            found = {profile.rpps: profile for profile in asked.profiles.filter(rpps__in=some)}
            lease.progress(first + len(some), len(keys))
        yield from (found[rpps] for rpps in some)


def _gone(export: Export) -> str:
    return (
        f"Le calcul n°\u00a0{export.run_number} n’est plus conservé, ou plus rien de cette liste "
        "n’est dans votre périmètre. Refaites l’export depuis la liste."
    )
