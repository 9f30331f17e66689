"""Whose wrong tries are counted together."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def who_tries(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The address typed: without it, five errors behind one address of a caisse stop all of it."""
    said = credentials or request.POST
    return str(said.get("email") or said.get("login") or "").strip().casefold()[:255]
