"""What a person types is kept as he types, and by a button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from sosij.forms.acts import TextForm
from sosij.models import HelpRequest
from sosij.presenters.drafts import kept_words
from sosij.services.drafts import forget_draft, keep_draft
from sosij.views.acts import carried_out, refuse_another_desk
from sosij.views.request import asked_request, posted, shown


@action("sosij.lire")
@posted
def keep(request: PortalRequest, reference: str) -> HttpResponse:
    """To htmx, which posts every few seconds, a line; to the button, the page."""
    found = asked_request(request, reference)
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        refuse_another_desk(request, found)
        words = _kept(request, found, author)
    except Refusal as refusal:
        return _refused(request, found, refusal)
    if request.htmx:
        return render(request, "sosij/demande_brouillon.html", {"said": words})
    messages.success(request, f"{words}.")
    return redirect("sosij-demande", reference)


def _kept(request: PortalRequest, found: HelpRequest, author: Author) -> str:
    """A draft is thrown away even once the request is closed: it is of no use any more."""
    if "retirer" in request.POST:
        carried_out(request, found, lambda: forget_draft(found, author))
        return "Brouillon retiré"
    text = request.POST.get("texte", "")
    carried_out(request, found, lambda: keep_draft(found, text, author))
    return f"{kept_words(author.at, found)}, gardé" if text.strip() else "Aucun brouillon gardé"


def _refused(request: PortalRequest, found: HelpRequest, refusal: Refusal) -> HttpResponse:
    """Htmx shows nothing of an error: the line says why, with a status of success."""
    if request.htmx:
        return render(request, "sosij/demande_brouillon.html", {"refused": refusal.message})
    form = TextForm(request.POST)
    form.add_error("texte", refusal.message)
    return shown(request, found, {"repondre": form}, status=422)
