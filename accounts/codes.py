"""The six-digit code asked of a person, and how many wrong ones are allowed."""

import time

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.forms import ValidationError


@transaction.atomic
def spend(authenticator: Authenticator, code: str, now: float) -> None:
    """A code opens once (RFC 6238 §5.2), whichever process reads it.

    allauth remembers a code for one step of thirty seconds in the memory of one process; a code
    stays good for three steps (its own, the one before, the one after), so PostgreSQL remembers.
    Raises ValidationError when it was already spent.
    """
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    spent = [[old, at] for old, at in kept.data.get("spent", []) if at > now - lifetime]
    if any(old == code for old, _ in spent):
        raise get_adapter().validation_error("incorrect_code")
    kept.data["spent"] = [*spent, [code, now]]
    kept.save(update_fields=["data"])


class _CountedCode(BaseAuthenticateForm):
    """A wrong code counts like a wrong password: six digits resist five tries, not a million."""

    def clean_code(self) -> str:
        request, credentials = context.request, {"email": self.user.email}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True  # the middleware of axes answers in place of the page
            raise ValidationError("Trop d’essais.")
        try:
            return self._spent(str(super().clean_code()))
        except ValidationError:
            user_login_failed.send(sender=__name__, request=request, credentials=credentials)
            raise

    def _spent(self, code: str) -> str:
        if self.authenticator.type == Authenticator.Type.TOTP:
            spend(self.authenticator, code.replace(" ", ""), time.time())
        return code


class CodeForm(_CountedCode, AuthenticateForm):
    """Asked at sign-in, after the password."""


class CodeAgainForm(_CountedCode, ReauthenticateForm):
    """Asked before an act that touches the safety of the account."""
