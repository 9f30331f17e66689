"""Accounts: list, open, close, reopen, hand over a password link."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import presenters, selectors
from accounts.forms import AccountFilter, AccountForm, ReasonForm
from accounts.models import User
from accounts.permissions import PortalRequest, action
from accounts.services import accounts as verbs
from core.errors import Refusal


PER_PAGE = 50
STATES = {"actif": True, "desactive": False}


@action("administration.comptes")
@require_GET
def account_list(request: PortalRequest) -> HttpResponse:
    form = AccountFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = selectors.accounts(
        request.perimeter, text=asked.get("q", ""), active=STATES.get(asked.get("etat", ""))
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "query": kept.urlencode(),
    }
    return _page(request, "accounts/account_list.html", form=form, **context)


@action("administration.comptes")
@require_http_methods(["GET", "POST"])
def account_create(request: PortalRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = verbs.create_account(**form.cleaned_data, by=request.perimeter.user_id)
        path = _path(request, user)
        return _link(request, user, path)
    return _page(request, "accounts/account_form.html", form=form)


@action("administration.comptes")
@require_GET
def account_page(request: PortalRequest, number: int) -> HttpResponse:
    user = _account(request, number)
    today = request.perimeter.on
    held = selectors.habilitations(request.perimeter).filter(user=user)
    received = selectors.delegations(request.perimeter).filter(delegate=user)
    given = selectors.delegations(request.perimeter).filter(delegator=user)
    return _page(
        request,
        "accounts/account_page.html",
        account=user,
        own=user.pk == request.perimeter.user_id,
        beyond=selectors.holds_beyond(request.perimeter, user),
        habilitations=presenters.grant_lines(held, today),
        received=presenters.grant_lines(received, today),
        given=presenters.grant_lines(given, today),
    )


@action("administration.comptes")
@require_POST
def account_link(request: PortalRequest, number: int) -> HttpResponse:
    user = _account(request, number)
    try:
        path = _path(request, user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("admin-compte", number=number)
    return _link(request, user, path)


@action("administration.comptes")
@require_http_methods(["GET", "POST"])
def account_deactivate(request: PortalRequest, number: int) -> HttpResponse:
    return _switch(request, _account(request, number), closing=True)


@action("administration.comptes")
@require_http_methods(["GET", "POST"])
def account_reactivate(request: PortalRequest, number: int) -> HttpResponse:
    return _switch(request, _account(request, number), closing=False)


def _switch(request: PortalRequest, user: User, *, closing: bool) -> HttpResponse:
    """Ask the reason, then close or reopen the account."""
    form = ReasonForm(request.POST or None)
    verb = verbs.deactivate if closing else verbs.reactivate
    if request.method == "POST" and form.is_valid():
        try:
            verb(
                user=user,
                by=request.perimeter.user_id,
                within=request.perimeter,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            done = "désactivé" if closing else "réactivé"
            messages.success(request, f"Le compte de {user.full_name} est {done}.")
            return redirect("admin-compte", number=user.pk)
    return _page(request, "accounts/account_switch.html", form=form, account=user, closing=closing)


def _account(request: PortalRequest, number: int) -> User:
    within: QuerySet[User] = selectors.accounts(request.perimeter)
    return get_object_or_404(within, pk=number)


def _path(request: PortalRequest, user: User) -> str:
    perimeter = request.perimeter
    return verbs.password_path(user=user, by=perimeter.user_id, within=perimeter)


def _link(request: PortalRequest, user: User, path: str) -> HttpResponse:
    return _page(
        request, "accounts/account_link.html", account=user, link=request.build_absolute_uri(path)
    )


def _page(request: PortalRequest, template: str, **context: object) -> HttpResponse:
    tabs = presenters.tabs(request.rights, "admin-comptes")
    return render(request, template, {"tabs": tabs, **context})
