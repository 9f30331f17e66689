"""Work done ahead: the same results in the same order, and a fault where it is met."""

import threading

import pytest

from prescribers.ingestion.ahead import ahead


def test_results_keep_the_order_of_the_items():
    assert list(ahead(lambda item: item * 2, range(50))) == [item * 2 for item in range(50)]
    assert list(ahead(str, [])) == []


def test_one_item_and_no_more_is_made_ahead_of_its_reader():
    started, second = [], threading.Event()

    def make(item):
        started.append(item)
        if item == 1:
            second.set()
        return item

    results = ahead(make, range(5))
    assert next(results) == 0
    assert second.wait(10), "the next one is made while this one is used"
    assert started == [0, 1]
    results.close()


def test_a_fault_is_raised_to_who_reads():
    def make(item):
        return 1 / item

    results = ahead(make, [1, 0, 2])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
