"""The files of the demo are the source files of the product, to the letter."""

import hashlib
import json

from stdnum import luhn

from ijportal.demo import reference
from tests.demo.conftest import build, read


HEADERS = {
    "prescripteurs.csv": "rpps,sexe,annee_naissance,specialite,mode,secteur,iris,commune,"
    "departement,region,caisse,date_debut,date_fin,motif_fin,date_install,experimentation",
    "patientele/2026-08.csv": "rpps,tranche_age,sexe,ald,c2s,quintile,quintile_commune,patients",
    "arrets/2025-09.csv": "rpps,structure,patient,date_debut,date_fin,jours_indem,montant_cts,"
    "risque,nature,tpt,remplacement,teleconsultation,motif,age,sexe,ald,c2s,iris",
    "iris.csv": "code_iris,libelle,type,grand_quartier,commune,libelle_commune,"
    "unite_urbaine_2020,region,departement,population,defav,quintile,quintile_commune,acces",
    "communes.csv": "code,nom,type,departement,region,arrondissement,epci,siren,"
    "population_municipale,codes_postaux,lat,lon,origine_position,commune_parent",
}


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_seed_same_bytes(country, tmp_path):
    build(tmp_path)
    assert digests(tmp_path) == digests(country.folder)


def test_another_seed_gives_other_doctors(country, tmp_path):
    build(tmp_path, seed=2, months=3)
    before = set(read(country.folder / "prescripteurs.csv")["rpps"].to_pylist())
    after = set(read(tmp_path / "prescripteurs.csv")["rpps"].to_pylist())
    assert len(before & after) < 10


def test_headers_are_those_of_the_format(country):
    for name, header in HEADERS.items():
        assert (country.folder / name).read_text(encoding="utf-8").split("\n", 1)[0] == header


def test_fourteen_months_of_leaves_and_one_list_at_the_last_complete_month(country):
    months = sorted(path.stem for path in (country.folder / "arrets").glob("*.csv"))
    assert (len(months), months[0], months[-1]) == (14, "2025-09", "2026-10")
    assert [p.name for p in (country.folder / "patientele").glob("*.csv")] == ["2026-08.csv"]


def test_all_caisses_are_there(country):
    assert read(country.folder / "caisses.csv").num_rows == 107


def test_rpps_file_has_56_columns_and_its_trailing_bar(country):
    path = country.folder / "PS_LibreAcces_Personne_activite_demo.txt"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert header == reference.rpps_header()
    assert {(line.count("|"), line[-1]) for line in lines} == {(56, "|")}


def test_rpps_numbers_are_invented_and_valid(country):
    prescribers = read(country.folder / "prescripteurs.csv")["rpps"].to_pylist()
    path = country.folder / "PS_LibreAcces_Personne_activite_demo.txt"
    register = [line.split("|")[1] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert set(register) == set(prescribers)
    assert all(luhn.is_valid(n) and n.startswith("99") and len(n) == 11 for n in prescribers)


def test_manifests_tell_rows_totals_and_digest_of_every_source_file(country):
    told = {}
    for manifest in country.folder.rglob("manifest.json"):
        for entry in json.loads(manifest.read_text(encoding="utf-8"))["files"]:
            told[manifest.parent / entry["name"]] = entry
    sources = {p for p in country.folder.rglob("*.*") if p.suffix in {".csv", ".txt"}}
    assert set(told) == {p for p in sources if not p.name.startswith("truth")}
    for path, entry in told.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
        assert path.read_bytes().count(b"\n") - 1 == entry["rows"]
        if entry["kind"] == "arrets":
            table = read(path)
            for name, total in entry["totals"].items():
                assert sum(map(int, table[name].to_pylist())) == total


def test_no_two_practices_open_at_once_and_an_end_has_a_reason(country):
    stays = {}
    for row in read(country.folder / "prescripteurs.csv").to_pylist():
        assert bool(row["date_fin"]) == bool(row["motif_fin"])
        stays.setdefault(row["rpps"], []).append((row["date_debut"], row["date_fin"] or "9999"))
    twice = [sorted(dates) for dates in stays.values() if len(dates) > 1]
    assert len(twice) == country.summary.planted["demenagement"]
    assert all(first[1] < second[0] for first, second in twice)
