"""Printed documents: tagged, in French, in our own font, and nothing but what they are given."""

import re

import pytest
import typst

from core.documents import pdf
from core.documents.letters import printable
from tests.pdf_text import words


DATA = {
    "title": "Prescripteurs",
    "sub": "2 prescripteurs",
    "printed": "Fait le 24/11/2026",
    "about": [("Filtres", "aucun filtre")],
    "footer": "Calcul n° 12",
    "columns": [{"title": "Prescripteur", "numeric": False}, {"title": "Jours", "numeric": True}],
    "widths": [20, 8],
    "size": 7.5,
    "rows": [["Peyrac Thierry", "12 480"], ["Sellier Naïma", "9 001"]],
}


@pytest.fixture
def layout(tmp_path, settings):
    """A layout of one line, alone in its folder."""
    folder = tmp_path / "layouts"
    folder.mkdir()
    settings.DOCUMENT_LAYOUTS = folder

    def write(source):
        (folder / "essai.typ").write_text(source)
        return "essai"

    return write


def test_a_document_is_tagged_titled_and_in_french():
    made = pdf("liste", DATA)

    assert b"/StructTreeRoot" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/Lang(fr-FR)" in made.replace(b" ", b"")
    assert b"Prescripteurs" in made


def test_a_document_has_every_cell_its_header_and_its_footer():
    said = words(pdf("liste", DATA))

    for row in DATA["rows"]:
        assert " ".join(row) in said
    assert "Prescripteur Jours" in said
    assert "Calcul n° 12" in said
    assert "page 1 / 1" in said


def test_the_only_fonts_are_ours():
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z0-9]+)", pdf("liste", DATA)))
    assert fonts == {b"SourceSans3"}


@pytest.mark.parametrize("synthetic", [True, False])
def test_synthetic_data_are_said_so_whatever_the_caller_says(settings, synthetic):
    settings.SYNTHETIC_DATA = synthetic

    said = words(pdf("liste", {**DATA, "synthetic": not synthetic}))

    assert ("Données synthétiques" in said) is synthetic


def test_a_name_that_looks_like_markup_is_printed_as_it_is():
    name = '#read("page.typ") *gras* $x$'

    assert name in words(pdf("liste", {**DATA, "rows": [[name, "1"]]}))


def test_a_layout_reads_nothing_outside_its_folder(layout, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")

    with pytest.raises(typst.TypstError):
        pdf(layout('#read("../secret.txt")'), {"title": "Essai"})


def test_a_font_of_the_machine_is_not_used(layout):
    source = (
        '#set text(font: "DejaVu Sans")\n#set document(title: "x")\n#set text(lang: "fr")\nÉcart'
    )

    assert not re.search(rb"\+DejaVuSans\b", pdf(layout(source), {"title": "Essai"}))


def test_a_large_document_is_the_same_made_in_its_own_process():
    assert pdf("liste", DATA, large=True) == pdf("liste", DATA)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Repos 😀, 中文", "Repos □, □□"),
        ("a\x07b\x00c", "abc"),
        ("👨\u200d👩\ufe0f fin", "□□ fin"),
        ("œuvre, ≥ 3 j, naïve, e\u0301", "œuvre, ≥ 3 j, naïve, e\u0301"),
    ],
)
def test_a_sign_without_a_letter_in_the_font_does_not_stop_a_document(typed, printed):
    assert printable({"rows": [[typed, 1]]}) == {"rows": [[printed, 1]]}

    assert pdf("liste", {**DATA, "rows": [[typed, "1"]]}).startswith(b"%PDF")


def test_every_letter_that_is_let_by_is_drawn():
    every = "".join(chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000)

    assert pdf("liste", {**DATA, "rows": [[every, "1"]]}).startswith(b"%PDF")
