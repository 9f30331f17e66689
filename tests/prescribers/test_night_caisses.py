"""What a run keeps of its caisses: the sums of its profiles, and their growth in a year."""

from collections import Counter
from datetime import date

import pytest

from core.jobs import enqueue
from ijstats import growth_split
from prescribers.frames.window import shifted, span
from prescribers.models import CaisseMix, CaisseProfile, Leave, Profile, ProfileRun
from prescribers.services.night.caisses import settle_growth
from prescribers.services.night.kinds import NIGHT
from tests.prescribers import night_world as world
from tests.prescribers.summed import by_caisse


pytestmark = pytest.mark.django_db
A_YEAR_BEFORE = date(2024, 9, 15)
GROWN = ("days_before", "volume", "structure", "duration")


def night(day: date) -> ProfileRun:
    payload = {"day": day.isoformat(), "publish": day == world.AS_OF}
    asked = ProfileRun.objects.count()
    enqueue(kind=NIGHT, dedup_key=f"nuit:essai:{asked}", payload=payload, by=None)
    world.run_all()
    return ProfileRun.objects.order_by("number").last()


@pytest.fixture
def country():
    return world.build()


@pytest.fixture
def two_years(country):
    """Leaves from July 2023, so that the run of a year before has its own twelve months."""
    for month in span(date(2023, 7, 1), date(2024, 4, 1)):
        world.add_month(country, month)
    return country


def growth(run: ProfileRun) -> dict[str, tuple[float | None, ...]]:
    return {
        row.caisse: tuple(getattr(row, name) for name in GROWN)
        for row in CaisseProfile.objects.filter(run=run)
    }


def test_the_sums_are_those_of_the_profiles(country):
    run = night(world.AS_OF)
    naive = by_caisse(run)
    stored = {row.caisse: row for row in CaisseProfile.objects.filter(run=run)}
    assert set(stored) == set(naive) == set(world.CAISSES)
    for caisse, row in stored.items():
        for field in CaisseProfile._meta.concrete_fields:
            if field.name not in {"id", *GROWN}:
                expected = getattr(naive[caisse], field.attname)
                if field.name in {"exp_days", "variance", "months_expected"}:
                    expected = pytest.approx(expected, rel=1e-12)
                assert getattr(row, field.attname) == expected, field.name
    assert stored["061"].obs_days > 0


def test_the_mix_holds_every_day_of_the_profiles(country):
    run = night(world.AS_OF)
    for mix in CaisseMix.objects.filter(run=run):
        row = CaisseProfile.objects.get(run=run, caisse=mix.caisse)
        assert (sum(mix.leaves), sum(mix.days)) == (row.obs_leaves, row.obs_days)


def test_without_a_year_before_no_growth_is_told(country):
    assert set(growth(night(world.AS_OF)).values()) == {(None,) * 4}


def test_the_growth_is_that_of_the_leaves_counted_by_hand(two_years):
    before, run = night(A_YEAR_BEFORE), night(world.AS_OF)
    caisse_of = dict(Profile.objects.filter(run=run).values_list("rpps", "caisse"))
    assert before.window_end == shifted(run.window_end, -12)
    years = (counted(before, caisse_of), counted(run, caisse_of))
    for caisse, (days_before, *parts) in growth(run).items():
        strata = sorted({stratum for year in years for place, stratum in year if place == caisse})
        tables = [
            [[year.get((caisse, stratum), (0, 0))[which] for stratum in strata]]
            for year in years
            for which in (0, 1)
        ]
        split = growth_split(*tables)
        row = CaisseProfile.objects.get(run=run, caisse=caisse)
        assert days_before == sum(tables[1][0])
        assert row.year_before == before
        assert parts == pytest.approx([part[0] for part in split])
        assert sum(parts) == pytest.approx(row.obs_days - days_before)


def counted(run: ProfileRun, caisse_of: dict[str, str]) -> dict[tuple[str, int], tuple[int, int]]:
    """(caisse, stratum) → leaves and days of the window, by the words of the method."""
    leaves, days = Counter(), Counter()
    window = (run.window_start, run.window_end)
    for leave in Leave.objects.filter(month__range=window):
        left_out = leave.risk == "MAT" or leave.ald == 2 or leave.tpt or leave.replacement
        if left_out or not 16 <= leave.age <= 70:
            continue
        place = caisse_of[f"{leave.rpps:011d}"], leave.stratum
        leaves[place] += 1
        days[place] += leave.days
    return {place: (leaves[place], days[place]) for place in leaves}


def test_the_run_of_the_year_before_may_come_last(two_years):
    run = night(world.AS_OF)
    assert set(growth(run).values()) == {(None,) * 4}
    night(A_YEAR_BEFORE)
    found = growth(run)
    assert None not in {value for values in found.values() for value in values}
    assert found == {caisse: pytest.approx(values) for caisse, values in growth_again(run).items()}


def growth_again(run: ProfileRun) -> dict[str, tuple[float | None, ...]]:
    """As if the run had been made after the year before it."""
    CaisseProfile.objects.filter(run=run).update(
        year_before=None,
        leaves_before=None,
        amount_before=None,
        **dict.fromkeys(GROWN),
    )
    settle_growth(run)
    return growth(run)


def test_a_growth_that_was_told_does_not_change(two_years):
    before, run = night(A_YEAR_BEFORE), night(world.AS_OF)
    told = growth(run)
    world.add_month(two_years, date(2023, 9, 1), seed=2)
    again = night(A_YEAR_BEFORE)
    assert again.number > run.number > before.number
    assert growth(run) == told
    assert set(CaisseProfile.objects.filter(run=run).values_list("year_before", flat=True)) == {
        before.pk
    }


def test_a_caisse_that_the_year_before_does_not_know_has_no_growth(two_years):
    """Its files of then may never have come: all its days would be taken for growth."""
    before = night(A_YEAR_BEFORE)
    CaisseProfile.objects.filter(run=before, caisse="831").delete()
    found = growth(night(world.AS_OF))
    assert found["831"] == (None,) * 4
    assert None not in found["061"]


def test_every_run_of_a_month_learns_its_growth(two_years):
    """The published run too, when another of the same months was made after it."""
    published = night(world.AS_OF)
    world.add_month(two_years, date(2025, 1, 1), seed=3)
    later = night(world.AS_OF)
    night(A_YEAR_BEFORE)
    for run in (published, later):
        assert None not in growth(run)["061"]
