"""Deposits that a crash cut: gone after a day, never one that the register names."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.jobs import tick
from core.models import Job, JobStatus
from ijportal.pages.presenters.jobs import count_words
from ijportal.schedule import SLOTS
from prescribers.services.deposits_unfinished import JOB_KIND
from tests.prescribers.factories import SourceFileFactory
from tests.prescribers.night_world import run_all


pytestmark = pytest.mark.django_db
YESTERDAY, LONG_AGO = 23, 25  # hours, on each side of the default


def planted(folder: Path, drawn: str, *, hours: int, day: str = "2026-03-01") -> Path:
    """A folder as a deposit makes it, its file in it, untouched for so many hours."""
    place = folder / "recus" / day / (drawn * 16)
    place.mkdir(parents=True)
    (place / "2026-02.csv").write_bytes(b"rpps\n")
    for path in (place / "2026-02.csv", place):
        aged(path, hours)
    return place


def aged(path: Path, hours: int) -> Path:
    then = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def streamed(folder: Path, name: str, *, hours: int) -> Path:
    path = folder / "recus" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"rpps\n")
    return aged(path, hours)


def swept() -> Job:
    (slot,) = (slot for slot in SLOTS if slot.kind == JOB_KIND)
    (job,) = tick(datetime.combine(datetime.now(UTC), slot.at, UTC), [slot])
    run_all()
    job.refresh_from_db()
    assert job.status == JobStatus.DONE, job.error_message
    return job


def test_an_old_orphan_goes_and_a_recent_one_or_a_registered_one_stays(folder):
    orphan = planted(folder, "0a", hours=LONG_AGO)
    recent = planted(folder, "0b", hours=YESTERDAY)
    kept = planted(folder, "0c", hours=LONG_AGO, day="2026-03-02")
    SourceFileFactory(path=str(kept / "2026-02.csv"))

    job = swept()

    assert not orphan.exists()
    assert (recent / "2026-02.csv").exists()
    assert (kept / "2026-02.csv").exists()
    assert count_words(job.counts) == "1 dépôt inachevé effacé"


def test_a_file_cut_while_it_arrived_goes_once_old(folder):
    cut = streamed(folder, "envoi-h2x9k1", hours=LONG_AGO)
    arriving = streamed(folder, "envoi-m3q7z0", hours=0)

    swept()

    assert not cut.exists()
    assert arriving.exists()


def test_a_registered_file_is_kept_where_the_disk_was_mounted_before(folder):
    """The register says /srv/imports, the disk is now elsewhere: the drawn name decides."""
    kept = planted(folder, "0d", hours=LONG_AGO)
    SourceFileFactory(path=f"/srv/imports/recus/2026-03-01/{'0d' * 16}/2026-02.csv")

    swept()

    assert (kept / "2026-02.csv").exists()


def test_a_folder_whose_file_still_grows_is_not_old(folder):
    growing = planted(folder, "0e", hours=LONG_AGO)
    aged(growing / "2026-02.csv", 0)
    aged(growing, LONG_AGO)

    swept()

    assert growing.exists()


def test_what_no_deposit_wrote_is_left_alone(folder):
    foreign = streamed(folder, "2026-03-01/a-lire/LISEZMOI.txt", hours=LONG_AGO)
    aged(foreign.parent, LONG_AGO)
    outside = streamed(folder, "../arrets/2026-02.csv", hours=LONG_AGO)

    swept()

    assert foreign.exists()
    assert outside.exists()


def test_a_day_left_empty_goes_with_its_last_deposit(folder):
    planted(folder, "0f", hours=LONG_AGO)
    other = planted(folder, "10", hours=YESTERDAY, day="2026-03-02")

    swept()

    assert [day.name for day in (folder / "recus").iterdir()] == [other.parent.name]


def test_how_long_is_a_parameter(folder, settings):
    settings.IMPORT_UNFINISHED_HOURS = 72
    orphan = planted(folder, "11", hours=71)
    older = planted(folder, "12", hours=73)

    swept()

    assert orphan.exists()
    assert not older.exists()


def test_nothing_was_ever_deposited(folder):
    assert count_words(swept().counts) == ""
