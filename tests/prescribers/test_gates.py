"""Each gate on plain figures: what it holds, what it lets through, and what it says."""

from collections import Counter
from datetime import date

import pytest

from prescribers.enums import SourceKind
from prescribers.ingestion.gates_history import Sums, months_apart, past_among
from prescribers.ingestion.gates_rejects import misdated, misdated_rows, too_many_rejects
from prescribers.ingestion.gates_totals import absent_caisses, amounts, no_row, volume
from prescribers.ingestion.outcome import Counts


MONTH = date(2026, 3, 1)
CAISSES = {"061": 1_200, "831": 900, "051": 240}


def sums(rows, euros_per_day=37.1, days=34):
    return Sums(rows, rows * days, round(rows * days * euros_per_day * 100))


def a_month(share=1.0, euros_per_day=37.1, **rows):
    wanted = CAISSES | {code[1:]: number for code, number in rows.items()}
    return {
        caisse: sums(round(number * share), euros_per_day)
        for caisse, number in wanted.items()
        if number
    }


def past(first=date(2025, 7, 1), month=MONTH, kind=SourceKind.ARRETS):
    months = [date(2025, 7 + i, 1) if i < 6 else date(2026, i - 5, 1) for i in range(10)]
    return past_among({m: a_month() for m in months if first <= m and m != month}, kind, month)


EVERYBODY = set(CAISSES)


def test_the_reference_is_six_complete_months_without_the_month_itself():
    found = past()
    autumn = [date(2025, month, 1) for month in range(9, 13)]
    assert sorted(found.months) == [*autumn, date(2026, 1, 1), date(2026, 2, 1)]
    assert found.arriving  # the newest but one: April is there


@pytest.mark.parametrize(("month", "arriving"), [(4, True), (3, True), (2, False)])
def test_the_last_two_months_of_a_feed_may_be_short(month, arriving):
    assert past(month=date(2026, month, 1)).arriving is arriving


def test_a_window_of_patient_lists_is_delivered_whole():
    found = past(kind=SourceKind.PATIENTELE)
    assert not found.arriving
    assert date(2026, 2, 1) in found.months


@pytest.mark.parametrize("share", [0.16, 0.4, 0.54, 0.82, 1.0, 1.25, 1.9])
def test_an_ordinary_or_arriving_month_has_its_volume(share):
    assert volume(a_month(share), past()) is None


@pytest.mark.parametrize("share", [0.1, 2.1, 9])
def test_a_stub_or_a_double_month_is_doubted(share):
    doubt = volume(a_month(share), past())
    assert doubt.code == "VOLUME"
    assert "2\u202f340" in doubt.message  # what was expected


def test_an_old_month_may_not_come_back_half_empty():
    month = date(2025, 10, 1)
    assert volume(a_month(0.4), past(month=month)).code == "VOLUME"
    assert volume(a_month(0.6), past(month=month)) is None


def test_the_first_months_have_nothing_to_be_compared_with():
    for first in (date(2026, 4, 1), date(2026, 1, 1)):
        found = past(first=first)
        assert len(found.months) < 3
        assert volume(a_month(9), found) is None
        assert absent_caisses(a_month(_831=0), found, EVERYBODY) is None


def test_an_empty_file_is_doubted_even_without_history():
    assert "2\u202f340 lignes" in no_row(past()).message
    assert "en-tête" in no_row(past(first=date(2026, 4, 1))).message


def test_a_caisse_without_rows_is_doubted_and_named():
    doubt = absent_caisses(a_month(_831=0), past(), EVERYBODY)
    assert doubt.code == "CAISSE_ABSENTE"
    assert "831" in doubt.message
    assert "061" not in doubt.message
    assert "900" in doubt.message


def test_a_caisse_with_almost_no_row_is_absent_too():
    assert absent_caisses(a_month(_831=40), past(), EVERYBODY)
    assert not absent_caisses(a_month(_831=50), past(), EVERYBODY)


def test_a_caisse_where_nobody_practises_any_more_is_not_missed():
    assert absent_caisses(a_month(_051=0), past(), EVERYBODY - {"051"}) is None


@pytest.mark.parametrize("share", [0.16, 0.54, 1.0])
def test_no_caisse_is_missing_of_a_month_that_arrives(share):
    assert absent_caisses(a_month(share), past(), EVERYBODY) is None


