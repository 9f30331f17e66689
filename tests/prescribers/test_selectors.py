"""What a perimeter sees of the published run, and nothing else."""

from datetime import UTC, date, datetime

import pytest

from accounts.enums import Role
from accounts.perimeter import Perimeter
from core.database_role import ALL_CAISSES
from prescribers.enums import RunState, Signal
from prescribers.models import Profile
from prescribers.selectors import (
    Territory,
    comparables,
    dashboard,
    freshness,
    list_choices,
    profile_list,
    profile_of,
    published_run,
)
from prescribers.services.night.publication import publish
from tests.accounts.factories import caisse
from tests.prescribers.factories import (
    CommuneFactory,
    ImportBatchFactory,
    PrescriberFactory,
    ProfileFactory,
    ProfileRunFactory,
)
from tests.prescribers.summed import sum_up


pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)


def perimeter(*caisses):
    return Perimeter(
        user_id=1,
        action="prescripteurs.lire",
        caisses=frozenset(caisses) if caisses else ALL_CAISSES,
        roles=frozenset({Role.GESTIONNAIRE}),
        on=date(2025, 9, 16),
    )


def published(run):
    publish(run, by=None, at=NOW)
    run.refresh_from_db()
    return run


def doctor(run, name, **fields):
    prescriber = PrescriberFactory(name_sort=name)
    return ProfileFactory(run=run, prescriber=prescriber, **fields)


@pytest.fixture
def run():
    return published(
        ProfileRunFactory(
            number=3,
            computed_at=NOW,
            data_until=date(2026, 2, 1),
            parameters={"missing_months": ["2025-02-01"]},
        )
    )


@pytest.fixture
def people(run):
    """Four doctors of Nice and one of Toulon."""
    CommuneFactory(code="06163", name="La Trinité", name_sort="la trinite")
    return {
        "durand": doctor(run, "durand emile", ratio_days=1.2, level=1),
        "dupont": doctor(run, "dupont le gall anne", ratio_days=0.9, level=0),
        "petit": doctor(run, "petit zoe", commune_name="La Trinité", specialty="PSY"),
        "neuf": doctor(
            run, "neuf paul", exp_days=0, ratio_days=None, ci_low=None, enough=False, level=-1
        ),
        "toulon": doctor(run, "martin luc", caisse="831", ratio_days=2.5),
    }


def names(queryset):
    return [profile.name_sort.split()[0] for profile in queryset]


def test_nothing_is_published_before_the_first_night():
    ProfileRunFactory()
    assert published_run(perimeter()) is None
    assert freshness() is None


def test_the_published_run_is_the_pointer_and_not_the_latest(run):
    ProfileRunFactory(number=4)
    assert published_run(perimeter("061")) == run


def test_a_forgotten_perimeter_is_a_type_error(run):
    with pytest.raises(TypeError):
        profile_list(run)
    with pytest.raises(TypeError):
        profile_of("99000000002")
    with pytest.raises(TypeError):
        dashboard(run)


def test_the_list_stops_at_the_perimeter(run, people):
    assert names(profile_list(perimeter("831"), run)) == ["martin"]
    assert len(profile_list(perimeter("061", "831"), run)) == 5
    assert len(profile_list(perimeter(), run)) == 5
    assert not profile_list(perimeter("131"), run).exists()


def test_the_profile_of_another_caisse_does_not_exist(people):
    stranger = people["toulon"]
    assert profile_of(perimeter("831"), stranger.rpps) == stranger
    with pytest.raises(Profile.DoesNotExist):
        profile_of(perimeter("061"), stranger.rpps)
    with pytest.raises(Profile.DoesNotExist):
        profile_of(perimeter(), "10000000000")


def test_a_profile_comes_from_the_published_run_only(run, people):
    known = people["durand"]
    draft = ProfileRunFactory(number=4)
    ProfileFactory(run=draft, prescriber=known.prescriber, obs_days=1)
    assert profile_of(perimeter("061"), known.rpps).run == run


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["dupont", "durand", "neuf", "petit"]),
        ("du", ["dupont", "durand"]),
        ("Émile", ["durand"]),
        ("DURAND Émile", ["durand"]),
        ("émile durand", ["durand"]),
        ("Le Gall", ["dupont"]),
        ("dupont-le gall", ["dupont"]),
        ("gal", ["dupont"]),
        ("upont", ["dupont"]),
        ("up", []),
        ("pont anne", ["dupont"]),
        ("anne trinite", []),
        ("petit trinité", ["petit"]),
        ("rinit", ["petit"]),
        ("la Trinité", ["petit"]),
        ("%", []),
        ("_", []),
        ("du%", []),
    ],
)
def test_search_by_pieces_of_words_without_accents(run, people, text, found):
    assert sorted(names(profile_list(perimeter("061"), run, text))) == found


