"""Where the drawn files of a country are, without what it takes to draw them."""

from datetime import date
from pathlib import Path


SEED = 1
VERSION = 1  # one more when the drawing changes: files drawn before are not taken again
YEAR = 2025
# In the order in which they depend on each other.
REFERENCES = {
    "caisses": "caisses.csv",
    "communes": "communes.csv",
    "iris": "iris.csv",
    "rpps": "rpps.txt",
    "structures": "structures.csv",
    "prescripteurs": "prescripteurs.csv",
}


def months_of(count: int) -> list[date]:
    return [date(YEAR, month, 1) for month in range(1, count + 1)]


def folder_of(var: Path, scale: str) -> Path:
    return var / "feed" / f"{scale}-graine{SEED}-v{VERSION}"


def month_file(root: Path, month: date) -> Path:
    return root / "arrets" / f"{month:%Y-%m}.csv"


def patients_file(root: Path) -> Path:
    """The patient lists of the window that ends with the year."""
    return root / "patientele" / f"{YEAR}-12.csv"


def truth_file(root: Path, month: date) -> Path:
    return root / f"verite-{month:%Y-%m}.json"
