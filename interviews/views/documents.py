"""The catalogue of what is handed over: its list, and what its keepers write."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import PortalForm
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from interviews.forms import documents as forms
from interviews.models import Document
from interviews.presenters import documents as present
from interviews.presenters.listing import tabs
from interviews.selectors import documents as select
from interviews.services import documents as keep


KEEPER = "entretiens.catalogue"
FIELD_OF = {
    "TITRE": "titre",
    "VERSION": "version",
    "DEPUIS": "depuis",
    "LIEN": "lien",
    "RETIRE": "jour",
}


@action("entretiens.lire")
@require_safe
def catalogue_page(request: PortalRequest) -> HttpResponse:
    form = forms.CatalogueFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    found = select.catalogue(
        request.perimeter, kind=said.get("nature", ""), words=said.get("q", "")
    )
    lines = present.document_lines(found, request.perimeter.on)
    context = {
        "form": form,
        "lines": lines,
        "sentence": present.count_words(len(lines)),
        "back": reverse("entretiens-documents"),
        "keeper": request.rights.can(KEEPER),
        "tabs": tabs("entretiens-documents"),
    }
    return render(request, "interviews/documents.html", context)


@action(KEEPER)
@require_http_methods(["GET", "POST"])
def add_page(request: PortalRequest) -> HttpResponse:
    form = forms.DocumentForm(request.POST or None, initial={"depuis": request.perimeter.on})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kinds = tuple(said["entretiens"])
        if _kept(
            request,
            form,
            lambda by: keep.add_document(said["titre"], said["nature"], kinds, _edition(said), by),
        ):
            return _done(request, "Document ajouté au catalogue.")
    return _written(request, form, "Ajouter un document")


@action(KEEPER)
@require_http_methods(["GET", "POST"])
def version_page(request: PortalRequest, number: int) -> HttpResponse:
    document = _asked(request, number)
    form = forms.VersionForm(request.POST or None, initial={"depuis": request.perimeter.on})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _kept(request, form, lambda by: keep.add_version(document, _edition(said), by)):
            return _done(request, "Nouvelle version enregistrée, la précédente est close.")
    return _written(request, form, f"Nouvelle version de «\u202f{document.title}\u202f»", document)


@action(KEEPER)
@require_http_methods(["GET", "POST"])
def withdraw_page(request: PortalRequest, number: int) -> HttpResponse:
    document = _asked(request, number)
    form = forms.WithdrawForm(request.POST or None, today=request.perimeter.on)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["jour"]
        if _kept(request, form, lambda by: keep.withdraw(document, day, by), field="jour"):
            return _done(request, "Document retiré du catalogue.")
    title = f"Retirer «\u202f{document.title}\u202f»"
    return _written(request, form, title, document, halt=True)


def _asked(request: PortalRequest, number: int) -> Document:
    document = select.one_document(request.perimeter, number)
    if document is None:
        raise Http404
    return document


def _edition(said: dict) -> keep.Edition:
    return keep.Edition(said["version"], said["depuis"], said["lien"], said["source"])


def _kept(
    request: PortalRequest,
    form: PortalForm,
    act: Callable[[Author], object],
    field: str = "",
) -> bool:
    """Whether it is written; a refusal goes beside the field that it is about."""
    try:
        act(Author(at=timezone.now(), by=request.perimeter.user_id))
    except Refusal as refusal:
        place = field or FIELD_OF.get(refusal.code)
        form.add_error(place if place in form.fields else None, refusal.message)
        return False
    return True


def _done(request: PortalRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("entretiens-documents")


def _written(
    request: PortalRequest,
    form: PortalForm,
    title: str,
    document: Document | None = None,
    *,
    halt: bool = False,
) -> HttpResponse:
    crumbs = [
        ("Entretiens", reverse("entretiens")),
        ("Documents", reverse("entretiens-documents")),
        (title, ""),
    ]
    line = present.document_line(document, request.perimeter.on) if document else None
    context = {"form": form, "title": title, "crumbs": crumbs, "line": line, "halt": halt}
    status = 422 if form.errors else 200
    return render(request, "interviews/documents_ecrire.html", context, status=status)
