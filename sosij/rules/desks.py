"""Which role answers at which desk, and who may read what a doctor wrote."""

from collections.abc import Iterable

from accounts.enums import Role
from sosij.enums import Desk


SERVICE_MEDICAL = frozenset({Role.REPONDANT_SOS, Role.SECRETARIAT_MEDICAL, Role.MEDECIN_CHEF})
DESKS = {
    Role.GESTIONNAIRE: frozenset({Desk.BENEFITS, Desk.MSA}),
    Role.SERVICE_SOCIAL: frozenset({Desk.SOCIAL}),
}


def of_the_service_medical(roles: Iterable[Role]) -> bool:
    """Whether one of the roles qualifies, and reads the texts of doctors."""
    return bool(SERVICE_MEDICAL & set(roles))


def desks_of(roles: Iterable[Role]) -> frozenset[Desk]:
    """The desks whose requests these roles see: all of them for the service médical."""
    held = set(roles)
    if SERVICE_MEDICAL & held:
        return frozenset(Desk)
    return frozenset().union(*(desks for role, desks in DESKS.items() if role in held))


def seated_at(desk: Desk) -> list[Role]:
    """The roles that may hold the requests of a desk, those of the desk itself first.

    The secrétariat qualifies, the head of the service organises and reads again: neither answers
    without the habilitation to help and, for who instructs cases, the director's decision
    (`accounts.rules.cumul`).
    """
    own = [role for role, desks in DESKS.items() if desk in desks]
    return [*own, Role.REPONDANT_SOS]
