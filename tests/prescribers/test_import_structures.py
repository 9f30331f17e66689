"""Establishments of FINESS and structures of the caisses: two files, one list, in any order."""

import csv
from datetime import date

import pytest
from django.conf import settings

from prescribers.ingestion.structures import has_key
from prescribers.models import Structure
from tests.prescribers.import_world import announce, bring, faults, identity, settle, write


pytestmark = pytest.mark.django_db
SAMPLE = settings.BASE_DIR / "data/finess/echantillon_reel_ain_2020.csv"
LAYOUTS = (settings.BASE_DIR / "data/finess/entetes_etalab_historiques.txt").read_text().split()
ESTABLISHMENT = {
    "nofinesset": "060990041",
    "nofinessej": "060980000",
    "rs": "CDS DU PORT",
    "rslongue": "CENTRE DE SANTE DU PORT",
    "region": "93",
    "departement": "06",
    "cog": "06088",
    "categetab": "124",
    "dateouvert": "2012-03-01",
}
CENTRE = {
    "structure": "060990041",
    "type": "CDS",
    "nom": "Centre du Port",
    "caisse": "061",
    "departement": "06",
    "region": "93",
    "date_ouverture": "2012-09-01",
    "date_fermeture": "",
}
COMPANY = CENTRE | {"structure": "732829320", "type": "TLC", "nom": "Télé-Santé Exemple"}


def establishments(path, layout, *changes):
    names = layout.split(";")
    rows = [dict.fromkeys(names, "") | ESTABLISHMENT | change for change in changes]
    return write(path, rows, separator=";", encoding="cp1252")


def test_the_real_sample_of_the_ain_is_kept_whole():
    batch = bring("finess", SAMPLE)
    assert identity(batch) == (100, 100, 0, 0)
    assert set(Structure.objects.values_list("kind", flat=True)) == {"AUTRE"}
    hospital = Structure.objects.get(code="010000024")
    assert (hospital.category, hospital.name) == (
        "355",
        "CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT",
    )
    assert (hospital.commune, hospital.departement, hospital.region) == ("01451", "01", "84")
    assert (hospital.opened, hospital.closed) == (date(1979, 2, 13), None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_both_layouts_are_read_by_name(tmp_path, layout):
    path = establishments(
        tmp_path / "finess.csv",
        layout,
        {},
        {"nofinesset": "060000015", "categetab": "603", "rslongue": "", "rs": "MSP DE L’ÉTOILE"},
        {"nofinesset": "060000023", "categetab": "604"},
        {"nofinesset": "060000031", "categetab": "620"},
        {},
    )
    batch = bring("finess", path)
    assert identity(batch) == (5, 4, 0, 1)
    assert dict(Structure.objects.values_list("code", "kind")) == {
        "060990041": "CDS",
        "060000015": "MSP",
        "060000023": "CPTS",
        "060000031": "AUTRE",
    }
    assert Structure.objects.get(code="060000015").name == "MSP DE L’ÉTOILE"


def test_overseas_codes_are_written_as_in_the_cog(tmp_path):
    reunion = {"nofinesset": "970400016", "departement": "9D", "cog": "9D411", "region": "04"}
    martinique = {"nofinesset": "970200010", "departement": "9B", "cog": "97209", "region": "02"}
    miquelon = {"nofinesset": "975000019", "departement": "975", "cog": "97502", "region": "975"}
    path = establishments(tmp_path / "finess.csv", LAYOUTS[0], reunion, martinique, miquelon)
    assert identity(bring("finess", path)) == (3, 3, 0, 0)
    places = Structure.objects.order_by("code").values_list("departement", "commune", "region")
    assert list(places) == [("972", "97209", "02"), ("974", "97411", "04"), ("975", "97502", "")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("nofinesset", "060990042", "STRUCTURE_CLE"),
        ("nofinesset", "06099004", "FORME"),
        ("nofinesset", "2C0000014", "FORME"),
        ("categetab", "CDS", "FORME"),
        ("rs", "", "VIDE"),
        ("dateouvert", "01/03/2012", "DATE"),
        ("cog", "Nice", "FORME"),
    ],
)
def test_a_wrong_establishment_is_refused(tmp_path, column, value, code):
    wrong = {"nofinesset": "060000015"} | {column: value}
    path = establishments(tmp_path / "finess.csv", LAYOUTS[1], {}, wrong)
    batch = bring("finess", path)
    assert identity(batch) == (2, 1, 1, 0)
    assert (3, column, code) in faults(batch)


