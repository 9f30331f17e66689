"""The page Traitements: each job of the ledger as a line of words and counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.charts.numbers import NNBSP, fr
from core.models import Job, JobStatus
from prescribers.models import ImportBatch
from prescribers.presenters.imports import Chip, batch_title, by_whom
from prescribers.presenters.words import counted


JOB_CHIPS = {
    JobStatus.QUEUED: ("waiting", "hourglass"),
    JobStatus.RUNNING: ("ongoing", ""),
    JobStatus.DONE: ("done", "check"),
    JobStatus.FAILED: ("soon", "clock"),
    JobStatus.DEAD: ("fix", "close"),
    JobStatus.CANCELLED: ("", ""),
}
# In the order in which they are said: the database gives them back by the length of their names.
COUNT_WORDS = {
    "lues": "lues",
    "acceptees": "acceptées",
    "rejetees": "rejetées",
    "doublons": "doublons",
    "profils": "profils",
    "inacheves": "dépôts inachevés effacés",
    "exports_effaces": "exports périmés effacés",
    "derniers_recales": "dates de dernier entretien corrigées",
    "publie": "publié",
    "calcul": "calcul n°",
    "inchange": "inchangé",
    "en_cours": "un calcul des mêmes entrées était en cours",
    "entrees_modifiees": "entrées modifiées, calcul repris",
    "lignes": "lignes",
    "retenues": "retenues",
}
ONE = {
    "lues": "lue",
    "acceptees": "acceptée",
    "rejetees": "rejetée",
    "doublons": "doublon",
    "profils": "profil",
    "lignes": "ligne",
    "retenues": "retenue",
    "caisses": "caisse",
    "inacheves": "dépôt inachevé effacé",
    "exports_effaces": "export périmé effacé",
    "derniers_recales": "date de dernier entretien corrigée",
    "courriels": "courriel",
}
# A flag counted 0 or 1 is a word, not a number.
FLAGS = frozenset({"publie", "inchange", "en_cours", "entrees_modifiees"})


@dataclass(frozen=True)
class Subject:
    """What a job works on; the number of the batch for an import, which has a page."""

    text: str = ""
    batch: int | None = None


@dataclass(frozen=True)
class JobLine:
    ident: int
    title: str
    subject: Subject
    chip: Chip
    second: str
    counts: str
    error: str
    job: Job
    may_retry: bool
    may_cancel: bool


def job_line(
    job: Job,
    *,
    title: str,
    names: Mapping[int, str],
    may_act: bool,
    subject: Subject | None = None,
) -> JobLine:
    return JobLine(
        ident=job.pk,
        title=title,
        subject=subject or Subject(),
        chip=_job_chip(job),
        second=_second_line(job, names),
        counts=count_words(job.counts),
        error=_error(job),
        job=job,
        may_retry=may_act and job.may_be_retried,
        may_cancel=may_act and job.may_be_cancelled,
    )


def subject_of(job: Job, batches: Mapping[int, ImportBatch], caisses: Mapping[str, str]) -> Subject:
    """« Arrêts, août 2026 » for an import, « CPAM du Var et 3 autres caisses » for a reading."""
    batch = batches.get(job.payload.get("batch", 0))
    if batch is not None:
        return Subject(batch_title(batch), batch.pk)
    first, *others = job.payload.get("caisses") or [""]
    if not first:
        return Subject()
    rest = f" et {counted(len(others), 'autre caisse', 'autres caisses')}" if others else ""
    return Subject(caisses.get(first, f"caisse {first}") + rest)


def board_sentence(counts: Mapping[str, int], run_number: int | None) -> str:
    """« 2 traitements en cours, 1 en attente, 1 en échec. Le calcul publié est le n° 214. »."""
    running = counts.get(JobStatus.RUNNING, 0)
    dead = counts.get(JobStatus.DEAD, 0)
    going = counted(running, "traitement en cours", "traitements en cours")
    parts = [going if running else "Rien en cours"]
    parts += [f"{fr(waiting(counts))} en attente"] if waiting(counts) else []
    parts += [f"{fr(dead)} en échec"] if dead else []
    published = (
        f"Le calcul publié est le n°\u00a0{run_number}." if run_number else "Aucun calcul publié."
    )
    return f"{', '.join(parts)}. {published}"


def waiting(counts: Mapping[str, int]) -> int:
    return counts.get(JobStatus.QUEUED, 0) + counts.get(JobStatus.FAILED, 0)


def count_words(counts: Mapping[str, object]) -> str:
    """« publié, 4 012 profils » : what the job counted, the words we know first."""
    order = [name for name in COUNT_WORDS if name in counts]
    order += [name for name in counts if name not in COUNT_WORDS]
    return ", ".join(_counted(name, counts[name]) for name in order if counts[name])


def cancel_text(job: Job) -> str:
    """What has already happened, and what stops."""
    if job.status != JobStatus.RUNNING:
        return "Ce traitement n’a pas commencé : rien n’a été écrit. Il pourra être relancé."
    done = f"{fr(job.progress_done)} sur {fr(job.progress_total)}"
    progress = f"Avancement\u202f: {done}. " if job.progress_total else ""
    return (
        f"{progress}Le traitement s’arrête à la fin de son étape en cours ; ce qui est déjà "
        "enregistré est gardé. Il pourra être relancé."
    )


def _job_chip(job: Job) -> Chip:
    status = JobStatus(job.status)
    kind, icon = JOB_CHIPS[status]
    word = "arrêt demandé" if job.cancel_requested and status == JobStatus.RUNNING else status.label
    return Chip(kind, icon, word[:1].lower() + word[1:])


def _second_line(job: Job, names: Mapping[int, str]) -> str:
    who = by_whom(job.actor_id, names)
    tries = f", essai {job.attempts} sur {job.max_attempts}" if job.attempts > 1 else ""
    return f"demandé par {who}{tries}"


def _error(job: Job) -> str:
    if not job.error_code:
        return ""
    return job.error_message or f"Échec du traitement (code «{NNBSP}{job.error_code}{NNBSP}»)."


def _counted(name: str, value: object) -> str:
    words = {**COUNT_WORDS, **ONE} if value == 1 else COUNT_WORDS
    word = words.get(name, name.replace("_", " "))
    if name in FLAGS:
        return word
    if name == "calcul":
        return f"{word}\u00a0{value}"
    return f"{fr(value)} {word}" if isinstance(value, int | float) else f"{word}{NNBSP}: {value}"
