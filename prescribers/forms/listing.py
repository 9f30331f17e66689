"""What the list accepts in its address; an unknown value is ignored, never an error.

A filter holds several values: repeated as a form sends them, or separated by commas as the links
write them. No widget of Django: the 250 choices of a national perimeter took 45 ms of CPU a page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import QueryDict

from prescribers.enums import PracticeMode, Sector
from prescribers.presenters.words import (
    INTERVIEW_CHOICES,
    LEVEL_CHOICES,
    SIGNAL_CHOICES,
    STABILITY_CHOICES,
    caisse_name,
    region_name,
    specialty_name,
)
from prescribers.selectors import ListChoices


LONGEST_TEXT, LONGEST_NUMBER = 80, 9
KEPT = 512
Choices = tuple[tuple[str, str], ...]
TERRITORIES: Choices = (
    ("1", "quintile 1, le moins défavorisé"),
    ("2", "quintile 2"),
    ("3", "quintile 3"),
    ("4", "quintile 4"),
    ("5", "quintile 5, le plus défavorisé"),
)
FALLBACKS: Choices = (
    ("non", "comparables de sa région"),
    ("oui", "spécialité en France, indicative"),
)


@dataclass(frozen=True)
class Filter:
    """One filter: a few values among `choices`, else the least number kept."""

    name: str
    label: str
    choices: Choices = ()

    @property
    def numeric(self) -> bool:
        return not self.choices

    def known(self, asked: Sequence[str]) -> list[str]:
        """The values that mean something, once each, in the order of the choices."""
        if self.numeric:
            return [str(int(value)) for value in asked if _is_number(value)][:1]
        return [code for code, _ in self.choices if code in asked]

    def words(self, value: str) -> str:
        return f"{value} au moins" if self.numeric else dict(self.choices)[value]


class ListForm:
    """`structures`: names of those that the address asks for; there are too many to offer."""

    def __init__(
        self,
        address: Mapping[str, str],
        choices: ListChoices,
        structures: Mapping[str, str] | None = None,
    ) -> None:
        self.address = address
        self.filters = _filters(choices, tuple((structures or {}).items()))

    def chosen(self) -> dict[str, str]:
        """Field name to values joined by commas, without the empty or unknown ones."""
        text = " ".join(self.address.get("q", "").replace("\0", "").split())[:LONGEST_TEXT]
        known = {f.name: ",".join(f.known(asked(self.address, f.name))) for f in self.filters}
        return {name: value for name, value in {"q": text, **known}.items() if value}

    def words(self, name: str, value: str) -> tuple[str, str]:
        """« Spécialité », « Médecine générale »."""
        if name == "q":
            return "Recherche", value
        found = next(f for f in self.filters if f.name == name)
        return found.label, found.words(value)


def asked(address: Mapping[str, str], name: str) -> list[str]:
    """All the values of a name, whichever way they are written."""
    written = address.getlist(name) if isinstance(address, QueryDict) else [address.get(name, "")]
    return [value for one in written for value in one.split(",")]


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER and int(value) > 0


@lru_cache(maxsize=KEPT)
def _filters(choices: ListChoices, structures: Choices) -> tuple[Filter, ...]:
    """A filter is offered when it can cut: one caisse alone is no choice."""
    places = (
        Filter("region", "Région", _named(choices.regions, choices.region_labels, region_name)),
        Filter("departement", "Département", tuple((c, c) for c in choices.departements)),
        Filter("caisse", "Caisse", _named(choices.caisses, choices.caisse_labels, caisse_name)),
        Filter("structure", "Structure", structures),
    )
    return (
        Filter("specialite", "Spécialité", _specialties(choices)),
        *(place for place in places if len(place.choices) > (place.name != "structure")),
        Filter("mode", "Exercice", tuple(PracticeMode.choices)),
        Filter("secteur", "Secteur", tuple((c, w) for c, w in Sector.choices if c)),
        Filter("territoire", "Territoire d’exercice", TERRITORIES),
        Filter("signal", "Signal", SIGNAL_CHOICES),
        Filter("stabilite", "Stabilité du signal", STABILITY_CHOICES),
        Filter("niveau", "Lecture de l’intervalle", LEVEL_CHOICES),
        Filter("repli", "Groupe de comparaison", FALLBACKS),
        Filter("echange", "Dernier entretien", INTERVIEW_CHOICES),
        Filter("patients-min", "Patients actifs"),
        Filter("jours-min", "Jours observés"),
        Filter("arrets-min", "Arrêts attendus"),
    )


def _specialties(choices: ListChoices) -> Choices:
    return tuple(
        sorted(((c, specialty_name(c)) for c in choices.specialties), key=lambda pair: pair[1])
    )


def _named(
    codes: Sequence[str], labels: Mapping[str, str], name: Callable[[str, Mapping[str, str]], str]
) -> Choices:
    return tuple((code, name(code, labels)) for code in codes)
