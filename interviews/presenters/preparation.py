"""An interview to prepare, in the words of its page and of its sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.charts.numbers import NBSP, NNBSP, date_fr
from interviews.enums import Channel, CommitmentState, Ending, Kind, Owner, State
from interviews.models import DocumentVersion, Interview
from interviews.presenters.due import PLACES
from interviews.presenters.moments import local, long_moment
from prescribers.models import Profile
from prescribers.presenters.cases import case_line
from prescribers.presenters.words import counted
from prescribers.rules.cases import RULE_SETS, Case


GONE = "n’est plus retenue par le calcul en vigueur"


class Promise(Protocol):
    """A commitment as it stands (`interviews.selectors.preparation.Promise`)."""

    @property
    def owner(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def state(self) -> str: ...
    @property
    def ended_at(self) -> datetime | None: ...


class Exchange(Protocol):
    """One of the past (`interviews.selectors.preparation.Exchange`)."""

    @property
    def interview(self) -> Interview: ...
    @property
    def given(self) -> Sequence[str]: ...
    @property
    def promises(self) -> Sequence[Promise]: ...


class Kept(Protocol):
    """A case of the sheet (`interviews.asked.KeptCase`)."""

    @property
    def letter(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def discussed(self) -> bool: ...
    @property
    def case(self) -> Case | None: ...


@dataclass(frozen=True)
class SheetCase:
    letter: str
    number: str
    who: str
    motives: str
    rule: str
    length: str
    discussed: bool


@dataclass(frozen=True)
class Choice:
    """A case that may be kept, and whether it is."""

    number: str
    words: str
    second: str
    chosen: bool


def when_words(interview: Interview) -> str:
    """« mardi 17 novembre 2026 à 14 h 30, au cabinet »."""
    where = PLACES[Channel(interview.channel)]
    if interview.starts_at is None:
        return f"sans date, {where}"
    return f"{long_moment(interview.starts_at, interview.caisse)}, {where}"


def exchange_words(exchange: Exchange, on: date) -> str:
    """« 02/04/2026, entretien confraternel, au cabinet, Dr É. Marchetti : tenu. Remis : … »."""
    interview = exchange.interview
    day = _day(interview)
    told = Ending(interview.ending).label if interview.ending else State(interview.state).label
    words = [
        *([day] if day else []),
        Kind(interview.kind).label.lower(),
        PLACES[Channel(interview.channel)],
        interview.lead.full_name,
    ]
    parts = [f"{', '.join(words)}{NNBSP}: {told.lower()}"]
    if exchange.given:
        parts.append(f"Remis{NNBSP}: {f'{NNBSP}; '.join(exchange.given)}")
    parts += [promise_words(one, interview.caisse, on) for one in exchange.promises]
    return ". ".join(parts)


def version_words(version: DocumentVersion) -> str:
    return f"{version.document.title}, version {version.version}"


def promise_words(promise: Promise, caisse: str, on: date) -> str:
    """« Le médecin : relire la fiche, avant le 01/12/2026 ; en retard »."""
    return (
        f"{Owner(promise.owner).label}{NNBSP}: {promise.words}, avant le "
        f"{date_fr(promise.due_on)}{NNBSP}; {_promise_state(promise, caisse, on)}"
    )


def _promise_state(promise: Promise, caisse: str, on: date) -> str:
    if promise.state == CommitmentState.OPEN:
        return "en retard" if promise.due_on < on else "ouvert"
    words = CommitmentState(promise.state).label.lower()
    if promise.ended_at is None:
        return words
    return f"{words} le {date_fr(local(promise.ended_at, caisse).date())}"


def sheet_cases(kept: Iterable[Kept], profile: Profile | None) -> list[SheetCase]:
    """By letter; nobody's name, and no date: an age band, a family of motives, a length."""
    return [_sheet_case(one, profile) for one in kept]


def case_choices(
    cases: Sequence[Case], kept: Sequence[Kept], proposed: Sequence[Case], profile: Profile
) -> list[Choice]:
    """Every case retained, those kept or else proposed ticked and first."""
    chosen = [one.number for one in kept] or [case.number for case in proposed]
    ordered = sorted(
        cases, key=lambda one: (one.number not in chosen, -one.chain.length, one.number)
    )
    return [_choice(case, profile, chosen=case.number in chosen) for case in ordered]


def count_words(count: int) -> str:
    return counted(count, "situation retenue", "situations retenues")


def title_of(interview: Interview, name: str) -> str:
    return f"Préparer{NBSP}: {name}, {Kind(interview.kind).label.lower()}"


def _choice(case: Case, profile: Profile, *, chosen: bool) -> Choice:
    line = case_line(case, profile)
    return Choice(
        number=case.number,
        words=f"{line.number}{NNBSP}: {line.who}, {line.motives}, {line.length}",
        second=line.rules,
        chosen=chosen,
    )


def _sheet_case(one: Kept, profile: Profile | None) -> SheetCase:
    if one.case is None or profile is None:
        rule = _rule_words().get(one.rule, one.rule)
        return SheetCase(one.letter, one.number, GONE, "", rule, "", one.discussed)
    line = case_line(one.case, profile)
    return SheetCase(
        one.letter, one.number, line.who, line.motives, line.rules, line.length, one.discussed
    )


def _rule_words() -> Mapping[str, str]:
    return {
        rule.code: f"{rule.words[0].lower()}{rule.words[1:]}"
        for rules in RULE_SETS
        for rule in rules.rules
    }


def _day(interview: Interview) -> str:
    if interview.starts_at is None:
        return ""
    return date_fr(local(interview.starts_at, interview.caisse).date())
