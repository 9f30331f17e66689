"""The words of the frame, of the dashboard and of Traitements. No database."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.models import Job, JobStatus
from ijportal.pages.presenters.dashboard import (
    caisses_sentence,
    figures,
    monthly_bars,
    ranked_caisses,
    sentence,
    signal_counts,
    signals_by_caisse,
    signals_sentence,
)
from ijportal.pages.presenters.freshness import PublishedRun, freshness
from ijportal.pages.presenters.jobs import board_sentence, cancel_text, job_line
from ijportal.pages.presenters.method import parameters
from prescribers.enums import BatchStatus
from prescribers.models import ImportBatch, ProfileRun
from prescribers.presenters.imports import batch_line
from prescribers.selectors import CaisseTotals, Dashboard, MonthDays


PARIS = ZoneInfo("Europe/Paris")
NNBSP, NBSP = "\u202f", "\u00a0"


def totals(caisse="061", **changes):
    values = {
        "prescribers": 2_000,
        "enough": 1_742,
        "judged": 1_742,
        "signals": 31,
        "strong": 12,
        "confirmed": 23,
        "to_confirm": 8,
        "above": 120,
        "obs_days": 6_490_000,
        "obs_leaves": 193_155,
        "obs_amount_cents": 25_123_456_789,
        "compared_days": 6_300_000,
        "exp_days": 6_116_504.9,
        "variance": 6_300_000 * 4_000.0,
    }
    return CaisseTotals(caisse=caisse, **(values | changes))


def board(*caisses, months=(), **changes):
    run = ProfileRun(number=12, window_start=date(2025, 9, 1), window_end=date(2026, 8, 1))
    return Dashboard(
        run=run, total=totals("", **changes), months=tuple(months), caisses=tuple(caisses)
    )


def words(parts):
    return "".join(part.text for part in parts)


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


def test_the_dashboard_opens_with_the_answer():
    text = words(sentence(board()))

    assert text == (
        f"Sur 12 mois, 6,49{NBSP}millions de jours indemnisés, "
        f"soit 1,03{NBSP}fois l’attendu (0,98–1,08)."
    )


def test_without_any_expected_value_the_dashboard_says_no_ratio():
    empty = Dashboard(board().run, totals("", exp_days=0.0, compared_days=0), (), ())

    assert words(sentence(empty)).endswith("Aucun attendu n’est calculé.")


def test_money_comes_last_and_rounded():
    *_, _signals, money = figures(board())

    assert (money.name, money.value, money.unit) == ("Montant, arrondi", "251", "M€")
    assert [figure.value for figure in figures(board())][1:3] == ["193", "33,6"]


def test_provisional_months_are_drawn_and_not_said():
    months = [
        MonthDays(date(2026, 7, 1), provisional=False, observed=467_000, expected=450_000.0),
        MonthDays(date(2026, 8, 1), provisional=False, observed=528_000, expected=500_000.0),
        MonthDays(date(2026, 9, 1), provisional=True, observed=990_000, expected=500_000.0),
    ]

    chart = monthly_bars(board(months=months))

    assert chart.provisional == 1
    assert "990" not in chart.sentence
    assert chart.table().lines[-1].provisional


def test_caisses_are_ranked_with_their_interval():
    chart = ranked_caisses(
        board(totals("061"), totals("831", compared_days=5_000_000)),
        {"061": "Alpes-Maritimes", "831": "Var"},
    )

    low, high = chart.ordered[1].low, chart.ordered[1].high
    assert [row.name for row in chart.ordered] == ["Var", "Alpes-Maritimes"]
    assert low < chart.ordered[1].ratio < high


def test_one_caisse_alone_is_not_ranked():
    assert ranked_caisses(board(totals()), {}) is None


def test_the_signals_and_the_unmeasured_add_up():
    lines = {line.words: line for line in signal_counts(board())}

    whole = {words: line.count for words, line in lines.items() if not line.part}
    assert list(whole.values()) == ["31", f"1{NNBSP}711", "258"]
    parts = {words: line.count for words, line in lines.items() if line.part}
    assert parts == {
        "dont signal fort": "12",
        "dont confirmé": "23",
        "dont à confirmer": "8",
        "dont intervalle au-dessus de 1": "120",
    }
    assert lines["dont intervalle au-dessus de 1"].query == "signal=sans&niveau=au-dessus"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            (
                f"31 prescripteurs portent un signal, sur 1{NNBSP}742 évaluables (1,8{NNBSP}%), "
                "dont 23 confirmés. Un signal est une question."
            ),
        ),
        (
            {"signals": 1, "confirmed": 0},
            (
                f"1 prescripteur porte un signal, sur 1{NNBSP}742 évaluables (0,1{NNBSP}%), aucun "
                "confirmé. Un signal est une question."
            ),
        ),
        ({"signals": 0}, f"Aucun signal, sur 1{NNBSP}742 prescripteurs évaluables."),
        ({"judged": 0, "signals": 0}, "Ce calcul ne porte pas de signaux : le suivant les dira."),
        (
            {"enough": 0, "judged": 0, "signals": 0},
            "Aucun prescripteur n’atteint les minimums : aucun rapport n’est calculé.",
        ),
    ],
)
def test_the_signals_are_said_with_their_share_and_their_stability(changes, said):
    assert signals_sentence(board(**changes)) == said


def test_a_run_without_signals_has_no_zero_for_them():
    *_, signals, _ = figures(board(judged=0, signals=0))

    assert (signals.value, signals.note) == ("–", "non calculés")


def test_signals_by_caisse_end_with_the_whole():
    nice, toulon = totals("061"), totals("831", judged=0, signals=0, strong=0, confirmed=0)
    rows = signals_by_caisse(board(nice, toulon), {"061": "CPAM des Alpes-Maritimes"})

    assert [row.name for row in rows] == ["Alpes-Maritimes", "Caisse 831", "Ensemble"]
    assert (rows[0].signals, rows[0].strong, rows[0].confirmed) == ("31", "12", "23")
    assert (rows[0].query, rows[0].share) == ("caisse=061", f"1,8{NNBSP}%")
    assert (rows[1].share, rows[2].query) == ("–", "")
    assert signals_by_caisse(board(nice), {}) == []


def test_caisses_are_compared_by_their_share_not_by_their_size():
    large, small = totals("061"), totals("831", judged=40, signals=4)

    words = caisses_sentence(board(large, small), {"831": "CPAM du Var"})

    assert words.endswith(
        f"la part la plus haute est celle de CPAM du Var, 10,0{NNBSP}% (4 sur 40)."
    )


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
