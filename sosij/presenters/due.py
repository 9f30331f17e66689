"""What awaits somebody at the desks of SOS IJ, in the words that the queue already shows."""

from typing import Any

from core.charts.numbers import NNBSP, date_fr
from core.due import Due, Wording
from core.models.epoch import instant
from core.workdays import calendar_of_caisse
from sosij.enums import Desk, Motive
from sosij.rules.escalation import PATIENCES, patience_on


ACTS = {
    "qualifier": ("À qualifier", "Qualifier"),
    "prendre": ("À prendre au guichet", "Prendre"),
    "repondre": ("Réponse attendue", "Répondre"),
    "relire": ("Réponse à relire", "Relire"),
    "en-lecture": ("Réponse en seconde lecture", "Voir"),
    "suspendue": ("Délai suspendu", "Voir"),
    "signalee": ("Signalée à vous", "Ouvrir"),
}


def words(due: Due) -> Wording:
    row: Any = due.facts
    what, act = ACTS[due.step]
    level = f", niveau {row.level}" if row.level else ""
    motives = ", ".join(str(Motive(one).label) for one in row.motives)
    received = instant(row.received).astimezone(calendar_of_caisse(row.caisse).timezone)
    why = f"{what}{level}. Reçue le {date_fr(received)}{NNBSP}; {motives or 'sans motif encore'}."
    return Wording(
        title=f"Demande {row.reference}",
        why=why,
        silence=_silence(due, row),
        act=act,
        crew=f"Guichet {Desk(row.desk).label}" if row.desk else "Service médical",
    )


def _silence(due: Due, row: Any) -> str:
    """The dated parameter of the escalation; the law attaches nothing to this delay."""
    if due.step == "suspendue":
        return "Rien\u202f: le délai ne court pas pendant la suspension."
    if row.breached is None:
        return (
            "À l’échéance, la personne d’astreinte est prévenue\u202f; le retard compte au bilan."
        )
    patience = patience_on(instant(row.breached).date(), PATIENCES).before_head
    hours, minutes = divmod(int(patience.total_seconds()) // 60, 60)
    said = f"{hours}{NNBSP}h{NNBSP}{minutes:02d}"
    return f"Le responsable du guichet est prévenu après {said} de service\u202f; retard au bilan."