def test_search_by_rpps(run, people):
    wanted = people["durand"].rpps
    assert names(profile_list(perimeter("061"), run, f" {wanted} ")) == ["durand"]
    # What the first million synthetic numbers share, however many a suite has drawn.
    assert len(profile_list(perimeter("061"), run, "9900")) == 4
    stranger = people["toulon"].rpps
    assert not profile_list(perimeter("061"), run, stranger).exists()


def test_choices_are_those_of_the_perimeter(run, people):
    choices = list_choices(perimeter("061"), run)
    assert (choices.specialties, choices.caisses) == (("MG", "PSY"), ("061",))


def test_the_choices_of_a_new_run_and_of_an_import_show_at_once(run, people):
    """In one process and one day: what was kept for the run before is not given for this one."""
    assert list_choices(perimeter(), published_run(perimeter())).caisses == ("061", "831")
    night = ProfileRunFactory(number=13, state=RunState.COMPUTED)
    doctor(night, "brest jean", caisse="291", region="53")
    published(night)

    found = list_choices(perimeter(), published_run(perimeter()))
    assert (found.caisses, found.caisse_labels) == (("291",), {"291": ""})

    caisse("291", "CPAM du Finistère")
    ImportBatchFactory(finished_at=NOW)
    found = list_choices(perimeter(), published_run(perimeter()))
    assert found.caisse_labels == {"291": "CPAM du Finistère"}


def test_a_group_counts_who_is_compared_in_the_whole_country(run):
    """Two in the region's group; no list, other groups, other runs and specialties left out."""
    here = {"group_code": "MG-93", "group_fallback": False}
    blank = {"exp_days": 0, "group_code": "MG-FR", "group_fallback": True}
    found = doctor(run, "durand emile", **here)
    doctor(run, "martin luc", caisse="831", **here)
    alone = doctor(run, "sans liste", **blank)
    doctor(run, "lille anne", caisse="595", region="32", group_code="MG-32")
    small = doctor(run, "corse lea", region="94", group_code="MG-FR", group_fallback=True)
    doctor(run, "petit zoe", specialty="PSY", group_code="PSY-93")
    doctor(ProfileRunFactory(number=4), "autre calcul", **here)

    assert comparables(found).size == 2
    # The specialty in France: two here, one in Lille, one in Corsica.
    assert (comparables(small).size, comparables(alone).size) == (4, 4)


def smoothed(run, value, **fields):
    return doctor(
        run, "nom", smoothed=value, smoothed_low=value, smoothed_high=value,
        **{"group_code": "MG-93", **fields},
    )  # fmt: skip


def test_the_deciles_are_those_of_the_comparables_above_the_minima(run):
    """Twenty-one ratios 0.50, 0.55 … 1.50, half of them in another caisse: P10 is the third."""
    people = [smoothed(run, 0.5 + 0.05 * i, caisse="831" if i % 2 else "061") for i in range(21)]
    smoothed(run, 30.0, enough=False, level=-1)
    smoothed(run, 30.0, group_code="MG-32", region="32")
    doctor(run, "ancien calcul", group_code="MG-93")

    group = comparables(people[0])

    assert (group.size, group.measured) == (23, 21)
    assert group.deciles == pytest.approx([0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4])
    assert group.median == pytest.approx(1.0)


def test_a_group_without_any_figure_has_no_deciles(run):
    group = comparables(doctor(run, "seul jean", group_code="MG-93"))

    assert (group.size, group.measured, group.deciles) == (1, 0, ())


def test_another_run_is_read_inside_the_perimeter_only(run, people):
    known = people["durand"]
    done = ProfileRunFactory(number=2, state=RunState.COMPUTED)
    old = ProfileFactory(run=done, prescriber=known.prescriber, obs_days=1)

    assert profile_of(perimeter("061"), known.rpps, number=2) == old
    for place, number in ((perimeter("831"), 2), (perimeter("061"), 9)):
        with pytest.raises(Profile.DoesNotExist):
            profile_of(place, known.rpps, number=number)


