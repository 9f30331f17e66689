"""Open, close and reopen an account; hand over a link to choose its password.

`within` is the perimeter of who acts, None for the system alone: an account that holds a right
outside it is not his to take over, to close or to reopen.
"""

from allauth.account import app_settings as allauth_settings
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.perimeter import Perimeter
from accounts.selectors import holds_beyond
from core import journal
from core.errors import Refusal


@transaction.atomic
def create_account(
    *,
    email: str,
    full_name: str,
    by: int | None,
    password: str | None = None,
    synthetic: bool = False,
    system: str = "",
) -> User:
    """Open an account without any right; without a password, nobody can sign in yet."""
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Refusal("account-exists", "Un compte existe déjà avec cette adresse.")
    user = User.objects.create_user(
        email=email, full_name=full_name, password=password, synthetic=synthetic
    )
    _journal("compte.creer", user, by=by, system=system)
    return user


@transaction.atomic
def deactivate(
    *, user: User, reason: str, by: int | None, within: Perimeter | None, system: str = ""
) -> None:
    """Close the door at the next request, open sessions included; habilitations stay as proof."""
    if user.pk == by:
        raise Refusal("own-account", "Une autre personne doit désactiver votre compte.")
    _refuse_beyond(user, within)
    _set_active(user, active=False)
    _journal("compte.desactiver", user, by=by, system=system, reason=reason)


@transaction.atomic
def reactivate(
    *, user: User, reason: str, by: int | None, within: Perimeter | None, system: str = ""
) -> None:
    if user.pk == by:
        raise Refusal("own-account", "Une autre personne doit réactiver votre compte.")
    _refuse_beyond(user, within)
    _set_active(user, active=True)
    _journal("compte.reactiver", user, by=by, system=system, reason=reason)


@transaction.atomic
def password_path(*, user: User, by: int | None, within: Perimeter | None, system: str = "") -> str:
    """The address where its holder chooses a password: short-lived, and void once used."""
    if not user.is_active:
        raise Refusal("account-closed", "Ce compte est désactivé : réactivez-le d’abord.")
    if user.pk == by:
        raise Refusal("own-account", "Changez votre mot de passe depuis votre compte.")
    _refuse_beyond(user, within)
    token = allauth_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    _journal("compte.lien-mot-de-passe", user, by=by, system=system)
    route = {"uidb36": user_pk_to_url_str(user), "key": token}
    return reverse("account_reset_password_from_key", kwargs=route)


def _refuse_beyond(user: User, within: Perimeter | None) -> None:
    if within is not None and holds_beyond(within, user):
        raise Refusal(
            "wider-account",
            "Ce compte tient un droit hors de votre périmètre\u202f: l’administration technique "
            "qui couvre tous ses organismes doit agir.",
        )


def _set_active(user: User, *, active: bool) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active == active:
        state = "actif" if active else "désactivé"
        raise Refusal("account-state", f"Ce compte est déjà {state}.")
    locked.is_active = active
    locked.save(update_fields=["is_active"])
    user.is_active = active


def _journal(action: str, user: User, *, by: int | None, system: str, reason: str = "") -> None:
    journal.record(action=action, by=by, system=system, obj=("compte", str(user.pk)), reason=reason)
