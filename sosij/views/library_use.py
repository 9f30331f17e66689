"""« Insérer »: a model answer goes after what is typed, on the page of the request."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from sosij.forms.acts import TextForm
from sosij.selectors.library import one_version
from sosij.services.library_use import insert_version
from sosij.views.request import allowed_acts, asked_request, posted, shown


@action("sosij.lire")
@posted
def insert(request: PortalRequest, reference: str, version_id: int) -> HttpResponse:
    """The page again, with more in the answer: nothing typed is lost, refused or not."""
    found = asked_request(request, reference)
    version = one_version(request.perimeter, version_id)
    if version is None:
        raise Http404
    acts = allowed_acts(request, found)
    if not acts.writes:
        messages.error(request, acts.why or "Cette demande n’attend plus de réponse.")
        return redirect("sosij-demande", reference)
    typed, status = request.POST.get("texte", ""), 200
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    warned = request.POST.get("averti") == "oui"
    try:
        typed = insert_version(found, version, typed, author, warned=warned)
        messages.success(request, f"«\u202f{version.entry.title}\u202f» ajoutée à votre réponse.")
    except Refusal as refusal:
        messages.error(request, refusal.message)
        status = 422
    form = TextForm({"texte": typed}) if typed else TextForm()
    return shown(request, found, {"repondre": form}, status=status)
