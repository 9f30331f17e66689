"""A held batch and a person: the choice with its reason, what it will do, then the act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import PortalRequest, action
from accounts.selectors import names
from core.errors import Refusal
from prescribers.enums import BatchStatus
from prescribers.forms.imports import IMPORT, DecisionForm
from prescribers.models import ImportBatch
from prescribers.presenters import import_batch as present
from prescribers.presenters.imports import batch_title
from prescribers.services.imports_decisions import release, set_aside
from prescribers.services.imports_in_force import in_force
from prescribers.views.imports_access import refused_locally


@action("imports.decider")
@require_http_methods(["GET", "POST"])
def decide(request: PortalRequest, batch_id: int) -> HttpResponse:
    """The form, then its confirmation, then the act: two posts, so that nothing is done at once."""
    batch = get_object_or_404(ImportBatch.objects.select_related("source"), pk=batch_id)
    if refused_locally(request):
        return redirect("import", batch_id=batch.pk)
    if batch.status != BatchStatus.HELD:
        messages.warning(request, _already(batch))
        return redirect("import", batch_id=batch.pk)
    form = DecisionForm(request.POST or None)
    if request.method == "GET" or not form.is_valid() or "modifier" in request.POST:
        return _page(request, batch, form)
    if "confirme" not in request.POST:
        return _confirmation(request, batch, form)
    return _act(request, batch, form)


def _act(request: PortalRequest, batch: ImportBatch, form: DecisionForm) -> HttpResponse:
    said, by = form.cleaned_data, request.perimeter.user_id
    try:
        if said["issue"] == IMPORT:
            release(batch_id=batch.pk, reason=said["reason"], by=by)
            messages.success(request, f"{batch_title(batch)}\u202f: l’import est demandé.")
        else:
            set_aside(batch_id=batch.pk, reason=said["reason"], by=by)
            messages.success(request, f"{batch_title(batch)}\u202f: le lot est écarté.")
    except Refusal as refusal:
        batch.refresh_from_db()
        if batch.status == BatchStatus.HELD:
            form.add_error(None, refusal.message)
            return _page(request, batch, form)
        messages.error(request, refusal.message)
    return redirect("import", batch_id=batch.pk)


def _page(request: PortalRequest, batch: ImportBatch, form: DecisionForm) -> HttpResponse:
    title = "Décider du lot retenu"
    context = {
        "title": title,
        "crumbs": [
            ("Imports", reverse("imports")),
            (batch_title(batch), reverse("import", args=[batch.pk])),
            (title, ""),
        ],
        "sub": f"{batch_title(batch)}, {batch.source.name}",
        "batch": batch,
        "sentence": present.identity_sentence(batch),
        "findings": batch.gate_findings.all(),
        "form": form,
    }
    return render(request, "prescribers/imports_decide.html", context)


def _confirmation(request: PortalRequest, batch: ImportBatch, form: DecisionForm) -> HttpResponse:
    importing = form.cleaned_data["issue"] == IMPORT
    current = in_force(batch)
    context = {
        "batch": batch,
        "form": form,
        "importing": importing,
        "title": present.confirmation_title(batch, importing=importing),
        "text": present.confirmation_text(
            batch, importing=importing, replaced=current.pk if current else None
        ),
        "reason": form.cleaned_data["reason"],
    }
    return render(request, "prescribers/imports_confirm.html", context)


def _already(batch: ImportBatch) -> str:
    who = names([batch.decided_by_id])
    decision = present.decision(batch, who)
    if decision is None:
        return "Ce lot n’attend pas de décision."
    return present.decided_sentence(decision)
