"""The lines of a file of requests against everything that a receipt would refuse."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.perimeter import CaisseSet
from core.errors import Refusal
from sosij.enums import Channel, Regime
from sosij.rules.importing import COLUMN_OF, DATES, Fault
from sosij.services.file_reading import ReadLine
from sosij.services.practices import Practices
from sosij.services.receive import checked_text


CHANNELS = {"": Channel.FILE} | {
    one.value: one for one in (Channel.PHONE, Channel.MAIL, Channel.FILE)
}
REGIMES = {regime.value.casefold(): regime for regime in Regime}
RPPS_LENGTH = 11


@dataclass(frozen=True)
class GoodLine:
    """What a receipt would take, as it would take it."""

    number: int
    caisse: str
    rpps: str
    received_at: datetime
    channel: Channel
    regime: Regime
    question: str

    @property
    def digest(self) -> str:
        """Of the whole line: the same line, in another file or another order, has the same."""
        said = [
            self.rpps,
            self.received_at.timestamp(),
            self.channel.value,
            self.regime.value,
            self.question,
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def checked(
    lines: Iterable[ReadLine], *, within: CaisseSet, now: datetime
) -> tuple[list[GoodLine], list[Fault]]:
    """The lines that would be received, and what each of the others must change."""
    listed = list(lines)
    practices = Practices(line.cells["rpps"] for line in listed)
    good: list[GoodLine] = []
    faults: list[Fault] = []
    for line in listed:
        wrong = list(_form_faults(line))
        if wrong:
            faults += wrong
            continue
        try:
            good.append(_received(line, practices, within, now))
        except Refusal as refusal:
            faults.append(Fault(line.number, COLUMN_OF.get(refusal.code, ""), refusal.code))
    return good, faults


def _form_faults(line: ReadLine) -> Iterator[Fault]:
    """What can be said of each cell alone, all at once."""
    cells = line.cells
    rpps = cells["rpps"]
    if not rpps:
        yield Fault(line.number, "rpps", "VIDE")
    elif not (rpps.isascii() and rpps.isdigit() and len(rpps) == RPPS_LENGTH):
        yield Fault(line.number, "rpps", "RPPS_FORME")
    if not cells["recue_le"]:
        yield Fault(line.number, "recue_le", "VIDE")
    elif _moment(cells["recue_le"]) is None:
        yield Fault(line.number, "recue_le", "DATE")
    if cells["canal"].casefold() not in CHANNELS:
        yield Fault(line.number, "canal", "CANAL")
    if cells["regime"].casefold() not in REGIMES:
        yield Fault(line.number, "regime", "REGIME")
    try:
        checked_text(cells["question"])
    except Refusal as refusal:
        yield Fault(line.number, "question", refusal.code)


def _received(line: ReadLine, practices: Practices, within: CaisseSet, now: datetime) -> GoodLine:
    cells = line.cells
    moment = _moment(cells["recue_le"])
    assert moment is not None  # _form_faults
    place = practices.find(cells["rpps"], within=within, received_at=moment, now=now)
    return GoodLine(
        number=line.number,
        caisse=place.caisse,
        rpps=cells["rpps"],
        received_at=moment,
        channel=CHANNELS[cells["canal"].casefold()],
        regime=REGIMES[cells["regime"].casefold()],
        question=checked_text(cells["question"]),
    )


def _moment(said: str) -> datetime | None:
    """A local instant, as people write it."""
    for written in DATES:
        try:
            return timezone.make_aware(datetime.strptime(said, written))  # noqa: DTZ007
        except ValueError:
            continue
    return None
