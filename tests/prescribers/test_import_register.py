"""The RPPS register in its layouts: names, qualifications, places of practice."""

import pytest
from django.conf import settings

from prescribers.models import PracticePlace, Prescriber
from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import NICE, bring, faults, identity, settle, write


pytestmark = pytest.mark.django_db
PERSON = {
    "Type d'identifiant PP": "8",
    "Identifiant PP": NICE,
    "Code civilité d'exercice": "DR",
    "Nom d'exercice": "LE GALL-ŒUVRARD",
    "Prénom d'exercice": "Élodie",
    "Code profession": "10",
}
SURGERY = PERSON | {
    "Code type savoir-faire": "S",
    "Code savoir-faire": "SM54",
    "Code mode exercice": "L",
    "Raison sociale site": "CABINET DU DR LE GALL",
    "Complément point géographique (coord. structure)": "BATIMENT C",
    "Numéro Voie (coord. structure)": "8",
    "Indice répétition voie (coord. structure)": "B",
    "Libellé type de voie (coord. structure)": "Rue",
    "Libellé Voie (coord. structure)": "DE L EXEMPLE",
    "Code postal (coord. structure)": "06000",
    "Code commune (coord. structure)": "06088",
    "Code secteur d'activité": "SA07",
}
CENTRE = SURGERY | {
    "Code mode exercice": "S",
    "Numéro FINESS site": "060990041",
    "Raison sociale site": "",
    "Enseigne commerciale site": "CENTRE DE SANTE DU PORT",
    "Complément point géographique (coord. structure)": "",
    "Numéro Voie (coord. structure)": "29",
    "Indice répétition voie (coord. structure)": "",
    "Code secteur d'activité": "SA05",
}
KNOW_HOW = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom d'exercice|"
    "Prénom d'exercice|Code profession|Libellé profession|Code catégorie professionnelle|"
    "Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|"
    "Code savoir-faire|Libellé savoir-faire|"
)
HEADERS = {
    "2021": settings.BASE_DIR / "data/rpps/entete_2021_52_colonnes.txt",
    "2026": settings.BASE_DIR / "data/rpps/entete_2026_56_colonnes.txt",
}
PLACES = [
    ("CABINET DU DR LE GALL", "8 B Rue DE L EXEMPLE, BATIMENT C", "", "L", "SA07"),
    ("CENTRE DE SANTE DU PORT", "29 Rue DE L EXEMPLE", "060990041", "S", "SA05"),
]


def register(path, header, *people):
    """A file with every column of a real header, the last and empty one included."""
    names = header.strip("\n").split("|")
    assert names[-1] == ""
    written = {name.casefold(): name for name in names}
    rows = [
        dict.fromkeys(names, "")
        | {written[name.casefold()]: value for name, value in person.items()}
        for person in people
    ]
    return write(path, rows, separator="|")


def places_of(rpps):
    mine = PracticePlace.objects.filter(prescriber__rpps=rpps).order_by("id")
    return list(mine.values_list("label", "address", "finess", "mode_code", "sector_code"))


def test_rpps_names_the_doctors_and_creates_those_it_alone_knows(tmp_path):
    settle()
    rows = [
        PERSON,
        PERSON,
        PERSON | {"Identifiant PP": demo_rpps(7)},
        PERSON | {"Identifiant PP": demo_rpps(8), "Code profession": "60"},
        PERSON | {"Identifiant PP": "010000008", "Type d'identifiant PP": "0"},
    ]
    batch = bring("rpps", write(tmp_path / "rpps.txt", rows, separator="|"))
    assert identity(batch) == (5, 3, 2, 0)
    assert faults(batch) == {
        (5, "Code profession", "HORS_CHAMP"),
        (6, "Type d'identifiant PP", "LISTE"),
        (6, "Identifiant PP", "RPPS_FORME"),
    }
    doctor = Prescriber.objects.get(rpps=NICE)
    assert (doctor.last_name, doctor.first_name) == ("LE GALL-ŒUVRARD", "Élodie")
    assert doctor.name_sort == "le gall oeuvrard elodie"
    assert (doctor.specialty, doctor.sex) == ("MG", 2)
    assert Prescriber.objects.get(rpps=demo_rpps(7)).synthetic


@pytest.mark.parametrize("year", HEADERS)
def test_both_layouts_give_name_qualification_and_places(tmp_path, year):
    settle()
    other = {"Identifiant PP": demo_rpps(7), "Code savoir-faire": "SM42"}
    path = register(
        tmp_path / "PS_LibreAcces_Personne_activite_202601.txt",
        HEADERS[year].read_text(),
        SURGERY,
        CENTRE,
        SURGERY | other,
    )
    batch = bring("rpps", path)
    assert identity(batch) == (3, 3, 0, 0)
    doctor = Prescriber.objects.get(rpps=NICE)
    assert (doctor.civility, doctor.last_name, doctor.qualification) == (
        "DR",
        "LE GALL-ŒUVRARD",
        "SM54",
    )
    assert places_of(NICE) == PLACES
    place = PracticePlace.objects.filter(prescriber=doctor).first()
    assert (place.postal_code, place.commune) == ("06000", "06088")
    assert Prescriber.objects.get(rpps=demo_rpps(7)).qualification == "SM42"


