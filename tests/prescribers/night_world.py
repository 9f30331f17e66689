"""A small country for the night: two caisses of one region, forty doctors, sixteen months."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

import numpy as np
from django.db import connection

from core.jobs import run_now
from core.models import Job, JobStatus
from ijstats import stratum_code
from prescribers.enums import BatchStatus, SourceKind
from prescribers.frames.window import shifted, span
from prescribers.models import ImportBatch, PatientList, SourceFile
from tests.prescribers.encoded_world import encode_leaves, encode_lists
from tests.prescribers.factories import (
    AttachmentFactory,
    CommuneFactory,
    PrescriberFactory,
    demo_rpps,
    open_window,
)


LAST_MONTH = date(2025, 8, 1)
WINDOW_END = date(2025, 6, 1)
WINDOW = span(date(2024, 7, 1), WINDOW_END)
PROVISIONAL = span(date(2025, 7, 1), LAST_MONTH)
AS_OF = date(2025, 9, 15)
CAISSES = ("061", "831")
LEAVE_COLUMNS = (
    "month", "rpps", "patient", "start", "end", "days", "amount_cents", "risk", "nature", "tpt",
    "replacement", "teleconsultation", "motif", "structure", "age", "sex", "ald", "c2s", "iris",
    "stratum", "caisse",
)  # fmt: skip
DONE_AT = datetime(2025, 9, 10, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Doctor:
    rpps: str
    caisse: str
    specialty: str


def build(*, doctors: int = 36, specialists: int = 4, seed: int = 1) -> list[Doctor]:
    """Directory, patient lists, leaves of sixteen months and the batches that brought them."""
    people = _directory(doctors, specialists)
    _lists(people, np.random.default_rng(seed))
    for month in span(date(2024, 5, 1), LAST_MONTH):
        add_month(people, month, seed=seed)
    return people


def add_month(people: list[Doctor], month: date, *, seed: int = 1) -> None:
    """Replace a month: rows drawn from the month itself, so that the order does not matter."""
    lines = leave_lines(tuple(people), month, seed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT medical.leave_month_stage(%s)", [month])
        (stage,) = cursor.fetchone()
        columns = ", ".join(f'"{name}"' for name in LEAVE_COLUMNS)
        with cursor.copy(f"COPY {stage} ({columns}) FROM STDIN") as copy:
            copy.write("".join(lines))
        cursor.execute("SELECT medical.leave_month_attach(%s)", [month])
    encode_leaves(record_batch(SourceKind.ARRETS, month, accepted=len(lines), seed=seed))


def record_batch(kind: SourceKind, month: date, *, accepted: int, seed: int = 1) -> ImportBatch:
    source = SourceFile.objects.create(
        kind=kind,
        name=f"{month:%Y-%m}.csv",
        path=f"{kind}/{month:%Y-%m}.csv",
        sha256=f"{month:%Y%m}{seed:02d}".ljust(64, "0"),
        size=accepted * 80,
        month=month,
        received_at=DONE_AT,
    )
    return ImportBatch.objects.create(
        source=source,
        kind=kind,
        month=month,
        status=BatchStatus.DONE,
        read=accepted,
        accepted=accepted,
        started_at=DONE_AT,
        finished_at=DONE_AT + timedelta(minutes=ImportBatch.objects.count()),
    )


def _directory(doctors: int, specialists: int) -> list[Doctor]:
    nice = CommuneFactory()
    toulon = CommuneFactory(code="83137", name="Toulon", name_sort="toulon", departement="83")
    people = []
    for serial in range(doctors + specialists):
        caisse = CAISSES[serial % 2]
        specialty = "MG" if serial < doctors else "PSY"
        prescriber = PrescriberFactory(rpps=demo_rpps(serial), specialty=specialty)
        AttachmentFactory(
            prescriber=prescriber,
            caisse=caisse,
            commune=(nice, toulon)[serial % 2],
            # The first one settles in the middle of the window.
            install_date=date(2025, 1, 13) if serial == 0 else date(2012, 5, 2),
        )
        people.append(Doctor(prescriber.rpps, caisse, specialty))
    return people


def _lists(people: list[Doctor], draw: np.random.Generator) -> None:
    open_window(WINDOW_END)
    rows = [
        PatientList(
            window_end=WINDOW_END,
            rpps=int(person.rpps),
            caisse=person.caisse,
            stratum=stratum,
            patients=int(draw.integers(5, 40)),
        )
        for person in people
        for stratum in sorted(draw.choice(336, size=40, replace=False).tolist())
    ]
    PatientList.objects.bulk_create(rows)
    encode_lists(record_batch(SourceKind.PATIENTELE, WINDOW_END, accepted=len(rows)))


@cache
def leave_lines(people: tuple[Doctor, ...], month: date, seed: int) -> tuple[str, ...]:
    """About twenty rows a doctor; one in four is left out by the method, for every reason."""
    draw = np.random.default_rng([seed, month.year, month.month])
    writer = np.repeat(np.arange(len(people)), draw.poisson(20, len(people)))
    size, first = writer.size, np.datetime64(month)
    start = first + draw.integers(0, (shifted(month, 1) - month).days, size)
    days = draw.geometric(1 / 15, size)
    age, sex = draw.integers(15, 73, size), draw.integers(1, 3, size)
    ald = draw.choice([0, 0, 0, 0, 0, 1, 1, 2], size)
    c2s, quintile = (draw.random(size) < 0.15).astype(int), draw.integers(0, 6, size)
    numbers = np.array([int(person.rpps) for person in people])[writer]
    columns = {
        "month": np.full(size, str(month)),
        "rpps": numbers,
        "patient": numbers % 10**8 * 1_000 + draw.integers(0, 120, size),
        "start": start,
        "end": start + days,
        "days": days,
        "amount_cents": days * 3_300,
        "risk": draw.choice(["MAL"] * 12 + ["AT", "MP", "MAT"], size),
        "nature": draw.choice(["I", "P"], size),
        "tpt": (draw.random(size) < 0.03).astype(int),
        "replacement": (draw.random(size) < 0.03).astype(int),
        "teleconsultation": np.zeros(size, dtype=int),
        "motif": np.full(size, "M09"),
        "structure": np.full(size, ""),
        "age": age,
        "sex": sex,
        "ald": ald,
        "c2s": c2s,
        "iris": np.full(size, "060880101"),
        "stratum": stratum_code(age, sex, ald, c2s, quintile),
        "caisse": np.array([person.caisse for person in people])[writer],
    }
    assert tuple(columns) == LEAVE_COLUMNS
    by_key = {row[1:4] + row[8:9]: row for row in zip(*columns.values(), strict=True)}
    return tuple("\t".join(map(str, row)) + "\n" for row in by_key.values())


def run_all(limit: int = 50) -> list[Job]:
    """Play the worker until nothing is waiting, delays between two tries skipped."""
    for _ in range(limit):
        job = (
            Job.objects.filter(status__in=[JobStatus.QUEUED, JobStatus.FAILED])
            .order_by("pk")
            .first()
        )
        if job is None:
            break
        run_now(job.pk, now=job.next_attempt_at)
    return list(Job.objects.order_by("pk"))
