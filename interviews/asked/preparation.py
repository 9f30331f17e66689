"""All that an interview is prepared with: the page and the A4 sheet read the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.perimeter import Perimeter
from core.database_role import DatabaseRole, database_role
from interviews.enums import Kind
from interviews.models import DiscussedCase, DocumentVersion, Interview
from interviews.rules.cases import LETTERS, proposed_cases
from interviews.selectors import documents, medical as walled, preparation as select
from prescribers.models import Profile
from prescribers.rules.cases import Case, Cases, RuleSet, rules_on
from prescribers.selectors.cases import cases_to_discuss


@dataclass(frozen=True)
class KeptCase:
    """A case of the sheet; `case` is None when the published run does not retain it any more."""

    letter: str
    number: str
    rule: str
    discussed: bool
    case: Case | None


@dataclass(frozen=True)
class Prepared:
    """`found` and `kept` are a practitioner's; `found` is None for everybody else."""

    interview: Interview
    profile: Profile | None
    exchanges: Sequence[select.Exchange]
    documents: Sequence[DocumentVersion]
    rules: RuleSet
    found: Cases | None = None
    kept: tuple[KeptCase, ...] = ()

    @property
    def proposed(self) -> list[Case]:
        """What the rules propose as long as nobody chose."""
        return proposed_cases(self.found.cases, self.rules) if self.found else []


def prepared(
    perimeter: Perimeter, interview: Interview, medical: Perimeter | None, on: date
) -> Prepared:
    """`medical`: the medical perimeter of a practitioner; without one no case is even asked for."""
    profile = select.published_profile(perimeter, interview)
    rules = rules_on(on)
    found: Cases | None = None
    kept: tuple[KeptCase, ...] = ()
    if medical is not None:
        with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
            rows = walled.discussed_cases(medical, interview)
            found = cases_to_discuss(medical, profile, rules) if profile else None
        kept = tuple(_kept(row, found) for row in rows)
    return Prepared(
        interview=interview,
        profile=profile,
        exchanges=select.previous_exchanges(perimeter, interview),
        documents=documents.versions_on(perimeter, on, Kind(interview.kind)),
        rules=rules,
        found=found,
        kept=kept,
    )


def lettered(cases: Sequence[Case]) -> list[tuple[str, Case]]:
    """« A » to « E », in the order of the sheet."""
    return list(zip(LETTERS, cases, strict=False))


def _kept(row: DiscussedCase, found: Cases | None) -> KeptCase:
    case = found.numbered(row.number) if found else None
    return KeptCase(row.letter, row.number, row.rule, row.discussed, case)
