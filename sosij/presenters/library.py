"""The library in the words of its pages: states, uses, what a version changed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

from django.utils import timezone

from core.charts.numbers import date_fr
from prescribers.presenters.words import counted
from sosij.enums import EntryState, Side
from sosij.models import LibraryEntry, LibraryVersion
from sosij.presenters.queue import motive_words
from sosij.rules.library import state_on


LONGEST_EXACT = 2_000
# The chip of each state: its kind and its icon in the theme.
CHIPS = {
    EntryState.IN_FORCE: ("done", "check"),
    EntryState.DUE: ("soon", "alert"),
    EntryState.WITHDRAWN: ("waiting", "pause"),
}


@dataclass(frozen=True)
class StateChip:
    word: str
    kind: str
    icon: str


@dataclass(frozen=True)
class EntryLine:
    """`uses` and `version` are empty where the page does not show them."""

    ident: int
    title: str
    motives: str
    side: str
    chip: StateChip
    due: bool
    review: str
    version_id: int = 0
    version: str = ""
    body: str = ""
    uses: str = ""


def entry_lines(entries: Iterable[LibraryEntry], on: date) -> list[EntryLine]:
    """Entries annotated with their last version."""
    return [entry_line(entry, on) for entry in entries]


def entry_line(entry: LibraryEntry, on: date) -> EntryLine:
    state = entry_state(entry, on)
    number, written = getattr(entry, "last_number", 0), getattr(entry, "last_at", None)
    return EntryLine(
        ident=entry.pk,
        title=entry.title,
        motives=motive_words(entry.motives),
        side=Side(entry.side).label,
        chip=StateChip(str(state.label).lower(), *CHIPS[state]),
        due=state == EntryState.DUE,
        review=date_fr(entry.review_on),
        version_id=getattr(entry, "last_id", 0),
        version=f"version {number} du {_day(written)}" if written else "",
        body=getattr(entry, "last_body", ""),
        uses=uses_words(getattr(entry, "uses", 0)),
    )


def entry_state(entry: LibraryEntry, on: date) -> EntryState:
    return state_on(on, review_on=entry.review_on, withdrawn=entry.withdrawn_at is not None)


def uses_words(count: int) -> str:
    """« insérée dans 12 réponses »."""
    if not count:
        return "insérée dans aucune réponse"
    return f"insérée dans {counted(count, 'réponse', 'réponses')}"


def review_sentence(entry: LibraryEntry, on: date) -> str:
    """Where the entry stands, in one sentence."""
    if entry.withdrawn_at is not None:
        who = entry.withdrawn_by.full_name if entry.withdrawn_by else ""
        return f"Retirée le {_day(entry.withdrawn_at)} par {who}\u202f: {entry.withdrawn_reason}"
    read = f"relue le {_day(entry.reviewed_at)} par {entry.reviewed_by.full_name}"
    if entry.review_on <= on:
        return f"À revoir depuis le {date_fr(entry.review_on)}, {read}."
    return f"À revoir le {date_fr(entry.review_on)}, {read}."


@dataclass(frozen=True)
class VersionLine:
    number: int
    when: str
    who: str
    change: str
    uses: str
    current: bool


def version_lines(versions: Sequence[LibraryVersion], shown: int) -> list[VersionLine]:
    """Versions annotated with the answers that they served; `shown` is the one on the page."""
    return [
        VersionLine(
            number=version.number,
            when=_day(version.at),
            who=version.by.full_name,
            change=version.change,
            uses=uses_words(getattr(version, "served", 0)),
            current=version.number == shown,
        )
        for version in versions
    ]


@dataclass(frozen=True)
class Piece:
    """A run of words: kept, added (« ins ») or removed (« del »)."""

    mark: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """What changed between two texts, word by word, in reading order."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    # Without its shortcut the comparison is exact, and quadratic: half a second on 2,000 words.
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > LONGEST_EXACT)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("", "".join(old[start:end])))
            continue
        pieces += [
            Piece(mark, "".join(words))
            for mark, words in (("del", old[start:end]), ("ins", new[first:last]))
            if words
        ]
    return pieces


def _words(text: str) -> list[str]:
    """Words with the space that follows them, so that joined they are the text."""
    return re.findall(r"\S+\s*|\s+", text)


def _day(moment: datetime) -> str:
    return date_fr(timezone.localtime(moment).date())
