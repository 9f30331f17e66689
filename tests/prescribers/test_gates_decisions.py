"""A batch in doubt keeps nothing, waits for a person, and is decided once, with a reason."""

import json
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.errors import Refusal
from core.jobs import run_now
from core.models import Job, JobStatus, JournalEntry
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch, Leave, MonthTotals
from prescribers.services.imports import request_import, run_batch
from prescribers.services.imports_decisions import release, set_aside
from tests.prescribers.import_world import (
    JANUARY,
    bring,
    faults,
    identity,
    leaves,
    month_digest,
    settle,
    write,
)


pytestmark = pytest.mark.django_db
WHY = "L’expéditeur confirme ces montants."
NIR_INSIDE = "Vu avec la caisse pour 1 85 05 78 006 084 91"
# Thirty leaves of twenty days at 330 € a day: euros multiplied by ten, and nothing else wrong.
TENFOLD = [{"jours_indem": "20", "montant_cts": "660000"}] * 30
SOUND = [{"jours_indem": "20", "montant_cts": "66000"}] * 30


def a_month(folder, rows=TENFOLD):
    return write(folder / "2025-01.csv", leaves(*rows))


def acts(batch):
    entries = JournalEntry.objects.filter(object_kind="lot", object_id=str(batch.pk))
    return list(entries.order_by("pk").values_list("action", "actor_id", "reason"))


def codes(batch):
    return list(batch.gate_findings.values_list("code", flat=True))


@pytest.fixture
def held(tmp_path):
    settle()
    batch = bring("arrets", a_month(tmp_path, [*TENFOLD, {"age": "130"}]))
    assert batch.status == BatchStatus.HELD
    return batch


def test_a_held_batch_keeps_its_account_and_nothing_else(held):
    assert identity(held) == (31, 30, 1, 0)
    assert faults(held) == {(32, "age", "BORNES")}
    assert codes(held) == ["MONTANTS"]
    assert held.gate_findings.get().message in held.message
    assert not Leave.objects.exists()
    assert not MonthTotals.objects.exists()
    assert acts(held) == [("import.retenir", None, "")]


def test_a_held_month_leaves_the_month_as_it_was(tmp_path):
    settle()
    bring("arrets", a_month(tmp_path / "a", SOUND))
    before = month_digest(JANUARY), list(MonthTotals.objects.values_list())
    assert bring("arrets", a_month(tmp_path / "b")).status == BatchStatus.HELD
    assert (month_digest(JANUARY), list(MonthTotals.objects.values_list())) == before


def test_a_released_batch_is_imported_by_its_job(held):
    job = release(batch_id=held.pk, reason=f"  {WHY} ", by=7)
    held.refresh_from_db()
    assert (held.status, held.job_id) == (BatchStatus.QUEUED, job.pk)
    assert run_now(job.pk).status == JobStatus.DONE
    held.refresh_from_db()
    assert (held.status, held.decided_by_id, held.decision_reason) == (BatchStatus.DONE, 7, WHY)
    assert held.decided_at
    assert codes(held) == ["MONTANTS"]  # what the person has answered for
    assert Leave.objects.count() == 30
    assert MonthTotals.objects.get().rows == 30
    assert acts(held)[1:] == [("import.liberer", 7, WHY), ("import.appliquer", 7, "")]


def test_a_batch_set_aside_is_never_imported(held, tmp_path):
    batch = set_aside(batch_id=held.pk, reason=WHY, by=7)
    assert (batch.status, batch.decided_by_id) == (BatchStatus.REFUSED, 7)
    assert acts(held)[1:] == [("import.ecarter", 7, WHY)]
    assert run_batch(batch_id=held.pk, by=None).status == BatchStatus.REFUSED
    assert not Leave.objects.exists()
    # Deposited again, it is another batch, and another job.
    again = request_import(kind="arrets", path=a_month(tmp_path), by=None)
    assert again.payload["batch"] != held.pk


@pytest.mark.parametrize("decide", [release, set_aside])
def test_a_batch_is_decided_once(held, decide):
    set_aside(batch_id=held.pk, reason=WHY, by=7)
    with pytest.raises(Refusal, match="n’attend pas de décision : il est « refusé »") as told:
        decide(batch_id=held.pk, reason=WHY, by=8)
    assert told.value.code == "LOT_DECIDE"
    assert ImportBatch.objects.get(pk=held.pk).decided_by_id == 7


