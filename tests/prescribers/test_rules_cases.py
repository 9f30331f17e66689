"""The published rules by examples, each with the text that fixes its limit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from prescribers.rules.cases import RULE_SETS, rules_kept, rules_on
from prescribers.rules.chains import LeaveFact, chained
from prescribers.rules.motives import families, motives, references


START = date(2025, 3, 3)
RULES = RULE_SETS[0]
NO_SHEET = "M11"  # « dépression caractérisée » : no reference duration (domain.md §3.1)


def leave(begins=0, length=10, **fields):
    """A notice that begins some days after the first, for so many calendar days."""
    start = START + timedelta(days=begins)
    known = {
        "patient": 1,
        "start": start,
        "end": start + timedelta(days=length - 1),
        "days": length,
        "nature": "I",
        "risk": "MAL",
        "motive": NO_SHEET,
        "age": 47,
        "sex": 2,
        "ald": 0,
        "counted": True,
    }
    return LeaveFact(**{**known, **fields})


def one_chain(*leaves):
    chains = chained(leaves)
    assert len(chains) == 1
    return chains[0]


def kept(*leaves):
    return {rule.code for rule in rules_kept(one_chain(*leaves), RULES)}


def prolonged(count):
    return [leave(), *(leave(10 * i, nature="P") for i in range(1, count + 1))]


# Rule, the leaves just inside its limit, those just beyond, where the limit comes from.
EXAMPLES = [
    ("plus-de-6-mois", [leave(length=183)], [leave(length=184)], "R313-3: six months"),
    ("plus-de-18-mois", [leave(length=548)], [leave(length=549)], "eighteen months of 30.4 days"),
    ("long-sans-ald", [leave(days=180)], [leave(days=181)], "half of the 360 days of R323-1"),
    (
        "deux-fois-la-reference",
        [leave(length=70, motive="M02")],
        [leave(length=71, motive="M02")],
        "sciatica: 2 to 35 days by kind of work",
    ),
    (
        "deux-fois-la-reference",
        [leave(length=10, motive="M01")],
        [leave(length=11, motive="M01")],
        "common low back pain, intense: 5 days",
    ),
    (
        "deux-fois-la-reference",
        [leave(length=90, motive="M07")],
        [leave(length=91, motive="M07")],
        "carpal tunnel, surgery, heavy work: 45 days",
    ),
    (
        "deux-fois-la-reference",
        [leave(length=28, motive="M13")],
        [leave(length=29, motive="M13")],
        "minor anxiety and depression: 14 days",
    ),
    ("prolongations", prolonged(3), prolonged(4), "four prolongations"),
]


@pytest.mark.parametrize(("code", "inside", "beyond", "source"), EXAMPLES)
def test_a_rule_begins_just_beyond_its_limit(code, inside, beyond, source):
    assert code not in kept(*inside), source
    assert code in kept(*beyond), source


def test_every_published_rule_has_an_example_and_its_words():
    assert {rule.code for rule in RULES.rules} == {code for code, *_ in EXAMPLES}
    for rule in RULES.rules:
        assert rule.words
        assert rule.wording.endswith(".")
        assert rule.source.endswith(".")


@pytest.mark.parametrize("fields", [{"ald": 1}, {"risk": "AT"}, {"risk": "MP"}])
def test_the_ceiling_of_illness_concerns_neither_ald_nor_work(fields):
    """R323-1 limits the daily allowances of illness without ALD; accidents are in book IV."""
    long = leave(length=200, **fields)
    assert "long-sans-ald" not in kept(long)
    assert "plus-de-6-mois" in kept(long)


@pytest.mark.parametrize("fields", [{"ald": 2}, {"risk": "MAT"}])
def test_a_cancer_or_a_maternity_is_no_case(fields):
    assert kept(leave(length=700, **fields)) == set()
    assert kept(leave(length=700)) != set()


def test_a_motive_without_a_sheet_leaves_no_reference():
    mixed = [leave(length=200, motive="M01"), leave(200, length=10, motive=NO_SHEET)]
    assert one_chain(*mixed).reference is None
    assert "deux-fois-la-reference" not in kept(*mixed)


def test_of_two_sheets_the_longest_duration_is_the_reference():
    both = [leave(length=30, motive="M01"), leave(30, length=30, motive="M02")]
    assert one_chain(*both).reference == references()["M02"]
    assert "deux-fois-la-reference" not in kept(*both)


@pytest.mark.parametrize(("gap", "chains"), [(0, 1), (1, 1), (2, 1), (3, 2)])
def test_work_resumed_for_48_hours_at_most_does_not_end_a_leave(gap, chains):
    """R323-1: no waiting days again when the return lasts 48 hours at most."""
    assert len(chained([leave(), leave(10 + gap)])) == chains


def test_a_leave_inside_another_does_not_end_it():
    chain = one_chain(leave(length=60), leave(5, length=3), leave(61, length=5))
    assert (chain.length, len(chain.leaves)) == (66, 3)


def test_patients_are_never_chained_together():
    assert len(chained([leave(), leave(10, patient=2)])) == 2


def test_the_rules_of_a_day_are_the_last_ones_before_it(monkeypatch):
    newer = replace(RULES, version="v2", since=date(2027, 6, 1))
    monkeypatch.setattr("prescribers.rules.cases.RULE_SETS", (RULES, newer))
    assert rules_on(date(2020, 1, 1)).version == "v1"
    assert rules_on(date(2027, 5, 31)).version == "v1"
    assert rules_on(date(2027, 6, 1)).version == "v2"


def test_every_motive_has_a_family_and_every_sheet_a_motive():
    assert len(motives()) == 40
    assert {motive.family for motive in motives().values()} <= set(families())
    assert set(references()) == {"M01", "M02", "M07", "M13"} <= set(motives())
