"""Which answers a second person reads before they leave."""

from collections.abc import Iterable

from sosij.enums import Motive


# A refusal that is disputed commits the caisse: two pairs of eyes.
SECOND_READING = frozenset({Motive.DISPUTE})


def needs_second_reading(motives: Iterable[str]) -> bool:
    """Whether one of the motives asks for it."""
    return any(motive in SECOND_READING for motive in motives)
