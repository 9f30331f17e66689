"""What one person may see for one action, on one day: the first argument of every selector."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from accounts.enums import OrganisationKind, Role
from core.database_role import ALL_CAISSES, AllCaisses


Row = TypeVar("Row", bound=Model)
CaisseSet = frozenset[str] | AllCaisses


@dataclass(frozen=True)
class Grant:
    """One role held, with the caisses it opens."""

    role: Role
    caisses: CaisseSet

    @classmethod
    def from_row(cls, role: str, kind: str, code: str, regional: list[str]) -> "Grant":
        return cls(role=Role(role), caisses=_opened(kind, code, regional))


def _opened(kind: str, code: str, regional: list[str]) -> CaisseSet:
    if kind == OrganisationKind.NATION:
        return ALL_CAISSES
    if kind == OrganisationKind.CAISSE:
        return frozenset({code})
    if kind == OrganisationKind.REGION:
        return frozenset(regional)
    return frozenset()


def joined(parts: Iterable[CaisseSet]) -> CaisseSet:
    """All the caisses of several grants: one national grant makes the whole national."""
    codes: set[str] = set()
    for part in parts:
        if isinstance(part, AllCaisses):
            return ALL_CAISSES
        codes |= part
    return frozenset(codes)


@dataclass(frozen=True)
class Perimeter:
    user_id: int
    action: str
    caisses: CaisseSet
    roles: frozenset[Role]
    on: date
    # What the caisses and the roles were joined from: a role at one caisse is not held at another.
    grants: tuple[Grant, ...] = ()

    @property
    def is_national(self) -> bool:
        return isinstance(self.caisses, AllCaisses)

    def roles_at(self, caisse: str) -> frozenset[Role]:
        """The roles held for one caisse."""
        return frozenset(
            grant.role
            for grant in self.grants
            if isinstance(grant.caisses, AllCaisses) or caisse in grant.caisses
        )

    def covers(self, caisse: str) -> bool:
        return isinstance(self.caisses, AllCaisses) or caisse in self.caisses

    def filter(self, queryset: "QuerySet[Row, Any]", field: str = "caisse") -> "QuerySet[Row, Any]":
        """Cut a queryset to the caisses; nobody outside can tell what was cut from what is not."""
        if isinstance(self.caisses, AllCaisses):
            return queryset
        return queryset.filter(**{f"{field}__in": self.caisses})


@dataclass(frozen=True)
class Replaced:
    """A colleague for whom one answers today, and the last day of his absence."""

    user_id: int
    name: str
    last_day: date


@dataclass(frozen=True)
class Scope:
    """Whose work is asked, when, and what the person who asks may open.

    The work of those replaced is cut by the same perimeters: a substitute gains no right.
    """

    user_id: int
    replaced: frozenset[int]
    now: datetime
    on: date
    perimeter: Callable[[str], Perimeter | None]

    @property
    def people(self) -> frozenset[int]:
        return self.replaced | {self.user_id}
