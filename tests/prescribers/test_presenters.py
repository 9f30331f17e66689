"""What is said of a profile: the sentences, the masking, the rounding. No database."""

from datetime import date

import pytest

from prescribers.enums import Signal
from prescribers.models import Prescriber, Profile, ProfileRun
from prescribers.presenters.columns import list_columns
from prescribers.presenters.csv_text import csv_cell, csv_text, name_cell
from prescribers.presenters.disclosure import published
from prescribers.presenters.evolution import evolution, since_sentence
from prescribers.presenters.indicators import indicators, indicators_note
from prescribers.presenters.listing import csv_header, csv_rows, empty_text, headers, rows
from prescribers.presenters.profile import (
    gauge,
    practice_note,
    reading_sentence,
    run_note,
    subtitle,
)
from prescribers.presenters.reading import level_words
from prescribers.presenters.words import addressed_name, family_name_first, short_caisse_name


NNBSP, NBSP = "\u202f", "\u00a0"
MINIMA = {"min_patients": 200, "min_expected_leaves": 100, "min_months": 6}


def a_profile(**changes):
    run = ProfileRun(
        number=12,
        window_start=date(2025, 9, 1),
        window_end=date(2026, 8, 1),
        data_until=date(2026, 10, 1),
        parameters=MINIMA,
    )
    person = Prescriber(
        rpps="99102382191", civility="DR", last_name="ROUBAUDI", first_name="MATHILDE"
    )
    values = {
        "run": run,
        "prescriber": person,
        "rpps": person.rpps,
        "caisse": "061",
        "region": "93",
        "specialty": "MG",
        "group_fallback": False,
        "n_patients": 1012,
        "months_active": 12,
        "obs_days": 15_870,
        "exp_days": 7_340.2,
        "ratio_days": 2.162,
        "ci_low": 1.838,
        "ci_high": 2.531,
        "obs_leaves": 492,
        "exp_leaves": 348.1,
        "ratio_leaves": 1.413,
        "leaves_ci_low": 1.29,
        "leaves_ci_high": 1.54,
        "excess_days": 8_529.8,
        "enough": True,
        "level": 2,
        "months_start": date(2025, 9, 1),
        "months_observed": [900, 900, 1500, 1500, 1500, 1500],
        "months_expected": [700.0] * 6,
        "months_band_low": [500.0] * 6,
        "months_band_high": [1000.0] * 6,
        "provisional_months": 2,
        "commune_name": "Nice",
    }
    return Profile(**(values | changes))


SMOOTHED = {
    "smoothed": 1.88,
    "smoothed_low": 1.6,
    "smoothed_high": 2.21,
    "centile": 98.1,
    "q_value": 0.0012,
}


def too_few(**changes):
    return a_profile(enough=False, level=-1, **{"n_patients": 142, **changes})


def test_the_sentence_above_the_expected_value():
    assert reading_sentence(a_profile()) == (
        f"Sur 12 mois, 15{NNBSP}870 jours indemnisés pour 7{NNBSP}340 attendus, "
        f"soit 2,16{NBSP}fois (intervalle à 95{NNBSP}%{NNBSP}: 1,84–2,53)."
    )


def test_the_sentence_below_the_expected_value_keeps_the_ratio():
    profile = a_profile(ratio_days=0.7, ci_low=0.6, ci_high=0.82, level=0)

    assert reading_sentence(profile).endswith(
        f"soit 0,70{NBSP}fois (intervalle à 95{NNBSP}%{NNBSP}: 0,60–0,82)."
    )
    assert level_words(profile) == "en dessous de l’attendu"


def test_the_sentence_of_a_compatible_interval_does_not_say_a_ratio():
    profile = a_profile(ratio_days=1.04, ci_low=0.9, ci_high=1.2, level=0)

    assert reading_sentence(profile) == (
        f"15{NNBSP}870 jours pour 7{NNBSP}340 attendus{NNBSP}: "
        f"compatible avec l’attendu (intervalle à 95{NNBSP}%{NNBSP}: 0,90–1,20)."
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "142 patients actifs, il en faut au moins 200"),
        ({"n_patients": 7}, "moins de 11 patients actifs, il en faut au moins 200"),
        ({"n_patients": 900, "months_active": 4}, "4 mois d’activité, il en faut au moins 6"),
        ({"n_patients": 900, "exp_leaves": 99.7}, "99 arrêts attendus, il en faut au moins 100"),
    ],
)
def test_below_the_minima_the_sentence_names_the_one_that_fails(changes, why):
    assert reading_sentence(too_few(**changes)) == (
        f"Effectif insuffisant{NNBSP}: {why}{NNBSP}; aucun rapport n’est calculé."
    )


