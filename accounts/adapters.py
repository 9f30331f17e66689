"""The door of allauth: nobody signs up alone, and who comes in or goes out is journalled."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from core import journal


class ClosedSignupAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        journal.record(action="compte.connexion", by=user.pk)
        return super().post_login(request, user, **details)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            journal.record(action="compte.deconnexion", by=request.user.pk)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        journal.record(action="compte.mot-de-passe", by=user.pk, obj=("compte", str(user.pk)))
