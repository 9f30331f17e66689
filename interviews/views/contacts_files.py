"""The file exchanged with the national contact tool: a period out, a file in."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import record
from interviews.forms.contacts import FileForm, PeriodForm
from interviews.models import ContactFile
from interviews.presenters import contacts as present
from interviews.selectors import contacts as select
from interviews.services import exchange
from interviews.views.contacts import WRITER, author
from prescribers.presenters.csv_text import CONTENT_TYPE, attached, csv_text


TITLE = "Échanger des contacts"


@action(WRITER)
@require_http_methods(["GET", "POST"])
def exchange_page(request: PortalRequest) -> HttpResponse:
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = FileForm(data, files)
    if posted and form.is_valid():
        upload: UploadedFile = form.cleaned_data["fichier"]
        try:
            file = exchange.read_file(upload.read(), author(request), request.perimeter)
        except Refusal as refusal:
            form.add_error("fichier", refusal.message)
        else:
            return redirect("contacts-fichier", file.pk)
    return _shown(request, form, _period(request), status=422 if form.errors else 200)


@action("contacts.lire")
@require_safe
def export_file(request: PortalRequest) -> HttpResponse:
    """The contacts of a period, in the perimeter of who asks."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        messages.error(request, "Donnez le premier et le dernier jour de la période, dans l’ordre.")
        return redirect("contacts")
    since, until = form.cleaned_data["du"], form.cleaned_data["au"]
    rows = present.exported_rows(select.of_period(request.perimeter, since, until))
    record(
        action="contacts.exporter",
        by=request.perimeter.user_id,
        obj=(exchange.OBJECT, f"{since}/{until}"),
        reason=f"{len(rows)} contacts",
    )
    content = csv_text(present.HEADER, rows, present.NAMES)
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=attached(f"contacts-{until}"))


@action(WRITER)
@require_safe
def model_file(request: PortalRequest) -> HttpResponse:
    headers = attached("modele-contacts")
    return HttpResponse(present.MODEL, content_type=CONTENT_TYPE, headers=headers)


@action(WRITER)
@require_http_methods(["GET", "POST"])
def file_page(request: PortalRequest, number: int) -> HttpResponse:
    """What was read, for who brought it, then what was written."""
    file = select.one_file(request.perimeter, number)
    if file is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, file)
    title = f"Fichier n° {file.pk}"
    crumbs = [("Contacts", reverse("contacts")), (title, "")]
    context = {
        "title": title,
        "crumbs": crumbs,
        "file": file,
        "read": present.file_page(file),
        "back": _back(file),
    }
    return render(request, "interviews/contacts_fichier.html", context)


def _decided(request: PortalRequest, file: ContactFile) -> HttpResponse:
    try:
        if "abandonner" in request.POST:
            exchange.abandon(file, author(request))
            messages.info(request, "Rien n’a été importé\u202f; le fichier est oublié.")
            return redirect(_back(file))
        exchange.confirm(file, author(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Lignes enregistrées.")
    return redirect("contacts-fichier", file.pk)


def _back(file: ContactFile) -> str:
    if file.webinar_id is not None:
        return reverse("webinaire", args=[file.webinar_id])
    return reverse("contacts-echanges")


def _period(request: PortalRequest) -> PeriodForm:
    on = request.perimeter.on
    return PeriodForm(initial={"du": on.replace(day=1), "au": on})


def _shown(
    request: PortalRequest, form: FileForm, period: PeriodForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "period": period,
        "title": TITLE,
        "crumbs": [("Contacts", reverse("contacts")), (TITLE, "")],
        "columns": present.columns(),
        "waiting": select.waiting_files(request.perimeter),
    }
    return render(request, "interviews/contacts_echanges.html", context, status=status)
