"""What awaits somebody in a campaign: nothing, as long as this floor is empty."""

from accounts.perimeter import Scope
from core.due import Due


def due(scope: Scope) -> list[Due]:
    return []
