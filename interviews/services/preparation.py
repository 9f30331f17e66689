"""Preparing an interview: reading a doctor's figures, keeping the cases that will be discussed.

Each case that is shown is opened, as on the page of the prescriber: its line of the journal says
that it was for this interview.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction

from core.errors import Refusal
from core.journal import Author, record
from interviews.models import DiscussedCase, Interview, PatientOffer
from interviews.rules.cases import LETTERS, MOST_CASES
from interviews.services.passages import OBJECT, locked
from prescribers.models import Profile
from prescribers.rules.cases import Case, RuleSet
from prescribers.services.cases import open_case


def record_preparation(interview: Interview, by: int, what: str) -> None:
    """Reading what prepares an interview is reading the profile of its doctor."""
    record(
        action="entretiens.preparer",
        by=by,
        obj=(OBJECT, str(interview.pk)),
        caisse=interview.caisse,
        reason=what,
    )


def open_cases(
    interview: Interview, profile: Profile, cases: Iterable[Case], rules: RuleSet, by: int
) -> None:
    reason = f"Préparation de l’entretien n° {interview.pk}"
    for case in cases:
        open_case(profile=profile, case=case, rules=rules, reason=reason, by=by)


@transaction.atomic
def keep_cases(
    interview: Interview, profile: Profile, chosen: Sequence[Case], rules: RuleSet, author: Author
) -> list[DiscussedCase]:
    """Put these cases on the sheet, lettered in their order, in place of those before.

    Behind the wall: the caller has entered it.

    Raises:
        Refusal: too many, an interview closed, or cases that the report already tells of.
    """
    held = locked(interview.pk)
    if not held.is_open:
        raise Refusal("CLOS", "Cet entretien est clos\u202f: sa fiche ne change plus.")
    if len(chosen) > MOST_CASES:
        raise Refusal("SITUATIONS", f"Gardez {MOST_CASES} situations au plus.")
    rows = DiscussedCase.objects.filter(interview=held)
    told = rows.filter(discussed=True).exists()
    if told or PatientOffer.objects.filter(interview=held).exists():
        raise Refusal(
            "SITUATIONS_CITEES",
            "Le compte rendu cite ces situations : elles ne changent plus.",
        )
    rows.delete()
    open_cases(held, profile, chosen, rules, author.person)
    return DiscussedCase.objects.bulk_create(
        [
            DiscussedCase(
                interview=held,
                caisse=held.caisse,
                letter=letter,
                number=case.number,
                rule=case.rules[0].code,
            )
            for letter, case in zip(LETTERS, chosen, strict=False)
        ]
    )
