"""Who may lead which kind: an administrative delegate holds no entretien confraternel."""

from accounts.enums import Role
from interviews.enums import Kind


PRACTITIONERS = frozenset({Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF})
LEADS: dict[Kind, frozenset[Role]] = {
    Kind.PEER: PRACTITIONERS,
    Kind.ALERT: PRACTITIONERS,
    Kind.FOLLOW_UP: PRACTITIONERS,
    Kind.SUPPORT: PRACTITIONERS | {Role.DAM},
    Kind.INSTALLATION: PRACTITIONERS | {Role.DAM},
    Kind.VISIT: frozenset({Role.DAM}),
}


def may_lead(roles: frozenset[Role], kind: Kind) -> bool:
    """Whether one of these roles, held at the caisse, leads interviews of this kind."""
    return bool(roles & LEADS[kind])


def kinds_led(roles: frozenset[Role]) -> list[Kind]:
    """What these roles lead, in the order of the list."""
    return [kind for kind in Kind if may_lead(roles, kind)]


def is_practitioner(roles: frozenset[Role]) -> bool:
    """Whether medical content of an interview may be written: a delegate never does."""
    return bool(roles & PRACTITIONERS)
