"""A feed as Parquet, typed: what the twins read; its making is not in their cost."""

from pathlib import Path

import duckdb

from benchmarks.cached import months_of


MONTHS = 12
LEAVES = """
COPY (
    SELECT rpps::BIGINT AS rpps, patient::BIGINT AS patient, date_debut::DATE AS start,
           jours_indem::SMALLINT AS days, risque AS risk, tpt::TINYINT AS tpt,
           remplacement::TINYINT AS replacement, age::TINYINT AS age, sexe::TINYINT AS sex,
           ald::TINYINT AS ald, c2s::TINYINT AS c2s, iris
      FROM read_csv(?, header = true, all_varchar = true, ignore_errors = true)
     WHERE try_cast(date_debut AS DATE) IS NOT NULL AND try_cast(rpps AS BIGINT) IS NOT NULL
       AND try_cast(patient AS BIGINT) IS NOT NULL AND try_cast(jours_indem AS SMALLINT) >= 0
       AND try_cast(age AS TINYINT) IS NOT NULL AND try_cast(ald AS TINYINT) IS NOT NULL
       AND try_cast(sexe AS TINYINT) IN (1, 2) AND try_cast(c2s AS TINYINT) IN (0, 1)
       AND try_cast(tpt AS TINYINT) IN (0, 1) AND try_cast(remplacement AS TINYINT) IN (0, 1)
) TO '{0}' (FORMAT parquet)
"""
LISTS = "COPY (SELECT * FROM read_csv(?, header = true)) TO '{0}' (FORMAT parquet)"
PEOPLE = """
COPY (
    SELECT rpps::BIGINT AS rpps, arg_max(specialite, date_debut) AS specialty,
           arg_max(region, date_debut) AS region
      FROM read_csv(?, header = true, all_varchar = true) GROUP BY 1
) TO '{0}' (FORMAT parquet)
"""
IRIS = """
COPY (SELECT code_iris AS iris, quintile::TINYINT AS quintile
        FROM read_csv(?, header = true, all_varchar = true)) TO '{0}' (FORMAT parquet)
"""


def parquet_of(root: Path) -> Path:
    """The folder of the Parquet files of a drawn feed, written once."""
    folder = root / "parquet"
    folder.mkdir(exist_ok=True)
    wanted = {
        "leaves": (LEAVES, [str(root / "arrets" / f"{m:%Y-%m}.csv") for m in months_of(MONTHS)]),
        "lists": (LISTS, str(root / "patientele" / "2025-12.csv")),
        "people": (PEOPLE, str(root / "prescripteurs.csv")),
        "iris": (IRIS, str(root / "iris.csv")),
    }
    for name, (query, source) in wanted.items():
        path = folder / f"{name}.parquet"
        if not path.exists():
            unfinished = folder / f".{name}.parquet"
            duckdb.execute(query.format(unfinished), [source])
            unfinished.rename(path)
    return folder
