"""The page of a prescriber: its sentence, its comparables, its months, its address."""

import pytest

from core.models import JournalEntry
from prescribers.enums import RunState
from prescribers.presenters.profile import reading_sentence
from tests.pages.reading import PUBLISHED_AT, reads, text_of
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory
from tests.prescribers.profiles_world import LIST, exported, insufficient, profile


pytestmark = pytest.mark.django_db


def test_the_page_says_the_sentence_of_the_profile_word_for_word(client, doctor, run):
    found = profile(run, "ROUBAUDI", "MATHILDE")

    page = client.get(f"/prescripteurs/{found.rpps}/")

    assert reading_sentence(found) in text_of(page)
    assert "Dr Mathilde Roubaudi" in text_of(page)
    assert "Calcul n° 12" in text_of(page)
    assert f"/prescripteurs/{found.rpps}/?calcul=12" in page.content.decode()


def test_the_page_compares_with_the_whole_group_beyond_the_perimeter(client, doctor, run):
    found = profile(run)
    profile(run, "TOULON", caisse="831")
    profile(run, "LILLE", caisse="595", region="32")

    page = text_of(client.get(f"/prescripteurs/{found.rpps}/"))

    assert "Médecine générale, région 93\u202f: 1 comparable." in page


def test_an_insufficient_profile_has_a_page_without_figures(client, doctor, run):
    found = insufficient(run, "ZANNIER", obs_days=31_337)

    page = client.get(f"/prescripteurs/{found.rpps}/")

    assert reading_sentence(found) in text_of(page)
    assert "31\u202f337" not in text_of(page)
    for tab in ("evolution", "comparables"):
        page = client.get(f"/prescripteurs/{found.rpps}/{tab}/")
        assert "31\u202f337" not in text_of(page)
        assert "<figure" not in page.content.decode()


def test_reading_a_profile_is_journalled(client, doctor, run):
    found = profile(run)

    client.get(f"/prescripteurs/{found.rpps}/")

    entry = JournalEntry.objects.get(action="prescripteurs.lire")
    assert (entry.actor_id, entry.object_kind, entry.object_id, entry.caisse) == (
        doctor.pk,
        "prescripteur",
        found.rpps,
        "061",
    )


def test_the_page_costs_twelve_reads_at_most(client, doctor, run):
    found = profile(run)
    client.get(LIST)

    queries = reads(client, f"/prescripteurs/{found.rpps}/")

    assert len(queries) <= 12, "\n".join(queries)


def test_the_months_in_csv_are_those_of_the_table_of_the_page(client, doctor, run):
    found = profile(run)

    rows = exported(client.get(f"/prescripteurs/{found.rpps}/figures/evolution.csv"))
    page = text_of(client.get(f"/prescripteurs/{found.rpps}/evolution/"))

    assert len(rows) == 14
    assert rows[0] == {
        "Mois": "janvier 2025",
        "Observé": "1040",
        "Attendu": "658,0",
        "Bande, bas": "520,0",
        "Bande, haut": "810,0",
        "Données": "complet",
    }
    assert rows[-1]["Données"] == "provisoire"
    assert "1\u202f040658,0520,0810,0" in page


@pytest.mark.parametrize("number", ["11", "999999999"])
def test_an_address_that_cites_an_unknown_run_says_so(client, doctor, run, number):
    found = profile(run)

    page = text_of(client.get(f"/prescripteurs/{found.rpps}/", {"calcul": number}))

    assert f"Cette adresse cite le calcul n°\u00a0{number}." in page
    assert reading_sentence(found) in page


@pytest.mark.parametrize("number", ["12", "", "²", "-11", "<b>", "9" * 5000])
def test_an_address_that_cites_no_other_run_says_nothing(client, doctor, run, number):
    found = profile(run)

    page = text_of(client.get(f"/prescripteurs/{found.rpps}/", {"calcul": number}))

    assert "Cette adresse cite" not in page
    assert "en vigueur" not in page


