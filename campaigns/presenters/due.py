"""The words of what awaits somebody in a campaign."""

from core.due import Due, Wording


def words(due: Due) -> Wording:
    """No step exists yet.

    Raises:
        LookupError: always.
    """
    raise LookupError(due.key)