def test_below_the_minima_no_figure_leaves_the_presenters():
    profile = too_few(**SMOOTHED)
    columns = list_columns({"061": "Nice"})
    exported = next(csv_rows([profile], columns, MINIMA, run_number=12, synthetic=False))

    assert gauge(profile) is None
    assert evolution(profile) is None
    assert indicators(profile) == []
    hidden = {"15870", "7340", "2,16", "1,88", "1,60", "2,21", "98,1", "0,0012"}
    assert not hidden & {csv_cell(cell) for cell in exported}


def test_leaves_of_a_few_persons_are_hidden_with_what_would_give_them_back():
    leaves = indicators(a_profile(obs_leaves=8))

    assert [line.name for line in leaves] == ["Jours indemnisés", "Arrêts"]
    assert (leaves[1].observed, leaves[1].ratio) == ("NS", "NS")


SEEN = {
    "patients_seen": 9_120,
    "seen_exp_days": 10_000.0,
    "seen_ratio_days": 1.587,
    "seen_ci_low": 1.3,
    "seen_ci_high": 1.9,
    "seen_exp_leaves": 500.0,
    "seen_ratio_leaves": 1.2,
    "seen_leaves_ci_low": 1.1,
    "seen_leaves_ci_high": 1.3,
}


def test_the_law_counts_by_patient_seen_and_the_page_says_so():
    profile = a_profile(**SEEN)
    days, leaves = indicators(profile)[-2:]

    assert (days.name, days.expected, days.ratio) == (
        "Jours, par patient vu",
        f"10{NNBSP}000",
        "1,59",
    )
    assert (leaves.name, leaves.interval) == ("Arrêts, par patient vu", "1,10–1,30")
    assert indicators_note(profile).startswith(f"Par patient vu{NNBSP}:")
    assert not [line for line in indicators(a_profile()) if "vu" in line.name]
    assert indicators_note(a_profile()) == ""


def test_the_leaves_of_a_few_persons_do_not_come_back_by_another_denominator():
    names = [line.name for line in indicators(a_profile(obs_leaves=8, **SEEN))]

    assert "Arrêts, par patient vu" not in names


def test_the_regression_is_a_variant_without_interval():
    profile = a_profile(exp_days_glm=8_000.0)
    line = indicators(profile)[-1]

    ratio = f"{profile.obs_days / 8_000:.2f}".replace(".", ",")
    assert (line.name, line.ratio, line.interval) == ("Jours, par régression", ratio, "non calculé")
    assert "ne décide de rien" in indicators_note(profile)


def test_a_part_of_the_window_not_practised_is_said():
    assert practice_note(a_profile(months_active=12)) == ""
    assert practice_note(a_profile(months_active=8)).startswith("8 mois d’activité sur 12")


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "NS"), (10, "NS"), (11, "11")])
def test_one_to_ten_persons_are_not_written(count, text):
    assert published(count) == text


def test_the_months_above_the_band_leave_out_the_provisional_ones():
    assert since_sentence(a_profile()) == (
        "Au-dessus de la bande attendue depuis novembre 2025, 2 mois sur 4."
    )


@pytest.mark.parametrize(
    ("observed", "said"),
    [
        ([1500, 900, 900, 1500, 900, 900], "2 au-dessus de la bande attendue, dont le dernier."),
        (
            [1500, 900, 1500, 1500, 900, 900],
            "3 au-dessus de la bande attendue, sans interruption depuis novembre 2025.",
        ),
    ],
)
def test_earlier_months_above_are_told_apart_from_the_stretch_that_lasts(observed, said):
    profile = a_profile(months_observed=observed)

    assert since_sentence(profile) == f"Sur 4 mois complets, {said}"


def test_a_stretch_that_ended_has_no_since():
    profile = a_profile(months_observed=[1500, 900, 1500, 900, 1500, 1500])

    assert since_sentence(profile) == "Sur 4 mois complets, 2 au-dessus de la bande attendue."


def test_names_are_said_and_sorted_each_their_way():
    person = Prescriber(civility="DR", last_name="CASTELLANE-REY", first_name="OLIVIER")

    assert addressed_name(person) == "Dr Olivier Castellane-Rey"
    assert family_name_first(person) == "Castellane-Rey Olivier"


def test_the_line_under_the_name_hides_a_small_list():
    assert subtitle(a_profile(n_patients=5)) == (
        "Médecine générale, Nice, NS patients actifs. RPPS 99102382191"
    )


def test_an_address_that_cites_an_unknown_run_says_so():
    shown = ProfileRun(pk=1, number=12)

    note = run_note(11, shown, shown, address="/ici/")

    assert (note.kind, note.url) == ("info", "")
    assert "cite le calcul n°\u00a011. La page montre le calcul publié, n°\u00a012" in note.text
    assert (
        run_note(12, shown, shown, address="") is run_note(None, shown, shown, address="") is None
    )