@pytest.mark.parametrize("decide", [release, set_aside])
@pytest.mark.parametrize("reason", ["", "ok ok ok", " " * 12, "x" * 501])
def test_a_decision_has_a_reason(held, decide, reason):
    with pytest.raises(Refusal, match="caractères"):
        decide(batch_id=held.pk, reason=reason, by=7)
    assert ImportBatch.objects.get(pk=held.pk).status == BatchStatus.HELD


@pytest.mark.parametrize("decide", [release, set_aside])
def test_a_reason_holds_no_social_security_number(held, decide):
    with pytest.raises(Refusal, match="sécurité sociale"):
        decide(batch_id=held.pk, reason=NIR_INSIDE, by=7)
    assert ImportBatch.objects.get(pk=held.pk).status == BatchStatus.HELD


def test_a_batch_that_was_not_held_is_not_decided(tmp_path):
    settle()
    done = bring("arrets", a_month(tmp_path, SOUND))
    with pytest.raises(Refusal, match="importé"):
        release(batch_id=done.pk, reason=WHY, by=7)
    with pytest.raises(Refusal, match="n’existe pas"):
        set_aside(batch_id=done.pk + 1, reason=WHY, by=7)


def test_what_has_no_good_row_cannot_be_released(tmp_path):
    settle()
    late = {"date_debut": "2026-01-06", "date_fin": "2026-01-12"}
    held = bring("arrets", a_month(tmp_path, [late] * 30))
    assert (held.status, identity(held), codes(held)) == (
        BatchStatus.HELD,
        (30, 0, 30, 0),
        ["DATES"],
    )
    assert "janvier 2026 (30 lignes)" in held.message
    with pytest.raises(Refusal, match="Aucune ligne"):
        release(batch_id=held.pk, reason=WHY, by=7)
    set_aside(batch_id=held.pk, reason=WHY, by=7)


def test_an_empty_month_is_held_and_an_empty_reference_refused(tmp_path):
    settle()
    path = a_month(tmp_path)
    path.write_text(path.read_text().splitlines()[0] + "\n")
    held = bring("arrets", path)
    assert (held.status, identity(held), codes(held)) == (
        BatchStatus.HELD,
        (0, 0, 0, 0),
        ["VOLUME"],
    )
    caisses = tmp_path / "caisses.csv"
    caisses.write_text("code_organisme,nom,region,region_nom\n")
    refused = bring("caisses", caisses)
    assert refused.status == BatchStatus.REFUSED
    assert "en-tête" in refused.message


def test_a_file_changed_since_it_was_held_cannot_be_released(held, tmp_path):
    a_month(tmp_path, SOUND)
    with pytest.raises(Refusal, match="n’est plus celui") as told:
        release(batch_id=held.pk, reason=WHY, by=7)
    assert told.value.code == "FICHIER_CHANGE"


def test_a_file_changed_after_its_release_is_refused(held, tmp_path):
    job = release(batch_id=held.pk, reason=WHY, by=7)
    a_month(tmp_path, SOUND)
    assert run_now(job.pk).status == JobStatus.DEAD
    held.refresh_from_db()
    assert held.status == BatchStatus.REFUSED
    assert not Leave.objects.exists()


def test_a_batch_waits_for_nothing_once_its_month_has_come(held, tmp_path):
    done = bring("arrets", a_month(tmp_path / "corrige", SOUND))
    held.refresh_from_db()
    assert (done.status, held.status) == (BatchStatus.DONE, BatchStatus.REFUSED)
    assert f"lot {done.pk}" in held.decision_reason
    with pytest.raises(Refusal, match="n’attend pas"):
        release(batch_id=held.pk, reason=WHY, by=7)


def test_what_is_older_than_the_month_in_place_is_not_released(held, tmp_path):
    done = bring("arrets", a_month(tmp_path / "corrige", SOUND))
    ImportBatch.objects.filter(pk=held.pk).update(status=BatchStatus.HELD, decided_at=None)
    with pytest.raises(Refusal, match=f"Le lot {done.pk}") as told:
        release(batch_id=held.pk, reason=WHY, by=7)
    assert told.value.code == "LOT_DEPASSE"