@pytest.mark.parametrize("state", [RunState.COMPUTED, RunState.PUBLISHED])
def test_another_run_is_shown_under_a_banner_that_leads_back(client, doctor, run, state):
    """Its figures everywhere, its number in the journal, its own months in the CSV."""
    found = profile(run)
    older = ProfileRunFactory(number=11, state=state, published_at=PUBLISHED_AT)
    old = ProfileFactory(run=older, prescriber=found.prescriber, obs_days=9_001)
    address = f"/prescripteurs/{found.rpps}/"

    page = client.get(address, {"calcul": "11"})

    assert "Calcul n°\u00a011, qui n’est pas celui en vigueur." in text_of(page)
    assert reading_sentence(old) in text_of(page)
    assert reading_sentence(found) not in text_of(page)
    assert f'<a href="{address}">Voir le calcul en vigueur, n°\u00a012</a>' in page.content.decode()
    csv_address = f"{address}figures/indicateurs.csv?calcul=11"
    assert csv_address in page.content.decode()
    assert "calcul-11" in client.get(csv_address)["Content-Disposition"]
    acts = JournalEntry.objects.order_by("id").values_list("action", "object_id", "reason")
    assert list(acts) == [
        ("prescripteurs.lire", found.rpps, "calcul n° 11"),
        ("prescripteurs.exporter", found.rpps, "figure indicateurs, csv, calcul n° 11"),
    ]


@pytest.mark.parametrize(
    ("state", "caisse"),
    [
        (RunState.HELD, "061"),
        (RunState.FAILED, "061"),
        (RunState.REFUSED, "061"),
        (RunState.COMPUTING, "061"),
        (RunState.COMPUTED, "831"),
    ],
)
def test_a_run_unfinished_or_outside_the_perimeter_is_as_unknown(
    client, doctor, run, state, caisse
):
    found = profile(run)
    other = ProfileRunFactory(number=11, state=state)
    ProfileFactory(run=other, prescriber=found.prescriber, obs_days=9_001, caisse=caisse)

    page = text_of(client.get(f"/prescripteurs/{found.rpps}/", {"calcul": "11"}))

    assert "Cette adresse cite le calcul n°\u00a011." in page
    assert "9\u202f001" not in page


def test_a_prescriber_gone_from_the_published_run_is_still_read_in_an_older_one(
    client, doctor, run
):
    gone = profile(ProfileRunFactory(number=11, state=RunState.COMPUTED))

    page = client.get(f"/prescripteurs/{gone.rpps}/", {"calcul": "11"})

    assert "Le calcul en vigueur ne vous montre pas ce prescripteur." in text_of(page)
    assert "Voir le calcul en vigueur" not in text_of(page)
    assert client.get(f"/prescripteurs/{gone.rpps}/").status_code == 404


def known(run, last="PEYRAC", smoothed=1.9, **fields):
    ends = {"smoothed_low": smoothed - 0.2, "smoothed_high": smoothed + 0.2}
    return profile(run, last, smoothed=smoothed, **{"signal": "aucun", **ends, **fields})


def test_the_place_among_the_comparables_takes_no_perimeter_and_no_insufficient_one(
    client, doctor, run
):
    """Eleven of the group, ten of them elsewhere: P50 is the sixth, 1.05."""
    found = known(run, signal="signal", centile=95.5, p_top=0.9)
    for i in range(10):
        known(run, f"NOM{i}", smoothed=0.8 + 0.05 * i, caisse="831")
    insufficient(run, "ZANNIER", smoothed=9.0, smoothed_low=8.0, smoothed_high=9.5)

    page = client.get(f"/prescripteurs/{found.rpps}/comparables/")

    assert 'id="position"' in page.content.decode()
    assert "Ratio lissé de 1,90\u00a0(1,70–2,10), pour une médiane de 1,05" in text_of(page)
    assert "chez 11 prescripteurs à effectif suffisant, lui compris" in text_of(page)
    assert 'ij-status strong">signal<' in page.content.decode()


def test_ten_comparables_are_not_summed_up(client, doctor, run):
    found = known(run)
    for i in range(9):
        known(run, f"NOM{i}", smoothed=0.8 + 0.05 * i)

    page = client.get(f"/prescripteurs/{found.rpps}/comparables/").content.decode()

    assert "Moins de 11 prescripteurs du groupe, lui compris, ont un effectif suffisant" in page
    assert "<figure" not in page


def test_an_unknown_number_has_the_words_of_a_forbidden_one(client, doctor, run):
    page = client.get("/prescripteurs/99000000000/")

    assert page.status_code == 404
    assert "Cette page n’existe pas, ou elle est hors de votre périmètre." in text_of(page)
