"""What a person must prove to enter, and how many wrong tries are allowed."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.forms import ValidationError
from django.http import HttpRequest

from accounts.models import Delegation, Habilitation


class RightsBoundTokens(EmailAwarePasswordResetTokenGenerator):
    """A link made for an account with few rights dies when wider rights are granted.

    Otherwise whoever kept it could open, days later, an account that has become worth opening.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        own = Habilitation.objects.filter(user=user).order_by("pk")
        lent = Delegation.objects.filter(delegate=user).order_by("pk")
        rights = [*own.values_list("pk", "valid_to"), *lent.values_list("pk", "valid_to")]
        return f"{super()._make_hash_value(user, timestamp)}{rights}"


def who_tries(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The address typed: without it, five errors behind one address of a caisse stop all of it."""
    said = credentials or request.POST
    return str(said.get("email") or said.get("login") or "").strip().casefold()[:255]


class _CountedCode(BaseAuthenticateForm):
    """A wrong code counts like a wrong password: six digits resist five tries, not a million."""

    def clean_code(self) -> str:
        request, credentials = context.request, {"email": self.user.email}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True  # the middleware of axes answers in place of the page
            raise ValidationError("Trop d’essais.")
        try:
            return str(super().clean_code())
        except ValidationError:
            user_login_failed.send(sender=__name__, request=request, credentials=credentials)
            raise


class CodeForm(_CountedCode, AuthenticateForm):
    """Asked at sign-in, after the password."""


class CodeAgainForm(_CountedCode, ReauthenticateForm):
    """Asked before an act that touches the safety of the account."""
