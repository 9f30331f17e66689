"""Commitments to follow, mine or the service's, until they are kept or dropped with a reason."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import PortalRequest, action
from core.errors import Refusal
from core.journal import Author
from interviews.forms.desk import DropForm
from interviews.models import Commitment
from interviews.presenters import commitments as present
from interviews.presenters.listing import tabs
from interviews.selectors import commitments as select
from interviews.selectors.interviews import one_commitment
from interviews.services import commitments as follow


PER_PAGE = 50
ENDS = "entretiens.planifier"


@action("entretiens.lire")
@require_safe
def commitments_page(request: PortalRequest) -> HttpResponse:
    state, whose = present.asked(request.GET)
    mine = request.perimeter.user_id if whose == present.MINE else None
    on = request.perimeter.on
    found = select.listed(request.perimeter, state=state, on=on, follower=mine)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": present.follow_lines(page.object_list, on),
        "sentence": present.sentence(page.paginator.count, state, whose),
        "states": present.state_chips(state, whose),
        "people": present.whose_chips(state, whose),
        "query": urlencode({"etat": state, "qui": whose}),
        "here": reverse("entretiens-engagements"),
        "ends": request.rights.can(ENDS),
        "tabs": tabs("entretiens-engagements"),
    }
    return render(request, "interviews/engagements.html", context)


@action(ENDS)
@require_POST
def keep(request: PortalRequest, number: int) -> HttpResponse:
    commitment = _asked(request, number)
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        follow.keep(commitment, author)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Engagement tenu, c’est noté.")
    return redirect("entretiens-engagements")


@action(ENDS)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_page(request: PortalRequest, number: int) -> HttpResponse:
    commitment = _asked(request, number)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        author = Author(at=timezone.now(), by=request.perimeter.user_id)
        try:
            follow.drop(commitment, author, reason=form.cleaned_data["motif"])
        except Refusal as refusal:
            form.add_error("motif", refusal.message)
        else:
            messages.success(request, "Engagement abandonné, avec son motif.")
            return redirect("entretiens-engagements")
    context = {"commitment": commitment, "form": form}
    status = 422 if form.errors else 200
    return render(request, "interviews/engagements_abandonner.html", context, status=status)


def _asked(request: PortalRequest, number: int) -> Commitment:
    commitment = one_commitment(request.perimeter, number)
    if commitment is None:
        raise Http404
    return commitment
