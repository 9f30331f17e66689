"""What a person holds on a day, read in one query and asked as often as the page likes."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.models import AnonymousUser

from accounts import roles
from accounts.enums import Access
from accounts.models import Delegation, Habilitation, User
from accounts.perimeter import Grant, Perimeter, joined
from core.questions import Question


# Stand in the question for who asks and when: neither is ever in the database.
SOMEBODY, SOME_DAY = -1, date.min
CLOSED_TO_PEOPLE = frozenset({Access.PUBLIC, Access.CLOSED, Access.CLIENT})


@dataclass(frozen=True)
class HeldRights:
    """The grants in force; `user_id` is None for a visitor or a closed account."""

    user_id: int | None
    grants: tuple[Grant, ...]
    on: date

    def can(self, code: str, *, caisse: str | None = None) -> bool:
        action = roles.action_named(code)
        if action.access is Access.PUBLIC:
            return caisse is None
        perimeter = self.perimeter(code)
        return perimeter is not None and (caisse is None or perimeter.covers(caisse))

    def perimeter(self, code: str) -> Perimeter | None:
        """The perimeter of an action, or None when it is closed to this person."""
        action = roles.action_named(code)
        if self.user_id is None or action.access in CLOSED_TO_PEOPLE:
            return None
        useful = [grant for grant in self.grants if grant.role in action.roles]
        if action.access is Access.ROLES and not useful:
            return None
        return Perimeter(
            user_id=self.user_id,
            action=code,
            caisses=joined(grant.caisses for grant in useful),
            roles=frozenset(grant.role for grant in useful),
            on=self.on,
            grants=tuple(useful),
        )


def rights_of(user: User | AnonymousUser, on: date) -> HeldRights:
    if not user.is_authenticated or not user.is_active:
        return HeldRights(user_id=None, grants=(), on=on)
    rows = _question().ask({SOMEBODY: user.pk, SOME_DAY: on})
    return HeldRights(user.pk, tuple(Grant.from_row(*row) for row in rows), on)


@cache
def _question() -> Question:
    """The rights own and lent of a person on a day: building it took a third of an empty page."""
    own = Habilitation.objects.filter(user=SOMEBODY).in_force(SOME_DAY).as_grants()
    lent = Delegation.objects.filter(delegate=SOMEBODY).effective(SOME_DAY).as_grants()
    return Question.of(own.union(lent, all=True))


def can(user: User | AnonymousUser, action: str, *, caisse: str | None = None, on: date) -> bool:
    return rights_of(user, on).can(action, caisse=caisse)


def perimeter_for(user: User | AnonymousUser, action: str, on: date) -> Perimeter | None:
    return rights_of(user, on).perimeter(action)
