"""What the pages of the administration read; the perimeter comes first."""

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.enums import OrganisationKind, Role
from accounts.models import (
    Delegation,
    Habilitation,
    Organisation,
    OrganisationLabel,
    Preference,
    User,
)
from accounts.models.grants import GrantQuerySet
from accounts.models.organisation import OrganisationQuerySet
from accounts.perimeter import CaisseSet, Perimeter
from core.database_role import AllCaisses
from core.models import JournalEntry
from core.questions import Question


# Stand in a question for who chose and for which page.
SOMEBODY, SOME_KEY = -1, "#page"


def organisations(perimeter: Perimeter) -> OrganisationQuerySet:
    """The organisations wholly inside: a region counts when all its caisses are."""
    every = Organisation.objects.with_label(perimeter.on)
    if isinstance(perimeter.caisses, AllCaisses):
        return every
    children = Organisation.objects.caisses().filter(parent=OuterRef("pk"))
    outside = children.exclude(code__in=perimeter.caisses)
    return every.filter(
        Q(kind=OrganisationKind.CAISSE, code__in=perimeter.caisses)
        | Q(Exists(children) & ~Exists(outside), kind=OrganisationKind.REGION)
    )


def accounts(perimeter: Perimeter, *, text: str = "", active: bool | None = None) -> QuerySet[User]:
    """Accounts with a right here, own or lent, and those that never had one anywhere."""
    found = User.objects.matching(text)
    if active is not None:
        found = found.filter(is_active=active)
    if not perimeter.is_national:
        held = Habilitation.objects.filter(user=OuterRef("pk"))
        lent = Delegation.objects.filter(delegate=OuterRef("pk"))
        here = Exists(_inside(held, perimeter)) | Exists(_inside(lent, perimeter))
        found = found.filter(here | (~Exists(held) & ~Exists(lent)))
    in_force = Habilitation.objects.in_force(perimeter.on)
    return found.prefetch_related(
        Prefetch("habilitations", _named(in_force, perimeter), to_attr="rights_today")
    )


def holds_beyond(perimeter: Perimeter, user: User) -> bool:
    """Whether a right of the account, in force or to come, own or lent, lies outside.

    Who takes such an account over would get more than he administers.
    """
    if perimeter.is_national:
        return False
    inside = organisations(perimeter).values("pk")
    rights: tuple[GrantQuerySet, ...] = (
        Habilitation.objects.filter(user=user),
        Delegation.objects.filter(delegate=user),
    )
    return any(
        grants.not_ended(perimeter.on).exclude(organisation__in=inside).exists()
        for grants in rights
    )


def habilitations(perimeter: Perimeter) -> GrantQuerySet:
    people = Habilitation.objects.select_related("user", "dual__director")
    return _named(_inside(people, perimeter), perimeter)


def directors(perimeter: Perimeter) -> QuerySet[User]:
    """Who may decide a dual habilitation here, by name."""
    held = _inside(Habilitation.objects.filter(role=Role.DIRECTION), perimeter)
    people = held.in_force(perimeter.on).values("user")
    return User.objects.filter(pk__in=people, is_active=True).order_by("full_name")


def delegations(perimeter: Perimeter) -> GrantQuerySet:
    people = Delegation.objects.select_related("delegator", "delegate")
    return _named(_inside(people, perimeter), perimeter)


def journal(perimeter: Perimeter) -> QuerySet[JournalEntry]:
    """Acts of the perimeter's caisses; those of no caisse are for a national reader."""
    return perimeter.filter(JournalEntry.objects.order_by("-id"))


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """Full names by account id, for rows that keep only the id."""
    wanted = {number for number in ids if number is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def _inside(grants: GrantQuerySet, perimeter: Perimeter) -> GrantQuerySet:
    if perimeter.is_national:
        return grants
    return grants.filter(organisation__in=organisations(perimeter).values("pk"))


def _named(grants: GrantQuerySet, perimeter: Perimeter) -> GrantQuerySet:
    labelled = Organisation.objects.with_label(perimeter.on)
    return grants.prefetch_related(Prefetch("organisation", labelled))


def on_day(grants: GrantQuerySet, state: str, today: date) -> GrantQuerySet:
    """`en-cours`, `a-venir`, `terminees`, or all of them."""
    if state == "en-cours":
        return grants.in_force(today)
    if state == "a-venir":
        return grants.filter(valid_from__gt=today).not_ended(today)
    if state == "terminees":
        return grants.filter(valid_to__lte=today)
    return grants


def perimeter_label(caisses: CaisseSet, on: date) -> str:
    """« CPAM des Alpes-Maritimes », « 6 caisses », « France entière »."""
    if isinstance(caisses, AllCaisses):
        return "France entière"
    if len(caisses) != 1:
        return f"{len(caisses)} caisses" if caisses else "Aucune caisse"
    code = next(iter(caisses))
    labels = OrganisationLabel.objects.on(on).filter(
        organisation__kind=OrganisationKind.CAISSE, organisation__code=code
    )
    return labels.values_list("label", flat=True).first() or f"Caisse {code}"


def preference(perimeter: Perimeter, key: str) -> Any:
    """What this person chose for a page, None when he chose nothing."""
    kept = _preference().ask({SOMEBODY: perimeter.user_id, SOME_KEY: key})
    return json.loads(kept[0][0]) if kept else None


@cache
def _preference() -> Question:
    kept = Preference.objects.filter(user_id=SOMEBODY, key=SOME_KEY).order_by()
    return Question.of(kept.values_list("value"))
