"""Past exchanges with a doctor, as lines; the selector's rows come as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from interviews.presenters.moments import moment_words


class Exchange(Protocol):
    """`interviews.selectors.exchanges.Exchange`."""

    @property
    def at(self) -> datetime: ...
    @property
    def what(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def contact(self) -> int | None: ...
    @property
    def interview(self) -> int | None: ...


@dataclass(frozen=True)
class ExchangeLine:
    when: str
    what: str
    outcome: str
    said: str
    who: str
    contact: int | None
    interview: int | None


def exchange_lines(exchanges: Iterable[Exchange], caisse: str) -> list[ExchangeLine]:
    return [
        ExchangeLine(
            moment_words(one.at, caisse),
            one.what,
            one.outcome.lower(),
            one.said,
            one.who,
            one.contact,
            one.interview,
        )
        for one in exchanges
    ]
