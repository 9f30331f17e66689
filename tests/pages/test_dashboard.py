"""Tableau de bord and Méthode, through the client."""

import pytest

from accounts.enums import Role
from prescribers.enums import Signal
from tests.accounts.factories import caisse
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import ImportBatchFactory, ProfileFactory


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

    page = text_of(client.get(HOME))

    assert "Sur 12 mois, 37\u202f440\u00a0jours indemnisés, soit 1,58\u00a0fois l’attendu" in page
    assert "Ce calcul ne porte pas de signaux" in page
    assert "19,5" in page


def test_the_months_have_a_table_with_the_numbers_of_the_bars(client, doctor, run):
    ProfileFactory(run=run)

    page = client.get(HOME)

    assert "janvier 20251\u202f040" in text_of(page)
    assert page.content.decode().count("provisional") >= 2
    assert "url(#mois-wide-h)" in page.content.decode()


def test_a_caisse_without_data_is_told_so_and_sees_no_zero_figures(client, doctor, run):
    ProfileFactory(run=run, caisse="831")

    page = text_of(client.get(HOME))

    assert "Aucun prescripteur de votre périmètre dans le calcul publié." in page
    assert "0 jours" not in page


def test_figures_of_another_caisse_are_not_added(client, doctor, run):
    ProfileFactory(run=run)
    ProfileFactory(run=run, caisse="831", obs_days=1_000_000)

    assert "Sur 12 mois, 12\u202f480\u00a0jours" in text_of(client.get(HOME))


def test_several_caisses_are_ranked_by_name(client, signed_in, run):
    caisse("061", "CPAM des Alpes-Maritimes")
    caisse("831", "CPAM du Var")
    signed_in(Role.DIRECTION)
    ProfileFactory(run=run)
    ProfileFactory(run=run, caisse="831", obs_days=8_000)

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

    page = text_of(client.get(HOME))

    assert "Aucun signal, sur 1 prescripteur évaluable." in page
    assert "Signaux par caisse" not in page


def test_the_dashboard_costs_the_same_for_10_and_100_prescribers(client, doctor, run):
    ProfileFactory.create_batch(10, run=run)
    client.get(HOME)
    few = reads(client, HOME)
    ProfileFactory.create_batch(90, run=run)

    many = reads(client, HOME)

    assert len(few) == len(many) <= 12, "\n".join(many)


def test_the_method_shows_the_parameters_of_the_run(client, doctor, run):
    page = text_of(client.get("/methode/"))

    assert "Patients actifs, au moins200\u202fpatients" in page
    assert "n°\u00a012, méthode v1" in page


def test_the_method_can_be_read_before_the_first_run(client, doctor):
    assert "336 strates" in text_of(client.get("/methode/"))
