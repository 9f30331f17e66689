"""Who may set what: a head of service his caisses, the national administration the rest."""

from accounts.enums import Role
from accounts.perimeter import CaisseSet, Perimeter, joined
from core.database_role import AllCaisses
from core.models import JournalEntry


LATEST = 20


def chief_caisses(perimeter: Perimeter) -> CaisseSet:
    """The caisses whose seats and routes this person sets."""
    return joined(grant.caisses for grant in perimeter.grants if grant.role is Role.MEDECIN_CHEF)


def is_chief_of(perimeter: Perimeter, caisse: str) -> bool:
    caisses = chief_caisses(perimeter)
    return isinstance(caisses, AllCaisses) or caisse in caisses


def is_national(perimeter: Perimeter) -> bool:
    """Whether this person sets the openings, and the routes of no caisse."""
    return any(
        grant.role is Role.ADMIN_TECHNIQUE and isinstance(grant.caisses, AllCaisses)
        for grant in perimeter.grants
    )


def latest_acts(perimeter: Perimeter, kind: str, *, public: bool = False) -> list[JournalEntry]:
    """The last acts on objects of a kind; `public`: also those of no caisse."""
    entries = JournalEntry.objects.filter(object_kind=kind).order_by("-id")
    if not public:
        entries = perimeter.filter(entries)
    elif not perimeter.is_national:
        entries = entries.filter(caisse__in={"", *_codes(perimeter)})
    return list(entries[:LATEST])


def _codes(perimeter: Perimeter) -> frozenset[str]:
    return frozenset() if isinstance(perimeter.caisses, AllCaisses) else perimeter.caisses
