"""Codes of the sources in the words of the page."""

import re
from collections.abc import Mapping
from functools import lru_cache

from core.charts.numbers import fr
from prescribers.models import Prescriber


SPECIALTIES = {
    "MG": "Médecine générale",
    "PSY": "Psychiatrie",
    "CHIR": "Chirurgie",
    "RHUM": "Rhumatologie",
    "CARD": "Cardiologie",
    "NEUR": "Neurologie",
}
CIVILITIES = {"DR": "Dr", "PR": "Pr", "M": "M.", "MME": "Mme"}
# What the list may be cut by; the words of the address are keys of prescribers.filters.
SIGNAL_CHOICES = (
    ("oui", "signal, fort ou non"),
    ("fort", "signal fort"),
    ("sans", "sans signal"),
    ("insuffisant", "effectif insuffisant"),
)
STABILITY_CHOICES = (
    ("confirme", "confirmé"),
    ("a-confirmer", "à confirmer"),
    ("non-etablie", "non établie"),
)
INTERVIEW_CHOICES = (
    ("jamais", "aucun entretien connu"),
    ("6-mois", "dans les 6 derniers mois"),
    ("12-mois", "il y a 6 à 12 mois"),
    ("avant", "il y a plus d’un an"),
)
LEVEL_CHOICES = (
    ("au-dessus", "au-dessus de l’attendu"),
    ("nettement", "nettement au-dessus de l’attendu"),
    ("compatible", "compatible avec l’attendu"),
    ("en-dessous", "en dessous de l’attendu"),
)


def specialty_name(code: str) -> str:
    return SPECIALTIES.get(code, code)


def caisse_name(code: str, labels: Mapping[str, str]) -> str:
    return labels.get(code) or f"Caisse {code}"


def region_name(code: str, labels: Mapping[str, str]) -> str:
    return labels.get(code) or f"Région {code}"


def short_caisse_name(code: str, labels: Mapping[str, str]) -> str:
    """« CPAM des Alpes-Maritimes » is « Alpes-Maritimes » in a column of caisses."""
    return _without_cpam(caisse_name(code, labels))


@lru_cache(maxsize=512)
def _without_cpam(name: str) -> str:
    return re.sub(r"^CPAM (du |des |de la |de l['’]|de |d['’])?", "", name)


def family_name_first(person: Prescriber) -> str:
    """« Roubaudi Mathilde », as lists are sorted."""
    return (
        f"{_capitalised(person.last_name)} {_capitalised(person.first_name)}".strip() or person.rpps
    )


def addressed_name(person: Prescriber) -> str:
    """« Dr Mathilde Roubaudi », as one is spoken to."""
    civility = CIVILITIES.get(person.civility.upper().rstrip("."), person.civility)
    names = (civility, _capitalised(person.first_name), _capitalised(person.last_name))
    return " ".join(name for name in names if name)


def counted(number: int, one: str, many: str) -> str:
    """« 1 prescripteur », « 312 prescripteurs »; French counts zero in the singular."""
    return f"{fr(number)} {many if number >= 2 else one}"


def _capitalised(name: str) -> str:
    """Directories write names in capitals; a name that already has small letters is kept."""
    return name if name != name.upper() else name.title()
