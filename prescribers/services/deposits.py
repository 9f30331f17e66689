"""A file brought by a person: put in a place of its own, then imported like any other."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from core import journal
from core.errors import Refusal
from core.jobs import retry
from core.models import Job, JobStatus
from prescribers.enums import SourceKind
from prescribers.ingestion.decoding import dress_of, is_parquet
from prescribers.ingestion.formats import FORMATS
from prescribers.models import ImportBatch, SourceFile
from prescribers.services.deposits_folder import received
from prescribers.services.imports import request_import
from prescribers.services.imports_files import month_of


MANIFEST = "manifest.json"
LONGEST_NAME = 120
PRIVATE = 0o600
# What no file system, nor the reader of a manifest, can mistake for something else.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def deposit(
    *,
    kind: str,
    upload: UploadedFile,
    month: date | None,
    by: int,
    manifest: UploadedFile | None = None,
) -> Job:
    """Store what was uploaded and ask for its import; the same file again is the same job.

    Raises:
        Refusal: neither a text nor a Parquet file, no month or a contrary one, no room left.
    """
    named = safe_name(upload.name or "")
    if FORMATS[SourceKind(kind)].monthly:
        month = month_of(Path(named), month)
    with _own_folder() as folder:
        path = _stored(upload, folder / named)
        _refuse_unreadable(path)
        if manifest is not None:
            _stored(manifest, folder / MANIFEST)
        with transaction.atomic():
            job = request_import(kind=kind, path=path, month=month, by=by)
            batch = ImportBatch.objects.select_related("source").get(pk=job.payload["batch"])
            ours = batch.source.path == str(path)
            if ours:
                SourceFile.objects.filter(pk=batch.source_id).update(name=_said(upload))
            elif job.status == JobStatus.DEAD:
                _try_again(job, batch.source, path, manifest, by)
            journal.record(action="import.deposer", by=by, obj=("lot", str(batch.pk)))
        if not ours:
            _emptied(folder)
    return job


def safe_name(name: str) -> str:
    """The name without what could be a path; its month and its extension stay readable."""
    flat = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, extension = flat.rpartition(".")
    if not dot:
        stem, extension = flat, ""
    kept = (stem or "fichier")[:LONGEST_NAME] + (f".{extension[:16]}" if extension else "")
    return f"fichier-{kept}" if kept.casefold() == MANIFEST else kept


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder that nobody can guess, gone with all it holds when the deposit is refused."""
    folder = received() / f"{timezone.localdate():%Y-%m-%d}" / secrets.token_hex(16)
    try:
        folder.mkdir(parents=True, mode=0o700)
        yield folder
    except BaseException:
        _emptied(folder)
        raise


def _stored(upload: UploadedFile, path: Path) -> Path:
    """A file received on the same disk takes its name there; any other is copied by pieces."""
    try:
        if not _linked(upload, path):
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
            with os.fdopen(made, "wb") as kept:
                kept.writelines(upload.chunks())
    except OSError as full:
        raise Refusal(
            "DEPOT_DISQUE",
            "Le fichier n’a pas pu être enregistré\u202f: le dossier d’imports est plein ou fermé. "
            "Prévenez l’exploitation, puis déposez-le à nouveau.",
        ) from full
    return path


def _linked(upload: UploadedFile, path: Path) -> bool:
    if not hasattr(upload, "temporary_file_path"):
        return False
    try:
        os.link(upload.temporary_file_path(), path)
    except OSError:  # another disk, or one without links
        return False
    path.chmod(PRIVATE)
    return True


def _refuse_unreadable(path: Path) -> None:
    """At once, by what it contains: what is no table is not worth a job."""
    if not is_parquet(path):
        dress_of(path)


def _try_again(
    job: Job, source: SourceFile, path: Path, manifest: UploadedFile | None, by: int
) -> None:
    """The same content, refused before: its new copy and its new manifest are what is read."""
    kept = Path(source.path)
    if kept.parent.parent.parent != received():
        return  # left in the folder by somebody else: it is not ours to touch
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.replace(kept)
    beside = kept.with_name(MANIFEST)
    if manifest is None:
        beside.unlink(missing_ok=True)
    else:
        path.with_name(MANIFEST).replace(beside)
    retry(job, by)


def _said(upload: UploadedFile) -> str:
    return (upload.name or "")[:255]


def _emptied(folder: Path) -> None:
    for name in folder.iterdir() if folder.exists() else ():
        name.unlink(missing_ok=True)
    if folder.exists():
        folder.rmdir()
