"""The catalogue of the demo: titles that public sources name, and generic ones; links are examples.

The programme of the Centre-Val de Loire names both mémos and the fiches repères. The address of
each text is not known: a link goes to the front page of its publisher, and its source says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from accounts.models import User
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from ijportal.demo.accounts import DOMAIN
from interviews.enums import DocumentKind, Kind
from interviews.models import Document
from interviews.services.documents import Edition, add_document, add_version, withdraw


AMELI, HAS = "https://www.ameli.fr/", "https://www.has-sante.fr/"
SOURCE = "Lien d’exemple, vers l’accueil de l’éditeur"
PEERS = (Kind.PEER, Kind.ALERT, Kind.FOLLOW_UP)
FIELD = (Kind.VISIT, Kind.INSTALLATION)


@dataclass(frozen=True)
class Title:
    """A document and its versions, the oldest first; `until` once it is withdrawn."""

    title: str
    kind: DocumentKind
    kinds: tuple[Kind, ...]
    versions: tuple[tuple[str, date], ...]
    link: str = AMELI
    until: date | None = None


TITLES = (
    Title(
        "Mémo santé mentale en soins primaires",
        DocumentKind.MEMO,
        PEERS,
        (("2023", date(2023, 3, 1)), ("2025", date(2025, 2, 3))),
    ),
    Title(
        "Mémo outil d’aide à la décision",
        DocumentKind.MEMO,
        PEERS,
        (("2024", date(2024, 1, 15)),),
    ),
    Title(
        "Fiche repère lombalgie commune",
        DocumentKind.SHEET,
        (*PEERS, Kind.VISIT),
        (("2022", date(2022, 5, 2)), ("2024", date(2024, 3, 4))),
        HAS,
    ),
    Title(
        "Fiche repère sciatique",
        DocumentKind.SHEET,
        (*PEERS, Kind.VISIT),
        (("2024", date(2024, 3, 4)),),
        HAS,
    ),
    Title(
        "Fiche repère canal carpien", DocumentKind.SHEET, PEERS, (("2023", date(2023, 10, 2)),), HAS
    ),
    Title(
        "Fiche repère entorse du poignet",
        DocumentKind.SHEET,
        PEERS,
        (("2023", date(2023, 10, 2)),),
        HAS,
    ),
    Title(
        "Vidéo «\u202fPrescrire un arrêt\u202f»",
        DocumentKind.VIDEO,
        FIELD,
        (("2025", date(2025, 6, 2)),),
    ),
    Title(
        "Dépliant patient «\u202fMon arrêt de travail\u202f»",
        DocumentKind.LEAFLET,
        FIELD,
        (("2024", date(2024, 9, 2)), ("2026", date(2026, 2, 2))),
    ),
    Title(
        "Fiche SOS IJ\u202f: poser une question",
        DocumentKind.SHEET,
        (Kind.SUPPORT, *FIELD),
        (("2025", date(2025, 1, 20)),),
    ),
    Title(
        "Formulaire de signalement au service social",
        DocumentKind.FORM,
        (Kind.SUPPORT,),
        (("2024", date(2024, 6, 3)),),
    ),
    Title(
        "Affiche «\u202fBien prescrire\u202f»",
        DocumentKind.LEAFLET,
        (),
        (("2019", date(2019, 4, 1)),),
        until=date(2024, 1, 1),
    ),
)


def tell_documents(*, say: Callable[[str], None]) -> None:
    """Nothing when they are there already."""
    with database_role(DatabaseRole.GESTION):
        if Document.objects.exists():
            return
        chief = User.objects.get(email=f"medecin.chef@{DOMAIN}")
        for one in TITLES:
            _tell(one, chief)
    versions = sum(len(one.versions) for one in TITLES)
    say(f"Documents     {len(TITLES)} titres au catalogue, {versions} versions")


def _tell(one: Title, chief: User) -> None:
    (name, since), *others = one.versions
    found = add_document(
        one.title, one.kind, one.kinds, _edition(one, name, since), _author(chief, since)
    )
    for name, since in others:
        add_version(found, _edition(one, name, since), _author(chief, since))
    if one.until is not None:
        withdraw(found, one.until, _author(chief, one.until))


def _edition(one: Title, name: str, since: date) -> Edition:
    return Edition(name, since, one.link, SOURCE)


def _author(chief: User, day: date) -> Author:
    return Author(at=timezone.make_aware(datetime.combine(day, time(9))), by=chief.pk)
