"""Which caisse a commune belongs to: where a département has several, that of the nearest seat."""

import unicodedata

import numpy as np

from ijportal.demo import reference
from ijportal.demo.territory import Territory


def caisse_of_iris(territory: Territory, departement: str) -> np.ndarray:
    """The code of the caisse of each IRIS."""
    rows = reference.rows("caisses/caisses_regime_general.csv")
    here = [row for row in rows if row["departement"] == departement]
    if not here:
        raise ValueError(f"Aucune caisse pour le département {departement}.")
    codes = np.array([row["code_organisme"] for row in here])
    if len(here) == 1:
        return np.full(len(territory.iris), codes[0])
    position = {_plain(row["nom"]): i for i, row in enumerate(territory.communes)}
    seats = [position[_plain(row["siege_2014"])] for row in here]
    nearest = territory.distance_km[:, seats].argmin(axis=1)
    return codes[nearest[territory.commune_of_iris]]


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(bare.upper().replace("-", " ").split())
