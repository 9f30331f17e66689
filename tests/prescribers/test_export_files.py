"""The whole list in a file: the rows of the screen, whatever the format and the filters."""

import io
import random
import re
import zipfile

import pytest

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.exports.printed import VOLUME
from prescribers.presenters.columns import available_columns
from prescribers.presenters.definitions import definition
from prescribers.presenters.listing import csv_header
from tests.pages.reading import reads
from tests.pdf_text import pages, words
from tests.prescribers.exports_world import PDF, XLSX, part, sheets
from tests.prescribers.profiles_world import CSV, LIST, exported, insufficient, profile


pytestmark = pytest.mark.django_db
SEEN = {"smoothed": 1.4217, "smoothed_low": 1.21, "smoothed_high": 1.67, "centile": 91.64}
FILTERS = {
    "specialite": ["MG", "PSY", "MG,PSY"],
    "niveau": ["au-dessus", "nettement", "compatible", "au-dessus,nettement"],
    "signal": ["oui", "fort", "sans", "insuffisant"],
    "q": ["a", "p", "nice", "thierry"],
    "tri": ["nom", "-nom", "jours", "-ratio", "-ecart", "patients"],
}


@pytest.fixture
def people(run):
    """Forty prescribers of every kind: level, signal, specialty, insufficient ones."""
    draw = random.Random(7)
    for number in range(40):
        known = {
            "specialty": draw.choice(["MG", "PSY"]),
            "obs_days": draw.randint(900, 20_000),
            "excess_days": float(draw.randint(-900, 9_000)),
            "n_patients": draw.randint(1, 1_500),
        }
        name = f"{draw.choice(['PEYRAC', 'ABADIE', 'SELLIER'])}{number}"
        if number % 6 == 0:
            insufficient(run, name, **{**known, "n_patients": draw.randint(1, 190)})
        else:
            signal = draw.choice(["aucun", "signal", "signal_fort"])
            profile(run, name, **known, **SEEN, level=draw.choice([0, 1, 2]), signal=signal)


def names_in(page):
    found = r'<th scope="row"><a href="/prescripteurs/(\d+)/">'
    return re.findall(found, page.content.decode())


def test_every_file_has_the_rows_of_the_screen_for_fifty_random_filters(client, doctor, people):
    draw, lengths = random.Random(11), set()
    for _ in range(50):
        chosen = {n: draw.choice(FILTERS[n]) for n in draw.sample(sorted(FILTERS), k=3)}
        screen = names_in(client.get(LIST, chosen))
        text = exported(client.get(CSV, chosen))
        table, _ = sheets(client.get(XLSX, chosen).content)
        assert [row["RPPS"] for row in text] == screen, chosen
        assert [row[1] for row in table[1:]] == screen, chosen
        lengths.add(len(screen))
    assert len(lengths) > 5  # the filters did cut


def test_the_workbook_has_the_cells_of_the_csv(client, doctor, people):
    text = exported(client.get(CSV))
    table, _ = sheets(client.get(XLSX).content)
    header, rows = table[0], table[1:]

    assert header == list(text[0])
    for line, row in zip(text, rows, strict=True):
        shown = [*row, *[""] * (len(header) - len(row))]
        assert [_written(cell) for cell in shown] == [_bare(line[title]) for title in header]
    assert {type(row[header.index("RPPS")]) for row in rows} == {str}
    assert all(type(row[header.index("Calcul n°")]) is float for row in rows)


def _written(cell):
    return f"{cell:.4f}".rstrip("0").rstrip(".") if isinstance(cell, float) else cell


def _bare(text):
    number = text.replace(",", ".").removeprefix("'")
    if re.fullmatch(r"-?\d{1,10}(\.\d+)?", number):
        return f"{float(number):.4f}".rstrip("0").rstrip(".")
    return text


def test_the_paper_has_the_words_of_the_screen(client, doctor, people, run):
    screen = client.get(LIST, {"tri": "nom"})

    said = words(client.get(PDF, {"tri": "nom"}).content)

    assert "40 prescripteurs, triés par nom." in said
    for row in exported(client.get(CSV, {"tri": "nom"})):
        assert row["Prescripteur"] in said
        assert row["Remarque"] == "" or " ".join(row["Remarque"].split()) in said
    assert len(names_in(screen)) == 40
    assert "1,58 (1,31–1,90)" in said
    assert "Calcul n° 12" in said


