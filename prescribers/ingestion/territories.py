"""Communes and IRIS: upserts by code."""

import numpy as np
from numpy.typing import NDArray

from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored
from prescribers.ingestion.sort_names import sort_name
from prescribers.ingestion.staging import upsert


COMMUNE_CODE = "[0-9][0-9AB][0-9]{3}"
IRIS_CODE = "[0-9][0-9AB][0-9]{7}"
DEPARTEMENT_CODE = "[0-9][0-9AB][0-9]?"
REGION_CODE = "[0-9]{2}"
REGION_OR_COLLECTIVITY = "[0-9]{2}|9[78][0-9]"

_COMMUNES = """
INSERT INTO prescribers_commune AS old
    (code, name, name_sort, departement, region, postal_codes, population, lat, lon)
SELECT code, name, name_sort, departement, region, postal_codes, population, lat, lon
    FROM pg_temp.import_stage
ON CONFLICT (code) DO UPDATE SET
    name = EXCLUDED.name, name_sort = EXCLUDED.name_sort, departement = EXCLUDED.departement,
    region = EXCLUDED.region, postal_codes = EXCLUDED.postal_codes,
    population = EXCLUDED.population, lat = EXCLUDED.lat, lon = EXCLUDED.lon
WHERE (old.*) IS DISTINCT FROM (EXCLUDED.*)
"""

_IRIS = """
INSERT INTO prescribers_iris AS old
    (code, label, commune_id, population, deprivation, quintile, commune_quintile, access,
     synthetic)
SELECT code, label, commune_id, population, deprivation, quintile, commune_quintile, access,
       synthetic
    FROM pg_temp.import_stage
ON CONFLICT (code) DO UPDATE SET
    label = EXCLUDED.label, commune_id = EXCLUDED.commune_id, population = EXCLUDED.population,
    deprivation = EXCLUDED.deprivation, quintile = EXCLUDED.quintile,
    commune_quintile = EXCLUDED.commune_quintile, access = EXCLUDED.access,
    synthetic = EXCLUDED.synthetic
WHERE (old.*) IS DISTINCT FROM (EXCLUDED.*)
"""


def code_communes(checks: Checks, delivery: Delivery) -> Columns:
    del delivery
    name = checks.text("nom", 120)
    lat, lon = checks.decimal("lat"), checks.decimal("lon")
    checks.refuse("lat", np.abs(lat) > 90, "BORNES")
    checks.refuse("lon", np.abs(lon) > 180, "BORNES")
    return {
        "code": checks.text("code", 5, shape=COMMUNE_CODE),
        "name": name,
        "name_sort": sorted_names(name),
        "departement": checks.text("departement", 3, shape=DEPARTEMENT_CODE),
        "region": region_codes(checks, "region"),
        "postal_codes": checks.text("codes_postaux", 400, optional=True),
        "population": checks.integer("population_municipale", 0, 20_000_000, optional=True),
        "lat": lat,
        "lon": lon,
    }


def store_communes(rows: Gathered, delivery: Delivery) -> Stored:
    del delivery
    nowhere = np.isnan(rows["lat"]) | np.isnan(rows["lon"])
    fields = [
        Field("code", "text", rows["code"]),
        Field("name", "text", rows["name"]),
        Field("name_sort", "text", rows["name_sort"]),
        Field("departement", "text", rows["departement"]),
        Field("region", "text", rows["region"]),
        Field("postal_codes", "text", rows["postal_codes"]),
        Field("population", "int4", rows["population"], rows["population"] < 0),
        Field("lat", "float8", rows["lat"], nowhere),
        Field("lon", "float8", rows["lon"], nowhere),
    ]
    duplicate = rows.later_twins("code")
    upsert([field.cut(np.flatnonzero(rows.ok & ~duplicate)) for field in fields], _COMMUNES)
    return Stored(duplicate)


def code_iris(checks: Checks, delivery: Delivery) -> Columns:
    communes = delivery.known.communes
    commune = checks.known("commune", communes, "COMMUNE_INCONNUE")
    quintile = checks.integer("quintile", 0, 5, optional=True)
    commune_quintile = checks.integer("quintile_commune", 0, 5, optional=True)
    access = checks.integer("acces", 0, 5, optional=True)
    synthetic = delivery.synthetic and (checks.has("defav") or checks.has("acces"))
    return {
        "code": checks.text("code_iris", 9, shape=IRIS_CODE),
        "label": checks.text("libelle", 160),
        "commune_id": communes.at(commune),
        "population": checks.integer("population", 0, 1_000_000, optional=True),
        "deprivation": checks.decimal("defav"),
        "quintile": np.maximum(quintile, 0),
        "commune_quintile": np.maximum(commune_quintile, 0),
        "access": np.maximum(access, 0),
        "synthetic": np.full(len(quintile), synthetic),
    }


def store_iris(rows: Gathered, delivery: Delivery) -> Stored:
    del delivery
    fields = [
        Field("code", "text", rows["code"]),
        Field("label", "text", rows["label"]),
        Field("commune_id", "text", rows["commune_id"]),
        Field("population", "int4", rows["population"], rows["population"] < 0),
        Field("deprivation", "float8", rows["deprivation"], np.isnan(rows["deprivation"])),
        Field("quintile", "int2", rows["quintile"]),
        Field("commune_quintile", "int2", rows["commune_quintile"]),
        Field("access", "int2", rows["access"]),
        Field("synthetic", "bool", rows["synthetic"]),
    ]
    duplicate = rows.later_twins("code")
    upsert([field.cut(np.flatnonzero(rows.ok & ~duplicate)) for field in fields], _IRIS)
    return Stored(duplicate)


def region_codes(checks: Checks, column: str, *, optional: bool = False) -> NDArray[np.bytes_]:
    """Codes of regions; empty for an overseas collectivity, which belongs to none.

    The COG then repeats its three digits (975 to 989) in the place of the region.
    """
    codes = checks.text(column, 3, optional=optional, shape=REGION_OR_COLLECTIVITY)
    return np.where(np.char.str_len(codes) == 3, b"", codes).astype("S2")


def sorted_names(*parts: np.ndarray) -> np.ndarray:
    """The sort form of names given as UTF-8 bytes, part by part."""
    texts = zip(*(part.tolist() for part in parts), strict=True)
    folded = [sort_name(*(piece.decode() for piece in pieces)).encode() for pieces in texts]
    return np.array(folded, np.bytes_) if folded else np.array([], "S1")
