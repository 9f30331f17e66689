"""Helping a doctor and instructing his case are two habilitations: who holds both needs a reason.

The wall between SOS IJ and control is also one between people: what a doctor confides to be helped
must not be known to who prepares a procedure against him. A small caisse may have one person for
both: its director then says so, dated and with a reason.
"""

from accounts.enums import Role


HELPS = frozenset({Role.REPONDANT_SOS})
INSTRUCTS = frozenset(
    {Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF, Role.GESTIONNAIRE, Role.ADMIN_CAMPAGNE}
)


def rivals_of(role: Role) -> frozenset[Role]:
    """The roles that are not held beside this one without the director's decision."""
    if role in HELPS:
        return INSTRUCTS
    return HELPS if role in INSTRUCTS else frozenset()
