"""Déposer un fichier: received, stored, then imported by a worker like any other."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.models import JobStatus
from prescribers.enums import SourceKind
from prescribers.forms import DepositForm
from prescribers.ingestion.formats import FORMATS
from prescribers.presenters.imports import kind_name
from prescribers.services.deposits import deposit
from prescribers.views.imports_access import refused_locally
from prescribers.views.uploads import BoundedUploads


MONTH_FAULTS = frozenset({"MOIS_ABSENT", "MOIS_CONTRAIRE"})


@action("imports.deposer")
@csrf_exempt  # checked just below, once the rights are known and the receiver is in place
@require_http_methods(["GET", "POST"])
def deposit_page(request: PortalRequest) -> HttpResponse:
    """Nothing is received from somebody who may not deposit: rights come before the body."""
    if refused_locally(request):
        return redirect("imports")
    receiver = BoundedUploads(request)
    request.upload_handlers = [receiver]
    return _received(request, receiver)


@csrf_protect
def _received(request: PortalRequest, receiver: BoundedUploads) -> HttpResponse:
    posted = request.method == "POST"
    # The body is read here, and what the receiver would not keep is known only afterwards.
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = DepositForm(
        data,
        files,
        largest=settings.IMPORT_MAX_BYTES,
        too_large=receiver.too_large,
        no_room=receiver.no_room,
    )
    if posted and form.is_valid():
        answer = _deposit(request, form)
        if answer is not None:
            return answer
    return render(request, "prescribers/imports_deposit.html", _context(form))


def _deposit(request: PortalRequest, form: DepositForm) -> HttpResponse | None:
    """To the page of the batch; None when the refusal is now in the form."""
    said = form.cleaned_data
    try:
        with transaction.atomic():
            job = deposit(
                kind=said["kind"],
                upload=said["file"],
                month=said["month"],
                manifest=said["manifest"],
                by=request.perimeter.user_id,
            )
    except Refusal as refusal:
        form.add_error("month" if refusal.code in MONTH_FAULTS else "file", refusal.message)
        return None
    if job.status == JobStatus.QUEUED and not job.attempts:
        messages.success(request, "Fichier reçu. L’import commence dès qu’un traitement est libre.")
    else:
        messages.info(request, "Ce fichier avait déjà été déposé\u202f: voici son lot.")
    return redirect("import", batch_id=job.payload["batch"])


def _context(form: DepositForm) -> dict[str, object]:
    title = "Déposer un fichier"
    return {
        "title": title,
        "crumbs": [("Imports", reverse("imports")), (title, "")],
        "form": form,
        "formats": [_columns(kind) for kind in SourceKind if kind in FORMATS],
    }


def _columns(kind: SourceKind) -> dict[str, object]:
    fmt = FORMATS[kind]
    return {
        "name": kind_name(kind),
        "monthly": fmt.monthly,
        "required": ", ".join(column.name for column in fmt.columns if column.required),
        "optional": ", ".join(column.name for column in fmt.columns if not column.required),
    }
