"""A file of requests: read and shown first, confirmed, then received one line a transaction.

Each line is received alone: a kill leaves whole requests behind and the next try goes on after
them. A digest of each line, unique in the database, makes the same file twice one import.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from accounts.perimeter import CaisseSet
from accounts.permissions import perimeter_for
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.errors import Refusal
from core.jobs import Lease, enqueue
from core.journal import Author, record
from core.models import Job, JobStatus
from sosij.enums import Channel, Regime
from sosij.models import FileBatch, FileLine
from sosij.services.file_checks import GoodLine, checked
from sosij.services.file_reading import read_lines
from sosij.services.receive import Asked, receive_request


JOB_KIND, ACTION = "sosij.importer", "sosij.saisir"
OBJECT = "fichier de demandes SOS IJ"
# Enough to correct a file; the others are counted.
FAULTS_KEPT = 200
FORGOTTEN_AFTER = timedelta(days=1)


def read_file(content: bytes, author: Author, *, within: CaisseSet) -> FileBatch:
    """Count what a file holds and keep its good lines behind the wall until they are confirmed.

    Raises:
        Refusal: the file cannot be read as lines of requests.
    """
    lines, malformed = read_lines(content)
    with transaction.atomic(), database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        sound, wrong = checked(lines, within=within, now=author.at)
        faults = sorted([*malformed, *wrong])
        _forget(FileBatch.objects.filter(by_id=author.person, confirmed_at=None), author.at)
        good = _new(sound)
        batch = FileBatch.objects.create(
            by_id=author.person,
            read_at=author.at,
            good=len(good),
            twins=len(sound) - len(good),
            bad=len({fault.line for fault in faults}),
            faults=[list(fault) for fault in faults[:FAULTS_KEPT]],
        )
        _keep(batch, good)
        _journal("sosij.fichier-lire", batch, author, _counts(batch))
    return batch


@transaction.atomic
def confirm(batch: FileBatch, author: Author) -> FileBatch:
    """Ask for the receipt of the good lines; a second click finds the same job.

    Raises:
        Refusal: nothing to import, or the file was given up.
    """
    held = FileBatch.objects.select_for_update().get(pk=batch.pk)
    if held.confirmed_at is not None:
        return held
    if held.closed_at is not None or not held.good:
        raise Refusal("FICHIER_CLOS", "Ce fichier n’a plus rien à importer : déposez-le à nouveau.")
    job = enqueue(
        kind=JOB_KIND,
        dedup_key=f"{JOB_KIND}:{held.pk}",
        payload={"batch": held.pk},
        by=author.person,
    )
    held.confirmed_at, held.job_id = author.at, job.pk
    held.save(update_fields=["confirmed_at", "job_id"])
    _journal("sosij.fichier-importer", held, author, f"{held.good} lignes")
    return held


@transaction.atomic
def abandon(batch: FileBatch, author: Author) -> None:
    """Give a file up: its lines go at once.

    Raises:
        Refusal: it was confirmed.
    """
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        if not _forget(FileBatch.objects.filter(pk=batch.pk, confirmed_at=None), author.at):
            raise Refusal("FICHIER_CLOS", "Ce fichier est déjà importé, ou abandonné.")
    _journal("sosij.fichier-abandonner", batch, author, "")


def forget_unconfirmed(now: datetime) -> int:
    """Texts that nobody confirmed, or whose job was given up, leave after a day; again, nothing."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        read = FileBatch.objects.filter(read_at__lte=now - FORGOTTEN_AFTER)
        stopped = Job.objects.filter(
            pk=OuterRef("job_id"), status__in=[JobStatus.DEAD, JobStatus.CANCELLED]
        )
        return _forget(read.filter(Q(confirmed_at=None) | Exists(stopped)), now)


def receive_file(lease: Lease) -> None:
    """The job: each step is one request, or one line refused after all."""
    with lease.step():
        batch = FileBatch.objects.get(pk=int(lease.payload["batch"]))
        waiting = FileLine.objects.filter(batch=batch, request=None, refused="")
        lines = list(waiting.order_by("number").values_list("pk", flat=True))
        within = _within(batch.by_id)
        lease.progress(batch.good - len(lines), batch.good)
    for done, line in enumerate(lines, batch.good - len(lines) + 1):
        with lease.step():
            _receive(line, batch.by_id, within)
            lease.progress(done, batch.good)
    with lease.finish(lignes=batch.good):
        FileBatch.objects.filter(pk=batch.pk, closed_at=None).update(closed_at=timezone.now())


def _within(by: int) -> CaisseSet:
    """The rights of the person now, not those of the day of the file."""
    perimeter = perimeter_for(User.objects.get(pk=by), ACTION, localdate())
    return perimeter.caisses if perimeter else frozenset()


def _receive(line_id: int, by: int, within: CaisseSet) -> None:
    line = FileLine.objects.select_for_update().get(pk=line_id)
    if line.request_id is not None or line.refused:
        return
    _one_at_a_time(line.digest)
    if FileLine.objects.filter(digest=line.digest, request__isnull=False).exists():
        _settle(line, refused="DEJA_IMPORTEE")
        return
    asked = Asked(rpps=line.rpps, question=line.question, regime=Regime(line.regime), within=within)
    try:
        line.request = receive_request(
            asked,
            channel=Channel(line.channel),
            received_at=line.received_at,
            author=Author(at=timezone.now(), by=by),
        )
    except Refusal as refusal:
        _settle(line, refused=refusal.code)
    else:
        _settle(line)


def _settle(line: FileLine, refused: str = "") -> None:
    """The text is now where the request keeps it, or nowhere."""
    line.question, line.refused = "", refused
    line.save(update_fields=["request", "question", "refused"])


def _one_at_a_time(digest: str) -> None:
    """Two files with the same line pass one after the other; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sosij.file:{digest}"]
        )


def _new(sound: Sequence[GoodLine]) -> list[GoodLine]:
    """Without what was imported already, and without the same line twice in the file."""
    digests = {line.digest for line in sound}
    received = FileLine.objects.filter(digest__in=digests, request__isnull=False)
    known = set(received.values_list("digest", flat=True))
    kept: dict[str, GoodLine] = {}
    for line in sound:
        if line.digest not in known:
            kept.setdefault(line.digest, line)
    return list(kept.values())


def _keep(batch: FileBatch, good: Sequence[GoodLine]) -> None:
    FileLine.objects.bulk_create(
        FileLine(
            batch=batch,
            caisse=line.caisse,
            number=line.number,
            digest=line.digest,
            rpps=line.rpps,
            received_at=line.received_at,
            channel=line.channel,
            regime=line.regime,
            question=line.question,
        )
        for line in good
    )


def _forget(batches: "QuerySet[FileBatch]", now: datetime) -> int:
    """The files are locked first: one confirmed in between keeps its lines."""
    found = batches.filter(closed_at=None).select_for_update()
    idents = list(found.values_list("pk", flat=True))
    FileLine.objects.filter(batch__in=idents, request=None).delete()
    return FileBatch.objects.filter(pk__in=idents).update(closed_at=now)


def _counts(batch: FileBatch) -> str:
    return f"{batch.good} bonnes, {batch.twins} déjà importées, {batch.bad} à corriger"


def _journal(act: str, batch: FileBatch, author: Author, said: str) -> None:
    record(action=act, by=author.by, obj=(OBJECT, str(batch.pk)), reason=said)
