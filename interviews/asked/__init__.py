"""What a page and its files both read, gathered once so that they agree."""

from interviews.asked.preparation import KeptCase, Prepared, prepared


__all__ = ["KeptCase", "Prepared", "prepared"]