def test_what_the_screen_hides_no_file_shows(client, doctor, run):
    profile(run)
    insufficient(run, "ZANNIER", obs_days=31_337, n_patients=7)

    said = words(client.get(PDF).content)
    table, _ = sheets(client.get(XLSX).content)

    assert "31 337" not in said
    assert 31_337.0 not in table[2]
    assert "NS" in table[2]
    assert "moins de 11 patients actifs" in said


def test_a_name_that_is_a_formula_is_a_text(client, doctor, run):
    profile(run, "=CMD()", commune_name="@SUM(A1)")

    content = client.get(XLSX).content

    assert "=Cmd() Thierry" in sheets(content)[0][1]
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")


def test_the_workbook_says_what_it_is(client, doctor, run, settings):
    settings.SYNTHETIC_DATA = True
    profile(run)

    about = dict(sheets(client.get(XLSX, {"q": "peyrac"}).content)[1])

    assert about["Nature des données"] == "Les données de démonstration sont inventées."
    assert about["Périmètre"] == "CPAM des Alpes-Maritimes"
    assert about["Filtres"] == "Recherche\u202f: peyrac"
    assert about["Calcul"].startswith("Calcul n°\u00a012")
    assert about["Fait"].endswith("par Dr Élise Marchetti")
    assert about["Jours attendus"].startswith("Jours que prescriraient")


def test_every_column_that_can_be_exported_is_defined():
    several = {"061": "CPAM A", "831": "CPAM B"}
    every = csv_header(tuple(available_columns(several, several).values()), synthetic=True)

    assert [title for title in every if not definition(title)] == []


def test_a_choice_of_columns_is_that_of_the_file(client, doctor, run):
    profile(run)

    header, row = sheets(client.get(XLSX, {"colonnes": "jours,commune"}).content)[0]

    assert header[:4] == ["Prescripteur", "RPPS", "Jours observés", "Commune"]
    assert row[2:4] == [12_480.0, "Nice"]


def test_a_long_list_on_paper_is_an_archive_of_volumes(client, doctor, run, monkeypatch):
    monkeypatch.setattr("prescribers.exports.printed.VOLUME", 2)
    for name in ("AAA", "BBB", "CCC"):
        profile(run, name)

    answer = client.get(PDF, {"tri": "nom"})

    assert VOLUME == 2_000
    assert answer.headers["Content-Disposition"].endswith('.zip"')
    assert answer.headers["Content-Type"] == "application/zip"
    assert "volume 1 sur 2" in words(_member(answer.content, 1))
    assert "Ccc Thierry" in words(_member(answer.content, 2))


def _member(content, number):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(f"prescripteurs-calcul-12-volume-{number:02d}.pdf")


def test_the_header_is_on_every_page_and_the_last_page_is_known(client, doctor, run):
    for number in range(60):
        profile(run, f"NOM{number}")

    content = client.get(PDF).content

    assert pages(content) == 2
    assert words(content).count("Prescripteur Spécialité") == 2
    assert "page 2 / 2" in words(content)


@pytest.mark.parametrize("address", [CSV, XLSX, PDF])
def test_a_file_costs_as_many_reads_for_one_row_as_for_thirty(client, doctor, run, address):
    profile(run)
    client.get(address)  # the session is written on the first page
    one = len(reads(client, address))
    for number in range(29):
        profile(run, f"NOM{number}")

    assert len(reads(client, address)) == one <= 12


@pytest.mark.parametrize("address", [XLSX, PDF])
def test_each_file_is_journalled_at_its_caisse(client, doctor, run, address):
    profile(run)

    client.get(address, {"q": "peyrac"})

    entry = JournalEntry.objects.get(action="prescripteurs.exporter")
    assert (entry.actor_id, entry.caisse) == (doctor.pk, "061")
    assert "peyrac" not in entry.reason


def test_a_role_without_the_right_gets_no_file(client, run, signed_in):
    signed_in(Role.AUDITEUR)
    for address in (CSV, XLSX, PDF):
        assert client.get(address).status_code == 403
