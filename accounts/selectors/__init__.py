"""What the pages read of people and rights; the perimeter comes first."""

from accounts.selectors.administration import (
    accounts,
    delegations,
    directors,
    habilitations,
    holds_beyond,
    journal,
    names,
    on_day,
    organisations,
    perimeter_label,
    preference,
)


__all__ = [
    "accounts",
    "delegations",
    "directors",
    "habilitations",
    "holds_beyond",
    "journal",
    "names",
    "on_day",
    "organisations",
    "perimeter_label",
    "preference",
]
