"""The library of answers: its list, an entry with its versions, and what its keepers write."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import PortalForm
from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from sosij.forms import library as forms
from sosij.models import LibraryEntry
from sosij.presenters import library as present
from sosij.rules.library import next_review
from sosij.selectors import library as select
from sosij.services import library as keep


PER_PAGE = 50
KEEPER = "sosij.bibliotheque"
HERE = "Bibliothèque de réponses"
FIELD_OF = {
    "TITRE": "titre",
    "MOTIFS": "motifs",
    "TEXTE_VIDE": "texte",
    "TEXTE_LONG": "texte",
    "TEXTE_NIR": "texte",
    "DATE_REVUE": "revue",
    "MOTIF_COURT": "changement",
    "MOTIF_LONG": "changement",
    "MOTIF_NIR": "changement",
}


@action("sosij.lire")
@require_safe
def library_page(request: PortalRequest) -> HttpResponse:
    form = forms.LibraryFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    asked = {name: said.get(name, "") for name in ("q", "motif", "etat")}
    on = request.perimeter.on
    found = select.listed(
        request.perimeter, motive=asked["motif"], state=asked["etat"], words=asked["q"], on=on
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": present.entry_lines(page.object_list, on),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "keeper": request.rights.can(KEEPER),
    }
    return render(request, "sosij/bibliotheque.html", context)


@action("sosij.lire")
@require_safe
def entry_page(request: PortalRequest, entry_id: int) -> HttpResponse:
    return _shown(request, _asked(request, entry_id), forms.ReviewForm)


@action(KEEPER)
@require_http_methods(["GET", "POST"])
def create_page(request: PortalRequest) -> HttpResponse:
    first = {"revue": next_review(request.perimeter.on)}
    form = forms.EntryForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = _kept(form, lambda by: keep.create_entry(_written(said), said["cote"], by), request)
        if made is not None:
            messages.success(request, "Réponse ajoutée à la bibliothèque.")
            return redirect("sosij-bibliotheque-reponse", made.pk)
    return _edited(request, form, "Nouvelle réponse", reverse("sosij-bibliotheque"))


@action(KEEPER)
@require_http_methods(["GET", "POST"])
def amend_page(request: PortalRequest, entry_id: int) -> HttpResponse:
    entry = _asked(request, entry_id)
    form = forms.AmendForm(request.POST or None, initial=_initial(entry, request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        change = said["changement"]
        made = _kept(
            form, lambda by: keep.amend_entry(entry, _written(said), by, change=change), request
        )
        if made is not None:
            messages.success(request, "Nouvelle version enregistrée.")
            return redirect("sosij-bibliotheque-reponse", entry.pk)
    back = reverse("sosij-bibliotheque-reponse", args=[entry.pk])
    return _edited(request, form, f"Modifier «\u202f{entry.title}\u202f»", back)


@action(KEEPER)
@require_POST
def review(request: PortalRequest, entry_id: int) -> HttpResponse:
    """A person has read the entry again: its date moves, its text stays."""
    entry = _asked(request, entry_id)
    form = forms.ReviewForm(request.POST)
    if form.is_valid():
        until = form.cleaned_data["revue"]
        if _kept(form, lambda by: keep.confirm_review(entry, until, by), request) is not None:
            messages.success(request, "Relecture enregistrée.")
            return redirect("sosij-bibliotheque-reponse", entry.pk)
    return _shown(request, entry, lambda initial: form, status=422)


@action(KEEPER)
@require_http_methods(["GET", "POST"])
def withdraw_page(request: PortalRequest, entry_id: int) -> HttpResponse:
    entry = _asked(request, entry_id)
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["raison"]
        made = _kept(
            form, lambda by: keep.withdraw_entry(entry, by, reason=why), request, field="raison"
        )
        if made is not None:
            messages.success(request, "Réponse retirée de la bibliothèque.")
            return redirect("sosij-bibliotheque-reponse", entry.pk)
    context = {"entry": entry, "form": form}
    status = 422 if form.errors else 200
    return render(request, "sosij/bibliotheque_retirer.html", context, status=status)


def _asked(request: PortalRequest, entry_id: int) -> LibraryEntry:
    entry = select.one_entry(request.perimeter, entry_id)
    if entry is None:
        raise Http404
    return entry


def _shown(
    request: PortalRequest,
    entry: LibraryEntry,
    review_form: Callable[..., PortalForm],
    status: int = 200,
) -> HttpResponse:
    """The version asked, beside what it changed; the last one unless the address says which."""
    on = request.perimeter.on
    versions = select.versions_of(entry)
    asked = request.GET.get("version", "")
    shown = next((version for version in versions if str(version.number) == asked), versions[0])
    before = next((version for version in versions if version.number == shown.number - 1), None)
    context = {
        "entry": entry,
        "title": entry.title,
        "crumbs": _crumbs(entry.title),
        "line": present.entry_line(entry, on),
        "sentence": present.review_sentence(entry, on),
        "shown": shown,
        "pieces": present.differences(before.body, shown.body) if before else [],
        "versions": present.version_lines(versions, shown.number),
        "keeper": request.rights.can(KEEPER) and entry.withdrawn_at is None,
        "form": review_form(initial={"revue": next_review(on)}),
    }
    return render(request, "sosij/bibliotheque_reponse.html", context, status=status)


def _kept(
    form: PortalForm,
    act: Callable[[Author], LibraryEntry],
    request: PortalRequest,
    field: str = "",
) -> LibraryEntry | None:
    """What the service made, or its refusal beside the field that it is about."""
    try:
        return act(Author(at=timezone.now(), by=request.perimeter.user_id))
    except Refusal as refusal:
        place = field or FIELD_OF.get(refusal.code)
        form.add_error(place if place in form.fields else None, refusal.message)
        return None


def _written(said: dict) -> keep.Written:
    return keep.Written(said["titre"], tuple(said["motifs"]), said["texte"], said["revue"])


def _initial(entry: LibraryEntry, request: PortalRequest) -> dict:
    return {
        "titre": entry.title,
        "motifs": entry.motives,
        "texte": select.versions_of(entry)[0].body,
        "revue": next_review(request.perimeter.on),
    }


def _edited(request: PortalRequest, form: PortalForm, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "crumbs": _crumbs(title)}
    status = 422 if form.errors else 200
    return render(request, "sosij/bibliotheque_ecrire.html", context, status=status)


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [("SOS IJ", reverse("sosij")), (HERE, reverse("sosij-bibliotheque")), (title, "")]
