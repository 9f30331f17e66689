"""Pages by their neighbours: no row skipped, none twice, whatever the order and the ties."""

import random

import pytest

from prescribers.filters import PER_PAGE, SORT_NAMES, Cursor, keyset_page, ordered
from prescribers.filters.order import MASKED
from prescribers.models import Profile
from tests.pages.reading import text_of
from tests.prescribers.factories import PrescriberFactory, ProfileFactory
from tests.prescribers.profiles_world import LIST, link, profile


pytestmark = pytest.mark.django_db

# What each sort reads, written again by hand.
PLAIN = {
    "nom": "name_sort", "specialite": "specialty", "caisse": "caisse", "region": "region",
    "mois": "months_active", "jours": "obs_days", "attendu": "exp_days", "ratio": "ratio_days",
    "lisse": "smoothed", "ecart": "excess_days", "signal": "signal",
    "arrets-attendus": "exp_leaves", "montant": "obs_amount_cents",
    "ratio-montant": "ratio_amount", "ratio-vus": "seen_ratio_days", "centile": "centile",
    "haut": "p_top", "depasse": "p_over_15", "valeur-q": "q_value",
}  # fmt: skip
SHARES = {"atmp": "leaves_work_related", "distance": "leaves_teleconsultation"}


def small(count):
    return 1 <= count <= 10


def figure(profile, name):
    """What a row is placed by, None when nothing is shown."""
    if name in MASKED and not profile.enough:
        return None
    if name in PLAIN:
        return getattr(profile, PLAIN[name])
    if name == "commune":
        return profile.commune_name or None
    if name in {"patients", "vus"}:
        count = profile.n_patients if name == "patients" else profile.patients_seen
        return 1 if count is not None and small(count) else count
    if name in SHARES:
        count = getattr(profile, SHARES[name])
        others = profile.obs_leaves - count
        known = profile.leaves_initial is not None and profile.obs_leaves
        return count / profile.obs_leaves if known and not small(count) + small(others) else None
    if small(profile.obs_leaves):
        return None
    if name == "duree":
        return profile.obs_days / profile.obs_leaves if profile.obs_leaves else None
    return {"arrets": profile.obs_leaves, "ratio-arrets": profile.ratio_leaves}[name]


def expected_order(profiles, sort):
    """Rows with a figure first, in its order; then by name and RPPS number."""
    name = sort.removeprefix("-")
    rows = sorted(profiles, key=lambda p: (p.name_sort, p.rpps))
    known = [row for row in rows if figure(row, name) is not None]
    known.sort(key=lambda row: figure(row, name), reverse=False)
    if sort.startswith("-"):
        # Ties keep their names in order: a reversed sort would turn them round.
        values = sorted({figure(row, name) for row in known}, reverse=True)
        known = [row for value in values for row in known if figure(row, name) == value]
    return [row.rpps for row in [*known, *(row for row in rows if figure(row, name) is None)]]


@pytest.fixture
def people(run):
    """130 rows full of ties, of missing figures and of hidden ones."""
    draw = random.Random(20261122)

    def some(*values):
        return draw.choice(values)

    for serial in range(130):
        enough = serial % 5 != 0
        smoothed, seen = some(None, 0.8, 1.3), some(None, 4, 9, 3_000)
        ProfileFactory(
            run=run,
            prescriber=PrescriberFactory(name_sort=some("abadie paul", "peyrac ines", "roux lea")),
            caisse=some("061", "831"), region=some("93", "84"), specialty=some("MG", "PSY"),
            commune_name=some("", "Nice", "Antibes"), months_active=some(7, 12),
            n_patients=some(0, 3, 7, 200, 900), obs_days=some(0, 5_000, 9_000),
            exp_days=some(100.0, 4_000.0), ratio_days=some(None, 1.25, 2.25), ci_low=0.5,
            excess_days=some(None, -20.5, 300.0), obs_leaves=some(0, 5, 400),
            exp_leaves=some(10.0, 300.0), ratio_leaves=some(None, 0.9, 1.5),
            obs_amount_cents=some(0, 10_000), ratio_amount=some(None, 1.1),
            patients_seen=seen, seen_ratio_days=some(None, 1.2, 1.4) if seen else None,
            leaves_initial=some(None, 3), leaves_work_related=some(0, 4, 40),
            leaves_teleconsultation=some(0, 2, 55, 395),
            smoothed=smoothed, smoothed_low=smoothed, smoothed_high=smoothed,
            p_over_15=some(None, 0.1, 0.9), p_top=some(0.0, 0.5), centile=some(None, 50.0, 99.0),
            q_value=some(None, 0.5), enough=enough, level=0 if enough else -1,
            signal=some("aucun", "signal", "signal_fort") if enough else "",
        )  # fmt: skip
    return Profile.objects.filter(run=run)