@pytest.mark.parametrize(("euros", "said"), [(371.0, "371,00"), (0.371, "0,37"), (112, "112")])
def test_another_unit_is_doubted(euros, said):
    doubt = amounts(a_month(euros_per_day=euros), past())
    assert doubt.code == "MONTANTS"
    assert said in doubt.message
    assert "37,10" in doubt.message


@pytest.mark.parametrize("euros", [13, 30, 37.1, 45, 110])
def test_a_drift_is_no_change_of_unit(euros):
    assert amounts(a_month(euros_per_day=euros), past()) is None


def test_one_caisse_in_euros_does_not_hide_in_the_mean():
    month = a_month() | {"051": sums(240, 0.371)}
    doubt = amounts(month, past())
    assert "(051)" in doubt.message
    assert "0,37" in doubt.message


@pytest.mark.parametrize(("euros", "held"), [(371, True), (0.371, True), (37.1, False)])
def test_without_history_the_unit_is_held_against_the_law(euros, held):
    nothing = past_among({}, SourceKind.ARRETS, MONTH)
    assert bool(amounts(a_month(euros_per_day=euros), nothing)) is held


def test_few_days_prove_nothing():
    assert amounts({"061": sums(10, 371)}, past()) is None


def counts(read, rejected):
    return Counts(read, read - rejected, rejected, 0)


def test_shifted_columns_are_named_with_the_worst_first():
    faults = {("age", "BORNES"): 900, ("sexe", "LISTE"): 990, ("iris", "IRIS_INCONNU"): 700}
    doubt = too_many_rejects(counts(1_000, 995), faults)
    assert doubt.code == "COLONNES_DECALEES"
    assert doubt.message.index("sexe (990)") < doubt.message.index("age (900)")
    assert "100\u202f%" in doubt.message


def test_many_unknown_doctors_are_no_shifted_column():
    faults = {("rpps", "PRESCRIPTEUR_INCONNU"): 400, ("age", "BORNES"): 1}
    doubt = too_many_rejects(counts(1_000, 401), faults)
    assert doubt.code == "REJETS"
    assert "rpps (400 : le prescripteur n’est dans aucun" in doubt.message


@pytest.mark.parametrize(("read", "rejected"), [(1_000, 200), (1_000, 1), (19, 19)])
def test_an_ordinary_share_of_rejects_passes(read, rejected):
    assert too_many_rejects(counts(read, rejected), {("age", "BORNES"): rejected}) is None


def test_a_month_of_another_year_is_said_with_the_month_seen():
    rows = misdated_rows(counts(500, 500), {("date_debut", "HORS_MOIS"): 498})
    seen = Counter({date(2027, 3, 1): 498, date(2026, 3, 1): 2})
    doubt = misdated(MONTH, rows, counts(500, 500), seen)
    assert doubt.code == "DATES"
    assert "mars 2027 (498 lignes)" in doubt.message
    assert "pas de mars 2026" in doubt.message


def test_some_rows_of_the_next_month_are_only_rejects():
    assert not misdated_rows(counts(500, 240), {("date_debut", "HORS_MOIS"): 240})


def test_every_sentence_fits_the_column_it_is_kept_in():
    many = {f"{n:03d}": 9_999_999 for n in range(107)}
    month = {caisse: sums(rows) for caisse, rows in many.items()}
    whole = past_among({date(2025, m, 1): month for m in range(1, 9)}, SourceKind.ARRETS, MONTH)
    faults = {("teleconsultation", "LISTE"): 9_999_999, ("remplacement", "LISTE"): 9_999_999}
    faults |= {("date_debut", "DATE"): 9_999_999, ("jours_indem", "ENTIER"): 9_999_999}
    said = [
        absent_caisses({}, whole, set(many)),
        amounts({caisse: sums(9_999_999, 0.3) for caisse in many}, whole),
        volume({"001": sums(1)}, whole),
        too_many_rejects(counts(99_999_999, 99_999_999), faults),
        too_many_rejects(counts(99_999_999, 99_999_999), {("rpps", "NIR"): 99_999_999}),
        no_row(whole),
    ]
    assert max(len(one.message) for one in said) <= 500


def test_months_are_counted_over_the_year():
    assert months_apart(date(2025, 11, 1), date(2026, 2, 1)) == 3
