"""Which caisses one map job reads: a few neighbours when they are small, never many leaves."""

from collections.abc import Mapping, Sequence


# A job reads a million leaves in about a second and 200 MB, and costs 0.1 s to start and to end:
# 101 jobs would take as long as the reading. Four at least, so that four workers have work.
LEAVES_PER_JOB = 1_500_000
FEWEST_JOBS = 4


def groups_of(caisses: Sequence[str], leaves: Mapping[str, int]) -> list[list[str]]:
    """Cut the caisses, in their order, into groups of about as many leaves each."""
    # One more each, so that caisses without leaves are spread as well.
    weights = [leaves.get(caisse, 0) + 1 for caisse in caisses]
    total = sum(weights)
    jobs = min(len(caisses), max(FEWEST_JOBS, -(-total // LEAVES_PER_JOB)))
    groups: dict[int, list[str]] = {}
    before = 0
    for caisse, weight in zip(caisses, weights, strict=True):
        # A caisse goes to the job where its middle falls.
        groups.setdefault((2 * before + weight) * jobs // (2 * total), []).append(caisse)
        before += weight
    return list(groups.values())