def walked(people, sort, start, onwards):
    """All the pages from one end, by the links that each gives."""
    pages, cursor = [], start
    while True:
        page = keyset_page(people, people, sort, cursor)
        pages.append(page)
        done = page.before + len(page.rpps) == page.total if onwards else page.before == 0
        if done:
            return pages if onwards else pages[::-1]
        cursor = Cursor(after=page.rpps[-1]) if onwards else Cursor(before=page.rpps[0])


def test_pages_neither_skip_nor_repeat_a_row_under_any_order(people):
    for sort in [way + name for name in sorted(SORT_NAMES) for way in ("", "-")]:
        wanted = expected_order(people, sort)

        forth = walked(people, sort, Cursor(), onwards=True)
        back = walked(people, sort, Cursor(before="fin"), onwards=False)

        assert [rpps for page in forth for rpps in page.rpps] == wanted, sort
        assert forth == back, sort
        assert [(page.before, len(page.rpps), page.number) for page in forth] == [
            (0, 50, 1), (50, 50, 2), (100, 30, 3),
        ], sort  # fmt: skip
        assert [p.rpps for p in ordered(people, sort)] == wanted, sort


def test_a_page_goes_on_from_a_row_that_the_filter_no_longer_keeps(people):
    whole = expected_order(people, "ratio")
    kept = people.exclude(rpps=whole[49])

    page = keyset_page(kept, people, "ratio", Cursor(after=whole[49]))

    assert (page.before, list(page.rpps)) == (49, whole[50:100])


@pytest.mark.parametrize("cursor", [{"apres": "99999999999"}, {"avant": "x"}, {"apres": "1' OR"}])
def test_an_unknown_place_is_the_first_page(people, cursor):
    first = keyset_page(people, people, "nom", Cursor())

    assert keyset_page(people, people, "nom", Cursor.from_address(cursor)) == first


def test_the_ends_of_the_list_are_whole_pages(people):
    order = expected_order(people, "nom")
    nothing_after = keyset_page(people, people, "nom", Cursor(after=order[-1]))
    few_before = keyset_page(people, people, "nom", Cursor(before=order[20]))
    nothing = keyset_page(people.none(), people, "nom", Cursor(before="fin"))

    assert list(nothing_after.rpps) == order[100:]
    assert list(few_before.rpps) == order[:PER_PAGE]
    assert (nothing.total, nothing.rpps) == (0, ())


def test_a_stranger_gives_no_place_in_the_list(client, doctor, run):
    """Where a doctor of another caisse would stand says what his hidden figures are."""
    for serial in range(60):
        profile(run, f"NOM{serial:02d}", excess_days=float(serial))
    stranger = profile(run, "TOULON", caisse="831", excess_days=30.0)

    page = client.get(LIST, {"apres": stranger.rpps})

    assert "1 à 50 sur 60" in text_of(page)


def test_the_four_links_lead_through_the_list(client, doctor, run):
    for serial in range(120):
        profile(run, f"NOM{serial:03d}")
    start = client.get(LIST, {"tri": "nom"})
    assert not link(start, "Précédente") + link(start, "Première")

    middle = client.get(LIST + link(start, "Suivante"))
    last = client.get(LIST + link(start, "Dernière"))

    assert "51 à 100 sur 120" in text_of(middle)
    assert "101 à 120 sur 120" in text_of(last)
    assert not link(last, "Suivante") + link(last, "Dernière")
    assert "51 à 100 sur 120" in text_of(client.get(LIST + link(last, "Précédente")))
    assert "1 à 50 sur 120" in text_of(client.get(LIST + link(middle, "Précédente")))
    assert "1 à 50 sur 120" in text_of(client.get(LIST + link(last, "Première")))
