"""Contacts in the words of their pages and of their file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.charts.numbers import date_fr
from core.workdays import calendar_of_caisse
from interviews.enums import ContactSource, Direction, Means, Reached
from interviews.models import Contact, ContactFile
from interviews.presenters.moments import moment_words
from interviews.rules.exchange import ALSO_WRITTEN, COLUMNS, FORMAT_VERSION, OURS, SENTENCES
from prescribers.presenters.words import addressed_name, counted


# The chip of each outcome: its kind and its icon in the theme.
CHIPS = {
    Reached.YES: ("done", "check"),
    Reached.NO: ("waiting", "pause"),
    Reached.MESSAGE: ("ongoing", "message"),
    Reached.CALL_BACK: ("soon", "phone"),
}
HEADER = (*COLUMNS, *ALSO_WRITTEN)
# Columns whose digits name somebody or something.
NAMES = frozenset(place for place, name in enumerate(HEADER) if name in {"rpps", "caisse"})
MODEL = (
    "\ufeff" + ";".join(COLUMNS) + "\r\n"
    f"{FORMAT_VERSION};EXEMPLE-1;10000000001;09/11/2026 11:20;appel;vers;joint;"
    '"Rappel des règles ; documents envoyés";\r\n'
)
MEANINGS = {
    "format_version": f"{FORMAT_VERSION}, sur chaque ligne.",
    "identifiant": "Le nom du contact dans l’outil d’origine\u202f: relu, il n’est pas importé "
    "deux fois.",
    "rpps": "Numéro RPPS du médecin, onze chiffres.",
    "date": "Jour et heure à la caisse\u202f: 09/11/2026 11:20.",
    "moyen": "appel, courriel, lettre, messagerie, webinaire ou autre.",
    "sens": "vers (le médecin) ou recu (du médecin).",
    "resultat": "joint, non_joint, message ou rappeler.",
    "resume": "Administratif, 500 caractères au plus, sans numéro de sécurité sociale.",
    "prochain_contact": "Un jour, ou vide.",
}


@dataclass(frozen=True)
class Chip:
    word: str
    kind: str
    icon: str


@dataclass(frozen=True)
class ContactLine:
    ident: int
    doctor: str
    rpps: str
    when: str
    means: str
    direction: str
    chip: Chip
    summary: str
    who: str
    next: str
    late: bool
    ended: bool


def contact_lines(contacts: Iterable[Contact], on: date) -> list[ContactLine]:
    return [contact_line(contact, on) for contact in contacts]


def contact_line(contact: Contact, on: date) -> ContactLine:
    reached = Reached(contact.outcome)
    planned = contact.next_contact_on
    return ContactLine(
        ident=contact.pk,
        doctor=addressed_name(contact.prescriber),
        rpps=contact.prescriber.rpps,
        when=moment_words(contact.at, contact.caisse),
        means=Means(contact.means).label,
        direction=Direction(contact.direction).label,
        chip=Chip(str(reached.label).lower(), *CHIPS[reached]),
        summary=contact.summary,
        who=contact.by.full_name,
        next=date_fr(planned) if planned else "",
        late=planned is not None and contact.next_done_at is None and planned < on,
        ended=contact.next_done_at is not None,
    )


def origin_words(contact: Contact) -> str:
    """Where the row comes from, and under which name."""
    source = ContactSource(contact.source).label
    return f"{source}, {contact.external_id}" if contact.external_id else str(source)


def list_sentence(waiting: int, late: int) -> str:
    """« 12 médecins à rappeler, dont 3 en retard »."""
    if not waiting:
        return "Aucun médecin à rappeler."
    after = f", dont {late} en retard" if late else ""
    return f"{counted(waiting, 'contact à reprendre', 'contacts à reprendre')}{after}."


def exported_rows(contacts: Iterable[Contact]) -> list[tuple[str, ...]]:
    return [_row(contact) for contact in contacts]


def _row(contact: Contact) -> tuple[str, ...]:
    local = contact.at.astimezone(calendar_of_caisse(contact.caisse).timezone)
    planned = contact.next_contact_on
    return (
        FORMAT_VERSION,
        contact.external_id or f"{OURS}{contact.pk}",
        contact.prescriber.rpps,
        f"{local:%d/%m/%Y %H:%M}",
        contact.means,
        contact.direction,
        contact.outcome,
        contact.summary,
        date_fr(planned) if planned else "",
        contact.caisse,
        contact.by.full_name,
    )


@dataclass(frozen=True)
class FaultLine:
    line: int
    column: str
    what: str


@dataclass(frozen=True)
class FilePage:
    """`state`: à confirmer, rien à importer, importé, abandonné."""

    state: str
    sentence: str
    may_confirm: bool
    faults: list[FaultLine]
    more: int


def file_page(file: ContactFile) -> FilePage:
    faults = [
        FaultLine(line, column, SENTENCES.get(code, "La ligne a été refusée."))
        for line, column, code in file.faults
    ]
    waiting = file.closed_at is None
    return FilePage(
        state=_state(file),
        sentence=_sentence(file),
        may_confirm=waiting and file.good > 0,
        faults=faults,
        more=max(0, file.bad - len({fault.line for fault in faults})),
    )


def columns() -> list[tuple[str, str]]:
    return [(name, MEANINGS[name]) for name in COLUMNS]


def _state(file: ContactFile) -> str:
    if file.confirmed_at is not None:
        return "importé"
    if file.closed_at is not None:
        return "abandonné"
    return "à confirmer" if file.good else "rien à importer"


def _sentence(file: ContactFile) -> str:
    """The three counts add up to the lines of the file."""
    read = (
        f"{counted(file.good + file.known + file.bad, 'ligne lue', 'lignes lues')}\u202f: "
        f"{counted(file.good, 'bonne', 'bonnes')}, {file.known} déjà au portail, "
        f"{file.bad} à corriger."
    )
    if file.confirmed_at is None:
        return read
    return f"{counted(file.written, 'ligne enregistrée', 'lignes enregistrées')}. {read}"
