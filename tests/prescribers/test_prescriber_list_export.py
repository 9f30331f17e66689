"""The CSV of the list of prescribers: the rows of the screen, its masking, its journal entry."""

import pytest

from accounts.enums import Role
from core.models import JournalEntry
from tests.accounts.factories import person
from tests.prescribers.profiles_world import CSV, exported, insufficient, profile


pytestmark = pytest.mark.django_db


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


def test_the_csv_has_the_signal_and_what_it_rests_on(client, doctor, run):
    known = {"smoothed": 1.4217, "smoothed_low": 1.21, "smoothed_high": 1.67, "centile": 91.64}
    profile(run, **known, q_value=0.00312, signal="signal", stability="à confirmer")
    profile(run, "CORSE", **known, signal="aucun", group_fallback=True, excess_days=9.0)
    insufficient(run, "ZANNIER", **known, q_value=0.00312)

    found, national, unknown = exported(client.get(CSV))

    columns = (
        "Lecture de l’intervalle", "Ratio lissé", "Ratio lissé, borne basse",
        "Ratio lissé, borne haute", "Centile parmi les comparables", "Valeur q", "Signal",
        "Stabilité du signal", "Remarque",
    )  # fmt: skip
    assert [found[name] for name in columns] == [
        "nettement au-dessus de l’attendu", "1,42", "1,21", "1,67", "91,6", "0,0031", "signal",
        "à confirmer", "",
    ]  # fmt: skip
    assert (national["Signal"], national["Remarque"]) == ("sans signal", "comparaison indicative")
    assert {unknown[name] for name in columns[:-1]} == {""}
    assert unknown["Remarque"].startswith("Effectif insuffisant")


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
