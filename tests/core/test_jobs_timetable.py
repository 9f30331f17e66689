"""Slots of the day become jobs: once each, late if need be, on both nights of the clock change."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core import jobs
from core.jobs.kinds import _kinds
from core.models import Job
from core.schedule import Slot


NIGHT = Slot(kind="essai", at=time(1, 30), dedup_prefix="nuit")


def keys():
    return list(Job.objects.order_by("pk").values_list("dedup_key", flat=True))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_nothing_before_the_hour(db, handle):
    assert jobs.tick(at("2026-02-28T01:29:59"), [NIGHT]) == []
    assert keys() == []


def test_ticks_and_second_beats_insert_a_slot_once(db, handle):
    for minute in (30, 30, 31, 32):
        jobs.tick(at(f"2026-02-28T01:{minute}:00"), [NIGHT])
    assert keys() == ["nuit:2026-02-28"]
    assert Job.objects.get().payload == {"day": "2026-02-28"}
    assert Job.objects.get().actor_id is None


def test_a_slot_missed_in_the_night_is_caught_up_in_the_afternoon(db, handle):
    jobs.tick(at("2026-02-28T16:05:00"), [NIGHT])
    assert keys() == ["nuit:2026-02-28"]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2028-02-29", "2026-12-31"])
def test_each_slot_once_on_odd_days(db, handle, day):
    for hour in range(24):
        for minute in (0, 29, 30, 59):
            jobs.tick(at(f"{day}T{hour:02}:{minute:02}:00"), [NIGHT])
    assert keys() == [f"nuit:{day}"]


def test_the_hour_of_paris_is_read_as_utc(db, handle):
    jobs.tick(datetime(2026, 7, 14, 3, 29, tzinfo=ZoneInfo("Europe/Paris")), [NIGHT])
    assert keys() == []
    jobs.tick(datetime(2026, 7, 14, 3, 30, tzinfo=ZoneInfo("Europe/Paris")), [NIGHT])
    assert keys() == ["nuit:2026-07-14"]


def test_a_slot_without_handler_does_not_stop_the_others(db, handle, caplog):
    assert "absent" not in _kinds
    absent = Slot(kind="absent", at=time(0, 10), dedup_prefix="absent")
    assert len(jobs.tick(at("2026-02-28T02:00:00"), [absent, NIGHT])) == 1
    assert "no handler for absent" in caplog.text


def test_no_slot_while_the_date_changes_in_paris():
    with pytest.raises(ValueError, match="23:00"):
        Slot(kind="essai", at=time(23, 10), dedup_prefix="soir")
