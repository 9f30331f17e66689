"""After an interview: what leaves for the doctor, once, and the interview that follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import PortalRequest, action, rights_of
from core.documents import CONTENT_TYPE
from core.errors import Refusal
from core.journal import Author
from interviews.exports.coordinates import file_name, letter_of
from interviews.forms.desk import AddressForm
from interviews.letters.coordinates import Signatory
from interviews.models import Interview
from interviews.presenters.interview import sub_of, title_of
from interviews.presenters.preparation import version_words
from interviews.rules.leads import is_practitioner
from interviews.selectors import documents as catalogue
from interviews.services.coordinates import send_coordinates
from interviews.services.next_interview import propose_next
from interviews.views.interview import asked_interview, report_of
from prescribers.filters.labels import caisse_labels
from prescribers.presenters.words import caisse_name


@action("entretiens.planifier")
@require_http_methods(["GET", "HEAD", "POST"])
def coordinates_page(request: PortalRequest, number: int) -> HttpResponse:
    """What leaves is read before it leaves."""
    interview = asked_interview(request, number)
    written = report_of(interview)
    if written is None or written.sent_at is not None:
        messages.error(request, _why_not(sent=written is not None))
        return redirect("entretien", number)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent(request, interview, form):
        messages.success(request, "Coordonnées et documents envoyés.")
        return redirect("entretien", number)
    name = title_of(interview)
    here = reverse("entretien", args=[number])
    context = {
        "interview": interview,
        "form": form,
        "title": f"Envoyer coordonnées et documents, {name}",
        "sub": sub_of(interview),
        "crumbs": [("Entretiens", reverse("entretiens")), (name, here), ("Envoyer", "")],
        "who": _signatory(request, interview),
        "documents": [version_words(one) for one in catalogue.handed(interview)],
    }
    return render(
        request, "interviews/coordonnees.html", context, status=422 if form.errors else 200
    )


@action("entretiens.lire")
@require_safe
def letter(request: PortalRequest, number: int) -> HttpResponse:
    """The same words on paper, for a doctor without a mail address."""
    interview = asked_interview(request, number)
    if report_of(interview) is None:
        messages.error(request, _why_not(sent=False))
        return redirect("entretien", number)
    content = letter_of(
        interview, _signatory(request, interview), catalogue.handed(interview), timezone.localdate()
    )
    return HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{file_name(interview)}"'},
    )


@action("entretiens.planifier")
@require_POST
def see_again(request: PortalRequest, number: int) -> HttpResponse:
    interview = asked_interview(request, number)
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        following = propose_next(interview, author)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("entretien", number)
    messages.success(request, "L’entretien suivant est proposé\u202f: donnez-lui une date.")
    return redirect("entretien", following.pk)


def _why_not(*, sent: bool) -> str:
    if sent:
        return "Les coordonnées et les documents sont déjà partis."
    return "Écrivez d’abord le compte rendu."


def _sent(request: PortalRequest, interview: Interview, form: AddressForm) -> bool:
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    address = form.cleaned_data["adresse"]
    try:
        send_coordinates(interview, author, address, _signatory(request, interview))
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _signatory(request: PortalRequest, interview: Interview) -> Signatory:
    """Who led it: the médecin-conseil, or the delegate of a visit."""
    lead, on = interview.lead, request.perimeter.on
    held = rights_of(lead, on).perimeter("entretiens.tenir")
    medical = held is not None and is_practitioner(held.roles_at(interview.caisse))
    labels = caisse_labels([interview.caisse], on)
    return Signatory(
        name=lead.full_name,
        quality="service médical" if medical else "délégué de l’Assurance Maladie",
        caisse=caisse_name(interview.caisse, labels),
        mail=lead.email,
    )
