"""Communes and IRIS: upserts by code."""

import numpy as np

from prescribers.ingestion import coding
from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.outcome import Counts, Delivery, count, later_twins
from prescribers.ingestion.sort_names import sort_name
from prescribers.ingestion.staging import upsert


COMMUNE_CODE = "[0-9][0-9AB][0-9]{3}"
IRIS_CODE = "[0-9][0-9AB][0-9]{7}"
DEPARTEMENT_CODE = "[0-9][0-9AB][0-9]?"
REGION_CODE = "[0-9]{2}"

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
    (code, label, commune_id, deprivation, quintile, commune_quintile, synthetic)
SELECT code, label, commune_id, deprivation, quintile, commune_quintile, synthetic
    FROM pg_temp.import_stage
ON CONFLICT (code) DO UPDATE SET
    label = EXCLUDED.label, commune_id = EXCLUDED.commune_id, deprivation = EXCLUDED.deprivation,
    quintile = EXCLUDED.quintile, commune_quintile = EXCLUDED.commune_quintile,
    synthetic = EXCLUDED.synthetic
WHERE (old.*) IS DISTINCT FROM (EXCLUDED.*)
"""


def load_communes(checks: Checks, delivery: Delivery) -> Counts:
    del delivery
    code = checks.text("code", 5, shape=COMMUNE_CODE)
    name = checks.text("nom", 120)
    population = checks.integer("population_municipale", 0, 20_000_000, optional=True)
    lat, lon = checks.decimal("lat"), checks.decimal("lon")
    checks.refuse("lat", np.abs(lat) > 90, "BORNES")
    checks.refuse("lon", np.abs(lon) > 180, "BORNES")
    nowhere = np.isnan(lat) | np.isnan(lon)
    fields = [
        Field("code", "text", code),
        Field("name", "text", name),
        Field("name_sort", "text", sorted_names(name)),
        Field("departement", "text", checks.text("departement", 3, shape=DEPARTEMENT_CODE)),
        Field("region", "text", checks.text("region", 2, shape=REGION_CODE)),
        Field("postal_codes", "text", checks.text("codes_postaux", 400, optional=True)),
        Field("population", "int4", population, population < 0),
        Field("lat", "float8", lat, nowhere),
        Field("lon", "float8", lon, nowhere),
    ]
    duplicate = later_twins(checks, code)
    upsert([field.cut(np.flatnonzero(checks.ok & ~duplicate)) for field in fields], _COMMUNES)
    return count(checks, duplicate)


def load_iris(checks: Checks, delivery: Delivery) -> Counts:
    code = checks.text("code_iris", 9, shape=IRIS_CODE)
    communes = coding.known_communes()
    commune = checks.known("commune", communes, "COMMUNE_INCONNUE")
    deprivation = checks.decimal("defav")
    quintile = checks.integer("quintile", 0, 5, optional=True)
    commune_quintile = checks.integer("quintile_commune", 0, 5, optional=True)
    synthetic = delivery.synthetic and checks.rows.has("defav")
    fields = [
        Field("code", "text", code),
        Field("label", "text", checks.text("libelle", 160)),
        Field("commune_id", "text", np.append(communes, np.bytes_(b""))[commune]),
        Field("deprivation", "float8", deprivation, np.isnan(deprivation)),
        Field("quintile", "int2", np.maximum(quintile, 0)),
        Field("commune_quintile", "int2", np.maximum(commune_quintile, 0)),
        Field("synthetic", "bool", np.full(len(code), synthetic)),
    ]
    duplicate = later_twins(checks, code)
    upsert([field.cut(np.flatnonzero(checks.ok & ~duplicate)) for field in fields], _IRIS)
    return count(checks, duplicate)


def sorted_names(*parts: np.ndarray) -> np.ndarray:
    """The sort form of names given as UTF-8 bytes, part by part."""
    texts = zip(*(part.tolist() for part in parts), strict=True)
    folded = [sort_name(*(piece.decode() for piece in pieces)).encode() for pieces in texts]
    return np.array(folded, np.bytes_) if folded else np.array([], "S1")
