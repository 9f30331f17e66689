"""Which cases a sheet proposes: one of each published rule first, then the longest."""

from collections.abc import Sequence

from prescribers.rules.cases import Case, RuleSet


MOST_CASES = 5
LETTERS = "ABCDE"


def proposed_cases(cases: Sequence[Case], rules: RuleSet) -> list[Case]:
    """Five at most, the longest first; what a person then changes among those retained."""
    longest = sorted(cases, key=lambda case: (-case.chain.length, case.number))
    kept: list[Case] = []
    for rule in rules.rules:
        found = next((one for one in longest if rule in one.rules and one not in kept), None)
        kept += [found] if found is not None else []
    kept += [one for one in longest if one not in kept]
    return sorted(kept[:MOST_CASES], key=longest.index)
