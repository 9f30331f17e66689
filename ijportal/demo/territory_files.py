"""communes.csv, iris.csv and caisses.csv: real codes and names, synthetic deprivation."""

from ijportal.demo import reference
from ijportal.demo.territory import Territory
from ijportal.demo.writing import Sources


IRIS_ADDED = ("population", "defav", "quintile", "quintile_commune", "acces")


def write_caisses(sources: Sources) -> None:
    """Every caisse of the country, whatever the scale: a doctor may come from anywhere."""
    rows = reference.rows("caisses/caisses_regime_general.csv")
    cells = [tuple(row.values()) for row in rows]
    sources.add_rows("caisses.csv", tuple(rows[0]), cells, kind="caisses")


def write_territory(sources: Sources, territory: Territory) -> None:
    _communes(sources, territory)
    _iris(sources, territory)


def _communes(sources: Sources, territory: Territory) -> None:
    rows = territory.communes
    population = sum(int(row["population_municipale"] or 0) for row in rows)
    sources.add_rows(
        "communes.csv",
        tuple(rows[0]),
        [tuple(row.values()) for row in rows],
        kind="communes",
        population=population,
    )


def _iris(sources: Sources, territory: Territory) -> None:
    added = zip(
        territory.iris_population.tolist(),
        (f"{z:.4f}" for z in territory.deprivation.tolist()),
        territory.quintile.tolist(),
        territory.commune_quintile.tolist(),
        territory.access.tolist(),
        strict=True,
    )
    rows = [(*row.values(), *more) for row, more in zip(territory.iris, added, strict=True)]
    sources.add_rows(
        "iris.csv",
        (*territory.iris[0], *IRIS_ADDED),
        rows,
        kind="iris",
        population=int(territory.iris_population.sum()),
    )
