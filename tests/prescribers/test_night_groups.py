"""Caisses in groups: each once, in order, of about as many leaves."""

import pytest
from hypothesis import given, strategies as st

from prescribers.services.night.groups import FEWEST_JOBS, LEAVES_PER_JOB, groups_of


def test_the_nation_is_cut_into_jobs_of_like_sizes():
    caisses = [f"{number:03d}" for number in range(101)]
    leaves = {caisse: 50_000 + 9_000 * place for place, caisse in enumerate(caisses)}
    groups = groups_of(caisses, leaves)
    assert [caisse for group in groups for caisse in group] == caisses
    sizes = [sum(leaves[caisse] for caisse in group) for group in groups]
    assert len(groups) == -(-sum(leaves.values()) // LEAVES_PER_JOB)
    assert max(sizes) < LEAVES_PER_JOB + max(leaves.values())


@pytest.mark.parametrize(
    ("caisses", "leaves", "groups"),
    [
        ([], {}, []),
        (["061"], {"061": 5}, [["061"]]),
        (["061", "831"], {}, [["061"], ["831"]]),
        (["061", "062", "831"], {"061": 10, "831": 10}, [["061"], ["062"], ["831"]]),
    ],
)
def test_small_countries(caisses, leaves, groups):
    assert groups_of(caisses, leaves) == groups


@given(st.lists(st.integers(0, 3_000_000), min_size=1, max_size=60))
def test_no_caisse_is_lost_and_no_job_is_empty(sizes):
    caisses = [f"{place:03d}" for place in range(len(sizes))]
    groups = groups_of(caisses, dict(zip(caisses, sizes, strict=True)))
    assert [caisse for group in groups for caisse in group] == caisses
    assert all(groups)
    assert len(groups) <= max(FEWEST_JOBS, -(-(sum(sizes) + len(sizes)) // LEAVES_PER_JOB))
