"""The comparables in a table, from the highest ratio to the lowest, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts import MiniRatio, level_word
from core.charts.numbers import NBSP, NNBSP, fr
from prescribers.models import Profile
from prescribers.presenters.peers import peer_mark, peer_name, shown_expected
from prescribers.rules.peers import Peer


PAGE = 20
LONGEST = 6


@dataclass(frozen=True)
class PeerLine:
    name: str
    rank: int
    expected: str
    ratio: str
    interval: str
    reading: str
    drawing: MiniRatio
    own: bool


@dataclass(frozen=True)
class PeerPages:
    """Pages of ranks from the highest; `previous` and `following` are 0 at the ends."""

    number: int
    count: int
    total: int

    @property
    def ranks(self) -> range:
        highest = self.total - (self.number - 1) * PAGE
        return range(max(highest - PAGE + 1, 1), highest + 1)

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def following(self) -> int:
        return self.number + 1 if self.number < self.count else 0

    @property
    def words(self) -> str:
        return (
            f"Rangs {fr(self.ranks[-1])} à {fr(self.ranks[0])} sur {fr(self.total)}, du plus haut "
            f"rapport au plus bas{NNBSP}; page {self.number} sur{NBSP}{self.count}."
        )


def peer_pages(total: int, own: int, asked: str) -> PeerPages:
    """The page asked for, else that of the prescriber himself."""
    count = -(-total // PAGE)
    wanted = int(asked) if asked.isdecimal() and len(asked) <= LONGEST else 0
    number = wanted or (total - own) // PAGE + 1
    return PeerPages(min(max(number, 1), count), count, total)


def peer_lines(profile: Profile, peers: Sequence[Peer]) -> list[PeerLine]:
    return [_line(profile, peer) for peer in reversed(peers)]


def _line(profile: Profile, peer: Peer) -> PeerLine:
    mark = peer_mark(profile, peer)
    return PeerLine(
        name=peer_name(peer),
        rank=peer.rank,
        expected=fr(shown_expected(peer)),
        ratio=fr(peer.ratio, 2),
        interval=f"{fr(peer.low, 2)}–{fr(peer.high, 2)}",
        reading=level_word(mark),
        drawing=MiniRatio(peer.ratio, peer.low, peer.high, level=mark),
        own=peer.own,
    )
