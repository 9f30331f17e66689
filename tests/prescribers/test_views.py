"""The list of prescribers and the page of one, through the client."""

import csv
import html
import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.enums import RunState
from prescribers.models import Publication
from prescribers.presenters.profile import reading_sentence
from tests.accounts.factories import caisse, person
from tests.prescribers.factories import (
    AttachmentFactory,
    CommuneFactory,
    PrescriberFactory,
    ProfileFactory,
    ProfileRunFactory,
)


pytestmark = pytest.mark.django_db

PARAMETERS = {"min_patients": 200, "min_expected_leaves": 100, "min_months": 6}
PUBLISHED_AT = datetime(2026, 3, 1, 2, 2, tzinfo=ZoneInfo("Europe/Paris"))
LIST = "/prescripteurs/"
CSV = "/prescripteurs/prescripteurs.csv"
# Savepoints and roles cost no plan: they are not reads.
NOT_A_READ = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config", "SELECT current_setting")


@pytest.fixture
def run():
    run = ProfileRunFactory(
        number=12, state=RunState.PUBLISHED, published_at=PUBLISHED_AT, parameters=PARAMETERS
    )
    Publication.objects.create(id=1, run=run)
    return run


@pytest.fixture
def doctor(client):
    """A médecin-conseil of Nice, signed in."""
    caisse("061", "CPAM des Alpes-Maritimes")
    user = person(Role.MEDECIN_CONSEIL, at="061", full_name="Dr Élise Marchetti")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def profile(run, last="PEYRAC", first="THIERRY", **fields):
    prescriber = PrescriberFactory(last_name=last, first_name=first)
    return ProfileFactory(run=run, prescriber=prescriber, **fields)


def insufficient(run, last, **fields):
    return profile(run, last, enough=False, level=-1, **{"n_patients": 142, **fields})


