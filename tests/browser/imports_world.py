"""Imports in every state, with their totals: what the pages Imports and Données show."""

from datetime import date, timedelta

from django.utils import timezone

from core.charts.numbers import add_months
from core.jobs import enqueue
from prescribers.enums import BatchStatus, SourceKind
from prescribers.models import GateFinding, ImportBatch, MonthTotals, RejectedRow, SourceFile
from prescribers.services.imports import JOB_KIND


ROWS = {"061": 41_207, "831": 38_544}
LICENCE = "Licence Ouverte 2.0"
REFERENCES = {
    SourceKind.CAISSES: ("Assurance Maladie, organismes du régime général", 107),
    SourceKind.COMMUNES: ("INSEE, code officiel géographique", 34_935),
    SourceKind.IRIS: ("INSEE, contours IRIS ; défaveur synthétique", 48_581),
    SourceKind.FINESS: ("Ministère de la santé, FINESS", 102_318),
}
FAULTS = (
    (48_211, "date_fin", "FIN_AVANT_DEBUT", "La date de fin précède la date de début."),
    (48_211, "montant_cts", "ENTIER", "Un nombre entier, écrit en chiffres, est attendu."),
    (102_874, "iris", "IRIS_INCONNU", "L’IRIS n’est pas dans le fichier des IRIS."),
    (377_019, "rpps", "RPPS_CLE", "La clé du numéro RPPS est fausse."),
    (377_020, "", "LIGNE_COLONNES", "La ligne n’a pas autant de colonnes que l’en-tête."),
    (377_104, "date_fin", "FIN_AVANT_DEBUT", "La date de fin précède la date de début."),
)


def build() -> None:
    """References in force, a year of months, and one import in each state that a page must show."""
    last = add_months(timezone.localdate().replace(day=1), -1)
    for kind, (origin, rows) in REFERENCES.items():
        batch(kind, read=rows, accepted=rows, origin=origin)
    for age in range(12, 1, -1):
        month(add_months(last, -age), low=age == 4)
    rejects(month(add_months(last, -1), low=False))
    hold(last)
    wait(last)
    batch(
        SourceKind.RPPS,
        status=BatchStatus.REFUSED,
        message="Il manque dans l’en-tête : Identifiant PP.",
    )


def batch(kind, month=None, *, origin="", **fields) -> ImportBatch:
    now = timezone.now()
    name = f"{month:%Y-%m}.csv" if month else f"{kind}.csv"
    source = SourceFile.objects.create(
        kind=kind,
        name=name,
        path=f"/srv/imports/{name}",
        sha256=f"{SourceFile.objects.count() + 1:064x}",
        size=214_958_080,
        month=month,
        received_at=now - timedelta(minutes=9),
        origin=origin,
        licence=LICENCE if origin else "",
        vintage="2026" if origin else "",
        synthetic=not origin,
    )
    said = {
        "status": BatchStatus.DONE,
        "started_at": now - timedelta(minutes=8),
        "finished_at": now - timedelta(minutes=7, seconds=49),
    }
    return ImportBatch.objects.create(source=source, kind=kind, month=month, **{**said, **fields})


def month(first: date, *, low: bool) -> ImportBatch:
    """Leaves, activity, and once a quarter the lists; Toulon's caisse may send too little."""
    kinds = [SourceKind.ACTIVITE, SourceKind.ARRETS]
    if first.month % 3 == 0:
        kinds.insert(0, SourceKind.PATIENTELE)
    for kind in kinds:
        rows = {code: usual + 37 * first.month for code, usual in ROWS.items()}
        if low:
            rows["831"] = 15_206
        total = sum(rows.values())
        made = batch(kind, first, read=total + 12, accepted=total, rejected=9, duplicates=3)
        for code, count in rows.items():
            MonthTotals.objects.create(
                kind=kind,
                month=first,
                caisse=code,
                batch=made,
                rows=count,
                prescribers=812,
                total=9,
            )
    return made


def rejects(made: ImportBatch) -> None:
    made.absent, made.ignored = ["teleconsultation", "tpt"], ["commentaire", "code_agent"]
    made.save()
    for line, column, code, message in FAULTS:
        RejectedRow.objects.create(
            batch=made, line=line, column=column, code=code, message=message, value=""
        )


def hold(last: date) -> None:
    held = batch(
        SourceKind.ARRETS, last, status=BatchStatus.HELD, read=41_210, accepted=41_207, rejected=3
    )
    GateFinding.objects.create(
        batch=held,
        code="CAISSE_ABSENTE",
        message="La caisse 831 est absente du fichier : environ 38 500 lignes attendues, aucune "
        "reçue. Les autres caisses sont dans leurs bornes.",
    )


def wait(last: date) -> None:
    waiting = batch(
        SourceKind.ACTIVITE, last, status=BatchStatus.QUEUED, started_at=None, finished_at=None
    )
    job = enqueue(kind=JOB_KIND, dedup_key="import:essai", payload={"batch": waiting.pk}, by=None)
    ImportBatch.objects.filter(pk=waiting.pk).update(job_id=job.pk)
