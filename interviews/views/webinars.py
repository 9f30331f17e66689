"""Webinars: the list, one of them, who is invited and who came."""

from collections import Counter

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.workdays import calendar_of_caisse
from interviews.enums import GuestState, Theme
from interviews.forms import webinars as forms
from interviews.forms.contacts import FileForm
from interviews.models import Webinar
from interviews.presenters import webinars as present
from interviews.presenters.moments import moment_words
from interviews.selectors import webinars as select
from interviews.selectors.places import caisse_choices
from interviews.services import webinars as keep
from interviews.views.contacts import WRITER, author


PER_PAGE, GUESTS_SHOWN = 50, 200


@action("contacts.lire")
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    found = select.listed(request.perimeter)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": present.webinar_lines(page.object_list),
        "writer": request.rights.can(WRITER),
    }
    return render(request, "interviews/webinaires.html", context)


@action(WRITER)
@require_http_methods(["GET", "POST"])
def create_page(request: PortalRequest) -> HttpResponse:
    caisses = caisse_choices(request.perimeter)
    form = forms.WebinarForm(request.POST or None, caisses=caisses)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        zone = calendar_of_caisse(said["caisse"]).timezone
        planned = keep.Planned(
            title=said["titre"],
            theme=Theme(said["theme"]),
            caisse=said["caisse"],
            at=timezone.localtime(said["le"]).replace(tzinfo=zone),
            documents=tuple(said["documents"]),
        )
        lead = User.objects.get(pk=request.perimeter.user_id)
        try:
            made = keep.plan_webinar(planned, lead, author(request))
        except Refusal as refusal:
            form.add_error("titre", refusal.message)
        else:
            messages.success(request, "Webinaire créé : invitez les médecins.")
            return redirect("webinaire", made.pk)
    title = "Créer un webinaire"
    context = {"form": form, "title": title, "crumbs": _crumbs(title)}
    status = 422 if form.errors else 200
    return render(request, "interviews/webinaire_creer.html", context, status=status)


@action("contacts.lire")
@require_safe
def webinar_page(request: PortalRequest, number: int) -> HttpResponse:
    return _shown(request, _asked(request, number))


@action(WRITER)
@require_POST
def add_guests(request: PortalRequest, number: int) -> HttpResponse:
    webinar = _asked(request, number)
    form = forms.GuestsForm(request.POST)
    if not form.is_valid():
        return _shown(request, webinar, guests=form, status=422)
    said = form.cleaned_data
    added = keep.add_guests(
        webinar, said["numeros"], said["etat"], author(request), request.perimeter
    )
    messages.success(request, added_words(added))
    return redirect("webinaire", webinar.pk)


@action(WRITER)
@require_POST
def read_attendance(request: PortalRequest, number: int) -> HttpResponse:
    webinar = _asked(request, number)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload: UploadedFile = form.cleaned_data["fichier"]
        try:
            file = keep.attendance_file(webinar, upload.read(), author(request), request.perimeter)
        except Refusal as refusal:
            form.add_error("fichier", refusal.message)
        else:
            return redirect("contacts-fichier", file.pk)
    return _shown(request, webinar, file=form, status=422)


def added_words(added: keep.Added) -> str:
    """« 12 ajoutés, 2 déjà là ; inconnus à cette caisse : 10000000001. »."""
    words = f"{added.added} ajoutés, {added.already} déjà là"
    if not added.unknown:
        return f"{words}."
    more = "…" if len(added.unknown) > 5 else ""
    return f"{words}\u202f; inconnus ici\u202f: {', '.join(added.unknown[:5])}{more}."


def _asked(request: PortalRequest, number: int) -> Webinar:
    found = select.one_webinar(request.perimeter, number)
    if found is None:
        raise Http404
    return found


def _shown(
    request: PortalRequest,
    webinar: Webinar,
    *,
    guests: forms.GuestsForm | None = None,
    file: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    listed = list(select.guests_of(webinar))
    counts = Counter(guest.state for guest in listed)
    context = {
        "webinar": webinar,
        "title": webinar.title,
        "crumbs": _crumbs(webinar.title),
        "theme": Theme(webinar.theme).label,
        "when": moment_words(webinar.at, webinar.caisse),
        "counts": present.guests_words({state: counts[state] for state in GuestState}),
        "lines": present.guest_lines(listed[:GUESTS_SHOWN]),
        "more": max(0, len(listed) - GUESTS_SHOWN),
        "over": webinar.at <= timezone.now(),
        "writer": request.rights.can(WRITER, caisse=webinar.caisse),
        "guests_form": guests or forms.GuestsForm(),
        "file_form": file or FileForm(),
    }
    return render(request, "interviews/webinaire.html", context, status=status)


def _crumbs(title: str) -> list[tuple[str, str]]:
    places = (("Contacts", reverse("contacts")), ("Webinaires", reverse("webinaires")))
    return [*places, (title, "")]
