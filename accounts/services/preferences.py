"""Keep what a person chose for a page; his own row, so no perimeter and no journal."""

from typing import Any

from accounts.models import Preference


def remember(*, user_id: int, key: str, value: Any) -> None:
    Preference.objects.update_or_create(user_id=user_id, key=key, defaults={"value": value})


def forget(*, user_id: int, key: str) -> None:
    """Back to what everybody begins with; nothing happens when nothing was kept."""
    Preference.objects.filter(user_id=user_id, key=key).delete()
