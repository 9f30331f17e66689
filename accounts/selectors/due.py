"""What awaits somebody about rights: those that end soon, for who grants them and who has them."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.models import Delegation, Habilitation
from accounts.perimeter import Scope
from accounts.selectors.administration import delegations, habilitations
from core.due import Due


HABILITATION, DELEGATION = "habilitation", "delegation"
ADMINISTERS = "administration.habilitations"
# Long enough to write to a director and to have an answer; chosen by the project.
SOON = timedelta(days=30)


def due(scope: Scope) -> list[Due]:
    return [*_habilitations(scope), *_delegations(scope)]


def _habilitations(scope: Scope) -> Iterator[Due]:
    """Those that nothing follows: another one from the same day renews it."""
    perimeter = scope.perimeter(ADMINISTERS)
    if perimeter is None:
        return
    after = Habilitation.objects.filter(
        user=OuterRef("user"),
        role=OuterRef("role"),
        organisation=OuterRef("organisation"),
        valid_from__gt=OuterRef("valid_from"),
        valid_from__lte=OuterRef("valid_to"),
    )
    held = habilitations(perimeter).prefetch_related(None).select_related(None)
    ending = held.in_force(scope.on).filter(~Exists(after), valid_to__lte=scope.on + SOON)
    rows = ending.order_by().values_list("pk", "user_id", "user__full_name", "role", "valid_to")
    for pk, user, name, role, end in rows:
        yield Due(
            kind=HABILITATION,
            step="renouveler",
            ident=str(pk),
            by=end - timedelta(days=1),
            route="admin-compte",
            args=(user,),
            facts=(name, role, end),
        )


def _delegations(scope: Scope) -> Iterator[Due]:
    """Lent by the person or to him; and those of his perimeter for who records them."""
    mine = Q(delegator=scope.user_id) | Q(delegate=scope.user_id)
    perimeter = scope.perimeter(ADMINISTERS)
    if perimeter is not None:
        recorded = delegations(perimeter).prefetch_related(None).select_related(None)
        mine |= Q(pk__in=recorded.order_by().values("pk"))
    ending = Delegation.objects.filter(mine).in_force(scope.on)
    names = ("delegator_id", "delegator__full_name", "delegate_id", "delegate__full_name")
    rows = ending.filter(valid_to__lte=scope.on + SOON).order_by()
    for pk, lender, lent_by, to, lent_to, role, end in rows.values_list(
        "pk", *names, "role", "valid_to"
    ):
        yield Due(
            kind=DELEGATION,
            step="suivre" if perimeter is None else "renouveler",
            ident=str(pk),
            by=end - timedelta(days=1),
            route="aide-droits" if perimeter is None else "admin-compte",
            args=() if perimeter is None else (lender,),
            people=((lender, lent_by), (to, lent_to)),
            facts=(lent_by, lent_to, role, end),
        )
