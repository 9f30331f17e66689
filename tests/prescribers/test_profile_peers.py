"""The comparables of a prescriber: the same rows three times, nobody's name, limits of the core."""

import re

import pytest

from ijstats import spread_limits
from prescribers.models import Prescriber, Profile
from prescribers.presenters.peers import DRAWN, caterpillar, drawn_ranks, funnel, shown_expected
from prescribers.selectors.peers import group_ratios, peer_counts, peers_at
from tests.pages.reading import reads, text_of
from tests.prescribers.peers_world import among
from tests.prescribers.profiles_world import insufficient, profile


pytestmark = pytest.mark.django_db
GROUP = 130


def page_of(own):
    return f"/prescripteurs/{own.rpps}/comparables/"


def named(client, address):
    """The first cells of the table that follows the figures."""
    page = client.get(address).content.decode()
    table = page.split('id="tableau"')[1].split("</section>")[0]
    return re.findall(r'<th scope="row">([^<]*)</th>', table)


def test_no_comparable_has_a_name_or_a_number(client, doctor, run):
    own = among(run, 14)
    files = [f"/prescripteurs/{own.rpps}/figures/{n}.csv" for n in ("rangs", "entonnoir")]

    for address in (page_of(own), *files):
        text = client.get(address).content.decode()
        assert "Comparable\u00a01" in text
        for other in Prescriber.objects.exclude(rpps=own.rpps):
            assert other.rpps not in text
            assert other.last_name.lower() not in text.lower()


def test_the_volumes_of_others_are_rounded(client, doctor, run):
    own = among(run, 14)
    page = text_of(client.get(page_of(own)))

    assert "2\u202f345" not in page
    assert "2\u202f300" in page
    assert "7\u202f900" in page


def test_ranks_funnel_and_table_have_the_same_rows(client, doctor, run):
    own = among(run, 14)
    counts = peer_counts(own)
    peers = peers_at(own, drawn_ranks(counts.measured, counts.own))
    ranks, cone = caterpillar(own, counts, peers), funnel(own, counts, peers)

    names = [row.name for row in ranks.rows]
    assert [row.name for row in cone.rows] == names
    assert named(client, page_of(own)) == names[::-1]
    assert names.count("Ce prescripteur") == 1
    assert len(names) == 15


def test_the_limits_of_the_funnel_are_those_of_the_statistics(doctor, run):
    own = among(run, 14, kappa0=80.0)
    counts = peer_counts(own)
    peers = peers_at(own, range(1, 16))
    everyone = Profile.objects.filter(run=run)
    kappa0 = sum(p.kappa0 * p.exp_days for p in everyone) / sum(p.exp_days for p in everyone)
    volumes = [shown_expected(peer) for peer in peers]
    same = ([kappa0] * 15, [0.0] * 15, [0.03] * 15)

    rows = funnel(own, counts, peers).rows

    assert counts.kappa0 == pytest.approx(kappa0)
    for level, name in ((0.95, "inner"), (0.998, "outer")):
        limits = spread_limits(volumes, *same, level=level)
        for i, row in enumerate(rows):
            expected = (limits.low[i] / volumes[i], limits.high[i] / volumes[i])
            assert getattr(row, name) == pytest.approx(expected)


def test_the_counts_are_those_of_the_intervals(doctor, run):
    """Intervals of ±0.2 around 0.60 to 0.73 are under 1; his own is over it."""
    own = among(run, 14)
    insufficient(run, "ZANNIER")

    counts = peer_counts(own)

    assert (counts.measured, counts.without) == (15, 1)
    assert (counts.below, counts.compatible, counts.above) == (14, 0, 1)
    assert counts.own == 15


def test_a_large_group_is_drawn_at_regular_ranks_and_paged(client, doctor, run):
    own = among(run, GROUP, ratio_days=0.851, ci_low=0.7, ci_high=0.99, level=0)
    address = page_of(own)
    page = client.get(address)

    ranks = drawn_ranks(GROUP + 1, 27)
    assert {1, 27, GROUP + 1} <= set(ranks)
    assert DRAWN <= len(ranks) <= DRAWN + 1
    assert f"{len(ranks)} sont dessinés, à rangs réguliers" in text_of(page)
    # The table opens at his own page; every rank is on one page and one only.
    assert 'class="self"' in page.content.decode()
    seen = []
    for number in range(1, 8):
        seen += named(client, f"{address}?page={number}")
    ranks = range(GROUP + 1, 0, -1)
    assert seen == [f"Comparable\u00a0{r}" if r != 27 else "Ce prescripteur" for r in ranks]


@pytest.mark.parametrize("number", ["0", "99", "²", "-1", "x", "9" * 500])
def test_a_page_that_does_not_exist_is_the_nearest(client, doctor, run, number):
    own = among(run, 14)

    assert "page 1 sur" in text_of(client.get(page_of(own), {"page": number}))


@pytest.mark.parametrize("tab", ["", "evolution/", "comparables/", "historique/"])
def test_a_tab_costs_twelve_reads_whatever_the_group(client, doctor, run, tab):
    own = among(run, 14)
    address = f"/prescripteurs/{own.rpps}/{tab}"
    client.get(address)
    few = reads(client, address)
    for i in range(60):
        insufficient(run, f"ZANNIER{i}")

    many = reads(client, address)

    assert len(many) == len(few) <= 12, "\n".join(few)


def test_the_spread_of_the_ratios_is_that_of_those_above_the_minima(doctor, run):
    own = among(run, 10, ratio_days=0.7, ratio_leaves=1.25)
    insufficient(run, "ZANNIER", ratio_days=9.0)

    found = group_ratios(own)

    assert found.measured == 11
    # 0.60 to 0.69, and his own 0.70: rank 1 + 10 q.
    assert found.spread["ratio_days"] == pytest.approx((0.61, 0.625, 0.675, 0.69))
    lengths = tuple(value / 1.25 for value in (0.61, 0.625, 0.675, 0.69))
    assert found.spread["ratio_length"] == pytest.approx(lengths)


def test_another_group_is_not_compared(doctor, run):
    own = among(run, 11)
    profile(run, "LILLE", region="32", group_code="MG·32")
    profile(run, "ESQUIROL", specialty="PSY", group_code="PSY·93")

    assert peer_counts(own).measured == 12
    assert len(peers_at(own, range(1, 20))) == 12
