"""The profiles of one page, with the fields that its columns read and no other."""

import json
from collections.abc import Sequence
from functools import lru_cache

from accounts.perimeter import Perimeter
from core.questions import Question, instance
from prescribers.models import Prescriber, Profile, ProfileRun
from prescribers.selectors.practice import with_practice


AT_ONCE = 50
PERSON = "prescriber__"
# Stand in the question for the run and the numbers: none of them is ever in the database.
SOME_RUN = -1
SOMEBODY = tuple(f"#{place}" for place in range(AT_ONCE))


def profile_lines(
    perimeter: Perimeter,
    run: ProfileRun,
    rpps: Sequence[str],
    fields: frozenset[str],
    *,
    practice: bool,
) -> list[Profile]:
    """In the order of `rpps`, at most fifty; a profile outside the perimeter is left out.

    `fields` are names as `only` takes them, those of the prescriber after « prescriber__ ».
    """
    question, own, person = _question(fields, practice=practice)
    numbers = dict(zip(SOMEBODY, [*rpps, *[""] * (AT_ONCE - len(rpps))], strict=True))
    found = {}
    for row in question.ask({SOME_RUN: run.pk, **numbers}):
        profile = instance(Profile, own, row)
        profile.prescriber = instance(Prescriber, person, row[len(own) :])
        if practice:
            # What with_practice gives; Django leaves JSON as text below its fields.
            profile.practice = json.loads(row[-1] or "null")  # type: ignore[attr-defined]
        if perimeter.covers(profile.caisse):
            found[profile.rpps] = profile
    return [found[number] for number in rpps if number in found]


@lru_cache(maxsize=256)
def _question(
    fields: frozenset[str], *, practice: bool
) -> tuple[Question, tuple[str, ...], tuple[str, ...]]:
    """The question for the columns of a list, and what it reads of each model."""
    names = {name for name in fields if not name.startswith(PERSON)}
    own = [f.attname for f in Profile._meta.concrete_fields if f.name in {"run", *names}]  # noqa: SLF001
    wanted = {"id", *(name.removeprefix(PERSON) for name in fields - names)}
    person = [f.attname for f in Prescriber._meta.concrete_fields if f.name in wanted]  # noqa: SLF001
    profiles = Profile.objects.filter(run_id=SOME_RUN, rpps__in=SOMEBODY)
    columns = [*own, *(f"{PERSON}{name}" for name in person)]
    if practice:
        profiles, columns = with_practice(profiles), [*columns, "practice"]
    return Question.of(profiles.values_list(*columns)), tuple(own), tuple(person)
