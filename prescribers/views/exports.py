"""A long list asked for with its purpose, then « Mes exports »: state, download, deletion."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from prescribers.asked import AskedList, asked_list
from prescribers.exports import content_type, filter_words, wanted_of
from prescribers.forms import ExportForm
from prescribers.models import Export
from prescribers.presenters import exports as present, listing
from prescribers.selectors.exports import exports_of, jobs_making
from prescribers.services import exports as services


ACTION = "prescripteurs.exporter"
PER_PAGE = 25


@action(ACTION)
@require_http_methods(["GET", "POST"])
def ask_page(request: PortalRequest) -> HttpResponse:
    """The address is that of the list; the form adds a format and a purpose."""
    asked = asked_list(request.perimeter, request.GET)
    if asked is None:
        return render(request, "prescribers/no_run.html", status=404)
    total = asked.found.count()
    form = ExportForm(request.POST or None, asked=request.GET.get("fichier", ""), rows=total)
    if request.method == "POST" and form.is_valid() and _requested(request, asked, total, form):
        messages.success(request, "Export demandé. Vous pouvez continuer, il se prépare.")
        return redirect("exports")
    title = "Exporter la liste"
    back = f"{reverse('prescripteurs')}?{asked.query}"
    context = {
        "title": title,
        "crumbs": [("Prescripteurs", back), (title, "")],
        "back": back,
        "form": form,
        "count": listing.count_words(total),
        "order": listing.order_words(asked.sort),
        "filters": filter_words(asked),
        "run": asked.run,
        "days": settings.EXPORT_DAYS,
    }
    return render(request, "prescribers/export_ask.html", context)


@action(ACTION)
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    return render(request, "prescribers/exports.html", _listed(request))


@action(ACTION)
@require_safe
def list_part(request: PortalRequest) -> HttpResponse:
    """What the page asks again every 3 seconds, as long as a file is being made."""
    return render(request, "prescribers/exports_table.html", _listed(request))


@action(ACTION)
@require_safe
def download(request: PortalRequest, export_id: int) -> HttpResponse:
    """The rights of this instant decide, not those of the request; a refusal says why."""
    export = _own(request, export_id)
    try:
        content = services.take(request.perimeter, export, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("exports")
    return HttpResponse(
        content,
        content_type=content_type(export.file_name),
        headers={"Content-Disposition": f'attachment; filename="{export.file_name}"'},
    )


@action(ACTION)
@require_http_methods(["GET", "POST"])
def delete(request: PortalRequest, export_id: int) -> HttpResponse:
    """The address asks first; only the form of the confirmation acts."""
    export = _own(request, export_id)
    if request.method == "POST":
        services.delete(export, by=request.perimeter.user_id)
        messages.success(request, "Export supprimé.")
        return redirect("exports")
    context = {
        "title": "Supprimer cet export ?",
        "text": "Le fichier est effacé tout de suite. La demande et sa finalité restent au "
        "journal.",
        "action": reverse("export-supprimer", args=[export.pk]),
        "button": "Supprimer l’export",
        "cancel_url": reverse("exports"),
    }
    return render(request, "prescribers/export_delete.html", context)


def _requested(
    request: PortalRequest, asked: AskedList, total: int, form: ExportForm
) -> Export | None:
    """None when the refusal is now in the form."""
    said = form.cleaned_data
    wanted = wanted_of(
        asked,
        file_format=said["fichier"],
        rows=total,
        purpose=said["purpose"],
        purpose_text=said["purpose_text"],
    )
    try:
        return services.request_export(wanted, perimeter=request.perimeter)
    except Refusal as refusal:
        form.add_error("purpose_text", refusal.message)
        return None


def _listed(request: PortalRequest) -> dict[str, Any]:
    found = Paginator(exports_of(request.perimeter), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    lines = present.export_lines(
        page.object_list, jobs_making(page.object_list), now=timezone.now()
    )
    return {
        "page": page,
        "lines": lines,
        "sentence": present.sentence(lines, settings.EXPORT_DAYS),
        "going": any(line.going for line in lines),
    }


def _own(request: PortalRequest, export_id: int) -> Export:
    return get_object_or_404(exports_of(request.perimeter), pk=export_id)