def test_a_page_of_another_run_says_it_first_and_leads_to_the_current_one():
    old, current = ProfileRun(pk=1, number=11), ProfileRun(pk=2, number=12)

    note = run_note(11, old, current, address="/ici/")
    alone = run_note(11, old, None, address="/ici/")

    assert note.title == f"Calcul n°{NBSP}11, qui n’est pas celui en vigueur."
    assert (note.url, note.link) == ("/ici/", f"Voir le calcul en vigueur, n°{NBSP}12")
    assert (alone.title, alone.url) == (note.title, "")


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        (f"15{NNBSP}870", "15870"),
        ("+8 530".replace(" ", NNBSP), "8530"),
        ("\u2212120,5", "-120,5"),
        ("=SOMME(A1:A9)", "'=SOMME(A1:A9)"),
        ("@import", "'@import"),
        ("-2+3", "'-2+3"),
        (f"+12,5{NNBSP}%", "12,5%"),
        (f"sous la limite à 95{NNBSP}%", f"sous la limite à 95{NNBSP}%"),
        ("–", ""),
        ("Saint-Laurent-du-Var", "Saint-Laurent-du-Var"),
    ],
)
def test_a_csv_cell_counts_as_a_number_or_runs_nothing(shown, written):
    assert csv_cell(shown) == written


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("01", '="01"'),
        ("2A", "2A"),
        ("10003456789", '="10003456789"'),
        ("–", ""),
        ("01+cmd|' /C calc'!A0", "01+cmd|' /C calc'!A0"),
        ('=1"', "'=1\""),
        ("\u0660\u0661", "\u0660\u0661"),
        ("-01", "-01"),
    ],
)
def test_digits_that_name_stay_a_text_and_nothing_else_follows_the_sign(shown, written):
    assert name_cell(shown) == written


def test_the_csv_opens_in_a_french_spreadsheet():
    text = csv_text(["Nom", "Jours"], [["Zannier; Éloïse", f"1{NNBSP}200"]])

    assert text == '\ufeffNom;Jours\r\n"Zannier; Éloïse";1200\r\n'


def test_the_screen_and_the_csv_read_the_same_columns():
    profile = a_profile(**SMOOTHED, signal=Signal.STRONG, stability="confirmé")
    columns = list_columns({"061": "Nice", "831": "Var"})
    (row,) = rows([profile], columns, MINIMA)
    written = dict(
        zip(
            csv_header(columns, synthetic=True),
            *csv_rows([profile], columns, MINIMA, run_number=12, synthetic=True),
            strict=True,
        )
    )

    shown = {cell.column.title: cell.text for cell in row.cells}
    assert written["Rapport"] == shown.pop("Rapport et intervalle") == "2,16"
    assert written["Lecture de l’intervalle"] == "nettement au-dessus de l’attendu"
    assert {title: written[title] for title in shown} == shown
    assert (written["Signal"], written["Stabilité du signal"]) == ("signal fort", "confirmé")
    smoothed = [written[f"Ratio lissé{end}"] for end in ("", ", borne basse", ", borne haute")]
    assert smoothed == ["1,88", "1,60", "2,21"]
    assert written["Centile parmi les comparables"] == "98,1"
    assert written["Valeur q"] == "0,0012"
    assert written["Nature des données"] == "données synthétiques"
    assert written["Calcul n°"] == "12"


def test_an_insufficient_row_says_it_across_the_masked_columns():
    columns = list_columns({"061": "Nice"})
    (row,) = rows([too_few()], columns, MINIMA)

    assert [cell.column.key for cell in row.cells] == ["nom", "specialite", "commune", "patients"]
    assert row.span == len(columns) - 4
    assert row.insufficient.startswith("Effectif insuffisant")


def test_a_second_click_turns_the_order_round():
    columns = list_columns({})
    sorted_by_days = {h.column.key: h for h in headers(columns, {"q": "nice"}, "-jours")}

    assert sorted_by_days["jours"].direction == "descending"
    assert sorted_by_days["jours"].query == "q=nice&tri=jours"
    assert sorted_by_days["nom"].query == "q=nice&tri=nom"
    assert sorted_by_days["attendu"].query == "q=nice&tri=-attendu"


def test_an_empty_list_names_its_narrowest_filter():
    assert empty_text("Spécialité", "Psychiatrie", 23) == (
        f"Le plus restrictif est «{NNBSP}Spécialité{NNBSP}: Psychiatrie{NNBSP}»{NNBSP}: "
        "sans lui, 23 lignes."
    )


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("CPAM des Alpes-Maritimes", "Alpes-Maritimes"),
        ("CPAM de l’Ain", "Ain"),
        ("CPAM du Var", "Var"),
        ("CGSS de La Réunion", "CGSS de La Réunion"),
    ],
)
def test_a_column_of_caisses_does_not_repeat_cpam(label, short):
    assert short_caisse_name("061", {"061": label}) == short
