"""Delegations: lend a role for a period, take it back early."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import presenters, selectors
from accounts.forms import DelegationForm, ReasonForm
from accounts.models import Delegation, User
from accounts.permissions import PortalRequest, action
from accounts.services.habilitations import delegate, end_delegation
from core.errors import Refusal


@action("administration.habilitations")
@require_http_methods(["GET", "POST"])
def delegation_create(request: PortalRequest, number: int) -> HttpResponse:
    delegator = get_object_or_404(selectors.accounts(request.perimeter), pk=number)
    today = request.perimeter.on
    held = selectors.habilitations(request.perimeter).filter(user=delegator).in_force(today)
    form = DelegationForm(request.POST or None, held=held, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            _lend(form, delegator, by=request.perimeter.user_id)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "La délégation est enregistrée.")
            return redirect("admin-compte", number=delegator.pk)
    return _page(request, "accounts/delegation_form.html", form=form, account=delegator)


@action("administration.habilitations")
@require_http_methods(["GET", "POST"])
def delegation_end(request: PortalRequest, number: int) -> HttpResponse:
    lent = get_object_or_404(selectors.delegations(request.perimeter), pk=number)
    today = request.perimeter.on
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_delegation(
                delegation=lent, on=today, by=request.perimeter.user_id, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "La délégation est terminée.")
            return redirect("admin-compte", number=lent.delegator_id)
    line = presenters.grant_line(lent, today)
    return _page(request, "accounts/delegation_end.html", form=form, line=line)


def _lend(form: DelegationForm, delegator: User, *, by: int) -> Delegation:
    said = form.cleaned_data
    return delegate(
        delegator=delegator,
        delegate=said["delegate"],
        role=said["held"].role,
        organisation=said["held"].organisation,
        valid_from=said["valid_from"],
        valid_to=said["last_day"] + timedelta(days=1),
        reason=said["reason"],
        by=by,
    )


def _page(request: PortalRequest, template: str, **context: object) -> HttpResponse:
    tabs = presenters.tabs(request.rights, "admin-habilitations")
    return render(request, template, {"tabs": tabs, **context})
