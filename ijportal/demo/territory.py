"""Real communes and IRIS of the départements, with a synthetic deprivation that says so."""

from dataclasses import dataclass

import numpy as np

from ijportal.demo import reference


KM_PER_DEGREE = 111.2
HOUSING_WEIGHT = {"H": 1.0, "Z": 1.0, "A": 0.08, "D": 0.01}


@dataclass(frozen=True)
class Territory:
    communes: list[dict[str, str]]
    iris: list[dict[str, str]]
    commune_of_iris: np.ndarray
    iris_population: np.ndarray
    deprivation: np.ndarray
    quintile: np.ndarray
    commune_quintile: np.ndarray  # by IRIS
    access: np.ndarray  # by IRIS
    distance_km: np.ndarray  # commune × commune

    @property
    def commune_population(self) -> np.ndarray:
        return np.bincount(self.commune_of_iris, self.iris_population, len(self.communes))

    @property
    def departement_of_iris(self) -> np.ndarray:
        return np.array([row["departement"] for row in self.iris])


def build_territory(rng: np.random.Generator, departements: tuple[str, ...]) -> Territory:
    communes = reference.rows_of("geo/communes_cog2026.csv", departements)
    position = {row["code"]: i for i, row in enumerate(communes)}
    # IRIS of 2023, communes of 2026: an IRIS whose commune has merged since is left out.
    iris = [
        row
        for row in reference.rows_of("geo/iris_2023.csv", departements)
        if row["commune"] in position
    ]
    if not iris:
        raise ValueError(f"Aucun IRIS pour le département {', '.join(departements)}.")
    commune_of_iris = np.array([position[row["commune"]] for row in iris])
    population = _iris_population(rng, communes, iris, commune_of_iris)
    distance = _distances(communes)
    deprivation = _deprivation(rng, distance, commune_of_iris, population)
    return Territory(
        communes=communes,
        iris=iris,
        commune_of_iris=commune_of_iris,
        iris_population=population,
        deprivation=deprivation,
        quintile=weighted_quintile(deprivation, population),
        commune_quintile=_commune_quintile(deprivation, population, commune_of_iris),
        access=_access(rng, communes, commune_of_iris, population),
        distance_km=distance,
    )


def weighted_quintile(score: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """1 = a fifth of the people with the lowest score … 5."""
    order = np.argsort(score, kind="stable")
    middle = np.cumsum(weight[order]) - weight[order] / 2
    result = np.empty(len(score), dtype=np.int64)
    result[order] = np.minimum(5, 1 + (5 * middle / weight.sum()).astype(int))
    return result


def _iris_population(rng, communes, iris, commune_of_iris) -> np.ndarray:
    weight = np.array([HOUSING_WEIGHT[row["type"]] for row in iris])
    weight = weight * rng.lognormal(0.0, 0.25, len(iris))
    total = np.array([int(row["population_municipale"] or 0) for row in communes])
    share = weight / np.bincount(commune_of_iris, weight, len(communes))[commune_of_iris]
    return np.maximum(1, np.rint(share * total[commune_of_iris])).astype(np.int64)


def _distances(communes) -> np.ndarray:
    lat = np.array([float(row["lat"] or "nan") for row in communes])
    lon = np.array([float(row["lon"] or "nan") for row in communes])
    lat, lon = (np.where(np.isnan(v), np.nanmean(v), v) for v in (lat, lon))
    north = (lat[:, None] - lat[None, :]) * KM_PER_DEGREE
    east = (lon[:, None] - lon[None, :]) * KM_PER_DEGREE * np.cos(np.radians(lat.mean()))
    return np.hypot(north, east)


def _deprivation(rng, distance, commune_of_iris, population) -> np.ndarray:
    """Neighbouring communes look alike, IRIS of one town do not: z-score, high = deprived."""
    nearness = np.exp(-distance / 6.0)
    commune_level = nearness @ rng.standard_normal(len(distance)) / np.linalg.norm(nearness, axis=1)
    score = 0.6 * commune_level[commune_of_iris] + 0.8 * rng.standard_normal(len(commune_of_iris))
    mean = np.average(score, weights=population)
    return (score - mean) / np.sqrt(np.average((score - mean) ** 2, weights=population))


def _commune_quintile(deprivation, population, commune_of_iris) -> np.ndarray:
    people = np.bincount(commune_of_iris, population)
    score = np.bincount(commune_of_iris, population * deprivation) / np.maximum(people, 1)
    return weighted_quintile(score, np.maximum(people, 1))[commune_of_iris]


def _access(rng, communes, commune_of_iris, population) -> np.ndarray:
    people = np.array([int(row["population_municipale"] or 1) for row in communes])
    score = np.log1p(people)[commune_of_iris] + rng.standard_normal(len(commune_of_iris))
    return weighted_quintile(score, population)
