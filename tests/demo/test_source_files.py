"""The files of the demo are the source files of the product, to the letter."""

import hashlib
import json

import pyarrow.parquet as pq
from stdnum import luhn

from ijportal.demo import reference
from tests.demo.conftest import build, read, read_leaves


HEADERS = {
    "prescripteurs.csv": "rpps,sexe,annee_naissance,specialite,mode,secteur,iris,commune,"
    "departement,region,caisse,date_debut,date_fin,motif_fin,date_install,experimentation",
    "patientele/2026-08.csv": "rpps,tranche_age,sexe,ald,c2s,quintile,quintile_commune,patients",
    "arrets/2025-09.csv": "rpps,structure,patient,date_debut,date_fin,jours_indem,montant_cts,"
    "risque,nature,tpt,remplacement,teleconsultation,motif,age,sexe,ald,c2s,iris",
    "iris.csv": "code_iris,libelle,type,grand_quartier,commune,libelle_commune,"
    "unite_urbaine_2020,region,departement,population,defav,quintile,quintile_commune,acces",
    "structures.csv": "structure,type,nom,caisse,departement,region,date_ouverture,date_fermeture",
    "appartenances.csv": "rpps,structure,date_debut,date_fin",
    "activite/2026-08.csv": "rpps,mois,patients_vus,actes,actes_pdsa,jours_remplaces,patientele_mt",
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
    assert len(before & after) < 80  # two draws of 1 480 among 82 000 numbers


def test_headers_are_those_of_the_format(country):
    for name, header in HEADERS.items():
        assert (country.folder / name).read_text(encoding="utf-8").split("\n", 1)[0] == header


def test_one_file_a_month_two_of_them_parquet_and_a_list_a_quarter(country):
    months = sorted(path.stem for path in (country.folder / "arrets").glob("????-??.*"))
    assert (len(months), months[0], months[-1]) == (14, "2025-09", "2026-10")
    assert sorted(p.stem for p in (country.folder / "arrets").glob("*.parquet")) == [
        "2026-02",
        "2026-05",
    ]
    assert sorted(p.stem for p in (country.folder / "activite").glob("*.csv")) == months
    lists = sorted(p.stem for p in (country.folder / "patientele").glob("*.csv"))
    assert lists == ["2025-11", "2026-02", "2026-05", "2026-08"]


def test_parquet_and_csv_have_the_same_columns(country):
    schema = pq.read_schema(country.folder / "arrets/2026-05.parquet")
    assert schema.names == HEADERS["arrets/2025-09.csv"].split(",")
    assert [str(schema.field(n).type) for n in ("date_debut", "jours_indem", "iris")] == [
        "date32[day]",
        "int64",
        "string",
    ]


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
    suffixes = {".csv", ".txt", ".parquet"}
    sources = {p for p in country.folder.rglob("*.*") if p.suffix in suffixes}
    assert set(told) == {p for p in sources if not p.name.startswith("truth")}
    for path, entry in told.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
        assert {"origine", "licence", "millesime", "synthetic"} <= set(entry)
        if path.suffix != ".parquet":
            assert path.read_bytes().count(b"\n") - 1 == entry["rows"]
        if entry["kind"] == "arrets":
            table = read_leaves(path)
            assert table.num_rows == entry["rows"]
            for name, total in entry["totals"].items():
                assert sum(map(int, table[name].to_pylist())) == total


def test_only_the_real_territory_is_not_synthetic(country):
    entries = json.loads((country.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    real = {entry["name"]: entry["millesime"] for entry in entries if not entry["synthetic"]}
    assert real == {
        "communes.csv": "COG 2026, population 2023",
        "caisses.csv": "codes et effectifs 2014",
    }


def test_no_two_attachments_to_one_caisse_are_open_at_once(country):
    stays = {}
    for row in read(country.folder / "prescripteurs.csv").to_pylist():
        assert bool(row["date_fin"]) == bool(row["motif_fin"])
        stays.setdefault(row["rpps"], []).append((row["date_debut"], row["date_fin"] or "9999"))
    twice = [sorted(dates) for dates in stays.values() if len(dates) > 1]
    assert len(twice) == country.summary.planted["demenagement"]
    assert all(first[1] < second[0] for first, second in twice)


def test_structures_have_valid_numbers_that_no_real_one_has(country):
    finess = [
        line.split(";")[0]
        for line in (country.folder / "finess.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    legal = read(country.folder / "structures.csv").to_pylist()
    companies = [row["structure"] for row in legal if row["type"] == "TLC"]
    assert all(luhn.is_valid(n) and len(n) == 9 for n in [*finess, *companies])
    assert {n[:2] for n in finess} == {"99"}
    assert {n[:4] for n in companies} == {"9999"}
    assert len(companies) == 2
    # One centre has closed: the register of establishments no longer names it.
    gone = [row for row in legal if row["structure"] not in {*finess, *companies}]
    assert [bool(row["date_fermeture"]) for row in gone] == [True]


def test_the_register_in_two_files_says_the_same_as_in_one(country, tmp_path):
    build(tmp_path, months=3, layout="deux_fichiers")
    name = "PS_LibreAcces_Personne_activite_demo.txt"
    whole = bars(country.folder / name)
    activity = bars(tmp_path / name)
    know_how = bars(tmp_path / "PS_LibreAcces_SavoirFaire_demo.txt")
    gone = [column for column in whole[0] if "savoir-faire" in column]
    assert len(gone) == 4
    assert list(activity[0]) == [column for column in whole[0] if column not in gone]
    assert {row["Identifiant PP"] for row in activity} == {r["Identifiant PP"] for r in know_how}
    said = {row["Identifiant PP"]: row["Code savoir-faire"] for row in whole}
    assert {row["Identifiant PP"]: row["Code savoir-faire"] for row in know_how} == said


def bars(path):
    header, *lines = [line.split("|") for line in path.read_text(encoding="utf-8").splitlines()]
    return [dict(zip(header[:-1], line[:-1], strict=True)) for line in lines]
