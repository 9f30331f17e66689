"""Who was told that time runs out: a line of the history, and a sentence at the head."""

from collections.abc import Sequence
from itertools import groupby

from sosij.enums import Event, Told
from sosij.models import HelpRequest, Notice
from sosij.presenters.clock import moment_words
from sosij.presenters.thread import Entry


WATCH = "horloge SOS IJ"
WHEN_NOBODY = {
    Event.WARN: "personne à ce guichet",
    Event.BREACH: "ni astreinte, ni responsable à ce guichet",
    Event.ESCALATE: "pas de responsable à ce guichet",
}


def notice_entries(request: HelpRequest, notices: Sequence[Notice]) -> list[Entry]:
    """One line a step: « Ont été prévenus : Luc Tassigny (astreinte) »."""
    return [
        Entry(
            at=told[0].at,
            when=moment_words(told[0].at, request),
            who=WATCH,
            what=_words(Event(step), told),
        )
        for step, rows in groupby(notices, key=lambda notice: notice.step)
        for told in [list(rows)]
    ]


def told_words(request: HelpRequest, notices: Sequence[Notice]) -> str:
    """The last step, while the request is open; nothing before the first."""
    if not request.is_open or not notices:
        return ""
    last = [notice for notice in notices if notice.step == notices[-1].step]
    when = moment_words(last[0].at, request)
    return f"{_words(Event(last[0].step), last)}, {when}"


def nobody_told(request: HelpRequest, notices: Sequence[Notice]) -> bool:
    """Whether the last step found nobody, which must not be silent."""
    return request.is_open and bool(notices) and notices[-1].to_id is None


def _words(step: Event, told: Sequence[Notice]) -> str:
    names = [
        f"{notice.to.full_name} ({Told(notice.quality).label})" for notice in told if notice.to
    ]
    if not names:
        return f"Personne n’est prévenu\u202f: {WHEN_NOBODY[step]}"
    people = "Personne prévenue" if len(names) == 1 else "Personnes prévenues"
    return f"{people}\u202f: {', '.join(names)}"
