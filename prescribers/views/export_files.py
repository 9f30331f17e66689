"""The whole list in a file: at once when it is short; a long one is asked for, with its purpose."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest, action
from accounts.selectors import perimeter_label
from core.journal import record
from prescribers.asked import AskedList, asked_list
from prescribers.exports import content_type, draw, sheet_of
from prescribers.presenters import listing


@action("prescripteurs.exporter")
@require_safe
def list_file(request: PortalRequest, file_format: str) -> HttpResponse:
    """All the rows of the screen, in its order and with its masking; the act is journalled."""
    asked = asked_list(request.perimeter, request.GET)
    if asked is None:
        return render(request, "prescribers/no_run.html", status=404)
    total = asked.found.count()
    if total > settings.EXPORT_DIRECT_ROWS:
        return redirect(f"{reverse('export-demander')}?{asked.query}&fichier={file_format}")
    sheet = sheet_of(
        asked,
        total=total,
        perimeter=perimeter_label(request.perimeter.caisses, request.perimeter.on),
        by=str(request.user),
        at=timezone.localtime(),
    )
    made = draw(sheet, file_format, asked.profiles)
    _journal(request.perimeter, asked, made.caisses)
    return HttpResponse(
        made.content,
        content_type=content_type(made.name),
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )


def _journal(perimeter: Perimeter, asked: AskedList, caisses: Iterable[str]) -> None:
    """One act for each caisse exported: its own auditor reads it. No searched name is kept."""
    said = {name: "oui" if name == "q" else value for name, value in asked.chosen.items()}
    for caisse in list(caisses) or [""]:
        record(
            action="prescripteurs.exporter",
            by=perimeter.user_id,
            obj=("ProfileRun", str(asked.run.pk)),
            caisse=caisse,
            reason=listing.list_query(said, asked.sort),
        )
