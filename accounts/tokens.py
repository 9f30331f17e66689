"""The link that lets a person choose a password, and when it dies."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from accounts.models import Delegation, Habilitation


class RightsBoundTokens(PasswordResetTokenGenerator):
    """A link made for an account with few rights dies when wider rights are granted.

    Otherwise whoever kept it could open, days later, an account that has become worth opening.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        own = Habilitation.objects.filter(user=user).order_by("pk")
        lent = Delegation.objects.filter(delegate=user).order_by("pk")
        rights = [*own.values_list("pk", "valid_to"), *lent.values_list("pk", "valid_to")]
        return f"{super()._make_hash_value(user, timestamp)}{rights}"
