"""Contacts: the list, what is typed, one contact and its corrections."""

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
from core.journal import Author, record
from core.workdays import calendar_of_caisse
from interviews.forms import contacts as forms
from interviews.models import Contact
from interviews.presenters import contacts as present
from interviews.presenters.moments import local
from interviews.selectors import contacts as select
from interviews.services import contacts as keep
from prescribers.presenters.words import addressed_name


PER_PAGE = 50
WRITER = "contacts.ecrire"
FIELD_OF = {
    "AUTRE_CAISSE": "rpps",
    "RESUME_LONG": "resume",
    "RESUME_NIR": "resume",
    "DATE_FUTURE": "le",
    "SUITE_MANQUE": "prochain",
    "SUITE_AVANT": "prochain",
    "MOTIF_COURT": "motif",
    "MOTIF_LONG": "motif",
    "MOTIF_NIR": "motif",
}
UNKNOWN = "Aucun médecin de vos caisses n’exerce sous ce numéro."


@action("contacts.lire")
@require_safe
def list_page(request: PortalRequest) -> HttpResponse:
    form = forms.ContactFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    asked = select.Asked(
        mine=said.get("qui") == "moi",
        to_call_back=said.get("suite") == "rappeler",
        words=said.get("q", ""),
        means=said.get("moyen", ""),
        since=said.get("du"),
        until=said.get("au"),
    )
    page = Paginator(select.listed(request.perimeter, asked), PER_PAGE).get_page(
        request.GET.get("page")
    )
    waiting = select.to_call_back(request.perimeter)
    on = request.perimeter.on
    record(action="contacts.lire", by=request.perimeter.user_id, obj=("contacts", "liste"))
    context = {
        "form": form,
        "page": page,
        "lines": present.contact_lines(page.object_list, on),
        "sentence": present.list_sentence(
            waiting.count(), waiting.filter(next_contact_on__lt=on).count()
        ),
        "query": urlencode(
            {name: value for name, value in request.GET.dict().items() if value and name != "page"}
        ),
        "writer": request.rights.can(WRITER),
    }
    return render(request, "interviews/contacts.html", context)


@action(WRITER)
@require_http_methods(["GET", "POST"])
def create_page(request: PortalRequest) -> HttpResponse:
    """`rpps` in the address fills the number, as from a doctor's page."""
    initial = {"le": timezone.localtime(), "rpps": request.GET.get("rpps", "")}
    form = forms.NewContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = select.place_of(request.perimeter, form.cleaned_data["rpps"], request.perimeter.on)
        if found is None:
            form.add_error("rpps", UNKNOWN)
        else:
            doctor, caisse = found
            told = _told(form, caisse)
            made = _kept(form, lambda: keep.write_contact(doctor, caisse, told, author(request)))
            if made is not None:
                messages.success(request, f"Contact avec {addressed_name(doctor)} enregistré.")
                return redirect("contacts")
    title = "Noter un contact"
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "back": reverse("contacts")}
    status = 422 if form.errors else 200
    return render(request, "interviews/contacts_saisir.html", context, status=status)


@action("contacts.lire")
@require_safe
def contact_page(request: PortalRequest, number: int) -> HttpResponse:
    contact = asked_contact(request, number)
    record(
        action="contacts.lire",
        by=request.perimeter.user_id,
        obj=(keep.OBJECT, str(contact.pk)),
        caisse=contact.caisse,
    )
    title = f"Contact n° {contact.pk}"
    context = {
        "contact": contact,
        "title": title,
        "crumbs": _crumbs(title),
        "line": present.contact_line(contact, request.perimeter.on),
        "origin": present.origin_words(contact),
        "replaced_by": getattr(contact, "replaced_by", None),
        "writer": request.rights.can(WRITER, caisse=contact.caisse),
    }
    return render(request, "interviews/contacts_un.html", context)


@action(WRITER)
@require_http_methods(["GET", "POST"])
def correct_page(request: PortalRequest, number: int) -> HttpResponse:
    contact = asked_contact(request, number)
    form = forms.CorrectForm(request.POST or None, initial=_initial(contact))
    if request.method == "POST" and form.is_valid():
        told, why = _told(form, contact.caisse), form.cleaned_data["motif"]
        made = _kept(form, lambda: keep.correct_contact(contact, told, author(request), reason=why))
        if made is not None:
            messages.success(request, "Contact corrigé ; l’ancien reste lisible.")
            return redirect("contact", made.pk)
    title = f"Corriger le contact n° {contact.pk}"
    back = reverse("contact", args=[contact.pk])
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "back": back}
    status = 422 if form.errors else 200
    return render(request, "interviews/contacts_saisir.html", context, status=status)


@action(WRITER)
@require_POST
def end_next(request: PortalRequest, number: int) -> HttpResponse:
    contact = asked_contact(request, number)
    try:
        keep.end_next(contact, author(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Prochain contact terminé.")
    return redirect("contact", contact.pk)


def asked_contact(request: PortalRequest, number: int) -> Contact:
    """The contact, where this person may see it; elsewhere it does not exist."""
    found = select.one_contact(request.perimeter, number)
    if found is None:
        raise Http404
    return found


def author(request: PortalRequest) -> Author:
    return Author(at=timezone.now(), by=request.perimeter.user_id)


def _told(form: PortalForm, caisse: str) -> keep.Told:
    """The hour typed is that of the clocks of the caisse."""
    said = form.cleaned_data
    there = timezone.localtime(said["le"]).replace(tzinfo=calendar_of_caisse(caisse).timezone)
    return keep.Told(
        means=said["moyen"],
        direction=said["sens"],
        outcome=said["resultat"],
        at=there,
        summary=said["resume"],
        next_contact_on=said["prochain"],
    )


def _initial(contact: Contact) -> dict:
    return {
        "moyen": contact.means,
        "sens": contact.direction,
        "resultat": contact.outcome,
        "le": local(contact.at, contact.caisse).strftime("%Y-%m-%dT%H:%M"),
        "resume": contact.summary,
        "prochain": contact.next_contact_on,
    }


def _kept(form: PortalForm, act) -> Contact | None:
    """What the service made, or its refusal beside the field that it is about."""
    try:
        return act()
    except Refusal as refusal:
        place = FIELD_OF.get(refusal.code)
        form.add_error(place if place in form.fields else None, refusal.message)
        return None


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [("Contacts", reverse("contacts")), (title, "")]
