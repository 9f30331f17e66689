"""An import as a line of words and counts, wherever imports are listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.charts.numbers import NNBSP, fr, month_name
from core.models import Job, JobStatus
from prescribers.enums import BatchStatus, SourceKind
from prescribers.models import ImportBatch
from prescribers.presenters.words import counted


SYSTEM = "le système"
RUNNING = frozenset({BatchStatus.QUEUED, BatchStatus.RUNNING})


@dataclass(frozen=True)
class Chip:
    kind: str
    icon: str
    word: str


CHIPS = {
    BatchStatus.QUEUED: ("waiting", "hourglass"),
    BatchStatus.RUNNING: ("ongoing", ""),
    BatchStatus.DONE: ("done", "check"),
    BatchStatus.ALREADY: ("", ""),
    BatchStatus.REFUSED: ("fix", "close"),
    BatchStatus.HELD: ("soon", "pause"),
}
# A batch that waits is what its job is: the row itself only changes when the import is over.
WAITING_CHIPS = {
    JobStatus.RUNNING: Chip("ongoing", "", "en cours"),
    JobStatus.FAILED: Chip("soon", "clock", "nouvel essai prévu"),
    JobStatus.DEAD: Chip("fix", "close", "en échec"),
    JobStatus.CANCELLED: Chip("", "", "annulé"),
}


@dataclass(frozen=True)
class BatchLine:
    ident: int
    title: str
    chip: Chip
    batch: ImportBatch
    counts: tuple[str, ...]
    duration: float | None
    who: str = ""


def batch_line(batch: ImportBatch, job: Job | None = None, who: str = "") -> BatchLine:
    """The identity read = accepted + rejected + duplicates holds once the batch is done."""
    numbers = (batch.read, batch.accepted, batch.rejected, batch.duplicates)
    known = batch.status in {BatchStatus.DONE, BatchStatus.ALREADY}
    started, finished = batch.started_at, batch.finished_at
    return BatchLine(
        ident=batch.pk,
        title=batch_title(batch),
        chip=batch_chip(batch, job),
        batch=batch,
        counts=tuple(fr(number) if known or number else "" for number in numbers),
        duration=(finished - started).total_seconds() if started and finished else None,
        who=who,
    )


def batch_lines(
    batches: Iterable[ImportBatch], jobs: Mapping[int, Job], names: Mapping[int, str]
) -> list[BatchLine]:
    return [
        batch_line(batch, jobs.get(batch.job_id or 0), by_whom(batch.source.by_id, names))
        for batch in batches
    ]


def batch_chip(batch: ImportBatch, job: Job | None = None) -> Chip:
    status = BatchStatus(batch.status)
    if job is not None and status in RUNNING and job.status in WAITING_CHIPS:
        return WAITING_CHIPS[JobStatus(job.status)]
    kind, icon = CHIPS[status]
    return Chip(kind, icon, status.label)


def batch_title(batch: ImportBatch) -> str:
    """« Arrêts, août 2026 »."""
    name = kind_name(batch.kind)
    return f"{name}, {month_name(batch.month)}" if batch.month else name


def kind_name(kind: str) -> str:
    """« Annuaire RPPS », as a title."""
    label = SourceKind(kind).label
    return label[:1].upper() + label[1:]


def by_whom(actor_id: int | None, names: Mapping[int, str]) -> str:
    return SYSTEM if actor_id is None else names.get(actor_id, f"compte {actor_id}")


def held_title(number: int) -> str:
    """« 2 lots retenus attendent une décision »."""
    if number == 1:
        return "1 lot retenu attend une décision"
    return f"{fr(number)} lots retenus attendent une décision"


def list_sentence(counts: Mapping[str, int]) -> str:
    """« 42 fichiers importés, 1 lot retenu, 2 fichiers refusés, 1 import en cours. »."""
    done, held = counts.get(BatchStatus.DONE, 0), counts.get(BatchStatus.HELD, 0)
    refused = counts.get(BatchStatus.REFUSED, 0)
    running = sum(counts.get(status, 0) for status in RUNNING)
    if not counts:
        return "Le portail n’a encore reçu aucun fichier."
    imported = counted(done, "fichier importé", "fichiers importés")
    parts = [imported if done else "Aucun fichier importé"]
    parts += [counted(held, "lot retenu", "lots retenus")] if held else []
    parts += [counted(refused, "fichier refusé", "fichiers refusés")] if refused else []
    parts += (
        [counted(running, "import en cours ou en attente", "imports en cours ou en attente")]
        if running
        else []
    )
    return f"{', '.join(parts)}."


def empty_words(*, filtered: bool, may_deposit: bool) -> dict[str, str]:
    """What stands in place of the list, and the way to begin."""
    if filtered:
        return {
            "title": "Aucun import avec ces filtres.",
            "text": "Retirez un filtre, ou affichez tous les imports.",
        }
    order = ", ".join(kind.label for kind in SourceKind)
    how = (
        "Déposez les fichiers ici"
        if may_deposit
        else "L’administration technique nationale dépose les fichiers"
    )
    return {
        "title": "Aucun fichier importé.",
        "text": f"{how}, ou lancez la commande import_source, dans cet ordre{NNBSP}: {order}.",
    }