def test_another_spelling_of_the_civility_is_the_same_column(tmp_path):
    settle()
    named = {k.replace("civilité d'exercice", "civilité exercice"): v for k, v in PERSON.items()}
    curly = {k.replace("'", "’").upper(): v for k, v in named.items()}
    bring("rpps", write(tmp_path / "rpps.txt", [curly | {"Code profession": "10"}], separator="|"))
    assert Prescriber.objects.get(rpps=NICE).civility == "DR"


def test_know_how_apart_gives_the_qualification_and_leaves_the_rest(tmp_path):
    settle()
    bring("rpps", register(tmp_path / "a.txt", HEADERS["2026"].read_text(), SURGERY, CENTRE))
    kept = {k: v for k, v in PERSON.items() if "civilité" not in k}
    lines = [
        kept | {"Code type savoir-faire": "C", "Code savoir-faire": "C45"},
        kept | {"Code type savoir-faire": "S", "Code savoir-faire": "SM18"},
        kept | {"Code type savoir-faire": "S", "Code savoir-faire": "SM04"},
    ]
    path = register(tmp_path / "PS_LibreAcces_SavoirFaire_202611.txt", KNOW_HOW, *lines)
    batch = bring("rpps", path)
    assert identity(batch) == (3, 3, 0, 0)
    doctor = Prescriber.objects.get(rpps=NICE)
    assert (doctor.civility, doctor.qualification) == ("DR", "SM18")
    assert places_of(NICE) == PLACES


def test_activities_without_know_how_leave_the_qualification(tmp_path):
    settle()
    header = HEADERS["2026"].read_text()
    bring("rpps", register(tmp_path / "a.txt", header, SURGERY))
    without = "|".join(name for name in header.split("|") if "savoir-faire" not in name)
    moved = {k: v for k, v in CENTRE.items() if "savoir-faire" not in k}
    batch = bring("rpps", register(tmp_path / "b.txt", without, moved))
    assert {"Code type savoir-faire", "Code savoir-faire"} <= set(batch.absent)
    assert Prescriber.objects.get(rpps=NICE).qualification == "SM54"
    assert places_of(NICE) == PLACES[1:]


def test_a_qualification_that_the_register_no_longer_gives_is_emptied(tmp_path):
    settle()
    header = HEADERS["2021"].read_text()
    bring("rpps", register(tmp_path / "a.txt", header, SURGERY))
    none = SURGERY | {"Code type savoir-faire": "", "Code savoir-faire": ""}
    bring("rpps", register(tmp_path / "b.txt", header, none))
    assert Prescriber.objects.get(rpps=NICE).qualification == ""


def test_places_are_replaced_for_the_doctors_of_the_file_and_for_no_other(tmp_path):
    settle()
    header, other = HEADERS["2026"].read_text(), {"Identifiant PP": demo_rpps(7)}
    bring("rpps", register(tmp_path / "a.txt", header, SURGERY, SURGERY, SURGERY | other))
    assert places_of(NICE) == PLACES[:1]  # twice the same place, as for two specialties
    bring("rpps", register(tmp_path / "b.txt", header, CENTRE))
    assert places_of(NICE) == PLACES[1:]
    assert places_of(demo_rpps(7)) == PLACES[:1]
    nowhere = PERSON | {"Code mode exercice": "L"}
    bring("rpps", register(tmp_path / "c.txt", header, nowhere))
    assert places_of(NICE) == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Code savoir-faire", "SM4", "FORME"),
        ("Identifiant PP", "99000000003", "RPPS_CLE"),
        ("Nom d'exercice", "", "VIDE"),
        ("Libellé Voie (coord. structure)", "V" * 151, "LONGUEUR"),
        ("Raison sociale site", "DR X 1 68 02 75 116 001", "NIR"),
    ],
)
def test_a_wrong_line_of_the_register_is_refused(tmp_path, column, value, code):
    settle()
    path = register(
        tmp_path / "rpps.txt", HEADERS["2026"].read_text(), SURGERY, CENTRE | {column: value}
    )
    batch = bring("rpps", path)
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, column, code)}
    assert places_of(NICE) == PLACES[:1]


def test_the_codes_of_a_foreign_place_are_left_unsaid(tmp_path):
    settle()
    abroad = {"Code postal (coord. structure)": "L-1234", "Code commune (coord. structure)": ""}
    path = register(tmp_path / "rpps.txt", HEADERS["2026"].read_text(), SURGERY | abroad)
    assert identity(bring("rpps", path)) == (1, 1, 0, 0)
    assert PracticePlace.objects.get().postal_code == ""
