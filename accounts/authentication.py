"""The link by which a person chooses a password is bound to the rights of the day it was made."""

from typing import Any

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator

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
