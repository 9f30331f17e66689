"""A request typed in for a doctor who called or wrote."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from sosij.forms.entry import EntryForm
from sosij.models import HelpRequest
from sosij.services.arrival import receive_with_files
from sosij.services.files import LARGEST_TOTAL
from sosij.services.receive import Asked
from sosij.views.uploads import BoundedInMemory


# No browser gives back a file that was chosen.
NOT_KEPT = "Les pièces n’ont pas été gardées\u202f: choisissez-les de nouveau."


@action("sosij.saisir")
@csrf_exempt  # checked just below, once the receiver is in place
@require_http_methods(["GET", "POST"])
def entry_page(request: PortalRequest) -> HttpResponse:
    request.upload_handlers = [BoundedInMemory(request, LARGEST_TOTAL)]
    return _entered(request)


@csrf_protect
def _entered(request: PortalRequest) -> HttpResponse:
    form = EntryForm(
        request.POST or None,
        request.FILES or None,
        initial={"recue_le": timezone.localtime().replace(second=0)},
    )
    found = _received(request, form) if request.method == "POST" and form.is_valid() else None
    if found is not None:
        messages.success(request, f"Demande {found.reference} enregistrée.")
        return redirect("sosij-demande", found.reference)
    if request.FILES and not form.has_error("pieces"):
        form.add_error("pieces", NOT_KEPT)
    title = "Saisir une demande"
    context = {"form": form, "title": title, "crumbs": [("SOS IJ", reverse("sosij")), (title, "")]}
    return render(request, "sosij/saisir.html", context, status=422 if form.errors else 200)


def _received(request: PortalRequest, form: EntryForm) -> HelpRequest | None:
    said = form.cleaned_data
    asked = Asked(
        rpps=said["rpps"],
        question=said["question"],
        regime=said["regime"],
        within=request.perimeter.caisses,
    )
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        return receive_with_files(
            asked,
            said["pieces"],
            channel=said["canal"],
            received_at=said["recue_le"],
            author=author,
        )
    except Refusal as refusal:
        field = "pieces" if refusal.code.startswith("PIECE") else FIELD_OF.get(refusal.code)
        form.add_error(field, refusal.message)
        return None


FIELD_OF = {
    "TEXTE_VIDE": "question",
    "TEXTE_LONG": "question",
    "TEXTE_NIR": "question",
    "MEDECIN_INCONNU": "rpps",
    "SERVICE_FERME": "rpps",
    "DATE_FUTURE": "recue_le",
}