def test_the_same_file_presented_twice_waits_once(held, tmp_path):
    again = bring("arrets", a_month(tmp_path, [*TENFOLD, {"age": "130"}]))
    held.refresh_from_db()
    assert (held.status, again.status) == (BatchStatus.REFUSED, BatchStatus.HELD)
    other = bring("arrets", a_month(tmp_path / "autre"))
    again.refresh_from_db()
    assert (again.status, other.status) == (BatchStatus.HELD, BatchStatus.HELD)


def test_the_job_of_a_held_file_ends_at_once_and_says_where_to_go(tmp_path):
    settle()
    job = request_import(kind="arrets", path=a_month(tmp_path), by=None)
    job = run_now(job.pk)
    assert (job.status, job.attempts, job.error_code) == (JobStatus.DEAD, 1, "lot_retenu")
    assert "page Imports" in job.error_message
    assert ImportBatch.objects.get(pk=job.payload["batch"]).status == BatchStatus.HELD
    assert Job.objects.count() == 1


def command(path, *options):
    out = StringIO()
    ended = 0
    try:
        call_command("import_source", "arrets", str(path), "--json", *options, stdout=out)
    except CommandError as error:
        ended = error.returncode
    return ended, json.loads(out.getvalue().splitlines()[-1])


def test_the_command_ends_with_3_and_a_reason_forces_the_gate(tmp_path):
    settle()
    ended, told = command(a_month(tmp_path))
    assert (ended, told["etat"]) == (3, "HELD")
    assert [one["code"] for one in told["controles"]] == ["MONTANTS"]
    ended, told = command(a_month(tmp_path), "--force-gate", WHY)
    assert (ended, told["etat"], told["motif"]) == (0, "DONE", WHY)
    assert [one["code"] for one in told["controles"]] == ["MONTANTS"]
    batch = ImportBatch.objects.get(pk=told["lot"])
    assert acts(batch) == [("import.forcer", None, WHY), ("import.appliquer", None, "")]
    assert Leave.objects.count() == 30


def test_a_forced_import_without_doubt_is_an_ordinary_one(tmp_path):
    settle()
    ended, told = command(a_month(tmp_path, SOUND), "--force-gate", WHY)
    assert (ended, told["etat"], told["motif"], told["controles"]) == (0, "DONE", "", [])
    assert [act for act, *_ in acts(ImportBatch.objects.get())] == ["import.appliquer"]


def test_a_file_refused_before_it_has_a_batch_is_said_in_json_too(tmp_path):
    ended, told = command(tmp_path / "absent-2025-01.csv")
    assert (ended, told["lot"], told["etat"], told["code"]) == (
        2,
        None,
        "REFUSED",
        "FICHIER_ABSENT",
    )


def test_nothing_can_be_forced_where_no_row_is_good(tmp_path):
    settle()
    ended, told = command(a_month(tmp_path, [{"age": "130"}] * 30), "--force-gate", WHY)
    assert (ended, told["etat"]) == (2, "REFUSED")


def test_a_gate_is_not_forced_without_a_reason(tmp_path):
    with pytest.raises(CommandError, match="10 caractères"):
        call_command("import_source", "arrets", str(tmp_path), "--force-gate", "ok")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_decide_at_once_one_is_told(tmp_path):
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        settle()
        held = bring("arrets", a_month(tmp_path))
    together, told = threading.Barrier(2, timeout=20), []

    def decide(act, by):
        try:
            with database_role(DatabaseRole.GESTION):
                together.wait()
                act(batch_id=held.pk, reason=WHY, by=by)
            told.append(by)
        except Refusal as refused:
            told.append(refused.code)
        finally:
            connections.close_all()

    people = [threading.Thread(target=decide, args=one) for one in ((release, 7), (set_aside, 8))]
    for person in people:
        person.start()
    for person in people:
        person.join()
    (winner,) = set(told) - {"LOT_DECIDE"}
    assert sorted(map(str, told)) == sorted([str(winner), "LOT_DECIDE"])
    with database_role(DatabaseRole.GESTION):
        decided = JournalEntry.objects.filter(action__in=["import.liberer", "import.ecarter"])
        assert [entry.actor_id for entry in decided] == [winner]
