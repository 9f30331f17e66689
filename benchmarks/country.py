"""A country of the size of the nation: real territory, invented prescribers and patients."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.numbers import draw_rpps, with_luhn_key


@dataclass(frozen=True)
class Scale:
    prescribers: int
    caisses: int
    leaves: int  # a month
    region: str = ""
    departement: str = ""


SCALES = {
    "caisse": Scale(600, 1, 16_700, departement="06"),
    "region": Scale(5_000, 6, 142_000, region="93"),
    "nation": Scale(60_000, 101, 1_670_000),
}
DATA = Path(__file__).resolve().parent.parent / "data"
STRUCTURES = 3_000
RETIRED_SHARE = 0.005
LEAVES_A_PATIENT = 1.4
VOLUME_LOG_SD = 0.9


@dataclass(frozen=True)
class Country:
    """Prescribers are sorted by caisse; positions are into the lists of rows."""

    seed: int
    scale: Scale
    caisses: list[dict[str, str]]
    iris: list[dict[str, str]]  # sorted by département
    communes: list[dict[str, str]]
    rpps: np.ndarray
    retired: np.ndarray  # RPPS numbers whose last attachment ended before the first month
    strangers: np.ndarray  # well-formed numbers that no reference file names
    caisse: np.ndarray  # of each prescriber
    former_caisse: np.ndarray  # before the move of mid-2024; the same for most
    home: np.ndarray  # IRIS of each prescriber
    near: np.ndarray  # (prescribers, 2): first IRIS of the département, and how many
    volume: np.ndarray  # share of the leaves of each prescriber
    structures: list[str]

    @property
    def patients(self) -> np.ndarray:
        """How many patients a year each prescriber puts on leave."""
        yearly = self.volume * self.scale.leaves * 12 / LEAVES_A_PATIENT
        return np.maximum(1, np.rint(yearly)).astype(np.int64)


def draw_country(name: str, seed: int) -> Country:
    rng, scale = np.random.default_rng([seed, 0]), SCALES[name]
    communes = _inside(scale, "geo/communes_cog2026.csv")
    iris = _iris(scale, {row["code"] for row in communes})
    caisses = _caisses(scale)
    caisse = np.sort(_by_size(rng, caisses, scale.prescribers))
    moved = rng.random(scale.prescribers) < 0.03
    near = _near(iris, caisses)[caisse]
    retired = round(scale.prescribers * RETIRED_SHARE) + 5
    rpps = draw_rpps(rng, scale.prescribers + 2 * retired)
    volume = rng.lognormal(0, VOLUME_LOG_SD, scale.prescribers)
    return Country(
        seed=seed,
        scale=scale,
        caisses=caisses,
        iris=iris,
        communes=communes,
        rpps=rpps[: scale.prescribers],
        retired=rpps[scale.prescribers :][:retired],
        strangers=rpps[scale.prescribers + retired :],
        caisse=caisse,
        former_caisse=np.where(moved, rng.integers(0, len(caisses), len(caisse)), caisse),
        home=near[:, 0] + (rng.random(len(caisse)) * near[:, 1]).astype(np.int64),
        near=near,
        volume=volume / volume.sum(),
        structures=with_luhn_key(99_000_000 + np.arange(STRUCTURES)).astype(str).tolist(),
    )


def _inside(scale: Scale, name: str) -> list[dict[str, str]]:
    return [
        row
        for row in published(name)
        if scale.region in ("", row["region"]) and scale.departement in ("", row["departement"])
    ]


def _iris(scale: Scale, known: set[str]) -> list[dict[str, str]]:
    """An IRIS of 2023 whose commune has merged since is left out, as in the demo."""
    rows = [row for row in _inside(scale, "geo/iris_2023.csv") if row["commune"] in known]
    return sorted(rows, key=lambda row: (row["departement"], row["code_iris"]))


def _caisses(scale: Scale) -> list[dict[str, str]]:
    rows = _inside(scale, "caisses/caisses_regime_general.csv")
    largest = sorted(rows, key=lambda row: -int(row["beneficiaires_2014"]))[: scale.caisses]
    return sorted(largest, key=lambda row: row["code_organisme"])


def _by_size(rng: np.random.Generator, caisses: list[dict[str, str]], count: int) -> np.ndarray:
    size = np.array([int(row["beneficiaires_2014"]) for row in caisses])
    drawn = rng.choice(len(caisses), count, p=size / size.sum())
    drawn[: len(caisses)] = np.arange(len(caisses))  # no caisse without a prescriber
    return drawn


def _near(iris: list[dict[str, str]], caisses: list[dict[str, str]]) -> np.ndarray:
    departements = np.array([row["departement"] for row in iris])
    wanted = np.array([row["departement"] for row in caisses])
    first = np.searchsorted(departements, wanted)
    return np.column_stack((first, np.searchsorted(departements, wanted, side="right") - first))


def published(name: str) -> list[dict[str, str]]:
    """The rows of a reference file shipped with the product."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
