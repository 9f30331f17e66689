"""Small counts of persons leave no page and no file: from 1 to 10 they are written « NS »."""

from core.charts.numbers import fr
from ijstats import SMALL_COUNT, publish


THRESHOLD = SMALL_COUNT
HIDDEN = "NS"


def is_small(count: int) -> bool:
    return publish(count) is None


def published(count: int) -> str:
    return HIDDEN if is_small(count) else fr(count)