def text_of(response):
    """The words of a page as a reader gets them."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def names_in(response):
    return re.findall(
        r'<th scope="row"><a href="/prescripteurs/\d+/">([^<]+)<', response.content.decode()
    )


def reads(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [q["sql"] for q in captured if not q["sql"].startswith(NOT_A_READ)]


def exported(response):
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))


def test_before_the_first_run_the_list_says_what_to_expect(client, doctor):
    assert "Aucun calcul n’est encore publié." in text_of(client.get(LIST))


def test_the_list_shows_the_count_the_order_and_the_interval(client, doctor, run):
    profile(run)
    profile(run, "ZANNIER", excess_days=10.0)

    page = client.get(LIST)

    assert "2 prescripteurs, triés par jours au-delà de l’attendu" in text_of(page)
    assert names_in(page) == ["Peyrac Thierry", "Zannier Thierry"]
    assert "Rapport 1,58\u00a0(1,31–1,90)" in text_of(page)
    assert 'aria-sort="descending"' in page.content.decode()


def test_an_insufficient_list_has_a_sentence_and_no_figure(client, doctor, run):
    insufficient(run, "ZANNIER", obs_days=31_337)

    page = text_of(client.get(LIST))

    assert "142 patients actifs pour 200 demandés\u202f; aucun rapport n’est calculé." in page
    assert "31\u202f337" not in page


def test_a_hidden_figure_does_not_place_a_row(client, doctor, run):
    profile(run, "PEYRAC", obs_days=5_000)
    insufficient(run, "ZANNIER", obs_days=31_337)
    insufficient(run, "ABADIE", obs_days=1)

    for sort in ("jours", "-jours"):
        assert names_in(client.get(LIST, {"tri": sort})) == [
            "Peyrac Thierry",
            "Abadie Thierry",
            "Zannier Thierry",
        ]


def test_another_caisse_is_neither_listed_nor_counted_nor_exported(client, doctor, run):
    profile(run)
    elsewhere = profile(run, "TOULON", caisse="831")

    assert names_in(client.get(LIST)) == ["Peyrac Thierry"]
    assert "TOULON" not in client.get(CSV).content.decode().upper()
    assert client.get(f"/prescripteurs/{elsewhere.rpps}/").status_code == 404
    assert client.get(f"/prescripteurs/{elsewhere.rpps}/evolution.csv").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "quilichini"}, ["Quilichini Flora"]),
        ({"q": "Flora"}, ["Quilichini Flora"]),
        ({"q": "Cannes"}, ["Peyrac Thierry"]),
        ({"specialite": "PSY"}, ["Quilichini Flora"]),
        ({"niveau": "nettement"}, ["Peyrac Thierry"]),
        ({"niveau": "compatible"}, ["Quilichini Flora"]),
        ({"niveau": "en-dessous"}, ["Abadie Paul"]),
        ({"effectif": "insuffisant"}, ["Zannier Éloïse"]),
        ({"mode": "SAL"}, ["Abadie Paul"]),
        ({"niveau": "inconnu", "tri": "nom"}, ["Abadie", "Peyrac", "Quilichini", "Zannier"]),
    ],
)
def test_each_filter_finds_its_own(client, doctor, run, query, found):
    CommuneFactory(code="06029", name="Cannes")
    profile(run, "PEYRAC", "THIERRY", commune_name="Cannes")
    profile(run, "QUILICHINI", "FLORA", specialty="PSY", level=0, ci_low=0.9, ratio_days=1.1)
    salaried = profile(run, "ABADIE", "PAUL", level=0, ci_low=0.5, ci_high=0.8, ratio_days=0.6)
    AttachmentFactory(prescriber=salaried.prescriber, mode="SAL")
    insufficient(run, "ZANNIER", first="ÉLOÏSE")

    names = names_in(client.get(LIST, query))

    assert [name[: len(wanted)] for name, wanted in zip(names, found, strict=True)] == found


def test_a_chip_removes_its_filter_only(client, doctor, run):
    profile(run)

    page = client.get(LIST, {"q": "peyrac", "niveau": "nettement"}).content.decode()

    assert 'href="?niveau=nettement&amp;tri=-ecart"' in page
    assert 'href="?q=peyrac&amp;tri=-ecart"' in page


def test_an_empty_list_leads_out_by_its_narrowest_filter(client, doctor, run):
    profile(run, "PEYRAC")
    profile(run, "SELLIER")

    page = client.get(LIST, {"q": "peyrac", "effectif": "insuffisant"})

    assert "Aucun prescripteur avec ces 2 filtres." in text_of(page)
    assert "Effectif\u202f: insuffisant\u202f»\u202f: sans lui, 1 ligne." in text_of(page)
    assert 'href="?q=peyrac&amp;tri=-ecart"' in page.content.decode()


def test_the_second_page_goes_on_where_the_first_stops(client, doctor, run):
    for serial in range(51):
        profile(run, f"NOM{serial:02d}")

    first, second = (names_in(client.get(LIST, {"page": n, "tri": "nom"})) for n in (1, 2))

    assert (len(first), second) == (50, ["Nom50 Thierry"])


def test_the_csv_has_the_rows_of_the_screen_in_its_order_with_its_masking(client, doctor, run):
    profile(run, "PEYRAC")
    profile(run, "=CMD()", excess_days=10.0)
    insufficient(run, "ZANNIER", n_patients=7)

    rows = exported(client.get(CSV))

    assert [row["Prescripteur"] for row in rows] == [
        "Peyrac Thierry",
        "'=Cmd() Thierry",
        "Zannier Thierry",
    ]
    assert (rows[0]["Jours observés"], rows[0]["Rapport"]) == ("12480", "1,58")
    assert (rows[2]["Patients actifs"], rows[2]["Jours observés"]) == ("NS", "")
    assert "moins de 11 patients actifs" in rows[2]["Remarque"]


def test_the_csv_says_that_the_data_are_synthetic(client, doctor, run, settings):
    settings.SYNTHETIC_DATA = True
    profile(run)

    assert exported(client.get(CSV))[0]["Nature des données"] == "données synthétiques"


def test_an_export_is_journalled_with_what_was_asked(client, doctor, run):
    profile(run)

    client.get(CSV, {"q": "peyrac"})

    entry = JournalEntry.objects.get(action="prescripteurs.exporter")
    assert (entry.actor_id, entry.caisse) == (doctor.pk, "061")
    assert entry.reason == "q=oui&tri=-ecart"


def test_a_national_export_is_journalled_at_each_caisse_it_took_from(client, run):
    director = person(Role.DIRECTION)
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    profile(run), profile(run, "SELLIER"), profile(run, "TOULON", caisse="831")

    client.get(CSV)
    client.get(CSV, {"niveau": "compatible"})

    acts = JournalEntry.objects.filter(action="prescripteurs.exporter").order_by("id")
    assert list(acts.values_list("caisse", "reason")) == [
        ("061", "tri=-ecart"),
        ("831", "tri=-ecart"),
        ("", "niveau=compatible&tri=-ecart"),
    ]


def test_reading_the_list_is_journalled_without_the_searched_name(client, doctor, run):
    for serial in range(51):
        profile(run, f"PEYRAC{serial:02d}")

    client.get(LIST, {"q": "peyrac", "page": 2})

    entry = JournalEntry.objects.get(action="prescripteurs.lister")
    assert (entry.actor_id, entry.caisse) == (doctor.pk, "061")
    assert (entry.object_kind, entry.object_id) == ("ProfileRun", str(run.pk))
    assert entry.reason == "page 2, 1 ligne"


def test_a_list_of_several_caisses_is_journalled_once_for_the_nation(client, run):
    director = person(Role.DIRECTION)
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    profile(run), profile(run, "TOULON", caisse="831")

    client.get(LIST)
    client.get(LIST, {"caisse": "831"})

    acts = JournalEntry.objects.filter(action="prescripteurs.lister").order_by("id")
    assert list(acts.values_list("caisse", "reason")) == [
        ("", "page 1, 2 lignes"),
        ("831", "page 1, 1 ligne"),
    ]


def test_the_list_costs_the_same_for_10_and_100_rows(client, doctor, run):
    for serial in range(10):
        profile(run, f"NOM{serial:03d}")
    client.get(LIST)
    few = reads(client, LIST)
    for serial in range(10, 100):
        profile(run, f"NOM{serial:03d}")

    many = reads(client, LIST)

    assert len(few) == len(many) <= 12, "\n".join(many)


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


def test_technical_administration_reads_no_profile(client, run):
    user = person(Role.ADMIN_TECHNIQUE)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(LIST).status_code == client.get(CSV).status_code == 403
