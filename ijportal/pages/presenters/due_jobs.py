"""Jobs that wait for a person, in words."""

from typing import Any

from core.due import Due, Wording
from core.jobs import title_of


def words(due: Due) -> Wording:
    row: Any = due.facts
    return Wording(
        title=f"{title_of(row.kind)}, n° {row.pk}",
        why=row.error_message or "Échec du traitement.",
        silence="Le traitement reste en échec\u202f; ce qu’il devait écrire manque.",
        act="Relancer ou annuler",
        crew="Administration technique nationale",
    )
