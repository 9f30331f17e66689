"""The outlines of the départements, and the one that each caisse has its seat in."""

import csv
import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path


DATA = Path(__file__).resolve().parents[2] / "data"
# A degree of longitude is this much shorter than one of latitude in the middle of the country.
FLATTENING = math.cos(math.radians(46.5))
# Where the overseas outlines are brought, and how much larger: (code, left, top, degrees high).
OVERSEAS = (
    ("971", -6.5, 49.6, 1.1),
    ("972", -6.5, 48.0, 1.1),
    ("973", -6.5, 46.4, 1.5),
    ("974", -6.5, 44.4, 1.1),
    ("976", -6.5, 42.8, 1.1),
)


@dataclass(frozen=True)
class Outline:
    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@cache
def outlines() -> dict[str, Outline]:
    """By code; the overseas ones are insets on the left of the others."""
    text = (DATA / "geo/departements.geojson").read_text(encoding="utf-8")
    insets = {code: place for code, *place in OVERSEAS}
    found = {}
    for feature in json.loads(text)["features"]:
        code, name = feature["properties"]["code"], feature["properties"]["nom"]
        rings = _rings(feature["geometry"])
        found[code] = Outline(code, name, _inset(rings, insets[code]) if code in insets else rings)
    return found


@cache
def departement_of_caisse() -> dict[str, str]:
    path = next((DATA / "caisses").glob("*.csv"))
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code_organisme"]: row["departement"] for row in csv.DictReader(lines)}


def _rings(geometry: dict) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Outer rings alone: a hole of a département is another one, drawn over it."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return tuple(tuple((x * FLATTENING, -y) for x, y in polygon[0]) for polygon in polygons)


def _inset(
    rings: tuple[tuple[tuple[float, float], ...], ...], place: list[float]
) -> tuple[tuple[tuple[float, float], ...], ...]:
    left, top, height = place
    points = [point for ring in rings for point in ring]
    west, north = min(x for x, _ in points), min(y for _, y in points)
    scale = height / (max(y for _, y in points) - north)
    return tuple(
        tuple((left * FLATTENING + (x - west) * scale, -top + (y - north) * scale) for x, y in ring)
        for ring in rings
    )
