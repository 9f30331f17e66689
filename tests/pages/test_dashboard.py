"""Tableau de bord and Méthode, through the client."""

import html
import re
from datetime import date

import pytest
from django.db.models import F

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.enums import Signal
from prescribers.models import CaisseProfile, ProfileRun
from tests.accounts.factories import caisse
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import (
    ImportBatchFactory,
    MonthTotalsFactory,
    ProfileFactory,
    ProfileRunFactory,
)
from tests.prescribers.summed import sum_up


pytestmark = pytest.mark.django_db
HOME = "/tableau-de-bord/"


def test_an_empty_portal_says_what_to_do_first(client, doctor):
    page = text_of(client.get(HOME))

    assert "Aucun calcul n’est encore publié." in page
    assert "Aucun fichier n’est importé." in page


def test_with_files_and_no_run_the_page_waits_for_the_night(client, doctor):
    ImportBatchFactory()

    page = text_of(client.get(HOME))

    assert "le tableau apparaît après le prochain calcul de nuit" in page
    assert "Arrêts, janvier 2025" in page


def test_the_page_opens_with_the_volume_and_its_place_beside_the_expected_value(
    client, doctor, run
):
    for _ in range(3):
        ProfileFactory(run=run)
    sum_up(run)

    page = text_of(client.get(HOME))

    assert "Sur 12 mois, 37\u202f440\u00a0jours indemnisés, soit 1,58\u00a0fois l’attendu" in page
    assert "Ce calcul ne porte pas de signaux" in page
    assert "19,5" in page


def test_the_months_have_a_table_with_the_numbers_of_the_bars(client, doctor, run):
    ProfileFactory(run=run)
    sum_up(run)

    page = client.get(HOME)

    assert "janvier 20251\u202f040" in text_of(page)
    assert page.content.decode().count("provisional") >= 2
    assert "url(#mois-wide-h)" in page.content.decode()


def test_a_caisse_without_data_is_told_so_and_sees_no_zero_figures(client, doctor, run):
    ProfileFactory(run=run, caisse="831")
    sum_up(run)

    page = text_of(client.get(HOME))

    assert "Aucun prescripteur de votre périmètre dans le calcul publié." in page
    assert "0 jours" not in page


def test_figures_of_another_caisse_are_not_added(client, doctor, run):
    ProfileFactory(run=run)
    ProfileFactory(run=run, caisse="831", obs_days=1_000_000)
    sum_up(run)

    assert "Sur 12 mois, 12\u202f480\u00a0jours" in text_of(client.get(HOME))


def test_several_caisses_are_ranked_by_name(client, signed_in, run):
    caisse("061", "CPAM des Alpes-Maritimes")
    caisse("831", "CPAM du Var")
    signed_in(Role.DIRECTION)
    ProfileFactory(run=run)
    ProfileFactory(run=run, caisse="831", obs_days=8_000)
    sum_up(run)

    page = text_of(client.get(HOME))

    assert "le rapport le plus haut est celui de CPAM des Alpes-Maritimes, 1,58" in page
    assert "Var1,01" in page


def test_signals_are_counted_by_caisse_and_lead_to_their_list(client, signed_in, run):
    caisse("061", "CPAM des Alpes-Maritimes")
    caisse("831", "CPAM du Var")
    signed_in(Role.DIRECTION)
    ProfileFactory(run=run, signal=Signal.STRONG, stability="confirmé")
    ProfileFactory(run=run, signal=Signal.NONE)
    ProfileFactory(run=run, caisse="831", signal=Signal.SIGNAL, stability="à confirmer")
    sum_up(run)

    page = client.get(HOME)

    assert "2 prescripteurs portent un signal, sur 3 évaluables" in text_of(page)
    assert "la part la plus haute est celle de CPAM du Var, 100,0\u202f% (1 sur 1)" in text_of(page)
    for place, found in (("061", 1), ("831", 1)):
        query = f"caisse={place}&signal=oui"
        assert f'href="/prescripteurs/?{query.replace("&", "&amp;")}">1<' in page.content.decode()
        listed = client.get(f"/prescripteurs/?{query}").content.decode()
        assert listed.count('<th scope="row">') == found
    assert 'href="/prescripteurs/?signal=oui">2<' in page.content.decode()


