"""What the method found and missed on nations of which the truth is known.

`./run bench puissance` counts it and writes `data/methode/`; it is read once a process.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from ijstats import METHOD_VERSION


NO_EFFECT, SIGNAL = "sans_effet", "signal"


@dataclass(frozen=True)
class Place:
    """A class of true ratio and one of expected leaves; no upper limit is None."""

    ratio_min: float
    ratio_max: float | None
    leaves_min: float
    leaves_max: float | None


@dataclass(frozen=True)
class Seen:
    prescribers: int = 0
    signals: int = 0
    strong: int = 0

    def __add__(self, other: "Seen") -> "Seen":
        return Seen(
            self.prescribers + other.prescribers,
            self.signals + other.signals,
            self.strong + other.strong,
        )


@dataclass(frozen=True)
class Tail:
    """All the nations whose durations have this tail, added up.

    `enough` says from how many expected leaves each share of the true 1.9 has a signal, None when
    it never has.
    """

    curve: dict[Place, Seen]
    enough: dict[float, float | None]
    without_effect: Seen


@dataclass(frozen=True)
class KnownTruth:
    """`seeds` nations by tail, by the name that the files give it."""

    method: str
    seeds: int
    tails: dict[str, Tail]


@cache
def known_truth() -> KnownTruth:
    """What was counted with the method that the code has now."""
    curves: dict[str, dict[Place, Seen]] = {}
    seeds = set()
    for line in _lines("puissance"):
        seeds.add(line["graine"])
        curve = curves.setdefault(line["queue"], {})
        place = Place(
            float(line["ratio_min"]),
            _limit(line["ratio_max"]),
            float(line["arrets_attendus_min"]),
            _limit(line["arrets_attendus_max"]),
        )
        counts = (int(line[name]) for name in ("prescripteurs", "signaux", "signaux_forts"))
        curve[place] = curve.get(place, Seen()) + Seen(*counts)
    tails = {
        name: Tail(curve, _enough(name), _without_effect(name)) for name, curve in curves.items()
    }
    return KnownTruth(METHOD_VERSION, len(seeds), tails)


def _enough(tail: str) -> dict[float, float | None]:
    return {
        float(line["part_trouvee"]): _limit(line["arrets_attendus"])
        for line in _lines("taille")
        if line["queue"] == tail
    }


def _without_effect(tail: str) -> Seen:
    lines = [
        line
        for line in _lines("etalonnage")
        if (line["nation"], line["queue"], line["mesure"]) == (NO_EFFECT, tail, SIGNAL)
    ]
    return Seen(*(sum(int(line[name]) for line in lines) for name in ("parmi", "comptes")))


def _lines(name: str) -> Iterator[dict[str, str]]:
    path = settings.DATA_DIR / "methode" / f"{name}_{METHOD_VERSION}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _limit(text: str) -> float | None:
    return float(text) if text else None
