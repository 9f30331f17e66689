"""One import on its page: its account, its progress, where its file comes from, its rejects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from core.charts.numbers import NNBSP, NOTHING, date_fr, fr, hour, size_words
from core.models import Job, JobStatus
from prescribers.enums import BatchStatus
from prescribers.models import GateFinding, ImportBatch, RejectedRow
from prescribers.presenters.imports import RUNNING, BatchLine, batch_line, batch_title, by_whom
from prescribers.presenters.words import counted


SHORT_DIGEST = 12


class Group(Protocol):
    """What the selector gives for one kind of fault."""

    @property
    def code(self) -> str: ...

    @property
    def message(self) -> str: ...

    @property
    def lines(self) -> int: ...

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def first_lines(self) -> tuple[int, ...]: ...


class Line(Protocol):
    """What the selector gives for one refused row."""

    @property
    def line(self) -> int: ...

    @property
    def faults(self) -> tuple[RejectedRow, ...]: ...


@dataclass(frozen=True)
class Progress:
    """How far an import is; `over` when nothing more will happen by itself."""

    line: BatchLine
    job: Job | None
    words: str
    over: bool

    @property
    def running(self) -> bool:
        """Somebody is at work: there is something to measure."""
        return self.job is not None and self.job.status == JobStatus.RUNNING


@dataclass(frozen=True)
class HeldLine:
    ident: int
    title: str
    name: str
    findings: tuple[GateFinding, ...]
    since: datetime


@dataclass(frozen=True)
class Decision:
    """What a person decided about a held batch."""

    word: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Fact:
    """A line of the provenance; `whole` is what a short form stands for."""

    name: str
    value: str
    whole: str = ""


@dataclass(frozen=True)
class GroupLine:
    code: str
    message: str
    lines: str
    columns: str
    first_lines: str


@dataclass(frozen=True)
class RejectedLine:
    line: int
    faults: tuple[RejectedRow, ...]
    count: str


def running_lines(
    batches: Iterable[ImportBatch], jobs: Mapping[int, Job], names: Mapping[int, str]
) -> list[Progress]:
    """Those that a worker has, or will have; one that failed is in the list, not here."""
    lines = (progress(batch, jobs.get(batch.job_id or 0), names) for batch in batches)
    return [line for line in lines if line and not line.over]


def progress(
    batch: ImportBatch, job: Job | None, names: Mapping[int, str] | None = None
) -> Progress | None:
    """None for a batch whose fate is known: its page says it."""
    if batch.status not in RUNNING:
        return None
    line = batch_line(batch, job, by_whom(batch.source.by_id, names or {}))
    status = JobStatus(job.status) if job else None
    if job is None or status == JobStatus.QUEUED:
        words = "En attente d’un traitement libre."
    elif status == JobStatus.RUNNING:
        words = "Lecture, contrôles et écriture\u202f: rien n’est visible avant la fin."
    elif status == JobStatus.FAILED:
        words = "Interrompu\u202f: un nouvel essai est prévu. Rien n’a été écrit."
    elif status == JobStatus.CANCELLED:
        words = "Import annulé avant d’avoir rien écrit."
    else:
        words = f"L’import s’est arrêté sans rien écrire{NNBSP}: {_failure(job)}"
    return Progress(line, job, words, status in {JobStatus.DEAD, JobStatus.CANCELLED})


def held_lines(batches: Iterable[ImportBatch]) -> list[HeldLine]:
    return [
        HeldLine(
            ident=batch.pk,
            title=batch_title(batch),
            name=batch.source.name,
            findings=tuple(batch.gate_findings.all()),
            since=batch.finished_at or batch.source.received_at,
        )
        for batch in batches
    ]


def identity_sentence(batch: ImportBatch) -> str:
    """« 1 010 lignes lues = 990 acceptées + 17 rejetées + 3 doublons. », or why there is none."""
    if batch.status == BatchStatus.ALREADY:
        return "Ce fichier était déjà importé\u202f: rien n’a changé."
    if not batch.read:
        return "Aucune ligne n’a été lue."
    said = (
        f"{counted(batch.read, 'ligne lue', 'lignes lues')} = "
        f"{counted(batch.accepted, 'acceptée', 'acceptées')} + "
        f"{counted(batch.rejected, 'rejetée', 'rejetées')} + "
        f"{counted(batch.duplicates, 'doublon', 'doublons')}"
    )
    if batch.status == BatchStatus.HELD:
        return f"{said}\u202f; rien n’est importé tant que personne n’a décidé."
    if batch.status == BatchStatus.REFUSED:
        return f"{said}\u202f; rien n’est importé."
    return f"{said}."


def identity_figures(batch: ImportBatch) -> list[tuple[str, str, str]]:
    """Name, number, and what it is beside the rows read."""
    if not batch.read:
        return []
    parts = (
        ("Lues", batch.read, "sans l’en-tête ni les lignes vides"),
        ("Acceptées", batch.accepted, ""),
        ("Rejetées", batch.rejected, ""),
        ("Doublons", batch.duplicates, ""),
    )
    return [(name, fr(n), note or f"{_share(n, batch.read)} des lues") for name, n, note in parts]


def decision(batch: ImportBatch, names: Mapping[int, str]) -> Decision | None:
    if batch.decided_at is None:
        return None
    set_aside = batch.status == BatchStatus.REFUSED
    word = "Lot écarté" if set_aside else "Import accepté malgré le contrôle"
    who = by_whom(batch.decided_by_id, names)
    return Decision(word, who, batch.decided_at, batch.decision_reason)


def decided_sentence(decision: Decision) -> str:
    """What the second to decide is told."""
    return (
        f"Ce lot n’attend plus de décision. {decision.word} par {decision.who}, "
        f"le {_moment(decision.at)}."
    )


def confirmation_title(batch: ImportBatch, *, importing: bool) -> str:
    verb = "Importer malgré le contrôle" if importing else "Écarter le lot"
    return f"{verb}\u202f: {batch_title(batch)}\u202f?"


def confirmation_text(batch: ImportBatch, *, importing: bool, replaced: int | None) -> list[str]:
    """What will happen, and what can no longer be undone."""
    if not importing:
        again = "pour l’importer plus tard, déposez de nouveau le fichier."
        return [
            "Rien de ce lot ne sera importé\u202f; ses comptes et ses rejets restent consultables.",
            f"Un lot écarté ne peut pas être repris\u202f: {again}",
        ]
    rows = counted(batch.accepted, "ligne sera importée", "lignes seront importées")
    place = (
        f"Elles remplacent celles du lot {replaced}."
        if replaced
        else "Rien n’est encore importé à cette place."
    )
    mended = "seul un fichier corrigé, déposé ensuite, prend sa place."
    return [
        f"Le fichier sera relu en entier, sans contrôle de plausibilité. {rows}. {place}",
        f"Une fois commencé, l’import ne se défait pas\u202f: {mended}",
    ]


def provenance(batch: ImportBatch, names: Mapping[int, str]) -> list[Fact]:
    """Who publishes the file, what it weighs, when it came and by whom."""
    source = batch.source
    unsaid = "non précisée par le manifeste"
    return [
        Fact("Origine", source.origin or unsaid),
        Fact("Licence", source.licence or unsaid),
        Fact("Millésime", source.vintage or "non précisé par le manifeste"),
        Fact("Empreinte SHA-256", f"{source.sha256[:SHORT_DIGEST]}…", source.sha256),
        Fact("Taille", size_words(source.size)),
        Fact("Reçu", f"le {_moment(source.received_at)}, par {by_whom(source.by_id, names)}"),
        Fact("Lu", f"le {_moment(batch.started_at)}" if batch.started_at else NOTHING),
    ]


def reject_groups(groups: Iterable[Group]) -> list[GroupLine]:
    return [
        GroupLine(
            code=group.code,
            message=group.message,
            lines=fr(group.lines),
            columns=", ".join(group.columns) or "la ligne entière",
            first_lines=_first_lines(group),
        )
        for group in groups
    ]


def rejected_lines(lines: Iterable[Line]) -> list[RejectedLine]:
    return [
        RejectedLine(line.line, line.faults, counted(len(line.faults), "anomalie", "anomalies"))
        for line in lines
    ]


def detail_is_cut(batch: ImportBatch, lines_detailed: int) -> str:
    """The counts stay exact, the detail stops at some number of faults."""
    if not lines_detailed or lines_detailed >= batch.rejected:
        return ""
    return (
        f"Le détail s’arrête aux {fr(lines_detailed)} premières lignes rejetées, "
        f"sur {fr(batch.rejected)}\u202f: corrigez-les, puis déposez le fichier à nouveau."
    )


def _first_lines(group: Group) -> str:
    numbers = ", ".join(fr(line) for line in group.first_lines)
    return f"{numbers}…" if group.lines > len(group.first_lines) else numbers


def _share(part: int, whole: int) -> str:
    """Never 0 % of something, never 100 % of not quite all."""
    share = 100 * part / whole
    if part and share < 0.1:
        return f"moins de 0,1{NNBSP}%"
    if part < whole and share > 99.9:
        return f"plus de 99,9{NNBSP}%"
    return f"{fr(share, 0 if part in {0, whole} else 1)}{NNBSP}%"


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_fr(local)} à {hour(local)}"


def _failure(job: Job) -> str:
    return job.error_message or f"échec du traitement (code « {job.error_code} »)."
