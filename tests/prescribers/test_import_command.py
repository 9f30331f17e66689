"""The command, and the job that asks for the same import."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import Job
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch, SourceFile
from prescribers.services.imports import request_import, run_batch
from tests.prescribers.import_world import leaves, settle, write


pytestmark = pytest.mark.django_db


def test_the_command_says_every_row_in_french_and_in_json(tmp_path):
    settle()
    path = write(tmp_path / "2025-01.csv", leaves({}, {"age": "130"}))
    out = StringIO()
    call_command("import_source", "arrets", str(path), "--json", stdout=out)
    assert "2 lues = 1 acceptées + 1 rejetées + 0 doublons" in out.getvalue()
    said = json.loads(out.getvalue().splitlines()[-1])
    assert (said["etat"], said["lues"], said["mois"]) == ("DONE", 2, "2025-01")


def test_the_command_ends_with_2_on_a_refusal(tmp_path):
    settle()
    out = StringIO()
    refused = write(tmp_path / "2025-01.csv", leaves({"age": "130"}))
    for path in (refused, tmp_path / "absent-2025-01.csv", write(tmp_path / "x.csv", leaves({}))):
        with pytest.raises(CommandError) as ended:
            call_command("import_source", "arrets", str(path), stdout=out)
        assert ended.value.returncode == 2
        assert "Refusé" in str(ended.value)
    assert "1 lues = 0 acceptées + 1 rejetées + 0 doublons" in out.getvalue()
    assert ImportBatch.objects.get(status=BatchStatus.REFUSED).finished_at


def test_asking_twice_for_the_same_import_is_one_job(tmp_path):
    settle()
    path = write(tmp_path / "2025-01.csv", leaves({}))
    first = request_import(kind="arrets", path=path, by=None)
    second = request_import(kind="arrets", path=path, by=None)
    assert first.pk == second.pk
    assert (Job.objects.count(), ImportBatch.objects.count(), SourceFile.objects.count()) == (
        1,
        1,
        1,
    )
    batch = run_batch(batch_id=first.payload["batch"], by=None)
    assert (batch.status, batch.job_id) == (BatchStatus.DONE, first.pk)
    assert run_batch(batch_id=batch.pk, by=None).status == BatchStatus.DONE
