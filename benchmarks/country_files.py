"""The source files of the country: references once, a window of patient lists, a file a month."""

import csv
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.cached import SEED, folder_of, month_file, months_of, patients_file, truth_file
from benchmarks.country import DATA, Country, draw_country
from benchmarks.feed import COLUMNS, Feed
from benchmarks.wrong_rows import with_wrong_rows


CELLS_A_PRESCRIBER = 150  # drawn; about 110 are distinct
AXES = (7, 2, 3, 2, 6, 6)
PRESCRIBERS = (
    *("rpps", "sexe", "annee_naissance", "specialite", "mode", "secteur", "iris", "commune"),
    *("departement", "region", "caisse", "date_debut", "date_fin", "motif_fin", "date_install"),
    "experimentation",
)


def write_country(var: Path, scale: str, months: int) -> Path:
    """The folder of the files; those already drawn for this scale and seed are kept."""
    root = folder_of(var, scale)
    for folder in ("arrets", "patientele"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    missing = [month for month in months_of(months) if not truth_file(root, month).exists()]
    if not missing and (root / "complete").exists():
        return root
    country = draw_country(scale, SEED)
    if not (root / "complete").exists():
        _references(root, country)
        _patient_lists(root, country)
        (root / "complete").touch()
    feed = Feed(country)
    for month in missing:
        seed = [SEED, month.year, month.month, 1]
        lines, truth = with_wrong_rows(feed.month(month), country, seed)
        _write_lines(month_file(root, month), ",".join(COLUMNS), lines)
        truth_file(root, month).write_text(json.dumps(asdict(truth)), encoding="utf-8")
    return root


def _references(root: Path, country: Country) -> None:
    _write(root / "caisses.csv", country.caisses)
    _write(root / "communes.csv", country.communes)
    _write(root / "iris.csv", _iris(country))
    _write(root / "structures.csv", _structures(country))
    _write(root / "prescripteurs.csv", _prescribers(country))
    _register(root / "rpps.txt", country)


def _write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _iris(country: Country) -> Iterable[dict[str, str]]:
    drawn = np.random.default_rng([country.seed, 2]).normal(size=len(country.iris))
    fifths = np.searchsorted(np.quantile(drawn, [0.2, 0.4, 0.6, 0.8]), drawn) + 1
    for row, score, fifth in zip(country.iris, drawn.tolist(), fifths.tolist(), strict=True):
        named = {name: row[name] for name in ("code_iris", "libelle", "commune")}
        yield {**named, "defav": f"{score:.4f}", "quintile": fifth, "quintile_commune": fifth}


def _structures(country: Country) -> Iterable[dict[str, str]]:
    for place, code in enumerate(country.structures):
        caisse = country.caisses[place % len(country.caisses)]
        yield {
            "structure": code,
            "type": "TLC" if place % 100 == 0 else "CDS",
            "nom": f"STRUCTURE FICTIVE {place}",
            "caisse": caisse["code_organisme"],
            "departement": caisse["departement"],
            "region": caisse["region"],
            "date_ouverture": "2015-01-01",
            "date_fermeture": "",
        }


def _prescribers(country: Country) -> Iterable[dict[str, str]]:
    """One line an attachment: those who moved have two, the retired only a closed one."""
    for place, rpps in enumerate(country.rpps.tolist()):
        now, before = int(country.caisse[place]), int(country.former_caisse[place])
        moved = before != now
        if moved:
            yield _attachment(country, rpps, place, before, "2012-09-01", "2024-06-30", "DEPART")
        yield _attachment(country, rpps, place, now, "2024-07-01" if moved else "2012-09-01")
    for place, rpps in enumerate(country.retired.tolist()):
        caisse = int(country.caisse[place % len(country.caisse)])
        yield _attachment(country, rpps, place, caisse, "2001-03-01", "2023-12-31", "RETRAITE")


def _attachment(
    country: Country,
    rpps: int,
    place: int,
    caisse: int,
    start: str,
    *end_and_reason: str,
) -> dict[str, str]:
    iris = country.iris[int(country.home[place % len(country.home)])]
    end, reason = end_and_reason or ("", "")
    values = (
        rpps, 1 + place % 2, 1955 + place % 40, ("MG", "MG", "MG", "MG", "PSY", "CHIR")[place % 6],
        ("LIB", "LIB", "SAL", "MIX")[place % 4], 1 + place % 2, iris["code_iris"], iris["commune"],
        iris["departement"], iris["region"], country.caisses[caisse]["code_organisme"],
        start, end, reason, "2001-03-01", "",
    )  # fmt: skip
    return dict(zip(PRESCRIBERS, map(str, values), strict=True))


def _register(path: Path, country: Country) -> None:
    header = (DATA / "rpps/entete_2026_56_colonnes.txt").read_text(encoding="utf-8").rstrip("\n")
    columns = header.rstrip("|").split("|")
    lines = [header]
    for place, rpps in enumerate([*country.rpps.tolist(), *country.retired.tolist()]):
        values = {
            "Type d'identifiant PP": "8",
            "Identifiant PP": str(rpps),
            "Code civilité d'exercice": "DR",
            "Nom d'exercice": f"FICTIF{place}",
            "Prénom d'exercice": "Camille",
            "Code profession": "10",
            "Code catégorie professionnelle": "C",
            "Code type savoir-faire": "S",
            "Code savoir-faire": "SM54",
            "Code mode exercice": "L",
            "Code secteur d'activité": "SA07",
        }
        lines.append("|".join(values.get(column, "") for column in columns) + "|")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _patient_lists(root: Path, country: Country) -> None:
    """Distinct cells, each with some patients, for the window that ends with the last month."""
    rng = np.random.default_rng([country.seed, 3])
    doctors, cells = len(country.rpps), int(np.prod(AXES))
    # The minimum of two draws leans towards the first cells, so that some cells are common.
    drawn = np.minimum(*rng.integers(0, cells, (2, doctors * CELLS_A_PRESCRIBER)))
    filled = np.unique(np.repeat(np.arange(doctors), CELLS_A_PRESCRIBER) * cells + drawn)
    doctor, cell = np.divmod(rng.permutation(filled), cells)
    band, sex, *rest = np.unravel_index(cell, AXES)
    patients = 1 + rng.poisson(6, len(filled))
    values = (country.rpps[doctor], band, sex + 1, *rest, patients)
    texts = [pa.array(value).cast(pa.string()) for value in values]
    lines = pc.binary_join_element_wise(*texts, ",")
    names = "rpps,tranche_age,sexe,ald,c2s,quintile,quintile_commune,patients"
    _write_lines(patients_file(root), names, lines)


def _write_lines(path: Path, header: str, lines: pa.Array) -> None:
    """The lines end to end are, in Arrow, one run of bytes already: it is the file."""
    ended = pc.binary_join_element_wise(lines, "", "\n")
    _, offsets, content = ended.buffers()
    ends = np.frombuffer(offsets, np.int32)
    first, last = int(ends[ended.offset]), int(ends[ended.offset + len(ended)])
    aside = path.with_suffix(".part")
    with aside.open("wb") as file:
        file.write(f"{header}\n".encode())
        file.write(content.slice(first, last - first))
    aside.rename(path)


if __name__ == "__main__":
    write_country(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