def test_the_dashboard_counts_signals_caisse_by_caisse(run):
    strong = {"signal": Signal.STRONG, "stability": "confirmé"}
    for fields in (
        strong,
        strong | {"caisse": "831"},
        {"signal": Signal.SIGNAL, "stability": "à confirmer"},
        {"signal": Signal.SIGNAL, "stability": "stabilité non établie"},
        {"signal": Signal.NONE, "level": 2},
        {"signal": Signal.NONE, "level": 0},
        {"enough": False, "level": -1},
    ):
        doctor(run, "nom", **fields)
    sum_up(run)

    nice, toulon = dashboard(perimeter(), run).caisses

    assert (nice.judged, nice.signals, nice.strong) == (5, 3, 1)
    assert (nice.confirmed, nice.to_confirm, nice.above) == (1, 1, 1)
    assert (toulon.judged, toulon.signals, toulon.strong, toulon.confirmed) == (1, 1, 1, 1)
    assert dashboard(perimeter("831"), run).total.signals == 1


def test_dashboard_adds_the_perimeter(run, people):
    sum_up(run)
    board = dashboard(perimeter("061"), run)
    assert [caisse.code for caisse in board.caisses] == ["061"]
    total = board.total
    assert (total.prescribers, total.enough, total.judged) == (4, 3, 0)
    assert (total.obs_days, total.compared_days) == (4 * 12_480, 3 * 12_480)
    assert total.exp_days == pytest.approx(3 * 7_900.0)
    assert total.ratio == pytest.approx(12_480 / 7_900)
    assert total.obs_amount_cents == 4 * 41_000_000


def test_dashboard_months_leave_out_who_has_no_expected_figure(run, people):
    sum_up(run)
    months = dashboard(perimeter("061"), run).months
    assert [month.month for month in months][:2] == [date(2025, 1, 1), date(2025, 2, 1)]
    assert [month.provisional for month in months] == [False] * 12 + [True] * 2
    assert {month.observed for month in months} == {3 * 1_040}
    assert months[0].expected == pytest.approx(3 * 658.0)


def test_dashboard_interval_is_that_of_the_pooled_prescribers(run, people):
    """Three prescribers of the same κ and days: Byar's limits of m = 3 O / κ, times κ / 3 E."""
    sum_up(run)
    total = dashboard(perimeter("061"), run).total
    kappa = people["durand"].kappa
    m, scale = 3 * 12_480 / kappa, kappa / (3 * 7_900.0)
    low = m * (1 - 1 / (9 * m) - 1.959964 / (3 * m**0.5)) ** 3
    high = (m + 1) * (1 - 1 / (9 * (m + 1)) + 1.959964 / (3 * (m + 1) ** 0.5)) ** 3
    assert total.interval == pytest.approx((low * scale, high * scale), rel=1e-6)


def test_dashboard_of_an_empty_perimeter(run, people):
    sum_up(run)
    assert dashboard(perimeter("131"), run) is None
    assert dashboard(perimeter("061"), run, Territory(caisse="831")) is None
    assert dashboard(perimeter("061", "831"), run, Territory(caisse="831")) is not None


def test_nobody_compared_makes_no_ratio_and_no_interval(run):
    doctor(run, "seul", exp_days=0.0, ratio_days=None, ci_low=None, ci_high=None, excess_days=None)
    sum_up(run)
    total = dashboard(perimeter("061"), run).total
    assert (total.ratio, total.interval, total.growth) == (None, (0.0, 0.0), None)


def test_freshness_says_what_is_complete_and_what_is_not(run):
    fresh = freshness()
    assert (fresh.run_number, fresh.published_at, fresh.method) == (3, NOW, "v1")
    assert fresh.last_complete_month == date(2025, 12, 1)
    assert (fresh.provisional_count, fresh.last_provisional_month) == (2, date(2026, 2, 1))
    assert fresh.missing_months == (date(2025, 2, 1),)


@pytest.mark.parametrize("size", [3, 30])
def test_reading_costs_the_same_for_few_and_many(run, size, django_assert_num_queries):
    for serial in range(size):
        rpps = doctor(run, f"nom{serial:03d} anne").rpps
    everywhere = perimeter("061", "831")
    with django_assert_num_queries(1):
        [profile.prescriber.civility for profile in profile_list(everywhere, run)]
    sum_up(run)
    with django_assert_num_queries(2):
        dashboard(everywhere, run)
    with django_assert_num_queries(1):
        list_choices(everywhere, run)
    with django_assert_num_queries(1):
        freshness()
    with django_assert_num_queries(1):
        found = profile_of(everywhere, rpps)
        assert found.run == run
    with django_assert_num_queries(1):
        assert comparables(found).size == size
