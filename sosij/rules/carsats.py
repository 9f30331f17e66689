"""Which Carsat a caisse belongs to: sixteen territories of whole départements, and overseas.

A Carsat is named by the département of its seat. The list follows no region of today; it is
the one in use, under the names of 2023, and stays to be checked against the texts.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Carsat:
    """`code` is the département of its seat."""

    code: str
    label: str
    departements: frozenset[str]


def _carsat(code: str, label: str, departements: str) -> Carsat:
    return Carsat(code, label, frozenset(departements.split()))


CARSATS = tuple(
    _carsat(*line)
    for line in (
        ("67", "Carsat Alsace-Moselle", "57 67 68"),
        ("33", "Carsat Aquitaine", "24 33 40 47 64"),
        ("63", "Carsat Auvergne", "03 15 43 63"),
        ("21", "Carsat Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
        ("35", "Carsat Bretagne", "22 29 35 56"),
        ("45", "Carsat Centre-Val de Loire", "18 28 36 37 41 45"),
        ("87", "Carsat Centre-Ouest", "16 17 19 23 79 86 87"),
        ("59", "Carsat Hauts-de-France", "02 59 60 62 80"),
        ("75", "Cramif", "75 77 78 91 92 93 94 95"),
        ("34", "Carsat Languedoc-Roussillon", "11 30 34 48 66"),
        ("31", "Carsat Midi-Pyrénées", "09 12 31 32 46 65 81 82"),
        ("54", "Carsat Nord-Est", "08 10 51 52 54 55 88"),
        ("76", "Carsat Normandie", "14 27 50 61 76"),
        ("44", "Carsat Pays de la Loire", "44 49 53 72 85"),
        ("69", "Carsat Rhône-Alpes", "01 07 26 38 42 69 73 74"),
        ("13", "Carsat Sud-Est", "04 05 06 13 20 83 84"),
        ("971", "CGSS Guadeloupe", "971"),
        ("972", "CGSS Martinique", "972"),
        ("973", "CGSS Guyane", "973"),
        ("974", "CGSS La Réunion", "974"),
        ("976", "CSS Mayotte", "976"),
    )
)
_BY_DEPARTEMENT = {place: carsat for carsat in CARSATS for place in carsat.departements}
OVERSEAS = "97"


def carsat_of(caisse: str) -> str:
    """The code of its Carsat, by the département that begins the code of a caisse; or nothing."""
    place = caisse if caisse.startswith(OVERSEAS) else caisse[:2]
    known = _BY_DEPARTEMENT.get(place)
    return known.code if known else ""


def carsat_name(code: str) -> str:
    """« Carsat Sud-Est »."""
    return next((carsat.label for carsat in CARSATS if carsat.code == code), f"Carsat {code}")
