"""An attacker has the whole file of the report, knows what adds up to what, and subtracts."""

import random
from datetime import date
from itertools import product

import numpy as np
import pytest

from sosij.enums import Desk, Level, Motive, Outcome
from sosij.presenters.report import csv_rows, report_tables
from sosij.presenters.report_counts import shown_counts
from sosij.rules.report import Period, Report, Totals


MONTHS = [date(2026, month, 1) for month in (9, 10, 11)]
PLACES = ("06", "83")
ISSUES = "Que sont devenues les situations\u202f?"


def dealt(rng, total, parts):
    """A total cut at random, often into a few large parts and some tiny ones."""
    weights = [rng.choice((1, 1, 5, 30)) for _ in parts]
    found = dict.fromkeys(parts, 0)
    for part in rng.choices(parts, weights, k=total):
        found[part] += 1
    return found


def drawn(seed):
    rng = random.Random(seed)
    received = rng.choice((9, 30, 80, 300))
    states = dealt(rng, received, ["answered", "dropped", "open"])
    answered = states["answered"]
    outcomes = {
        (horizon, code): n
        for horizon in (30, 90)
        for code, n in dealt(rng, answered, [*Outcome.values, "", "not asked"]).items()
        if code != "not asked"
    }
    return Report(
        period=Period(MONTHS[0], MONTHS[-1]),
        totals=Totals(
            received=received,
            answered=answered,
            dropped=states["dropped"],
            in_time=dealt(rng, answered, [True, False])[True],
            by_phone=dealt(rng, answered, [True, False])[True],
            deciles=(3600.0,) * 9,
        ),
        months=dealt(rng, received, list(product(PLACES, MONTHS))),
        motives=dealt(rng, received, Motive.values),
        levels=dealt(rng, received, Level.values),
        desks=dealt(rng, received, Desk.values),
        outcomes=outcomes,
        recourse=[],
    )


def truth(report):
    """Every count of the file by its table, line and column, and what they add up to.

    Written again from the words of the page: the total of a table that shows none is that of
    « Reçues » or « Répondues ».
    """
    totals = report.totals
    answers = "Réponses"
    found = {
        (answers, "Reçues", "Demandes"): totals.received,
        (answers, "Répondues", "Demandes"): totals.answered,
        (answers, "Classées sans réponse", "Demandes"): totals.dropped,
        (answers, "Encore ouvertes", "Demandes"): totals.open,
        (answers, "Répondues dans le délai", "Demandes"): totals.in_time,
        (answers, "Répondues hors délai", "Demandes"): totals.answered - totals.in_time,
        (answers, "Répondues par téléphone", "Demandes"): totals.by_phone,
        (answers, "Répondues par écrit", "Demandes"): totals.answered - totals.by_phone,
    }
    received, answered, dropped, waiting, timely, late, phone, written = found
    sums = [
        ([answered, dropped, waiting], received),
        ([timely, late], answered),
        ([phone, written], answered),
    ]
    tables = (("Motifs", Motive, report.motives), ("Niveaux", Level, report.levels),
              ("Guichets", Desk, report.desks))  # fmt: skip
    for title, words, counts in tables:
        lines = {(title, str(word.label), "Demandes"): counts[word.value] for word in words}
        sums.append((list(lines), received))
        found |= lines
    for horizon in (30, 90):
        column = f"À {horizon} jours"
        said = {
            (ISSUES, str(Outcome(code).label) if code else "Demandée, sans réponse", column): n
            for (when, code), n in report.outcomes.items()
            if when == horizon
        }
        said[ISSUES, "Pas encore demandée", column] = totals.answered - sum(said.values())
        sums.append((list(said), answered))
        found |= said
    names = dict(zip(MONTHS, ("septembre 2026", "octobre 2026", "novembre 2026"), strict=True))
    whole = []
    for month, name in names.items():
        cells = {
            ("Demandes par mois", name, place): report.months[place, month] for place in PLACES
        }
        found |= cells
        found["Demandes par mois", name, "Ensemble"] = sum(cells.values())
        sums.append((list(cells), ("Demandes par mois", name, "Ensemble")))
        whole.append(("Demandes par mois", name, "Ensemble"))
    sums.append((whole, received))
    return found, sums


def worked_out(sums, hidden):
    """The hidden counts that have one value only: those that no solution of A x = 0 moves."""
    place = {key: i for i, key in enumerate(sorted(hidden))}
    if not place:
        return set()
    matrix = np.zeros((len(sums), len(place)))
    for row, (parts, total) in zip(matrix, sums, strict=True):
        for key in parts:
            if key in place:
                row[place[key]] = 1
        if total in place:
            row[place[total]] = -1
    _, values, turned = np.linalg.svd(matrix)
    free = turned[int((values > 1e-9).sum()) :]
    return {key for key, i in place.items() if not free.size or np.abs(free[:, i]).max() < 1e-9}


def file_of(report):
    rows = csv_rows(report_tables(report, shown_counts(report)))
    return {(table, line, column): value for table, line, column, value in rows}


def number(words):
    return int(words.replace("\u202f", "").replace("\xa0", ""))


@pytest.mark.parametrize("seed", range(150))
def test_no_count_of_one_to_ten_is_worked_out_of_the_file(seed):
    report = drawn(seed)
    known, sums = truth(report)
    said = file_of(report)
    hidden = {key for key in known if said[key] == "NS"}
    for key in known.keys() - hidden:
        assert number(said[key]) == known[key]
        assert not 0 < known[key] < 11
    assert not {key for key in worked_out(sums, hidden) if 0 < known[key] < 11}


def test_the_attacker_finds_what_is_hidden_alone():
    """The control: with nothing hidden but the small counts, he works most of them out."""
    broken = 0
    for seed in range(150):
        known, sums = truth(drawn(seed))
        small = {key for key, n in known.items() if 0 < n < 11}
        broken += bool(worked_out(sums, small))
    assert broken > 75


def test_a_share_is_hidden_with_its_count():
    for seed in range(30):
        said = file_of(drawn(seed))
        for (table, line, column), value in said.items():
            if column == "Part" and said.get((table, line, "Demandes")) == "NS":
                assert value == "NS"
