"""What awaits somebody about files: batches held for a decision, exports ready to be taken."""

from collections.abc import Iterator

from accounts.perimeter import Scope
from core.due import Due, Hint
from prescribers.models import Export
from prescribers.selectors.imports import held_rows


BATCH, EXPORT = "import", "export"


def due(scope: Scope) -> list[Due]:
    return [*_held(scope), *_ready(scope)]


def _held(scope: Scope) -> Iterator[Due]:
    """A file serves every caisse: whoever decides sees them all."""
    perimeter = scope.perimeter("imports.decider")
    if perimeter is None:
        return
    for row in held_rows(perimeter):
        yield Due(
            kind=BATCH,
            step="decider",
            ident=str(row.pk),
            by=None,
            route="import",
            args=(row.pk,),
            hint=Hint.AT_ONCE,
            facts=row,
        )


def _ready(scope: Scope) -> Iterator[Due]:
    """Made and never taken, until it expires: one's own, and nobody replaces anybody there."""
    if scope.perimeter("prescripteurs.exporter") is None:
        return
    ready = Export.objects.filter(
        by_id=scope.user_id, made_at__isnull=False, closed_at__isnull=True, taken=0
    )
    rows = ready.filter(expires_at__gt=scope.now).order_by()
    for row in rows.values_list("pk", "file_name", "rows", "expires_at", named=True):
        yield Due(
            kind=EXPORT,
            step="prendre",
            ident=str(row.pk),
            by=row.expires_at,
            route="exports",
            facts=row,
        )
