"""Real reference data shipped with the product: read as text, codes keep their leading zeros."""

import csv
from pathlib import Path


DATA = Path(__file__).resolve().parents[2] / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(name: str, departements: tuple[str, ...]) -> list[dict[str, str]]:
    """Lines that cannot be of these départements are dropped unread: the country is long."""
    cells = tuple(f",{departement}" for departement in departements)
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        header = next(file)
        near = [line for line in file if any(cell in line for cell in cells)]
    return [row for row in csv.DictReader([header, *near]) if row["departement"] in departements]


def amount_euros(departement: str, year: str) -> int:
    """Daily allowances prescribed in the département that year."""
    for row in rows("ij/ij_prescrites_departement_2010_2024.csv"):
        if row["departement"] == departement and row["annee"] == year:
            return int(row["ij_prescrites_eur"])
    raise ValueError(f"Aucun montant publié pour le département {departement} en {year}.")


def rpps_header() -> str:
    return (DATA / "rpps/entete_2026_56_colonnes.txt").read_text(encoding="utf-8").rstrip("\n")
