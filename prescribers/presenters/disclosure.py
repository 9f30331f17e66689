"""Small counts of persons leave no page and no file: from 1 to 10 they are written « NS »."""

from core.charts.numbers import fr


THRESHOLD = 11
HIDDEN = "NS"


def is_small(count: int) -> bool:
    return 0 < count < THRESHOLD


def published(count: int) -> str:
    return HIDDEN if is_small(count) else fr(count)
