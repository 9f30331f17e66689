"""The caisses of a perimeter, to choose from."""

from accounts.models import Organisation
from accounts.perimeter import Perimeter


def caisse_choices(perimeter: Perimeter) -> list[tuple[str, str]]:
    """Code and name in force, by code."""
    labelled = Organisation.objects.with_label(perimeter.on)
    caisses = Organisation.objects.caisses().values("pk")
    found = perimeter.filter(labelled.filter(pk__in=caisses), "code").order_by("code")
    return [(caisse.code, caisse.label or f"Caisse {caisse.code}") for caisse in found]
