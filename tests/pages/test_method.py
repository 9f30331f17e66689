"""Méthode: what is left out, what was kept, and what the figures do not see."""

import csv

import pytest
from django.conf import settings

from ijportal.pages.known_truth import KnownTruth, Place, Seen, Tail
from ijportal.pages.presenters.method import LEFT_OUT
from ijportal.pages.presenters.power import power, share
from prescribers.frames.kept import EXCLUSIONS, UNKNOWN_PRESCRIBER
from tests.pages.reading import text_of


pytestmark = pytest.mark.django_db
METHOD = "/methode/"
CURVE = settings.DATA_DIR / "methode" / "puissance_v1.csv"
COUNTS = {
    "lignes": 2_413_007,
    "retenues": 2_100_000,
    "maternite": 150_000,
    "ald_cancer": 81_000,
    "age": 1_500,
    "temps_partiel": 80_500,
    "remplacement": 7,
    "prescripteur_inconnu": 0,
}


def published_with(run, counts):
    run.parameters = {**run.parameters, "reconciliation": counts}
    run.save(update_fields=["parameters"])


def test_every_exclusion_in_force_is_listed_in_words(client, doctor):
    page = text_of(client.get(METHOD))

    assert set(LEFT_OUT) == {*(rule.code for rule in EXCLUSIONS), UNKNOWN_PRESCRIBER}
    for said in (
        "maternité ou paternité",
        "temps partiel thérapeutique",
        "arrêt rédigé par un remplaçant, quand l’avis le signale",
        "ALD 30 (cancer)",
        "hors de la tranche 16–70 ans",
        "prescripteur inconnu, absent de l’annuaire",
    ):
        assert said in page


def test_an_exclusion_without_words_is_shown_by_its_code(client, doctor, monkeypatch):
    rule = EXCLUSIONS[0]._replace(code="motif_nouveau")
    monkeypatch.setattr("ijportal.pages.views.method.EXCLUSIONS", (*EXCLUSIONS, rule))

    assert "motif nouveau" in text_of(client.get(METHOD))


def test_the_limits_and_the_season_are_those_of_the_calculation(client, doctor):
    page = text_of(client.get(METHOD))

    assert "ni les remplacements" not in page
    assert "la saison du groupe de comparables" in page
    assert "la saison de la spécialité" not in page


def test_rows_received_become_rows_kept_reason_by_reason(client, doctor, run):
    published_with(run, {**COUNTS, "remplacement": 0})

    page = text_of(client.get(METHOD))

    assert "Lignes reçues2\u202f413\u202f007" in page
    assert "Écartées\u202f: maternité ou paternité150\u202f000" in page
    assert "prescripteur inconnu, absent de l’annuaire0" in page
    assert "Lignes retenues2\u202f100\u202f000" in page


def test_a_small_count_is_hidden_and_cannot_be_found_by_subtraction(client, doctor, run):
    published_with(run, COUNTS)

    page = text_of(client.get(METHOD))

    assert "quand l’avis le signaleNS" in page
    assert "16–70 ansNS" in page
    assert "temps partiel thérapeutique80\u202f500" in page


def test_small_counts_that_add_up_to_one_take_another_with_them(client, doctor, run):
    """Three and four are hidden, but seven, which received less kept would give, is one too."""
    counts = dict.fromkeys(COUNTS, 0) | {"lignes": 1_000, "retenues": 493}
    small = {"age": 3, "remplacement": 4, "temps_partiel": 500}
    published_with(run, counts | small)

    page = text_of(client.get(METHOD))

    assert "16–70 ansNS" in page
    assert "temps partiel thérapeutiqueNS" in page


def test_parameters_are_written_as_they_are(client, doctor, run):
    """0,05 said « 0,1 » would be another method."""
    run.parameters |= {"least_spread": 0.05, "signal_exceeds": 1.3, "shape_patients": 500.0}
    run.save()

    page = text_of(client.get(METHOD))

    assert "(échelle logarithmique)0,05" in page
    assert "dépasse presque sûrement1,3" in page
    assert "dans chaque strate500\u202fpatients" in page


def test_a_run_without_its_reconciliation_has_no_table(client, doctor, run):
    assert "Lignes reçues" not in text_of(client.get(METHOD))


def test_what_the_rule_sees_and_misses_is_read_from_the_simulated_nations(client, doctor):
    page = text_of(client.get(METHOD))

    assert "Ce que la règle voit, et ce qu’elle manque" in page
    assert "40 nations simulées dont la vérité est connue" in page
    assert "graines 1 à 20" in page
    assert "./run bench puissance" in page


def test_the_figures_of_the_rule_are_those_of_the_file(client, doctor):
    """Counted again from the lines, by hand as it were, for one class and one tail."""
    found = [
        line
        for line in csv.DictReader(CURVE.read_text(encoding="utf-8").splitlines())
        if line["queue"] == "lourde" and line["ratio_min"] == "1.5"
    ]
    among, signals, strong = (
        [
            sum(int(line[name]) for line in found if line["arrets_attendus_min"] == least)
            for least in ("100", "200", "300", "500")
        ]
        for name in ("prescripteurs", "signaux", "signaux_forts")
    )
    said = [
        f"{100 * all_of / n:.0f}\u202f% fort {100 * some / n:.0f}\u202f%"
        for n, all_of, some in zip(among, signals, strong, strict=True)
    ]

    page = text_of(client.get(METHOD))

    assert f"1,5 à 1,7{''.join(said)}" in page


def test_false_alarms_and_misses_of_a_curve_worked_out_by_hand():
    low, high = Place(0.0, 1.3, 100.0, 200.0), Place(2.0, None, 100.0, 200.0)
    middle = Place(1.3, 1.5, 100.0, 200.0)
    curve = {low: Seen(10_000, 3, 0), middle: Seen(200, 7, 1), high: Seen(50, 40, 30)}
    tail = Tail(curve, {0.9: 241.0, 0.5: None}, Seen(50_000, 0, 0))
    values = power(KnownTruth("v9", 5, {"lourde": tail, "legere": tail}))

    said = values.tails[0]
    assert (values.nations, values.prescribers) == ("10", "20\u202f500")
    assert [row.name for row in said.rows] == ["moins de 1,3", "1,3 à 1,5", "2,0 et plus"]
    assert [row.cells[0].signal for row in said.rows] == ["0,03\u202f%", "4\u202f%", "80\u202f%"]
    assert said.false_alarms == "0,03\u202f%"
    assert said.without_effect == "0 sur 50\u202f000"
    assert said.weak_among_signals == "20\u202f%"
    assert [miss.share for miss in said.misses] == ["20\u202f%"] * 3
    assert (said.most_from, said.half_from) == ("241", "jamais")


def test_a_few_are_never_none_nor_nearly_all_all():
    assert share(0, 40) == "0\u202f%"
    assert share(1, 5_000) == "0,02\u202f%"
    assert share(1, 50_000) == "< 0,01\u202f%"
    assert share(4_999, 5_000) == "99,98\u202f%"
    assert share(49_999, 50_000) == "> 99,99\u202f%"
    assert share(40, 40) == "100\u202f%"
    assert share(0, 0) == "–"
