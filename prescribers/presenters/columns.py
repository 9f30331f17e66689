"""The columns of the list of prescribers: one description draws the screen and every file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.charts.numbers import NOTHING
from prescribers.enums import PracticeMode, Sector
from prescribers.models import Profile
from prescribers.presenters.column import Column
from prescribers.presenters.columns_figures import FIGURES, MORE_FIGURES
from prescribers.presenters.words import (
    family_name_first,
    region_name,
    short_caisse_name,
    specialty_name,
)


__all__ = ["NAME", "Column", "available_columns", "list_columns", "order_name", "usual_keys"]

NAME = Column(
    "nom",
    "Prescripteur",
    lambda p: family_name_first(p.prescriber),
    sort="nom",
    masked=False,
    parts=(
        ("Prescripteur", lambda p: family_name_first(p.prescriber)),
        ("RPPS", lambda p: p.rpps),
    ),
)
SPECIALTY = Column(
    "specialite",
    "Spécialité",
    lambda p: specialty_name(p.specialty),
    sort="specialite",
    masked=False,
    on_card=False,
    fields=("specialty",),
)
COMMUNE = Column(
    "commune",
    "Commune",
    lambda p: p.commune_name or NOTHING,
    sort="commune",
    masked=False,
    fields=("commune_name",),
)


def _practice(profile: Profile, name: str) -> Any:
    """Of the place where they practise today, none for who has left."""
    return (getattr(profile, "practice", None) or {}).get(name)


def _mode(profile: Profile) -> str:
    return dict(PracticeMode.choices).get(_practice(profile, "mode"), NOTHING)


def _sector(profile: Profile) -> str:
    code = _practice(profile, "sector")
    return str(Sector(code).label) if code else NOTHING


def _territory(profile: Profile) -> str:
    quintile = _practice(profile, "quintile")
    return f"quintile {quintile}" if quintile else NOTHING


def _departement(profile: Profile) -> str:
    return _practice(profile, "departement") or NOTHING


def _interview(profile: Profile) -> str:
    """« Visite DAM, 17/11/2026 »."""
    day = _practice(profile, "interview_on")
    if not day:
        return NOTHING
    return f"{_practice(profile, 'interview_kind')}, {date.fromisoformat(day):%d/%m/%Y}"


PRACTICE = tuple(
    Column(key, title, read, masked=False, on_card=False, practice=True)
    for key, title, read in (
        ("departement", "Département", _departement),
        ("mode", "Exercice", _mode),
        ("secteur", "Secteur", _sector),
        ("territoire", "Territoire d’exercice", _territory),
        ("echange", "Dernier entretien", _interview),
    )
)
# How a sentence names an order, where the title of the column would not do.
ORDER_WORDS = {
    "nom": "nom",
    "ratio": "rapport à l’attendu",
    "ecart": "jours au-delà de l’attendu",
}
# Shown before a person chooses; the caisse too, where there are several.
USUAL = ("nom", "specialite", "commune", "caisse", *(column.key for column in FIGURES))


def list_columns(
    caisses: Mapping[str, str], regions: Mapping[str, str] | None = None, keys: Sequence[str] = ()
) -> tuple[Column, ...]:
    """The name, then the columns of `keys` that exist, in their order; without any, the usual."""
    available = available_columns(caisses, regions or {})
    known = [key for key in dict.fromkeys(keys) if key in available and key != NAME.key]
    return tuple(available[key] for key in ([NAME.key, *known] if known else usual_keys(available)))


def usual_keys(available: Mapping[str, Column]) -> list[str]:
    return [key for key in USUAL if key in available]


def available_columns(caisses: Mapping[str, str], regions: Mapping[str, str]) -> dict[str, Column]:
    """All that can be shown, by key; a caisse and a region where the list may hold several."""
    where = [
        *([_region(regions)] if len(regions) > 1 else []),
        *([_caisse(caisses)] if len(caisses) > 1 else []),
    ]
    columns = (NAME, SPECIALTY, COMMUNE, *where, *FIGURES, *PRACTICE, *MORE_FIGURES)
    return {column.key: column for column in columns}


def order_name(sort: str) -> str:
    """« jours au-delà de l’attendu »; the direction is for the arrow of the header."""
    name = sort.removeprefix("-")
    if name in ORDER_WORDS:
        return ORDER_WORDS[name]
    several = {"": "", " ": ""}
    titles = {c.sort: c.title for c in available_columns(several, several).values()}
    return titles[name][0].lower() + titles[name][1:]


def _caisse(labels: Mapping[str, str]) -> Column:
    return Column(
        "caisse",
        "Caisse",
        lambda p: short_caisse_name(p.caisse, labels),
        sort="caisse",
        masked=False,
        on_card=False,
    )


def _region(labels: Mapping[str, str]) -> Column:
    return Column(
        "region",
        "Région",
        lambda p: region_name(p.region, labels),
        sort="region",
        masked=False,
        on_card=False,
        fields=("region",),
    )
