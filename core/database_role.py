"""The role of the database session: who may read what is decided by PostgreSQL, not only by us.

The web and the workers log in as `ijportal_app`, which owns nothing and inherits nothing. Each
transaction chooses a group role and the caisses whose medical rows it may see; both end with it.
"""

import enum
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction


class DatabaseRole(enum.StrEnum):
    """The two group roles of `deploy/roles.sql`."""

    GESTION = "ijportal_gestion"
    MEDICAL = "ijportal_medical"


class AllCaisses(enum.Enum):
    """The national perimeter, as a type of its own so that no list of codes stands for it."""

    ALL = "*"

    def __repr__(self) -> str:
        return "ALL_CAISSES"


ALL_CAISSES: Final = AllCaisses.ALL
Caisses = Iterable[str] | AllCaisses


@contextmanager
def database_role(role: DatabaseRole, caisses: Caisses = ()) -> Iterator[None]:
    """Open a transaction under `role`, seeing the medical rows of `caisses`; restore at the end.

    SET LOCAL outlives a savepoint that is released, so a nested use (a request inside the
    transaction of a test) puts back what it found.
    """
    nested = connection.in_atomic_block
    previous = _current() if nested else None
    with transaction.atomic():
        set_role(role, caisses)
        yield
        # After an exception the savepoint's rollback restores both settings by itself.
        if previous is not None and not connection.needs_rollback:
            _restore(previous)


def set_role(role: DatabaseRole, caisses: Caisses = ()) -> None:
    """Change role and perimeter inside the current transaction (never outside one)."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("set_role needs an open transaction")
    codes = caisses.value if isinstance(caisses, AllCaisses) else ",".join(sorted(set(caisses)))
    _restore((DatabaseRole(role).value, codes))


def _current() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('app.caisses', true)")
        role, codes = cursor.fetchone()
    return role, codes or ""


def _restore(state: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, true), set_config('app.caisses', %s, true)", state
        )
