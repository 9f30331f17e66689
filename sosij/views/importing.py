"""A file of requests: read, shown, then received line by line by a job."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from prescribers.presenters.csv_text import CONTENT_TYPE, attached
from sosij.forms.importing import FileForm
from sosij.models import FileBatch
from sosij.presenters.importing import MODEL, batch_page as present, columns
from sosij.rules.importing import MOST_BYTES
from sosij.selectors.importing import batch_of, lines_of, unread_batches
from sosij.services.importing import abandon, confirm, read_file
from sosij.views.uploads import BoundedInMemory


TITLE = "Importer des demandes"


@action("sosij.saisir")
@csrf_exempt  # checked just below, once the receiver is in place
@require_http_methods(["GET", "POST"])
def file_page(request: PortalRequest) -> HttpResponse:
    receiver = BoundedInMemory(request, MOST_BYTES)
    request.upload_handlers = [receiver]
    return _received(request, receiver)


@csrf_protect
def _received(request: PortalRequest, receiver: BoundedInMemory) -> HttpResponse:
    posted = request.method == "POST"
    # The body is read here, and what was too large is known only afterwards.
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = FileForm(data, files, too_large=receiver.too_large)
    if posted and form.is_valid():
        batch = _read(request, form)
        if batch is not None:
            return redirect("sosij-lot", number=batch.pk)
    context = {
        "form": form,
        "title": TITLE,
        "crumbs": [("SOS IJ", reverse("sosij")), (TITLE, "")],
        "columns": columns(),
        "waiting": unread_batches(request.perimeter.user_id),
    }
    return render(request, "sosij/importer.html", context, status=422 if form.errors else 200)


@action("sosij.saisir")
@require_safe
def model_file(request: PortalRequest) -> HttpResponse:
    return HttpResponse(MODEL, content_type=CONTENT_TYPE, headers=attached("modele-demandes"))


@action("sosij.saisir")
@require_http_methods(["GET", "POST"])
def batch_page(request: PortalRequest, number: int) -> HttpResponse:
    """What was read, for who brought it; then how far it is."""
    batch = batch_of(request.perimeter.user_id, number)
    if batch is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, batch)
    title = f"Fichier n° {batch.pk}"
    crumbs = [("SOS IJ", reverse("sosij")), (TITLE, reverse("sosij-importer")), (title, "")]
    context = {"title": title, "crumbs": crumbs, "batch": present(batch, lines_of(batch))}
    return render(request, "sosij/importer_lot.html", context)


def _read(request: PortalRequest, form: FileForm) -> FileBatch | None:
    upload: UploadedFile = form.cleaned_data["fichier"]
    try:
        return read_file(upload.read(), _author(request), within=request.perimeter.caisses)
    except Refusal as refusal:
        form.add_error("fichier", refusal.message)
        return None


def _decided(request: PortalRequest, batch: FileBatch) -> HttpResponse:
    try:
        if "abandonner" in request.POST:
            abandon(batch, _author(request))
            messages.info(request, "Rien n’a été importé\u202f; le fichier est oublié.")
            return redirect("sosij-importer")
        confirm(batch, _author(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "L’import commence. Cette page dit où il en est.")
    return redirect("sosij-lot", number=batch.pk)


def _author(request: PortalRequest) -> Author:
    return Author(at=timezone.now(), by=request.perimeter.user_id)