def test_every_real_number_of_the_sample_has_its_key_and_a_wrong_digit_is_seen():
    with SAMPLE.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    numbers = [line[name] for line in lines for name in ("nofinesset", "nofinessej")]
    assert all(has_key(number) for number in numbers)
    assert not any(has_key(f"{number[:-1]}{(int(number[-1]) + 1) % 10}") for number in numbers)


def test_in_corsica_the_letter_counts_for_its_rank():
    # The hospitals of Ajaccio and of Bastia.
    assert has_key("2A0000014")
    assert has_key("2B0000020")
    assert not has_key("2B0000014")
    assert not has_key("2A0000020")


DECLARED = ("CDS", "061", date(2012, 9, 1), date(2025, 6, 30), "CENTRE DE SANTE DU PORT", "124")


@pytest.mark.parametrize("first", ["finess", "structures"])
def test_each_column_has_one_source_whatever_comes_first(tmp_path, first):
    settle()
    paths = {
        "finess": establishments(tmp_path / "finess.csv", LAYOUTS[0], {"departement": "06"}),
        "structures": write(
            tmp_path / "structures.csv",
            [CENTRE | {"date_fermeture": "2025-06-30", "departement": "83"}, COMPANY],
        ),
    }
    for kind in sorted(paths, key=lambda kind: kind != first):
        assert bring(kind, paths[kind]).rejected == 0
    port = Structure.objects.get(code="060990041")
    found = (port.kind, port.caisse, port.opened, port.closed, port.name, port.category)
    assert found == DECLARED
    assert (port.commune, port.departement) == ("06088", "06")
    company = Structure.objects.get(code="732829320")
    assert (company.kind, company.name, company.category) == ("TLC", "Télé-Santé Exemple", "")


def test_a_declared_structure_keeps_its_kind_when_finess_changes_its_category(tmp_path):
    settle()
    bring("structures", write(tmp_path / "structures.csv", [CENTRE]))
    path = establishments(tmp_path / "finess.csv", LAYOUTS[0], {"categetab": "439"})
    bring("finess", path)
    port = Structure.objects.get(code="060990041")
    assert (port.kind, port.category, port.opened) == ("CDS", "439", date(2012, 9, 1))


def test_a_later_file_closes_a_structure_and_forgets_none(tmp_path):
    settle()
    bring("structures", write(tmp_path / "a.csv", [CENTRE, COMPANY]))
    closed = CENTRE | {"date_fermeture": "2025-12-31"}
    bring("structures", write(tmp_path / "b.csv", [closed]))
    assert dict(Structure.objects.values_list("code", "closed")) == {
        "060990041": date(2025, 12, 31),
        "732829320": None,
    }


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"structure": "732829321"}, ("structure", "STRUCTURE_CLE")),
        ({"structure": "73282932"}, ("structure", "FORME")),
        ({"type": "MSP"}, ("type", "LISTE")),
        ({"caisse": "999"}, ("caisse", "CAISSE_INCONNUE")),
        ({"date_fermeture": "2012-08-31"}, ("date_fermeture", "FIN_AVANT_DEBUT")),
        ({"nom": ""}, ("nom", "VIDE")),
    ],
)
def test_a_wrong_structure_is_refused(tmp_path, change, fault):
    settle()
    batch = bring("structures", write(tmp_path / "a.csv", [CENTRE, COMPANY | change, CENTRE]))
    assert identity(batch) == (3, 1, 1, 1)
    assert faults(batch) == {(3, *fault)}


def test_an_announced_synthetic_file_makes_synthetic_structures(tmp_path):
    settle()
    path = write(tmp_path / "structures.csv", [CENTRE])
    announce(path, rows=1, synthetic=True)
    bring("structures", path)
    assert Structure.objects.get().synthetic
