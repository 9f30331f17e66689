"""The observed and the expected in one SQL query by DuckDB, which stops there: no uncertainty."""

import json
import sys
import time
from pathlib import Path

import duckdb


# The reference of the method with everybody active all year: level, borrowed shape, leave-one-out.
QUERY = """
CREATE TABLE found AS
WITH kept AS (
    SELECT rpps, days,
           ((((CASE WHEN age < 25 THEN 0 WHEN age < 35 THEN 1 WHEN age < 45 THEN 2
                    WHEN age < 55 THEN 3 WHEN age < 60 THEN 4 WHEN age < 65 THEN 5 ELSE 6 END
              * 2 + sex - 1) * 2 + ald) * 2 + c2s) * 6 + coalesce(quintile, 0))::SMALLINT
           AS stratum
      FROM leaves LEFT JOIN iris USING (iris)
     WHERE risk <> 'MAT' AND ald < 2 AND age BETWEEN 16 AND 70 AND tpt = 0 AND replacement = 0
       AND start < DATE '2025-11-01'
),
observed AS (
    SELECT rpps, stratum, sum(days)::DOUBLE AS days, count(*) AS leaves
      FROM kept GROUP BY ALL
),
listed AS (
    SELECT rpps, sum(patients)::DOUBLE AS patients,
           ((((tranche_age * 2 + sexe - 1) * 2 + ald) * 2 + c2s) * 6 + quintile)::SMALLINT
           AS stratum
      FROM lists WHERE ald < 2 GROUP BY ALL
),
cells AS (
    SELECT rpps, specialty, region, stratum,
           coalesce(days, 0) AS days, coalesce(leaves, 0) AS leaves,
           coalesce(patients, 0) AS patients
      FROM observed FULL JOIN listed USING (rpps, stratum)
      JOIN people USING (rpps)
),
groups AS (
    SELECT specialty, region,
           count(DISTINCT rpps) >= 30 AND sum(leaves) >= 5000 AS large FROM cells GROUP BY ALL
),
placed AS (
    SELECT cells.*, CASE WHEN large THEN region ELSE 'FR' END AS place
      FROM cells JOIN groups USING (specialty, region)
),
nation AS (
    SELECT specialty, stratum, sum(days) / nullif(sum(patients), 0) AS shape
      FROM placed GROUP BY ALL
),
of_group AS (
    SELECT specialty, place, stratum, sum(days) AS days, sum(patients) AS patients FROM (
        SELECT specialty, place, stratum, days, patients FROM placed WHERE place <> 'FR'
        UNION ALL SELECT specialty, 'FR', stratum, days, patients FROM placed
    ) GROUP BY ALL
),
weight AS (
    SELECT specialty, place, sum(days) AS days, sum(patients * coalesce(shape, 0)) AS weighted
      FROM of_group JOIN nation USING (specialty, stratum) GROUP BY ALL
),
own AS (
    SELECT rpps, specialty, place, sum(days) AS days,
           sum(patients * coalesce(shape, 0)) AS weighted
      FROM placed JOIN nation USING (specialty, stratum) GROUP BY ALL
),
level AS (
    SELECT rpps, (w.days - own.days) / nullif(w.weighted - own.weighted, 0) AS level
      FROM own JOIN weight w USING (specialty, place)
)
SELECT rpps, sum(p.days) AS observed,
       sum(p.patients * (g.days - p.days + 500 * level * coalesce(shape, 0))
           / (g.patients - p.patients + 500)) AS expected
  FROM placed p
  JOIN of_group g USING (specialty, place, stratum)
  JOIN nation n USING (specialty, stratum)
  JOIN level USING (rpps)
 GROUP BY ALL
"""


def main(folder: Path, out: Path) -> dict[str, float]:
    began, cpu = time.perf_counter(), time.process_time()
    for name in ("leaves", "lists", "people", "iris"):
        duckdb.execute(f"CREATE VIEW {name} AS FROM '{folder / name}.parquet'")
    duckdb.execute(QUERY)
    took = {"mur_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    duckdb.execute(f"COPY (FROM found) TO '{out}' (FORMAT parquet)")
    return took


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))) + "\n")
