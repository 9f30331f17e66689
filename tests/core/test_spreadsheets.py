"""A workbook: figures that add up, texts that never run, a header that stays."""

import pytest

from core.spreadsheets import About, Figure, Table, workbook
from tests.prescribers.exports_world import part, sheets


ABOUT = About("À propos", [("Calcul", "n° 12")], [("Jours", "Jours observés.")])
DANGEROUS = ["=1+1", "+33 1", "-2", "@SUM(A1)", "https://exemple.invalid", "{=1}", "12"]


def made(*rows, header=("Nom", "Jours")):
    table = Table("Essai", header, rows, [10, 10], "Calcul n° 12 & suite")
    return workbook(table, ABOUT, {"title": "Essai"})


def test_figures_are_numbers_and_texts_are_texts():
    first, about = sheets(made(["Peyrac", Figure(12_480.0)], ["Sellier", Figure(-1.58, 2)]))

    assert first == [["Nom", "Jours"], ["Peyrac", 12_480.0], ["Sellier", -1.58]]
    assert about == [
        ["Calcul", "n° 12"],
        ["", ""],
        ["Colonne", "Ce qu’elle contient"],
        ["Jours", "Jours observés."],
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_never_becomes_a_formula_a_link_or_a_number(text):
    content = made([text, text])

    assert sheets(content)[0][1] == [text, text]
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_the_header_stays_and_every_column_can_be_filtered():
    sheet = part(
        made(["Peyrac", Figure(1.0)], ["Sellier", Figure(2.0)]), "xl/worksheets/sheet1.xml"
    )

    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:B3"/>' in sheet
    assert 'orientation="landscape"' in sheet
    assert "Calcul n° 12 &amp;&amp; suite" in sheet


@pytest.mark.parametrize(
    ("figure", "pattern"),
    [
        (Figure(12_480.0), "#,##0"),
        (Figure(1.58, 2), "#,##0.00"),
        (Figure(3.0, 0, signed=True), "+#,##0;-#,##0;#,##0"),
        (Figure(0.123, 1, share=True), "#,##0.0%"),
    ],
)
def test_a_figure_is_shown_with_its_decimals_and_its_sign(figure, pattern):
    assert figure.pattern == pattern
    assert pattern in part(made(["Peyrac", figure]), "xl/styles.xml") or pattern == "#,##0"