def test_signals_of_another_caisse_are_not_counted(client, doctor, run):
    ProfileFactory(run=run, signal=Signal.NONE)
    ProfileFactory(run=run, caisse="831", signal=Signal.STRONG, stability="confirmé")
    sum_up(run)

    page = text_of(client.get(HOME))

    assert "Aucun signal, sur 1 prescripteur évaluable." in page
    assert "Caisse par caisse" not in page


def test_a_caisse_opens_its_own_board_and_comes_back(client, signed_in, run):
    caisse("061", "CPAM des Alpes-Maritimes")
    caisse("831", "CPAM du Var")
    signed_in(Role.DIRECTION)
    ProfileFactory(run=run)
    ProfileFactory(run=run, caisse="831", obs_days=8_000)
    sum_up(run)

    whole = client.get(HOME)
    within = client.get(f"{HOME}?caisse=831")

    assert '<a href="?caisse=831">Var</a>' in whole.content.decode()
    assert "Sur 12 mois, 8\u202f000\u00a0jours" in text_of(within)
    assert 'aria-current="page">CPAM du Var' in within.content.decode()
    assert f'<a href="{HOME}">Région 93</a>' in within.content.decode()
    assert 'href="/prescripteurs/?caisse=831&amp;signal=oui"' in within.content.decode()


@pytest.mark.parametrize("query", ["caisse=831", "region=84", "caisse=999", "region=84&caisse=831"])
def test_another_territory_is_not_found_whether_it_exists_or_not(client, doctor, run, query):
    ProfileFactory(run=run)
    ProfileFactory(run=run, caisse="831", region="84")
    sum_up(run)

    found = client.get(f"{HOME}?{query}")

    assert found.status_code == 404
    assert found.content == client.get(f"{HOME}?caisse=000").content


def test_without_a_run_of_the_year_before_the_page_says_what_to_do(client, doctor, run):
    ProfileFactory(run=run)
    sum_up(run)

    page = text_of(client.get(HOME))

    assert "La croissance en un an n’est pas connue." in page
    assert "Demandez-le à l’administration technique" in page


def test_the_growth_and_the_year_before_are_drawn_with_their_tables(client, doctor, run):
    ProfileFactory(run=run)
    sum_up(run)
    past = ProfileRunFactory(number=3, window_start=date(2024, 1, 1), window_end=date(2024, 12, 1))
    ProfileFactory(run=past, months_start=date(2024, 1, 1), months_observed=[1_000] * 14)
    sum_up(past)
    CaisseProfile.objects.filter(run=run).update(
        year_before=past,
        days_before=12_000,
        leaves_before=900,
        amount_before=40_000_000,
        volume=100.0,
        structure=80.0,
        duration=300.0,
    )

    page = text_of(client.get(HOME))

    assert "+4,0\u202f% en un an (repère conventionnel" in page
    assert "Durée : jours par arrêt, à patients comparables+2,5\u202f%" in page
    assert "Un an plus tôt" in page
    assert "janvier 20251\u202f0401\u202f000" in page


FIGURES = f"{HOME}figures/"


@pytest.fixture
def two_caisses(signed_in, run):
    caisse("061", "CPAM des Alpes-Maritimes")
    caisse("831", "CPAM du Var")
    signed_in(Role.DIRECTION)
    ProfileFactory(run=run)
    ProfileFactory(run=run, caisse="831", obs_days=8_000)
    sum_up(run)
    CaisseProfile.objects.filter(run=run).update(
        year_before=run,
        days_before=F("obs_days") - 480,
        leaves_before=900,
        amount_before=40_000_000,
        volume=100.0,
        structure=80.0,
        duration=300.0,
    )


@pytest.mark.parametrize("name", ["mois", "croissance", "rapports", "carte"])
def test_a_figure_leaves_with_the_numbers_of_the_page(client, two_caisses, name):
    page = client.get(HOME).content.decode()
    address = f"{FIGURES}{name}.csv?calcul=12"

    lines = client.get(address).content.decode("utf-8-sig").splitlines()

    assert f'href="{address}"' in page
    table = page.split(f'id="{name}"')[1].split("<table")[1].split("</table>")[0]
    on_page = html.unescape(re.sub(r"<[^>]+>|\s", "", table))
    for line in lines[1:]:
        for cell in line.replace("données synthétiques", "").split(";"):
            # A sign that could begin a formula is written after an apostrophe.
            words = cell.strip("\"'").replace("provisoire", "").replace("complet", "")
            assert re.sub(r"\s|%", "", words) in on_page.replace("%", ""), line
    assert len(lines) > 2


