"""A request as a thread: what was said and what was done, in the order of time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.charts.numbers import NNBSP
from sosij.enums import Desk, DeskTextKind, Event, FileState, TextKind
from sosij.models import DeskText, HelpRequest, Move, RequestFile, RequestText
from sosij.presenters.clock import moment_words


INTERNAL = frozenset({TextKind.NOTE, TextKind.EXPERT, TextKind.DRAFT})
DESK_INTERNAL = frozenset({DeskTextKind.NOTE, DeskTextKind.DRAFT})
KIB = 1024
FILE_WORDS = {
    FileState.QUARANTINED: (
        "en quarantaine\u202f: pas encore contrôlée",
        "Elle s’ouvrira une fois contrôlée. Après une heure, prévenez l’administration du portail.",
    ),
    FileState.CLEAN: ("contrôlée", ""),
    FileState.INFECTED: (
        "refusée par l’antivirus, contenu effacé",
        "Le portail du médecin en est averti\u202f: il peut en envoyer une autre version.",
    ),
}


@dataclass(frozen=True)
class Entry:
    """A text has a body; a passage has none."""

    at: datetime
    when: str
    who: str
    what: str
    body: str = ""
    internal: bool = False


def thread(
    request: HelpRequest,
    *,
    doctor: str,
    moves: Iterable[Move],
    texts: Iterable[RequestText],
    desk_texts: Iterable[DeskText],
    names: Mapping[int, str],
    told: Iterable[Entry] = (),
) -> list[Entry]:
    """Texts come before the passage that they cause, who was told of it after."""
    said = [_text(request, text, doctor, names) for text in texts]
    said += [_desk_text(request, text) for text in desk_texts]
    done = [_move(request, move) for move in moves]
    return sorted([*said, *done, *told], key=lambda entry: entry.at)


def _text(request: HelpRequest, text: RequestText, doctor: str, names: Mapping[int, str]) -> Entry:
    kind = TextKind(text.kind)
    asked = kind is TextKind.QUESTION
    typist = names.get(text.by_id or 0, "") if asked else ""
    taken = f", saisie par {typist}" if typist else ""
    return Entry(
        at=text.written_at,
        when=moment_words(text.written_at, request),
        who=doctor if asked else names.get(text.by_id or 0, "Compte supprimé"),
        what=f"demandeur{taken}" if asked else kind.label.lower(),
        body=text.body,
        internal=kind in INTERNAL,
    )


def _desk_text(request: HelpRequest, text: DeskText) -> Entry:
    kind = DeskTextKind(text.kind)
    return Entry(
        at=text.written_at,
        when=moment_words(text.written_at, request),
        who=text.by.full_name,
        what=kind.label.lower(),
        body=text.body,
        internal=kind in DESK_INTERNAL,
    )


def _move(request: HelpRequest, move: Move) -> Entry:
    event = Event(move.event)
    words = event.label
    if event in {Event.QUALIFY, Event.REQUALIFY, Event.REDIRECT}:
        words = f"{words}\u202f: {Desk(move.desk).label.lower()}"
    elif event is Event.TAKE and move.holder is not None and move.holder_id != move.by_id:
        words = f"Confiée à {move.holder.full_name}"
    reason = f" ({move.reason})" if move.reason else ""
    return Entry(
        at=move.at,
        when=moment_words(move.at, request),
        who=move.by.full_name if move.by else move.system,
        what=f"{words}{reason}",
    )


def last_draft(texts: Iterable[RequestText | DeskText]) -> str:
    """What a second reader is to read, or its author to take up again."""
    drafts = [text.body for text in texts if text.kind == TextKind.DRAFT]
    return drafts[-1] if drafts else ""


@dataclass(frozen=True)
class Attached:
    ident: int
    name: str
    size: str
    state: str
    todo: str
    opens: bool


def attached(files: Iterable[RequestFile]) -> list[Attached]:
    """Attachments with their size; one that no scanner has passed can't be opened."""
    return [
        Attached(
            file.pk,
            file.name,
            f"{-(-file.size // KIB)}{NNBSP}ko",
            *FILE_WORDS[file.state],
            opens=file.state is FileState.CLEAN,
        )
        for file in files
    ]
