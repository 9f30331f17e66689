"""Whom an answer is lost among, and the counts of what was said, by hand."""

from datetime import date

import pytest

from sosij.enums import Brake, Mark, SurveyKind
from sosij.presenters.satisfaction import place_words, satisfaction_tables
from sosij.rules.satisfaction import Told, counted_answers
from sosij.rules.survey import (
    Targets,
    closes_on,
    digest_of,
    last_four_quarters,
    last_quarter,
    quarter_of,
    shown_departements,
)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"06": 10}, set()),
        ({"06": 11}, {"06"}),
        ({"06": 30, "83": 11}, {"06", "83"}),
        # The three of the 04 would be alone without a name: the smallest shown joins them.
        ({"06": 30, "83": 12, "04": 3}, {"06"}),
        # Six and five are eleven together.
        ({"06": 30, "04": 6, "05": 5}, {"06"}),
        ({"06": 11, "04": 3}, set()),
        ({}, set()),
    ],
)
def test_a_departement_is_named_only_where_eleven_share_it(sizes, shown):
    assert shown_departements(sizes) == shown


def test_nobody_is_invited_among_fewer_than_eleven():
    doctors = {f"{n:011d}": "06" for n in range(11)}
    found = Targets(users=doctors, non_users=dict(list(doctors.items())[:10]))
    assert found.invited(SurveyKind.USER) == doctors
    assert found.invited(SurveyKind.NON_USER) == {}


@pytest.mark.parametrize(
    ("day", "quarter", "before"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 3, 31), date(2026, 1, 1), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 11, 12), date(2026, 10, 1), (date(2026, 7, 1), date(2026, 9, 30))),
    ],
)
def test_quarters(day, quarter, before):
    assert quarter_of(day) == quarter
    assert last_quarter(day) == before


def test_the_report_tells_four_quarters():
    assert last_four_quarters(date(2026, 11, 12)) == date(2026, 1, 1)
    assert last_four_quarters(date(2026, 3, 31)) == date(2025, 4, 1)


def test_links_close_after_sixty_days():
    assert closes_on(date(2026, 11, 12)) == date(2027, 1, 11)


def test_a_token_is_not_found_in_its_digest():
    assert digest_of("clair") != digest_of("Clair")
    assert len(digest_of("clair")) == 64


def told(useful=Mark.YES, *, month=date(2026, 11, 1), departement="06"):
    marks = {"useful": useful, "delay": Mark.YES, "clear": Mark.YES, "again": Mark.NO}
    return Told("utilisateur", month, departement, marks, ())


def busy(*brakes, departement="06"):
    return Told("non_utilisateur", date(2026, 10, 1), departement, {}, brakes)


def test_answers_are_counted_by_question_and_by_place():
    found = counted_answers([told(), told(Mark.RATHER_NO), busy("temps", "autre")])
    place = (date(2026, 10, 1), "06")
    assert found.marks["useful", Mark.YES] == 1
    assert found.marks["again", Mark.NO] == 2
    assert found.useful[place, True] == found.useful[place, False] == 1
    assert found.brakes[place, Brake.TIME] == found.brakes[place, Brake.OTHER] == 1


def cells(tables, ident):
    (table,) = [table for table in tables if table.ident == ident]
    return {row[0]: row[1:] for row in table.rows}


def test_small_counts_are_hidden_with_what_would_give_them_back():
    answers = [told()] * 30 + [told(Mark.NO)] * 4 + [busy("temps")] * 12 + [busy("controle")] * 3
    tables = satisfaction_tables(counted_answers(answers))
    useful = cells(tables, "satisfaction")["La réponse vous a-t-elle été utile\u202f?"]
    # 34 answers, four of which « non »: « oui » is hidden too, 34 - 30 would give the 4 back.
    assert useful == ("NS", "0", "0", "NS", "34")
    assert cells(tables, "utilite")["T4 2026, 06"] == ("NS", "NS", "34")
    brakes = cells(tables, "freins")["T4 2026, 06"]
    assert brakes[1] == brakes[4] == "NS"
    assert brakes[-1] == "15"


def test_without_an_answer_there_is_no_table():
    assert satisfaction_tables(counted_answers([])) == []


def test_a_place_without_a_name():
    assert place_words(date(2026, 10, 1), "") == "T4 2026, Autres"
