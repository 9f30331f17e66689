"""The published profiles that a perimeter may see, and those that one is compared with."""

import json
from dataclasses import dataclass
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet, Subquery

from accounts.perimeter import Perimeter
from core.questions import Question, instance
from prescribers.enums import RunState
from prescribers.models import ImportBatch, Profile, ProfileRun, Publication
from prescribers.selectors.group import GroupQuestion
from prescribers.selectors.search import matching


RUN = tuple(field.attname for field in ProfileRun._meta.concrete_fields)  # noqa: SLF001


@dataclass(frozen=True)
class Comparables:
    """How many are compared, the profile himself included, and how their ratios spread.

    `measured` of them stand above the minima; `deciles` are P10 to P90 of the smoothed ratios of
    those, linearly interpolated, empty when there is none.
    """

    size: int
    measured: int
    deciles: tuple[float, ...]

    @property
    def median(self) -> float:
        return self.deciles[len(self.deciles) // 2]


class _Deciles(Aggregate):
    template = (
        "percentile_cont(ARRAY[.1,.2,.3,.4,.5,.6,.7,.8,.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    )
    output_field = ArrayField(FloatField())


def published_run(perimeter: Perimeter) -> ProfileRun | None:
    """The run that everyone reads, None before the first night; the same in every perimeter.

    `imported`: when the last import ended, of which the filters of the list depend.
    """
    for row in _published().ask({}):
        run = instance(ProfileRun, (*RUN, "imported"), row)
        run.parameters = json.loads(row[RUN.index("parameters")])
        return run
    return None


@cache
def _published() -> Question:
    ended = ImportBatch.objects.order_by(F("finished_at").desc(nulls_last=True))
    runs = ProfileRun.objects.filter(pk__in=_pointer())
    imported = Subquery(ended.values("finished_at")[:1])
    return Question.of(runs.annotate(imported=imported).values_list(*RUN, "imported"))


def run_numbered(perimeter: Perimeter, number: int) -> ProfileRun | None:
    """Any run that was computed to its end, published or not, a study too."""
    return ProfileRun.objects.filter(pk__in=_finished(number)).first()


def profile_list(perimeter: Perimeter, run: ProfileRun, text: str = "") -> QuerySet[Profile]:
    """Profiles of the run inside the perimeter that answer to `text`, in no order."""
    profiles = perimeter.filter(Profile.objects.filter(run_id=run.pk))
    return profiles.filter(matching(text)).select_related("prescriber")


def profile_of(perimeter: Perimeter, rpps: str, *, number: int | None = None) -> Profile:
    """One published profile; outside the perimeter it does not exist any more than an unknown.

    `number` asks for another run: any that was computed to its end, published or not. A run that
    is held is still to be decided on, one that was refused never has an answer to show.
    """
    runs = _pointer() if number is None else _finished(number)
    profiles = Profile.objects.filter(run_id__in=runs, rpps=rpps)
    return perimeter.filter(profiles).select_related("prescriber", "run").get()


def comparables(profile: Profile) -> Comparables:
    """The group of a profile in one query: numbers, nobody's row."""
    ((size, measured, deciles),) = SPREAD.ask(profile)
    return Comparables(size, measured, tuple(deciles or ()))


def _spread(peers: QuerySet[Profile]) -> Question:
    shown = Q(enough=True, smoothed__isnull=False)
    return Question.of_totals(
        peers,
        size=Count("rpps"),
        measured=Count("rpps", filter=shown),
        deciles=_Deciles("smoothed", filter=shown),
    )


SPREAD = GroupQuestion(_spread)


def _pointer() -> QuerySet:
    return Publication.objects.filter(id=1).values("run_id")


def _finished(number: int) -> QuerySet:
    return ProfileRun.objects.filter(
        number=number, state__in=[RunState.COMPUTED, RunState.PUBLISHED]
    ).values("pk")
