"""Real reference data shipped with the product: read as text, codes keep their leading zeros."""

import csv
from functools import cache
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


@cache
def amounts(year: str) -> dict[str, int]:
    """Daily allowances prescribed that year, in euros, by département."""
    table = rows("ij/ij_prescrites_departement_2010_2024.csv")
    return {
        row["departement"]: int(row["ij_prescrites_eur"])
        for row in table
        if row["annee"] == year and row["ij_prescrites_eur"]
    }


def amount_euros(departement: str, year: str) -> int:
    if departement not in amounts(year):
        raise ValueError(f"Aucun montant publié pour le département {departement} en {year}.")
    return amounts(year)[departement]


@cache
def generalists() -> dict[str, int]:
    """Generalists in private practice in 2014, the last year published, by département."""
    table = rows("ij/ij_prescrites_departement_2010_2024.csv")
    return {
        row["departement"]: int(row["mg_liberaux_mixtes_2014"])
        for row in table
        if row["annee"] == "2014" and row["mg_liberaux_mixtes_2014"]
    }


def rpps_header() -> str:
    return (DATA / "rpps/entete_2026_56_colonnes.txt").read_text(encoding="utf-8").rstrip("\n")
