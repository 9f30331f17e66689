"""The months of the comparables on the evolution: sentence, table, files, or why there are none."""

from types import SimpleNamespace

import pytest

from prescribers.presenters.evolution import evolution
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import GroupMonthsFactory
from tests.prescribers.peers_world import among
from tests.prescribers.profiles_world import exported, insufficient, profile
from tests.prescribers.test_presenters import a_profile


LINE = "un comparable sur dix en dessous, un au-dessus"


def deciles(low, median, high):
    return SimpleNamespace(low=low, median=median, high=high)


def six(value):
    return [value] * 6


def test_a_decile_is_shown_as_days_of_his_own_list():
    """Half, once and twice what is expected of him in each month, whatever their own lists are."""
    found = a_profile()
    peers = evolution(found, (), deciles(six(0.5), six(1.0), six(2.0))).peers

    assert peers.median == found.months_expected
    assert peers.low == [0.5 * days for days in found.months_expected]
    assert peers.high == [2.0 * days for days in found.months_expected]


@pytest.mark.parametrize(
    ("high", "said"),
    [
        (six(0.1), "Au-dessus de neuf comparables sur dix\u202f: 4 mois sur 4."),
        (six(50.0), "Au-dessus de neuf comparables sur dix\u202f: aucun mois sur 4."),
        ([0.1, 50.0, None, 0.1, 0.1, 0.1], "comparables sur dix\u202f: 2 mois sur 3."),
        # The two provisional months alone are known: nothing is said of them.
        ([None] * 4 + [0.1] * 2, "attendue depuis novembre 2025, 2 mois sur 4."),
    ],
)
def test_the_sentence_counts_complete_and_known_months(high, said):
    known = [None if value is None else 0.01 for value in high]

    assert evolution(a_profile(), (), deciles(known, known, high)).sentence.endswith(said)


@pytest.mark.django_db
class TestPage:
    def test_page_table_and_file_have_the_days_of_the_comparables(self, client, doctor, run):
        own = among(run, 14)
        GroupMonthsFactory(run=run, group_code=own.group_code)

        page = text_of(client.get(f"/prescripteurs/{own.rpps}/evolution/"))
        rows = exported(client.get(f"/prescripteurs/{own.rpps}/figures/evolution.csv"))

        assert LINE in page
        assert "Au-dessus de neuf comparables sur dix\u202f: 12 mois sur 12." in page
        assert rows[0]["Comparables, D1"] == "329,0"
        assert rows[0]["Comparable médian"] == "658,0"
        assert rows[0]["Comparables, D9"] == "987,0"

    def test_the_months_of_another_group_or_run_are_not_his(self, client, doctor, run):
        own = among(run, 14)
        GroupMonthsFactory(run=run, group_code="PSY·93")
        page = text_of(client.get(f"/prescripteurs/{own.rpps}/evolution/"))

        assert LINE not in page
        assert "Ce calcul n’a pas gardé la répartition des mois de ses comparables." in page

    def test_a_group_of_a_few_says_why_there_are_none(self, client, doctor, run):
        own = profile(run, smoothed=1.4, smoothed_low=1.2, smoothed_high=1.6)
        page = text_of(client.get(f"/prescripteurs/{own.rpps}/evolution/"))

        assert LINE not in page
        assert "Moins de 11 prescripteurs à effectif suffisant dans le groupe" in page

    def test_below_the_minima_nothing_of_the_group_is_drawn(self, client, doctor, run):
        small = insufficient(run, "ZANNIER")
        GroupMonthsFactory(run=run, group_code=small.group_code)
        page = client.get(f"/prescripteurs/{small.rpps}/evolution/")

        assert LINE not in text_of(page)
        assert "<figure" not in page.content.decode()

    def test_the_tab_costs_twelve_reads_at_most(self, client, doctor, run):
        own = among(run, 14)
        GroupMonthsFactory(run=run, group_code=own.group_code)
        client.get("/prescripteurs/")

        assert len(reads(client, f"/prescripteurs/{own.rpps}/evolution/")) <= 12
