"""What awaits somebody about files, in words."""

from typing import Any

from core.charts.numbers import month_name
from core.due import Due, Wording
from prescribers.presenters.imports import kind_name
from prescribers.presenters.words import counted


def words(due: Due) -> Wording:
    return _export(due.facts) if due.kind == "export" else _batch(due.facts)


def _batch(row: Any) -> Wording:
    month = f", {month_name(row.month)}" if row.month else ""
    doubts = counted(row.doubts, "contrôle le retient", "contrôles le retiennent")
    return Wording(
        title=f"Lot {row.pk}\u202f: {kind_name(row.kind)}{month}",
        why=f"Fichier reçu et lu\u202f; {doubts}.",
        silence="Ses lignes restent hors des calculs jusqu’à une décision.",
        act="Décider",
        crew="Administration technique ou pilote",
    )


def _export(row: Any) -> Wording:
    return Wording(
        title=row.file_name,
        why=f"Votre export est prêt\u202f: {counted(row.rows, 'ligne', 'lignes')}.",
        silence="Le fichier est effacé à l’échéance\u202f; il faudra le redemander.",
        act="Télécharger",
    )
