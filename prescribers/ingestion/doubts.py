"""A reason to doubt a month whose rows are well formed."""

from collections.abc import Sequence
from typing import NamedTuple


MOST_NAMED = 6


class Doubt(NamedTuple):
    """A stable code for programs; what was seen, what was expected and what to do for people."""

    code: str
    message: str


def named(codes: Sequence[str]) -> str:
    """Some codes in a sentence that must stay short."""
    if len(codes) <= MOST_NAMED:
        return ", ".join(codes)
    return f"{', '.join(codes[:MOST_NAMED])} et {len(codes) - MOST_NAMED} autres"
