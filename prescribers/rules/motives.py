"""Why a leave was written: its words, its family, and how long the official sheets expect it."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


DATA = Path(__file__).resolve().parents[2] / "data"
# Kinds of work on the sheets, from the lightest to the heaviest.
WORK = ("sedentaire", "leger", "modere", "lourd")


@dataclass(frozen=True)
class Motive:
    """A code of the file `arrets`, and the family it belongs to."""

    code: str
    label: str
    family: str


@dataclass(frozen=True)
class Reference:
    """Days after which most patients can go back to work, over every situation of one motive.

    A leave tells neither the treatment nor the work: `low` and `high` are the shortest and the
    longest duration of the sheets.
    """

    low: int
    high: int


@cache
def motives() -> dict[str, Motive]:
    """Every motive by its code, in the order of the nomenclature."""
    return {
        row["code"]: Motive(row["code"], row["libelle"], row["classe"])
        for row in _rows("nomenclatures/motifs.csv")
    }


@cache
def families() -> dict[str, str]:
    """The words of each family by its code, in the order of the nomenclature."""
    return {
        row["classe"]: row["libelle"] for row in _rows("nomenclatures/classes_motifs_arret.csv")
    }


@cache
def references() -> dict[str, Reference]:
    """The reference of each motive that has a sheet, among those read again on the sheet."""
    days: dict[str, list[int]] = {}
    for row in _rows("ij/durees_reference.csv"):
        if row["motif"]:
            days.setdefault(row["motif"], []).extend(int(row[work]) for work in WORK)
    return {code: Reference(min(found), max(found)) for code, found in days.items()}


def motive_label(code: str) -> str:
    """« Sciatique et radiculalgie »; an unknown code is given as it came."""
    known = motives().get(code)
    return known.label if known else code


def family_of(code: str) -> str:
    """The family's code; « AUTRE » for a motive that the nomenclature does not have."""
    known = motives().get(code)
    return known.family if known else "AUTRE"


def family_words(code: str) -> str:
    """« Santé mentale » for « Santé mentale : dépression, anxiété, épuisement »."""
    return re.split(r" : | \(", families()[code])[0]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