@pytest.mark.parametrize(("file_format", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_figure_leaves_as_a_drawing(client, two_caisses, file_format, start):
    answer = client.get(f"{FIGURES}carte.{file_format}")

    assert answer.content.startswith(start)
    assert "carte-calcul-12" in answer.headers["Content-Disposition"]
    last = JournalEntry.objects.order_by("pk").last()
    assert (last.action, last.object_id) == ("tableau.lire", str(ProfileRun.objects.get().pk))
    assert f"figure carte, {file_format}" in last.reason


@pytest.mark.parametrize(
    "address", ["autre.csv", "mois.exe", "croissance.csv?caisse=999", "carte.csv?caisse=831"]
)
def test_what_the_page_does_not_draw_has_no_file(client, two_caisses, address):
    assert client.get(f"{FIGURES}{address}").status_code == 404


def test_a_link_shows_the_run_that_it_cites(client, doctor, run):
    past = ProfileRunFactory(number=3)
    for number_run, days in ((run, 12_480), (past, 9_000)):
        ProfileFactory(run=number_run, obs_days=days)
        sum_up(number_run)

    page = text_of(client.get(f"{HOME}?calcul=3"))

    assert "Sur 12 mois, 9\u202f000\u00a0jours" in page
    assert "Calcul n°\u00a03, qui n’est pas celui en vigueur." in page
    assert "Cette adresse cite le calcul n°\u00a099" in text_of(client.get(f"{HOME}?calcul=99"))


def test_reception_is_said_beside_the_same_month_a_year_before(client, doctor, run):
    ProfileFactory(run=run)
    sum_up(run)
    batch = ImportBatchFactory()
    for month, days in ((date(2026, 1, 1), 540), (date(2025, 1, 1), 1_000)):
        for caisse_code in ("061", "831"):
            MonthTotalsFactory(batch=batch, month=month, total=days, caisse=caisse_code)

    page = text_of(client.get(HOME))

    assert "janvier 2026 provisoire 54\u202f%" in page
    assert "février 2026 provisoire 0" not in page


def test_the_dashboard_costs_the_same_for_10_and_100_prescribers(client, doctor, run):
    ProfileFactory.create_batch(10, run=run)
    sum_up(run)
    client.get(HOME)
    few = reads(client, HOME)
    ProfileFactory.create_batch(90, run=run)
    sum_up(run)

    many = reads(client, HOME)

    assert len(few) == len(many) <= 12, "\n".join(many)


def test_the_method_shows_the_parameters_of_the_run(client, doctor, run):
    page = text_of(client.get("/methode/"))

    assert "Patients actifs, au moins200\u202fpatients" in page
    assert "n°\u00a012, méthode v1" in page


def test_the_method_can_be_read_before_the_first_run(client, doctor):
    assert "336 strates" in text_of(client.get("/methode/"))


def test_a_run_made_before_the_sums_of_caisses_says_when_the_page_comes(client, doctor, run):
    ProfileFactory(run=run)

    page = text_of(client.get(HOME))

    assert "Ce calcul a été fait avant les totaux par caisse." in page
    assert "Aucun prescripteur" not in page


def test_a_past_run_keeps_its_links_and_gives_none_to_todays_list(client, two_caisses):
    past = ProfileRunFactory(number=3)
    for place in ("061", "831"):
        ProfileFactory(run=past, caisse=place, signal=Signal.SIGNAL)
    sum_up(past)

    page = client.get(f"{HOME}?calcul=3").content.decode()

    assert 'href="?caisse=831&amp;calcul=3"' in page
    assert "signal=oui" not in page
    assert f'href="{HOME}?calcul=3"' in client.get(f"{HOME}?calcul=3&caisse=831").content.decode()


def test_the_whole_of_a_territory_opens_the_list_of_that_territory(client, two_caisses, run):
    ProfileFactory(run=run, caisse="751", region="11")
    sum_up(run)

    page = client.get(f"{HOME}?region=93").content.decode()

    assert page.count('href="/prescripteurs/?region=93&amp;signal=oui"') >= 2
