"""What a run keeps of each caisse, and its growth against the run of a year before."""

from django.db.models import QuerySet

from prescribers.enums import RunState
from prescribers.frames.caisses import Caisses, Mix, growth_parts
from prescribers.frames.window import shifted
from prescribers.models import CaisseMix, CaisseProfile, ProfileRun
from prescribers.models.caisses import GROWTH
from prescribers.services.night.extent import Extent


YEAR = 12
MADE = (RunState.COMPUTED, RunState.PUBLISHED)


def store_caisses(run: ProfileRun, caisses: Caisses) -> None:
    """In the transaction of the profiles, which these rows are the sums of."""
    columns = {name: values.tolist() for name, values in caisses.columns.items()}
    CaisseProfile.objects.bulk_create(
        CaisseProfile(
            run=run, caisse=code, **{name: values[place] for name, values in columns.items()}
        )
        for place, code in enumerate(caisses.codes.tolist())
    )
    CaisseMix.objects.bulk_create(
        CaisseMix(run=run, caisse=code, leaves=leaves, days=days)
        for code, leaves, days in zip(
            caisses.codes.tolist(), caisses.leaves.tolist(), caisses.days.tolist(), strict=True
        )
    )


def settle_growth(run: ProfileRun) -> None:
    """Compare the run with the last of the year before it, and with it those of the year after.

    Runs of past months may be made in any order. A growth that is known does not change: a page
    cited it.
    """
    before = _made(run, -YEAR).last()
    if before is not None:
        _compare(run, before)
    for after in _made(run, YEAR):
        _compare(after, run)


def _made(run: ProfileRun, months: int) -> QuerySet[ProfileRun]:
    found = ProfileRun.objects.filter(
        window_end=shifted(run.window_end, months),
        state__in=MADE,
        method=run.method,
        parameters__contains=Extent.stored(run.parameters).parameters,
        pk__in=CaisseProfile.objects.values("run"),
    )
    return found.order_by("number")


def _compare(run: ProfileRun, before: ProfileRun) -> None:
    """A caisse that the year before does not know has no growth: its files may not be there."""
    sums = {row.caisse: row for row in CaisseProfile.objects.filter(run=before)}
    rows = list(CaisseProfile.objects.filter(run=run, days_before__isnull=True, caisse__in=sums))
    parts = growth_parts([row.caisse for row in rows], _mixes(before), _mixes(run))
    for row in rows:
        known = sums[row.caisse]
        row.year_before = before
        row.days_before = known.obs_days
        row.leaves_before = known.obs_leaves
        row.amount_before = known.obs_amount_cents
        row.volume, row.structure, row.duration = parts[row.caisse]
    CaisseProfile.objects.bulk_update(rows, GROWTH)


def _mixes(run: ProfileRun) -> dict[str, Mix]:
    rows = CaisseMix.objects.filter(run=run).values_list("caisse", "leaves", "days")
    return {caisse: (leaves, days) for caisse, leaves, days in rows}
