"""The page of a prescriber: its sentence, its comparables, its months, its address."""

import pytest

from core.models import JournalEntry
from prescribers.presenters.profile import reading_sentence
from tests.pages.reading import reads, text_of
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

    assert "Médecine générale, région 93\u202f: 2 prescripteurs" in page


def test_an_insufficient_profile_has_a_page_without_figures(client, doctor, run):
    found = insufficient(run, "ZANNIER", obs_days=31_337)

    page = client.get(f"/prescripteurs/{found.rpps}/")

    assert reading_sentence(found) in text_of(page)
    assert "31\u202f337" not in text_of(page)
    assert 'id="evolution"' not in page.content.decode()


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

    rows = exported(client.get(f"/prescripteurs/{found.rpps}/evolution.csv"))
    page = text_of(client.get(f"/prescripteurs/{found.rpps}/"))

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


def test_an_old_address_says_which_run_it_cites(client, doctor, run):
    found = profile(run)

    page = text_of(client.get(f"/prescripteurs/{found.rpps}/", {"calcul": "11"}))

    assert "Cette adresse cite le calcul n°\u00a011." in page


def test_an_unknown_number_has_the_words_of_a_forbidden_one(client, doctor, run):
    page = client.get("/prescripteurs/99000000000/")

    assert page.status_code == 404
    assert "Cette page n’existe pas, ou elle est hors de votre périmètre." in text_of(page)
