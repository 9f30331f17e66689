"""The menu: what each entry opens, hence who sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from accounts.permissions import HeldRights


NO_COUNTS: Mapping[str, int] = {}


@dataclass(frozen=True)
class Place:
    """`name` is the route opened; the entry is also current on the routes of `within`.

    `key` opens it after « g »: the list of shortcuts shows it.
    """

    name: str
    action: str
    icon: str
    label: str
    key: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    url: str
    icon: str
    label: str
    key: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Section:
    title: str
    entries: tuple[Entry, ...]


MENU: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "",
        (
            Place(
                "ma-journee",
                "journee.lire",
                "day",
                "Ma journée",
                "z",
                within=("absences", "absence"),
            ),
            Place("tableau-de-bord", "tableau.lire", "dashboard", "Tableau de bord", "t"),
        ),
    ),
    (
        "Connaître",
        (
            Place(
                "prescripteurs",
                "prescripteurs.lire",
                "prescribers",
                "Prescripteurs",
                "p",
                within=("prescripteur", "prescripteurs-groupes"),
            ),
            Place("methode", "methode.lire", "method", "Méthode", "m"),
            Place("donnees", "donnees.lire", "database", "Données", "d"),
            Place(
                "exports",
                "prescripteurs.exporter",
                "download",
                "Mes exports",
                "x",
                within=("export-demander", "export-supprimer"),
            ),
        ),
    ),
    (
        "Accompagner",
        (
            Place(
                "entretiens",
                "entretiens.lire",
                "interviews",
                "Entretiens",
                "e",
                within=(
                    "entretiens-semaine",
                    "entretiens-proposer",
                    "entretien",
                    "entretien-acte",
                ),
            ),
            Place(
                "contacts",
                "contacts.lire",
                "message",
                "Contacts",
                "w",
                within=(
                    "contact",
                    "contact-saisir",
                    "contact-corriger",
                    "contacts-echanges",
                    "contacts-fichier",
                    "webinaires",
                    "webinaire-creer",
                    "webinaire",
                ),
            ),
            Place(
                "visites",
                "visites.lire",
                "target",
                "Visites",
                "v",
                within=(
                    "visite-creer",
                    "visite",
                    "visite-modifier",
                    "visite-clore",
                    "visite-ajouter",
                    "visite-cible",
                    "visite-retirer",
                ),
            ),
            Place(
                "sosij",
                "sosij.lire",
                "sosij",
                "SOS IJ",
                "s",
                within=(
                    "sosij-demande",
                    "sosij-saisir",
                    "sosij-importer",
                    "sosij-lot",
                    "sosij-acte",
                    "sosij-note",
                    "sosij-issue",
                ),
            ),
            Place(
                "sosij-astreinte",
                "sosij.lire",
                "bell",
                "Astreinte SOS IJ",
                "a",
                within=("sosij-astreinte-retirer",),
            ),
            Place(
                "sosij-bibliotheque",
                "sosij.lire",
                "library",
                "Bibliothèque SOS IJ",
                "l",
                within=(
                    "sosij-bibliotheque-ecrire",
                    "sosij-bibliotheque-reponse",
                    "sosij-bibliotheque-modifier",
                    "sosij-bibliotheque-revoir",
                    "sosij-bibliotheque-retirer",
                ),
            ),
            Place("sosij-bilan", "sosij.bilan", "dashboard", "Bilan SOS IJ", "b"),
            Place(
                "sosij-ouvertures",
                "sosij.organiser",
                "office",
                "Organisation SOS IJ",
                "o",
                within=(
                    "sosij-ouvrir",
                    "sosij-fermer",
                    "sosij-places",
                    "sosij-place-donner",
                    "sosij-place-changer",
                    "sosij-place-fermer",
                    "sosij-routage",
                    "sosij-ligne-ajouter",
                    "sosij-ligne-fermer",
                    "sosij-delai",
                ),
            ),
        ),
    ),
    (
        "Portail",
        (
            Place(
                "imports",
                "imports.lire",
                "download",
                "Imports",
                "i",
                within=("import", "import-deposer", "import-decider"),
            ),
            Place(
                "traitements",
                "traitements.lire",
                "jobs",
                "Traitements",
                "r",
                within=("traitement-annuler",),
            ),
            Place("admin-comptes", "administration.comptes", "person", "Comptes", "c"),
            Place(
                "admin-habilitations", "administration.habilitations", "key", "Habilitations", "h"
            ),
            Place("admin-journal", "administration.journal", "journal", "Journal", "j"),
        ),
    ),
)


def rail(
    rights: HeldRights, current: str, counts: Mapping[str, int] = NO_COUNTS
) -> tuple[Section, ...]:
    """The sections with at least one entry that the person may open.

    `counts` by route: what a page has counted for its own sake, never asked for the rail.
    """
    sections = (
        Section(
            title,
            tuple(
                _entry(place, _here(place, current), counts.get(place.name, 0))
                for place in places
                if _open(rights, place)
            ),
        )
        for title, places in MENU
    )
    return tuple(section for section in sections if section.entries)


def _open(rights: HeldRights, place: Place) -> bool:
    return rights.can(place.action)


def _here(place: Place, current: str) -> bool:
    return current == place.name or current in place.within


@lru_cache(maxsize=512)
def _entry(place: Place, current: bool, count: int) -> Entry:  # noqa: FBT001 - keys of what is kept
    return Entry(reverse(place.name), place.icon, place.label, place.key, current, count)
