"""The programs that post requests: opening one, proving who it is, its token of a quarter hour."""

import re
import secrets
from datetime import date

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from core import journal
from core.errors import Refusal
from sosij.models import IntakeClient


TOKEN_SECONDS = 900
SALT = "sosij.intake.token"
OBJECT = "client SOS IJ"
_CODE = re.compile(r"[a-z0-9-]{1,40}")


@transaction.atomic
def open_client(code: str, label: str, *, on: date, system: str) -> str:
    """Make a client; its secret is given here and nowhere else, ever.

    Raises:
        Refusal: a code that is taken, or that is not made of small letters, digits and hyphens.
    """
    if not _CODE.fullmatch(code):
        raise Refusal("CODE", "Le code compte 1 à 40 lettres minuscules, chiffres ou tirets.")
    if IntakeClient.objects.filter(code=code).exists():
        raise Refusal("CODE_PRIS", f"Le client {code} existe déjà : demandez un nouveau secret.")
    client = IntakeClient(code=code, label=label, since=on)
    return _with_new_secret(client, "sosij.client-ouvrir", system)


@transaction.atomic
def renew_secret(code: str, *, system: str) -> str:
    """Replace the secret: the old one and every token given for it stop at once.

    Raises:
        Refusal: no client has this code.
    """
    client = IntakeClient.objects.select_for_update().filter(code=code).first()
    if client is None:
        raise Refusal("CODE_INCONNU", f"Aucun client ne porte le code {code}.")
    return _with_new_secret(client, "sosij.client-secret", system)


def client_proving(code: str, secret: str, on: date) -> IntakeClient | None:
    """The client in force that has this secret.

    A code is no secret: an unknown one is refused at once, where hashing for nothing would let
    anybody spend 0.1 s of CPU and 100 MB a call.
    """
    client = client_named(code, on)
    proven = client is not None and check_password(secret, client.secret)
    return client if proven else None


def client_named(code: str, on: date) -> IntakeClient | None:
    if not _CODE.fullmatch(code):
        return None
    return IntakeClient.objects.in_force(on).filter(code=code).first()


def new_token(client: IntakeClient) -> str:
    return signing.dumps([client.pk, _mark(client)], salt=SALT)


def client_holding(token: str, on: date) -> IntakeClient | None:
    """The client of a token signed less than a quarter of an hour ago, if it is still in force."""
    try:
        client_id, mark = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    client = IntakeClient.objects.in_force(on).filter(pk=client_id).first()
    if client is None or not constant_time_compare(mark, _mark(client)):
        return None
    return client


def _with_new_secret(client: IntakeClient, act: str, system: str) -> str:
    secret = secrets.token_urlsafe(32)
    client.secret = make_password(secret)
    client.save()
    journal.record(action=act, by=None, system=system, obj=(OBJECT, client.code))
    return secret


def _mark(client: IntakeClient) -> str:
    """Ties a token to the secret it was given for, without telling anything of it."""
    return salted_hmac(SALT, client.secret).hexdigest()[:16]
