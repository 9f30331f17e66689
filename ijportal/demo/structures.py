"""Invented establishments and companies: centres, MSP, CPTS, teleconsultation."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from stdnum import luhn

from ijportal.demo import reference
from ijportal.demo.territory import Territory


# A FINESS number begins with its département and a département 99 does not exist; a SIREN of the
# demo begins with 9999, which the register of companies has not reached.
FINESS_PREFIX, SIREN_PREFIX = "99", "9999"
FINESS_PER_DEPARTEMENT = 9_000
CATEGORIES = {"CDS": "124", "MSP": "603", "CPTS": "604"}
COMPANIES = 2  # of teleconsultation, by region
# Doctors of the département for one establishment of the kind.
DOCTORS_FOR_ONE = {"CDS": 80, "MSP": 60, "CPTS": 160}
WORDS = {
    "CDS": "CENTRE DE SANTE {}",
    "MSP": "MAISON DE SANTE {}",
    "CPTS": "CPTS {}",
    "TLC": "TELECONSULTATION {}",
}
PLACES = (
    "DES TROIS FONTAINES", "DU GRAND CEDRE", "DE L AUBEPINE", "DES QUATRE VENTS",
    "DU MOULIN NEUF", "DE LA HALLE AUX GRAINS", "DES ROCHES BLEUES", "DU PONT VIEUX",
    "DE LA ROSERAIE", "DES CIGALES", "DU VALLON VERT", "DE LA CLE DES CHAMPS",
    "DES TERRASSES", "DU BEL HORIZON", "DE LA SOURCE", "DES AMANDIERS",
)  # fmt: skip
COMPANY_NAMES = ("SANTELIANE", "MEDIVOISIN")


@dataclass(frozen=True)
class Structure:
    code: str
    kind: str
    name: str
    departement: int  # position among those of the region
    iris: int
    caisse: str
    opened: date
    closed: date | None


def draw_structures(
    rng: np.random.Generator,
    territory: Territory,
    caisses: np.ndarray,
    *,
    departement: str,
    position: int,
    doctors: int,
) -> list[Structure]:
    """The establishments of one département; every kind lives in each of them."""
    codes = [row["code"] for row in reference.rows("geo/departements.csv")]
    serial = codes.index(departement) * FINESS_PER_DEPARTEMENT
    people = territory.iris_population / territory.iris_population.sum()
    found: list[Structure] = []
    for kind, each in DOCTORS_FOR_ONE.items():
        for n in range(max(1, round(doctors / each))):
            iris = int(rng.choice(len(people), p=people))
            opened = date(int(rng.integers(2004, 2019)), int(rng.integers(1, 13)), 1)
            name = WORDS[kind].format(PLACES[(n + position) % len(PLACES)])
            code = _keyed(f"{FINESS_PREFIX}{serial + len(found):06d}")
            caisse = str(caisses[iris])
            found.append(Structure(code, kind, name, position, iris, caisse, opened, None))
    return found


def draw_companies(
    rng: np.random.Generator,
    territory: Territory,
    caisses: np.ndarray,
    *,
    region: str,
    position: int,
) -> list[Structure]:
    """Two in one département of the region; their doctors are anywhere in it."""
    found = []
    for n, name in enumerate(COMPANY_NAMES):
        iris = int(rng.integers(0, len(territory.iris)))
        code = _keyed(f"{SIREN_PREFIX}{region}{n:02d}")
        words, opened = WORDS["TLC"].format(name), date(2021 + n, 9, 1)
        caisse = str(caisses[iris])
        found.append(Structure(code, "TLC", words, position, iris, caisse, opened, None))
    return found


def closed_centre(structures: list[Structure], on: date, *, position: int) -> list[Structure]:
    """One more centre in one département, without any doctor left: it closed that day."""
    here = [s for s in structures if s.departement == position and s.kind in CATEGORIES]
    last = max(here, key=lambda s: s.code)
    code = _keyed(f"{int(last.code[:8]) + 1000:08d}")
    name = WORDS["CDS"].format("DU VIEUX PORT")
    gone = Structure(code, "CDS", name, position, last.iris, last.caisse, date(1998, 3, 1), on)
    return [*structures, gone]


def _keyed(serial: str) -> str:
    return f"{serial}{luhn.calc_check_digit(serial)}"
