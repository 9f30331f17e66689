"""Caisses, communes and IRIS: one happy road and its faults."""

import pytest
from django.conf import settings

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from prescribers.models import Commune, Iris
from tests.prescribers.import_world import announce, bring, faults, identity, settle, write


pytestmark = pytest.mark.django_db
COMMUNE = {
    "code": "06088",
    "nom": "Nice",
    "type": "COM",
    "departement": "06",
    "region": "93",
    "population_municipale": "353701",
    "codes_postaux": "06000 06100",
    "lat": "43.71",
    "lon": "7.25",
}
IRIS = {
    "code_iris": "060880101",
    "libelle": "Vieille Ville",
    "commune": "06088",
    "defav": "1.2034",
    "quintile": "5",
    "quintile_commune": "3",
}


def test_caisses_become_organisations_under_their_region(tmp_path):
    row = {"code_organisme": "061", "nom": "CPAM des Alpes-Maritimes", "region": "93"}
    path = write(tmp_path / "caisses.csv", [row | {"region_nom": "Provence-Alpes-Côte d'Azur"}])
    assert identity(bring("caisses", path)) == (1, 1, 0, 0)
    caisse = Organisation.objects.get(kind=OrganisationKind.CAISSE, code="061")
    assert (caisse.parent.kind, caisse.parent.code) == (OrganisationKind.REGION, "93")


def test_communes_are_upserted_by_code(tmp_path):
    without = COMMUNE | {"code": "06999", "population_municipale": "", "lat": "", "lon": ""}
    batch = bring("communes", write(tmp_path / "a.csv", [COMMUNE, without, COMMUNE]))
    assert identity(batch) == (3, 2, 0, 1)
    renamed = COMMUNE | {"nom": "Nice-la-Belle", "population_municipale": "353702"}
    bring("communes", write(tmp_path / "b.csv", [renamed]))
    nice, other = Commune.objects.order_by("code")
    assert (nice.name, nice.name_sort, nice.population) == (
        "Nice-la-Belle",
        "nice la belle",
        353_702,
    )
    assert (other.population, other.lat, other.lon) == (None, None, None)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("code", "6088", "FORME"),
        ("codes_postaux", "2 71 70 27 300 275 50", "NIR"),
        ("codes_postaux", "271702730027550", "NIR"),
        ("nom", "N" * 121, "LONGUEUR"),
        ("nom", "", "VIDE"),
        ("departement", "x", "FORME"),
        ("population_municipale", "12,5", "ENTIER"),
        ("lat", "43,71", "NOMBRE"),
        ("lat", "4.371e1.5", "NOMBRE"),
        ("lat", "4e9", "BORNES"),
        ("region", "123", "FORME"),
        ("region", "", "VIDE"),
        ("lat", "143.71", "BORNES"),
        ("nom", "né 1 68 02 75 116 001", "NIR"),
    ],
)
def test_a_wrong_commune_is_refused(tmp_path, column, value, code):
    rows = [COMMUNE, COMMUNE | {"code": "06090", column: value}]
    batch = bring("communes", write(tmp_path / "communes.csv", rows))
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, column, code)}


def test_the_value_of_a_reference_is_shown_as_it_was(tmp_path):
    rows = [COMMUNE, COMMUNE | {"code": "06090", "population_municipale": "12,5"}]
    batch = bring("communes", write(tmp_path / "communes.csv", rows))
    assert batch.rejected_rows.get().value == "12,5"


def test_the_whole_cog_and_the_whole_iris_file_import():
    geo = settings.BASE_DIR / "data/geo"
    batch = bring("communes", geo / "communes_cog2026.csv")
    assert identity(batch) == (35_014, 35_014, 0, 0)
    # Its postal codes look like a NIR, its longitude is written -4e-05, it belongs to no region.
    assert Commune.objects.get(code="27425").postal_codes == "27170 27300 27550"
    assert Commune.objects.get(code="65226").lon == -4e-05
    overseas = Commune.objects.filter(region="")
    assert set(overseas.values_list("departement", flat=True)) == {
        *("975", "977", "978", "984", "986", "987", "988", "989"),
    }
    assert Commune.objects.get(code="97411").region == "04"
    # One hundred IRIS of 2023 lie in communes that have merged since.
    batch = bring("iris", geo / "iris_2023.csv")
    assert identity(batch) == (49_404, 49_304, 100, 0)
    assert {(column, code) for _, column, code in faults(batch)} == {
        ("commune", "COMMUNE_INCONNUE")
    }


def test_iris_carry_their_quintile_and_whether_it_is_synthetic(tmp_path):
    settle()
    lost = IRIS | {"code_iris": "930590000", "commune": "93059"}
    path = write(tmp_path / "iris.csv", [IRIS, lost])
    announce(path, rows=2, synthetic=True)
    batch = bring("iris", path)
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, "commune", "COMMUNE_INCONNUE")}
    iris = Iris.objects.get(code="060880101")
    assert (iris.label, iris.deprivation, iris.quintile) == ("Vieille Ville", 1.2034, 5)
    assert iris.synthetic


def test_iris_keep_their_population_and_their_access_to_care(tmp_path):
    settle()
    rows = [
        IRIS | {"population": "2481", "acces": "2"},
        IRIS | {"code_iris": "060880102", "population": "", "acces": ""},
    ]
    batch = bring("iris", write(tmp_path / "a.csv", rows))
    assert (identity(batch), batch.absent, batch.ignored) == ((2, 2, 0, 0), [], [])
    said = {code: (people, access) for code, people, access in _places()}
    assert said == {"060880101": (2_481, 2), "060880102": (None, 0)}
    bring("iris", write(tmp_path / "b.csv", [rows[0] | {"population": "2502", "acces": "3"}]))
    assert _places()[0] == ("060880101", 2_502, 3)


def test_without_these_columns_both_are_unknown_and_the_batch_says_so(tmp_path):
    settle()
    batch = bring("iris", write(tmp_path / "iris.csv", [IRIS]))
    assert set(batch.absent) == {"population", "acces"}
    assert _places() == [("060880101", None, 0)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("acces", "6", "BORNES"), ("acces", "2,5", "ENTIER"), ("population", "-3", "ENTIER")],
)
def test_a_wrong_access_or_population_is_refused(tmp_path, column, value, code):
    settle()
    sound = IRIS | {"population": "2481", "acces": "2"}
    rows = [sound, sound | {"code_iris": "060880102", column: value}]
    batch = bring("iris", write(tmp_path / "iris.csv", rows))
    assert identity(batch) == (2, 1, 1, 0)
    assert faults(batch) == {(3, column, code)}


def test_an_access_that_was_made_up_is_said_to_be_so(tmp_path):
    settle()
    without = {name: value for name, value in IRIS.items() if name != "defav"}
    path = write(tmp_path / "iris.csv", [without | {"acces": "2"}])
    announce(path, rows=1, synthetic=True)
    bring("iris", path)
    assert Iris.objects.get(code="060880101").synthetic


def _places() -> list[tuple]:
    return list(Iris.objects.order_by("code").values_list("code", "population", "access"))
