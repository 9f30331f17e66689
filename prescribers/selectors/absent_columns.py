"""The optional columns that the files of a window lack, and what each absence switches off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from prescribers.enums import BatchStatus, SourceKind
from prescribers.models import ImportBatch


# A column that nobody would miss has no line here, and its absence is not told.
SWITCHED_OFF: Final[Mapping[tuple[SourceKind, str], str]] = {
    (SourceKind.ARRETS, "tpt"): "les temps partiels thérapeutiques ne peuvent pas être écartés",
    (SourceKind.ARRETS, "remplacement"): (
        "les arrêts rédigés par un remplaçant ne peuvent pas être écartés"
    ),
    (SourceKind.ARRETS, "teleconsultation"): (
        "les arrêts prescrits en téléconsultation ne sont pas distingués"
    ),
    (SourceKind.ARRETS, "structure"): (
        "les arrêts ne sont rapportés à aucun centre ni à aucune société de téléconsultation"
    ),
    (SourceKind.PATIENTELE, "quintile_commune"): "la défaveur de la commune est inconnue",
    (SourceKind.PRESCRIPTEURS, "secteur"): "le secteur conventionnel est inconnu",
    (SourceKind.PRESCRIPTEURS, "experimentation"): (
        "les prescripteurs engagés dans une expérimentation ne sont pas signalés"
    ),
    (SourceKind.PRESCRIPTEURS, "annee_naissance"): "l’âge des prescripteurs est inconnu",
    (SourceKind.PRESCRIPTEURS, "sexe"): "le sexe des prescripteurs est inconnu",
    (SourceKind.ACTIVITE, "actes_pdsa"): "les actes de permanence des soins sont inconnus",
    (SourceKind.ACTIVITE, "jours_remplaces"): "les jours de remplacement sont inconnus",
    (SourceKind.ACTIVITE, "patientele_mt"): "la patientèle de médecin traitant est inconnue",
}
NO_ACTIVITY: Final = (
    "les mois d’activité viennent des rattachements et de la date d’installation, et les patients "
    "vus sont inconnus"
)


@dataclass(frozen=True)
class Absence:
    """One column, or the whole file where `column` is empty; `months` when not all lack it."""

    kind: SourceKind
    column: str
    consequence: str
    months: tuple[date, ...] = ()


def absent_columns(months: Sequence[date], *, list_month: date | None = None) -> list[Absence]:
    """What the batches in force lack: the months of a window, its patient lists, the directory.

    The same for everybody, so without a perimeter.
    """
    lists = months if list_month is None else [list_month]
    files = {
        SourceKind.PRESCRIPTEURS: _in_force(SourceKind.PRESCRIPTEURS, [None]),
        SourceKind.PATIENTELE: _in_force(SourceKind.PATIENTELE, lists),
        SourceKind.ACTIVITE: _in_force(SourceKind.ACTIVITE, months),
        SourceKind.ARRETS: _in_force(SourceKind.ARRETS, months),
    }
    untold = tuple(month for month in months if month not in files[SourceKind.ACTIVITE])
    found = [_no_activity(untold, len(months))] if untold else []
    for (kind, column), consequence in SWITCHED_OFF.items():
        without = tuple(month for month, absent in files[kind].items() if column in absent)
        if without:
            some = _dated(without) if len(without) < len(files[kind]) else ()
            found.append(Absence(kind, column, consequence, some))
    return found


def _no_activity(untold: tuple[date, ...], months: int) -> Absence:
    some = untold if len(untold) < months else ()
    return Absence(SourceKind.ACTIVITE, "", NO_ACTIVITY, some)


def _in_force(kind: SourceKind, months: Sequence[date | None]) -> dict[date | None, frozenset[str]]:
    """The absent columns of the last batch done of each month, by month."""
    done = ImportBatch.objects.filter(kind=kind, status=BatchStatus.DONE)
    rows = done.order_by("finished_at", "id").values_list("month", "absent")
    latest = {month: frozenset(absent) for month, absent in rows}
    return {month: latest[month] for month in months if month in latest}


def _dated(months: Sequence[date | None]) -> tuple[date, ...]:
    return tuple(month for month in months if month is not None)
