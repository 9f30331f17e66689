"""The six-digit code asked of a person, and how many wrong ones are allowed."""

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.forms import ValidationError


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
