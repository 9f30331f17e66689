"""The words of the frame and of Traitements. No database."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.models import Job, JobStatus
from ijportal.pages.presenters.freshness import PublishedRun, freshness
from ijportal.pages.presenters.jobs import board_sentence, cancel_text, job_line
from ijportal.pages.presenters.method import parameters
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch, ProfileRun
from prescribers.presenters.imports import batch_line


PARIS = ZoneInfo("Europe/Paris")
NNBSP, NBSP = "\u202f", "\u00a0"


def a_run(**changes):
    values = {
        "number": 214,
        "method": "v1",
        "published_at": datetime(2026, 11, 17, 2, 0, tzinfo=PARIS),
        "last_complete_month": date(2026, 8, 1),
        "provisional_months": 2,
    }
    return PublishedRun(**(values | changes))


def test_the_strip_says_up_to_when_and_which_night():
    strip = freshness(a_run(), synthetic=True)

    assert (strip.last_complete_label, strip.provisional_label) == ("août 2026", "sept. et oct.")
    assert strip.run_label == "nuit du 16 au 17/11/2026"
    assert strip.warning == ""


def test_the_night_between_two_months_names_both():
    strip = freshness(
        a_run(published_at=datetime(2026, 12, 1, 2, 0, tzinfo=PARIS)), synthetic=False
    )

    assert strip.run_label == "nuit du 30/11 au 01/12/2026"


def test_a_failed_night_says_whose_profiles_are_shown():
    strip = freshness(a_run(setback="interrompu"), synthetic=False)

    assert strip.warning == f"Calcul interrompu{NNBSP}: profils du 17/11/2026."


def test_before_the_first_run_the_strip_still_says_that_the_data_are_synthetic():
    assert freshness(None, synthetic=True).synthetic
    assert freshness(None, synthetic=True).run_number is None


def a_job(**changes):
    values = {
        "pk": 7,
        "kind": "prescripteurs.nuit",
        "status": JobStatus.DEAD,
        "attempts": 3,
        "error_code": "donnees_absentes",
        "error_message": "Aucun mois d’arrêts n’a 2 mois de recul.",
        "actor_id": None,
        "counts": {"profils": 4_012, "publie": 1},
    }
    return Job(**(values | changes))


def test_a_dead_job_says_why_and_may_be_retried_by_who_may():
    line = job_line(a_job(), title="Calcul de nuit", names={}, may_act=True)

    assert (line.chip.kind, line.chip.word) == ("fix", "en échec")
    assert line.error == "Aucun mois d’arrêts n’a 2 mois de recul."
    assert line.second == "demandé par le système, essai 3 sur 3"
    assert line.counts == f"4{NNBSP}012 profils, publié"
    assert line.may_retry
    assert not line.may_cancel
    assert not job_line(a_job(), title="", names={}, may_act=False).may_retry


def test_an_unexpected_failure_still_has_words():
    line = job_line(a_job(error_code="OSError", error_message=""), title="", names={}, may_act=True)

    assert "OSError" in line.error


def test_a_stop_already_asked_is_not_offered_twice():
    job = a_job(status=JobStatus.RUNNING, cancel_requested=True, error_code="", error_message="")
    line = job_line(job, title="", names={}, may_act=True)

    assert (line.chip.word, line.may_cancel) == ("arrêt demandé", False)


def test_the_confirmation_says_what_is_already_done():
    job = a_job(status=JobStatus.RUNNING, progress_done=3, progress_total=6)

    assert cancel_text(job).startswith(f"Avancement{NNBSP}: 3 sur 6. ")
    assert "n’a pas commencé" in cancel_text(a_job(status=JobStatus.QUEUED))


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({}, f"Rien en cours. Le calcul publié est le n°{NBSP}214."),
        (
            {"RUNNING": 2, "QUEUED": 1, "FAILED": 1},
            f"2 traitements en cours, 2 en attente. Le calcul publié est le n°{NBSP}214.",
        ),
    ],
)
def test_the_board_opens_with_what_runs_and_what_waits(counts, text):
    assert board_sentence(counts, 214) == text


def test_an_import_line_keeps_the_identity_of_its_counts():
    start = datetime(2026, 11, 17, 6, 30, tzinfo=PARIS)
    batch = ImportBatch(
        kind="arrets",
        month=date(2026, 8, 1),
        status=BatchStatus.DONE,
        read=1_000,
        accepted=990,
        rejected=7,
        duplicates=3,
        started_at=start,
        finished_at=start + timedelta(seconds=4),
    )

    line = batch_line(batch)

    assert line.title == "Arrêts, août 2026"
    assert line.counts == (f"1{NNBSP}000", "990", "7", "3")
    assert line.duration == 4


def test_a_refused_import_shows_no_zero_for_what_was_not_counted():
    line = batch_line(ImportBatch(kind="rpps", status=BatchStatus.REFUSED))

    assert (line.counts, line.chip.kind) == (("", "", "", ""), "fix")


def test_the_parameters_of_the_run_are_told_with_their_units():
    run = ProfileRun(
        number=12,
        method="v1",
        window_start=date(2025, 9, 1),
        window_end=date(2026, 8, 1),
        parameters={"min_patients": 200, "large_ratio": 1.5, "level": 0.95, "caisses": ["061"]},
    )

    table = {line.name: line.value for line in parameters(run)}

    assert table["Fenêtre"] == "septembre 2025 à août 2026"
    assert table["Patients actifs, au moins"] == f"200{NNBSP}patients"
    assert table["« Nettement au-dessus » à partir d’un rapport de"] == "1,5"
    assert len(table) == 5
