"""What awaits somebody at the desks of SOS IJ: one row an open request, in one query.

A seat opens what waits at its desk; without one, only what the person holds or was told of.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from accounts.enums import Role
from accounts.perimeter import Perimeter, Scope
from core.database_role import AllCaisses
from core.due import Due, Hint
from core.models.epoch import Epoch, instant
from sosij.enums import Desk, State
from sosij.models import Seat
from sosij.models.request import OPEN_STATES
from sosij.selectors.notices import told_to
from sosij.selectors.requests import visible


KIND, PAGE = "sosij", "sosij-demande"
QUALIFY, TAKE, ANSWER = "qualifier", "prendre", "repondre"
REREAD, READING, SUSPENDED, TOLD = "relire", "en-lecture", "suspendue", "signalee"
STEPS = {
    State.RECEIVED: QUALIFY,
    State.WAITING: TAKE,
    State.HELD: ANSWER,
    State.SUSPENDED: SUSPENDED,
    State.SECOND_READING: REREAD,
}
COLUMNS = (
    "reference", "state", "desk", "level", "motives", "caisse", "holder_id", "holder__full_name",
    "received", "ends", "breached", "told", "seat",
)  # fmt: skip


def due(scope: Scope) -> list[Due]:
    perimeter = scope.perimeter("sosij.lire")
    return [] if perimeter is None else list(_requests(scope, perimeter))


def _requests(scope: Scope, perimeter: Perimeter) -> Iterator[Due]:
    seats = Seat.objects.on(perimeter.on).filter(user=scope.user_id, caisse=OuterRef("caisse"))
    seat = Q(Exists(seats.filter(desk=OuterRef("desk"))))
    found = (
        visible(perimeter)
        .filter(state__in=OPEN_STATES)
        .annotate(
            told=told_to(perimeter), seat=ExpressionWrapper(seat, output_field=BooleanField())
        )
        .filter(
            Q(holder=scope.user_id)
            | Q(told=True)
            | Q(state=State.RECEIVED) & _qualified_by(perimeter, seats)
            | Q(seat=True) & _awaited_at_desk(scope)
        )
    )
    seconds = {"received": "received_at", "ends": "due_at", "breached": "breached_at"}
    timed = found.annotate(**{name: Epoch(field) for name, field in seconds.items()})
    for row in timed.order_by().values_list(*COLUMNS, named=True):
        yield _row(row, scope)


def _awaited_at_desk(scope: Scope) -> Q:
    """What nobody holds, what another is to read, and what an absent colleague holds."""
    another = Q(state=State.SECOND_READING) & ~Q(holder=scope.user_id)
    return Q(state=State.WAITING) | another | Q(holder__in=scope.replaced)


def _qualified_by(perimeter: Perimeter, seats: Any) -> Q:
    """The secrétariat and the head qualify by their role, a répondant from his seat."""
    mine = Q(Exists(seats.filter(desk=Desk.MEDICAL)))
    for grant in perimeter.grants:
        if grant.role in {Role.SECRETARIAT_MEDICAL, Role.MEDECIN_CHEF}:
            national = isinstance(grant.caisses, AllCaisses)
            mine |= ~Q(caisse="") if national else Q(caisse__in=grant.caisses)
    return mine


def _row(row: Any, scope: Scope) -> Due:
    step, hint = STEPS[State(row.state)], Hint.MINE
    own = row.holder_id in scope.people
    if step == REREAD and row.holder_id == scope.user_id:
        step, hint = READING, Hint.THIRD_PARTY
    elif step == SUSPENDED:
        hint = Hint.THIRD_PARTY
    elif row.told and not own and not row.seat:
        step = TOLD
    return Due(
        kind=KIND,
        step=step,
        ident=row.reference,
        by=None if row.ends is None else instant(row.ends),
        route=PAGE,
        args=(row.reference,),
        people=((row.holder_id, row.holder__full_name),)
        if row.holder_id and step != REREAD
        else (),
        caisse=row.caisse,
        hint=hint,
        facts=row,
    )
