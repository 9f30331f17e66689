"""Writing one act. The row carries identifiers and a reason; never what was read or written."""

from core.errors import AnonymousActError
from core.models import JournalEntry


def record(
    *,
    action: str,
    by: int | None,
    obj: tuple[str, str] | None = None,
    reason: str = "",
    caisse: str = "",
    system: str = "",
) -> JournalEntry:
    """Insert an unsealed row in the current transaction: the act and its trace stand together.

    `system` names the automaton that acts when nobody does; it is ignored when somebody does.
    """
    if by is None and not system:
        raise AnonymousActError(action)
    object_kind, object_id = obj or ("", "")
    return JournalEntry.objects.create(
        action=action,
        actor_id=by,
        system=system if by is None else "",
        object_kind=object_kind,
        object_id=object_id,
        reason=reason,
        caisse=caisse,
    )
