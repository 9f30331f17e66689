"""What a spreadsheet makes of a file: codes keep their zeros, chances stay numbers over 0."""

import pytest

from prescribers.presenters import listing
from tests.pdf_text import words
from tests.prescribers.exports_world import PDF, XLSX, sheets
from tests.prescribers.factories import AttachmentFactory
from tests.prescribers.list_world import screen_rows
from tests.prescribers.profiles_world import CSV, LIST, exported, profile


pytestmark = pytest.mark.django_db
CHANCES = "depasse,haut"
OVER = "Probabilité que le rapport dépasse 1,5"


def test_codes_keep_their_zeros_in_a_french_spreadsheet(client, doctor, run):
    one = profile(run)
    AttachmentFactory(prescriber=one.prescriber, caisse="061", departement="01")
    asked = {"colonnes": "departement,jours"}

    text = client.get(CSV, asked)
    table, _ = sheets(client.get(XLSX, asked).content)

    row = text.content.decode().splitlines()[1]
    assert row.startswith(f'Peyrac Thierry;"=""{one.rpps}""";"=""01""";12480;')
    assert exported(text)[0]["Département"] == "01"
    assert table[1][:4] == ["Peyrac Thierry", one.rpps, "01", 12_480.0]


@pytest.mark.parametrize(
    ("known", "said", "written", "number"),
    [
        (1e-9, "moins de 1\u202f%", "0,01%", 0.0001),
        (0.0042, "moins de 1\u202f%", "0,42%", 0.0042),
        (0.5, "50\u202f%", "50,00%", 0.5),
        (0.99999, "plus de 99\u202f%", "99,99%", 0.9999),
        (None, "–", "", ""),
    ],
)
def test_a_chance_is_never_nothing_and_stays_a_number_in_files(
    client, doctor, run, known, said, written, number
):
    profile(run, p_over_15=known, p_top=known)
    asked = {"colonnes": CHANCES}

    assert screen_rows(client.get(LIST, asked))[0][1:3] == [said, said]
    assert exported(client.get(CSV, asked))[0][OVER] == written
    table, _ = sheets(client.get(XLSX, asked).content)
    assert table[1][table[0].index(OVER)] == (number and pytest.approx(number))
    assert said.replace("\u202f", " ") in words(client.get(PDF, asked).content)


def test_a_file_reads_its_columns_once_whatever_its_rows(client, doctor, run, monkeypatch):
    calls, whole = [], listing._exported

    def counted(columns):
        calls.append(1)
        return whole(columns)

    monkeypatch.setattr(listing, "_exported", counted)
    profile(run)
    client.get(CSV)
    one = len(calls)
    for name in ("SELLIER", "ABADIE"):
        profile(run, name)
    client.get(CSV)

    assert len(calls) == 2 * one
