"""What awaits somebody in interviews, in words; no effect of law hangs on any of it."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from core.charts.numbers import date_fr
from core.due import Due, Wording
from core.models.epoch import instant
from core.workdays import calendar_of_caisse
from interviews.enums import Channel, Kind, Motive, Owner
from prescribers.presenters.words import addressed_name


PLACES = {
    Channel.PRACTICE: "au cabinet",
    Channel.OFFICE: "à la caisse",
    Channel.PHONE: "par téléphone",
    Channel.VIDEO: "en visio",
}
SENTENCES: Mapping[str, tuple[str, str]] = {
    # step: what silence does, the act on the button
    "planifier": ("Rien de légal\u202f: l’entretien reste sans date.", "Planifier"),
    "relancer": ("Rien de légal\u202f: l’entretien reste ouvert, sans suite.", "Décider la suite"),
    "preparer": ("Rien de légal\u202f: le créneau est perdu.", "Préparer"),
    "rendre-compte": (
        "L’entretien reste «\u202fplanifié\u202f»\u202f; le médecin ne reçoit rien.",
        "Rendre compte",
    ),
    "signer": (
        "Le compte rendu reste modifiable\u202f; ni coordonnées ni documents ne partent.",
        "Signer",
    ),
    "choisir": ("Le compte rendu garde la version du portail\u202f; l’autre attend.", "Choisir"),
    "relire": ("Le compte rendu n’est pas signé\u202f; rien ne part.", "Relire"),
    "en-lecture": ("Le compte rendu reste en seconde lecture\u202f; rien ne part.", "Voir"),
    "envoyer": ("Le médecin ne reçoit ni vos coordonnées ni les documents.", "Envoyer"),
    "clore": ("L’entretien reste ouvert.", "Clore"),
    "tenir": ("L’engagement passe en retard.", "Marquer tenu"),
    "attendre": ("L’engagement passera en retard et reviendra ici.", "Voir"),
    "rappeler": ("L’engagement reste en retard.", "Rappeler"),
    "rappeler-medecin": ("Rien de légal\u202f: le rappel promis n’a pas lieu.", "Rappeler"),
}


def words(due: Due) -> Wording:
    row: Any = due.facts
    if due.kind == "contact":
        title, why = _doctor(row), "Contact promis lors du précédent."
    else:
        title, why = _committed(row) if due.kind == "engagement" else _met(due.step, row)
    silence, act = SENTENCES[due.step]
    crew = "Une autre personne du service" if due.step in {"relire", "en-lecture"} else ""
    return Wording(title=title, why=why, silence=silence, act=act, crew=crew)


def _doctor(row: Any) -> str:
    """The three names of a row, as one is spoken to."""
    civility, first, last = row[-3:]
    named: Any = SimpleNamespace(civility=civility, first_name=first, last_name=last)
    return addressed_name(named)


def _met(step: str, row: Any) -> tuple[str, str]:
    where = f", {PLACES[Channel(row.channel)]}" if row.starts else ""
    title = f"{_doctor(row)}{where}"
    kind, motive = Kind(row.kind).label, Motive(row.motive).label
    said = {
        "planifier": f"{kind} proposé le {_day(row, row.proposed)}, sans date. {motive}.",
        "relancer": f"{kind} qui n’a pas eu lieu\u202f: nouvelle date, ou fin.",
        "rendre-compte": f"{kind} du {_day(row, row.starts)}\u202f: dire s’il a été tenu.",
        "signer": f"Compte rendu du {_day(row, row.starts)} à compléter et à signer.",
        "choisir": "Compte rendu écrit au portail et sur un appareil\u202f: garder l’un des deux.",
        "relire": f"Compte rendu du {_day(row, row.starts)} soumis à seconde lecture.",
        "en-lecture": f"Compte rendu du {_day(row, row.starts)} soumis à seconde lecture.",
        "envoyer": "Compte rendu signé\u202f: coordonnées et documents à envoyer.",
        "clore": "Compte rendu signé, coordonnées et documents envoyés.",
    }
    return title, said.get(step) or f"{kind}. {motive}."


def _committed(row: Any) -> tuple[str, str]:
    who = "pris par le médecin" if row.owner == Owner.DOCTOR else "pris par la caisse"
    return str(row.words), f"Engagement {who}, {_doctor(row)}."


def _day(row: Any, seconds: float | None) -> str:
    if seconds is None:
        return ""
    return date_fr(instant(seconds).astimezone(calendar_of_caisse(row.caisse).timezone))
