"""French formats: what the portal writes, to the character."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template

from core.charts import numbers


THIN, FIXED = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (12480, 0, f"12{THIN}480"),
        (6_494_217, 0, f"6{THIN}494{THIN}217"),
        (1.5, 1, "1,5"),
        (-3, 0, "\u22123"),
        (-0.4, 0, "0"),
        (0, 2, "0,00"),
        (999.96, 1, f"1{THIN}000,0"),
        (None, 0, "–"),
        (math.nan, 2, "–"),
        (math.inf, 2, "–"),
    ],
)
def test_a_number_is_written_in_french(value, decimals, written):
    assert numbers.fr(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"), [(8965, f"+8{THIN}965"), (-12, "\u221212"), (0, "0"), (0.2, "0")]
)
def test_a_difference_carries_its_sign_unless_it_rounds_to_nothing(value, written):
    assert numbers.fr(value, sign=True) == written


def test_a_ratio_comes_with_its_interval():
    assert numbers.times(1.58, 1.31, 1.9) == f"1,58{FIXED}fois (1,31–1,90)"
    assert numbers.ratio(2.156, 1.84, 2.53) == f"2,16{FIXED}(1,84–2,53)"
    assert numbers.times(None) == "–"
    assert numbers.ratio(math.nan, 0, 0) == "–"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (6_490_000, ("6,49", "millions")),
        (1_250_000, ("1,25", "million")),
        (251_400_000, ("251", "millions")),
        (2_300_000_000, ("2,30", "milliards")),
        (193_412, (f"193{THIN}412", "")),
        (None, ("–", "")),
    ],
)
def test_a_key_figure_keeps_three_digits_and_names_its_unit(value, written):
    assert numbers.abridged(value) == written


def test_months_and_dates():
    day = date(2026, 8, 1)
    assert numbers.month_name(day) == "août 2026"
    assert numbers.short_month(date(2025, 9, 1)) == "sept."
    assert numbers.long_date(date(2026, 11, 24)) == "mardi 24 novembre 2026"
    assert numbers.long_date(day) == "samedi 1er août 2026"
    assert numbers.date_fr(date(2026, 11, 24)) == "24/11/2026"
    assert numbers.add_months(date(2025, 9, 1), 16) == date(2027, 1, 1)
    assert numbers.add_months(date(2026, 1, 1), -1) == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0.42, f"0,4{FIXED}s"),
        (9.0, f"9{FIXED}s"),
        (11.4, f"11{FIXED}s"),
        (59.7, f"1{FIXED}min{FIXED}00{FIXED}s"),
        (125, f"2{FIXED}min{FIXED}05{FIXED}s"),
        (4800, f"1{FIXED}h{FIXED}20"),
        (None, "–"),
    ],
)
def test_a_duration_is_said_in_its_own_unit(seconds, written):
    assert numbers.duration(seconds) == written


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ v|nombre }}", 12480, f"12{THIN}480"),
        ("{{ v|decimale:2 }}", 2.156, "2,16"),
        ("{{ v|signe }}", 8965, f"+8{THIN}965"),
        ("{{ v|pourcent:1 }}", 0.018, f"1,8{THIN}%"),
        ("{{ v|evolution }}", 0.026, f"+2,6{THIN}%"),
        ("{{ v|part:1412806 }}", 918324, f"65{THIN}%"),
        ("{{ v|part:0 }}", 3, "–"),
        ("{{ v|rapport }}", 2.156, f"2,16{FIXED}fois"),
        ("{% rapport v 1.31 1.9 %}", 1.58, f"1,58{FIXED}fois (1,31–1,90)"),
        ("{{ v|mois }}", date(2026, 8, 1), "août 2026"),
        ("{{ v|mois:'court' }}", date(2026, 9, 1), "sept."),
        ("{{ v|mois }}", None, "–"),
        ("{{ v|date_fr }}", date(2026, 11, 24), "24/11/2026"),
        ("{{ v|date_fr:'long' }}", date(2026, 11, 24), "mardi 24 novembre 2026"),
        ("{{ v|duree }}", timedelta(seconds=125), f"2{FIXED}min{FIXED}05{FIXED}s"),
        ("{{ v|entier_brut }}", 12480, "12480"),
        (
            "{{ v|phrase }}",
            "368 € ; 37 € attendus : vérifiez",
            f"368{THIN}€{THIN}; 37{THIN}€ attendus{THIN}: vérifiez",
        ),
    ],
)
def test_templates_write_the_same_formats(source, value, written):
    assert Template("{% load formats %}" + source).render(Context({"v": value})) == written


def test_a_moment_is_said_in_the_time_of_paris():
    moment = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    rendered = Template("{% load formats %}{{ v|date_fr }}").render(Context({"v": moment}))
    assert rendered == f"17/11/2026 à 0{FIXED}h{FIXED}30"
