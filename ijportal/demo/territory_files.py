"""communes.csv, iris.csv and caisses.csv: real codes and names, synthetic deprivation."""

from pathlib import Path

from ijportal.demo import reference
from ijportal.demo.territory import Territory
from ijportal.demo.writing import WrittenFile, describe, write_rows


IRIS_ADDED = ("population", "defav", "quintile", "quintile_commune", "acces")


def write_territory(root: Path, territory: Territory) -> list[WrittenFile]:
    return [_communes(root, territory), _iris(root, territory), _caisses(root)]


def _communes(root: Path, territory: Territory) -> WrittenFile:
    rows = territory.communes
    write_rows(root / "communes.csv", tuple(rows[0]), (tuple(row.values()) for row in rows))
    population = sum(int(row["population_municipale"] or 0) for row in rows)
    return describe(root, "communes.csv", kind="communes", rows=len(rows), population=population)


def _iris(root: Path, territory: Territory) -> WrittenFile:
    added = zip(
        territory.iris_population.tolist(),
        (f"{z:.4f}" for z in territory.deprivation.tolist()),
        territory.quintile.tolist(),
        territory.commune_quintile.tolist(),
        territory.access.tolist(),
        strict=True,
    )
    rows = [(*row.values(), *more) for row, more in zip(territory.iris, added, strict=True)]
    write_rows(root / "iris.csv", (*territory.iris[0], *IRIS_ADDED), rows)
    population = int(territory.iris_population.sum())
    return describe(root, "iris.csv", kind="iris", rows=len(rows), population=population)


def _caisses(root: Path) -> WrittenFile:
    rows = reference.rows("caisses/caisses_regime_general.csv")
    write_rows(root / "caisses.csv", tuple(rows[0]), (tuple(row.values()) for row in rows))
    return describe(root, "caisses.csv", kind="caisses", rows=len(rows))
