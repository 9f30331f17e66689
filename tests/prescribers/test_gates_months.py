"""F7: among the months of a demo country, twelve wrong ones are held and no clean one is."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from prescribers.enums import BatchStatus
from prescribers.models import Attachment, ImportBatch, Leave, MonthTotals
from prescribers.services.imports import import_source
from tests.prescribers import gates_world as world
from tests.prescribers.import_world import month_digest


pytestmark = [pytest.mark.django_db, pytest.mark.timeout(180)]

# Six months to be compared with, the two that follow them being still incomplete references.
HISTORY, CLEAN = 8, 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return world.build(tmp_path_factory.mktemp("pays"))


def doctors_of(caisse: str) -> set[str]:
    mine = Attachment.objects.filter(caisse=caisse)
    return set(mine.values_list("prescriber__rpps", flat=True))


def files_of(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in world.monthly(folder, "arrets")}


def copy_of(months: dict[str, Path], origin: str, month: str):
    first = date.fromisoformat(f"{month}-01")
    return world.moved(world.read(months[origin]), first)


# month it pretends to be → the gate that must hold it, and how it was made from the demo's files.
Spoilt = tuple[str, Callable]
WRONG: dict[str, Spoilt] = {
    "2024-12": ("MOIS_IDENTIQUE", lambda all_, m: copy_of(all_, "2024-11", m)),
    "2025-12": ("MOIS_IDENTIQUE", lambda all_, m: copy_of(all_, "2024-12", m).iloc[40:]),
    "2025-01": ("CAISSE_ABSENTE", lambda all_, m: world.without(all_[m], doctors_of("041"))),
    "2025-08": ("CAISSE_ABSENTE", lambda all_, m: world.without(all_[m], doctors_of("051"), but=2)),
    "2025-02": ("MONTANTS", lambda all_, m: world.cents(all_[m], lambda c: c * 10)),
    "2026-09": ("MONTANTS", lambda all_, m: world.cents(all_[m], lambda c: c // 100)),
    "2025-03": ("VOLUME", lambda all_, m: all_[m].iloc[:0]),
    "2026-10": ("VOLUME", lambda all_, m: all_[m].iloc[:0]),
    "2025-04": ("COLONNES_DECALEES", lambda all_, m: world.shifted(all_[m])),
    "2026-05": ("COLONNES_DECALEES", lambda all_, m: world.swapped(all_[m], "age", "sexe")),
    "2025-05": ("DATES", lambda all_, m: world.years_away(all_[m], 1)),
    "2026-01": ("DATES", lambda all_, m: world.years_away(all_[m], -1)),
}


def spoil(folder, months, month):
    code, make = WRONG[month]
    frames = months if code == "MOIS_IDENTIQUE" else {month: world.read(months[month])}
    path = folder / "faux" / months[month].name
    return code, world.write(path, make(frames, month))


def send(path: Path) -> ImportBatch:
    return import_source(kind="arrets", path=path, by=None)


def codes(batch: ImportBatch) -> list[str]:
    return sorted(batch.gate_findings.values_list("code", flat=True))


def test_twelve_wrong_months_are_held_and_no_clean_one_is(folder, tmp_path):
    world.settle(folder)
    months, held, clean = files_of(folder), {}, {}
    assert len(months) == HISTORY + CLEAN
    for month, path in months.items():
        if month in WRONG:
            before = MonthTotals.objects.count(), Leave.objects.count()
            code, wrong = spoil(tmp_path, months, month)
            batch = send(wrong)
            held[month] = (batch.status, codes(batch), [code])
            assert (MonthTotals.objects.count(), Leave.objects.count()) == before
        batch = send(path)
        clean[month] = (batch.status, codes(batch))
    assert {month: found for month, found in clean.items() if found != (BatchStatus.DONE, [])} == {}
    for month, (status, found, expected) in held.items():
        assert (month, status, found) == (month, BatchStatus.HELD, expected)
    assert len(held) == 12
    # The right month came after: nothing waits any more.
    assert not ImportBatch.objects.filter(status=BatchStatus.HELD).exists()
    corrections(folder, months, tmp_path)


def corrections(folder, months, tmp_path):
    """A month sent again with some rows changed is compared with others, not with itself."""
    for month in ("2025-10", "2026-10"):
        frame = world.read(months[month]).iloc[5:]
        frame.loc[frame.index[:50], "iris"] = ""
        first = date.fromisoformat(f"{month}-01")
        before = month_digest(first)
        batch = send(world.write(tmp_path / "corrige" / f"{month}.csv", frame))
        assert (batch.status, codes(batch)) == (BatchStatus.DONE, [])
        assert month_digest(first) != before


@pytest.mark.parametrize("kind", ["activite", "patientele"])
def test_no_clean_month_of_another_kind_is_held(folder, kind):
    world.settle(folder)
    files = world.monthly(folder, kind)
    batches = [import_source(kind=kind, path=path, by=None) for path in files]
    assert [(b.month, codes(b)) for b in batches if b.status != BatchStatus.DONE] == []
    assert len(batches) >= 5
