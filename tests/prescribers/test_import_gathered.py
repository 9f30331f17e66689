"""Rules between rows: the quick roads of arrays say what a loop over the rows would say."""

import numpy as np
import pytest

from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Totals, totals_by_caisse


LARGEST = 2**63 - 1


def drawn(seed: int, count: int) -> Gathered:
    """Few values a column, so that many rows are alike; the largest pseudonyms among them."""
    rng = np.random.default_rng(seed)
    columns = {
        "rpps": 99_000_000_000 + rng.integers(0, 6, count),
        "patient": rng.choice(np.array([1, 2, LARGEST - 1, LARGEST]), count),
        "start": np.datetime64("2025-01-01", "D") + rng.integers(0, 3, count),
        "nature": rng.integers(-1, 2, count).astype(np.int8),
        "code": rng.choice(np.array([b"", b"061", b"0123456789"]), count),
    }
    return Gathered(columns, rng.random(count) < 0.8, np.arange(2, count + 2))


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("count", [0, 1, 2, 300])
@pytest.mark.parametrize("names", [("rpps", "start", "patient", "nature"), ("code", "rpps")])
def test_later_twins_are_those_of_a_loop(seed, count, names):
    rows, seen, expected = drawn(seed, count), set(), []
    for place in range(count):
        key = tuple(rows[name][place].item() for name in names)
        expected.append(bool(rows.ok[place]) and key in seen)
        if rows.ok[place]:
            seen.add(key)
    assert rows.later_twins(*names).tolist() == expected


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("count", [0, 1, 300])
@pytest.mark.parametrize(
    "names", [("rpps", "start"), ("rpps", "start", "patient", "nature"), ("patient", "rpps")]
)
def test_the_order_is_that_of_a_stable_sort(seed, count, names):
    rows = drawn(seed, count)
    good = np.flatnonzero(rows.ok)
    keys = [tuple(rows[name][place].item() for name in names) for place in good]
    expected = [place for _, place in sorted(zip(keys, good.tolist(), strict=True))]
    assert rows.order(good, *names).tolist() == expected


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_the_rows_in_order_leave_their_later_twins_out(seed, count):
    rows, key = drawn(seed, count), ("rpps", "start", "patient", "nature")
    kept, twins = rows.in_order(*key)
    assert twins.tolist() == rows.later_twins(*key).tolist()
    assert kept.tolist() == rows.order(np.flatnonzero(rows.ok & ~twins), *key).tolist()


def test_a_late_fault_takes_the_row_out_and_keeps_its_line():
    rows = drawn(1, 10)
    rows.ok[:] = True
    rows.refuse("rpps", np.arange(10) == 4, "RATTACHEMENT_DOUBLE")
    assert np.flatnonzero(~rows.ok).tolist() == [4]
    assert rows.lines[rows.findings[0].places].tolist() == [6]


def test_totals_count_each_prescriber_once_a_caisse():
    caisse = np.array([b"061", b"061", b"831", b"061", b"061"])
    rpps = np.array([1, 1, 1, 1, 2])
    found = totals_by_caisse(caisse, rpps, np.array([4, 5, 6, 7, 8]), np.array([1, 2, 3, 4, 5]))
    assert found == (Totals("061", 4, 2, 24, 12), Totals("831", 1, 1, 6, 3))
    assert totals_by_caisse(caisse[:0], rpps[:0], rpps[:0]) == ()
