"""Who answers which motive: dated rows, the most precise wins, the national ones always stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sosij.enums import Desk, Level, Motive, Regime
from sosij.rules.carsats import carsat_of


@dataclass(frozen=True)
class RouteRow:
    """Empty means « any »; `until` is the first day without the row; `ident` of a local one."""

    motive: str
    desk: Desk
    level: Level
    since: date
    until: date | None = None
    caisse: str = ""
    carsat: str = ""
    regime: str = ""
    source: str = ""
    ident: int | None = None

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def fits(self, motive: str, caisse: str, regime: str, on: date) -> bool:
        """Whether the row speaks of this request, on this day."""
        pairs = (
            (self.motive, motive),
            (self.caisse, caisse),
            (self.carsat, carsat_of(caisse)),
            (self.regime, regime),
        )
        return self.in_force(on) and all(not asked or asked == given for asked, given in pairs)

    @property
    def precision(self) -> tuple[bool, bool, bool, bool, date]:
        """A régime decides before a caisse: an agricultural request leaves for the MSA."""
        return (
            bool(self.regime),
            bool(self.caisse),
            bool(self.carsat),
            bool(self.motive),
            self.since,
        )


# A request sent on so often goes round in circles: its page and the queue say so.
LOOPS_FLAGGED = 3
FIRST_DAY = _START = date(2025, 1, 20)
_PUBLISHED = "expérimentation SOS IJ, chiffres de mai 2025 : trois quarts au service médical"
NATIONAL = (
    RouteRow("", Desk.MSA, Level.EXPERT, _START, regime=Regime.AGRICULTURAL, source=_PUBLISHED),
    RouteRow(Motive.INVALIDITY, Desk.MEDICAL, Level.EXPERT, _START, source=_PUBLISHED),
    RouteRow(Motive.WORKPLACE, Desk.MEDICAL, Level.EXPERT, _START, source=_PUBLISHED),
    RouteRow(Motive.DISPUTE, Desk.MEDICAL, Level.EXPERT, _START, source=_PUBLISHED),
    RouteRow(Motive.HARDSHIP, Desk.SOCIAL, Level.EXPERT, _START, source=_PUBLISHED),
    RouteRow(Motive.ADMINISTRATIVE, Desk.BENEFITS, Level.FIRST, _START, source=_PUBLISHED),
    RouteRow(Motive.OTHER, Desk.MEDICAL, Level.FIRST, _START, source=_PUBLISHED),
)


def leading(motives: Iterable[str]) -> Motive:
    """The motive that routes: the first of the order of `Motive`.

    Raises:
        ValueError: no motive was given.
    """
    return min(map(Motive, motives), key=list(Motive).index)


def route(
    motives: Sequence[str],
    *,
    caisse: str,
    regime: str,
    on: date,
    local: Sequence[RouteRow] = (),
) -> RouteRow:
    """The row that decides; the national rows speak of every motive, so there is always one."""
    return ranked(leading(motives), caisse=caisse, regime=regime, on=on, local=local)[0]


def ranked(
    motive: Motive, *, caisse: str, regime: str, on: date, local: Sequence[RouteRow] = ()
) -> list[RouteRow]:
    """Every row that speaks of this request; the first decides, the others say over what it won."""
    fitting = [row for row in (*NATIONAL, *local) if row.fits(motive, caisse, regime, on)]
    return sorted(fitting, key=lambda row: row.precision, reverse=True)
