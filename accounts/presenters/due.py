"""Rights that end soon, in words."""

from typing import Any

from accounts.enums import Role
from core.charts.numbers import date_fr
from core.due import Due, Wording


SILENCE = "Le droit tombe de lui-même le {}\u202f; rien d’autre ne change."


def words(due: Due) -> Wording:
    facts: Any = due.facts
    if due.kind == "habilitation":
        name, role, end = facts
        return Wording(
            title=f"{name}, {Role(role).label}",
            why="Habilitation qui se termine, sans autre pour la suivre.",
            silence=SILENCE.format(date_fr(end)),
            act="Ouvrir le compte",
            crew="Administration technique",
        )
    lent_by, lent_to, role, end = facts
    return Wording(
        title=f"{Role(role).label}, de {lent_by} à {lent_to}",
        why="Délégation qui se termine.",
        silence=SILENCE.format(date_fr(end)),
        act="Ouvrir le compte" if due.step == "renouveler" else "Voir les droits",
    )
