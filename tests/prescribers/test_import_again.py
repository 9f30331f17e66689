"""The same file again: already imported, unless what it was coded against has changed since."""

import pytest

from core.models import Job
from prescribers.enums import BatchStatus, SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.models import ImportBatch, Leave, PatientList
from prescribers.services.imports import request_import, run_batch
from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import (
    CELL,
    PRESCRIBER,
    bring,
    faults,
    identity,
    leaves,
    settle,
    write,
)


pytestmark = pytest.mark.django_db
LATE = demo_rpps(7)


@pytest.fixture(autouse=True)
def world(medical_role):
    settle()


@pytest.fixture
def month(tmp_path):
    """A month where one of the two prescribers is not known yet."""
    return write(tmp_path / "2025-01.csv", leaves({}, {"rpps": LATE}))


@pytest.fixture
def prescribers(tmp_path):
    return write(tmp_path / "prescripteurs.csv", [PRESCRIBER, PRESCRIBER | {"rpps": LATE}])


def test_a_month_is_coded_again_once_its_missing_prescribers_arrived(month, prescribers):
    assert identity(bring("arrets", month)) == (2, 1, 1, 0)
    assert bring("arrets", month).status == BatchStatus.ALREADY
    bring("prescripteurs", prescribers)
    again = bring("arrets", month)
    assert (again.status, identity(again)) == (BatchStatus.DONE, (2, 2, 0, 0))
    assert not faults(again)
    assert set(Leave.objects.values_list("rpps", flat=True)) >= {int(LATE)}
    assert bring("arrets", month).status == BatchStatus.ALREADY


def test_a_window_is_coded_again_once_its_missing_prescribers_arrived(tmp_path, prescribers):
    window = write(tmp_path / "2025-12.csv", [CELL, CELL | {"rpps": LATE}])
    bring("patientele", window)
    bring("prescripteurs", prescribers)
    assert identity(bring("patientele", window)) == (2, 2, 0, 0)
    assert PatientList.objects.filter(rpps=int(LATE)).exists()


def test_a_reference_done_while_the_month_was_being_read_counts_as_newer(month, prescribers):
    reference = bring("prescripteurs", prescribers)
    current = bring("arrets", month)
    ImportBatch.objects.filter(pk=reference.pk).update(
        started_at=current.started_at,
        finished_at=current.started_at + (current.finished_at - current.started_at) / 2,
    )
    assert bring("arrets", month).status == BatchStatus.DONE


def test_a_kind_that_the_month_is_not_coded_against_changes_nothing(tmp_path, month):
    bring("arrets", month)
    bring("patientele", write(tmp_path / "2025-12.csv", [CELL]))
    refused = bring("prescripteurs", write(tmp_path / "p.csv", [PRESCRIBER | {"mode": "L"}]))
    assert refused.status == BatchStatus.REFUSED
    assert bring("arrets", month).status == BatchStatus.ALREADY


def test_asking_again_after_the_prescribers_is_another_job(month, prescribers):
    first = request_import(kind="arrets", path=month, by=None)
    run_batch(batch_id=first.payload["batch"], by=None)
    same = request_import(kind="arrets", path=month, by=None)
    run_batch(batch_id=same.payload["batch"], by=None)
    bring("prescripteurs", prescribers)
    second = request_import(kind="arrets", path=month, by=None)
    assert second.pk not in {first.pk, same.pk}
    assert request_import(kind="arrets", path=month, by=None).pk == second.pk
    assert identity(run_batch(batch_id=second.payload["batch"], by=None)) == (2, 2, 0, 0)
    assert Job.objects.count() == 3


def test_a_refused_month_may_be_asked_again_after_the_prescribers(tmp_path, prescribers):
    month = write(tmp_path / "2025-01.csv", leaves({"rpps": LATE}))
    first = request_import(kind="arrets", path=month, by=None)
    assert run_batch(batch_id=first.payload["batch"], by=None).status == BatchStatus.REFUSED
    bring("prescripteurs", prescribers)
    second = request_import(kind="arrets", path=month, by=None)
    assert run_batch(batch_id=second.payload["batch"], by=None).status == BatchStatus.DONE


def test_a_kind_is_coded_only_against_kinds_imported_before_it():
    order = list(SourceKind)
    for kind, fmt in FORMATS.items():
        assert all(order.index(before) < order.index(kind) for before in fmt.coded_against)
