"""The chains of a prescriber that a published rule retains, under a number of their own."""

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from accounts.perimeter import Perimeter
from prescribers.models import Profile
from prescribers.rules.cases import Case, Cases, RuleSet, rules_kept
from prescribers.rules.chains import Chain, chained
from prescribers.selectors.leaves import leaves_read


SALT = "prescribers.cases"
# Without vowels, and without what is read for another sign: no number spells a word.
SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
SHORTEST, LONGEST = 5, 24


def cases_to_discuss(perimeter: Perimeter, profile: Profile, rules: RuleSet) -> Cases:
    """Chains with a leave begun in the window, and what came before it over two more years."""
    first = profile.run.window_start
    read = leaves_read(perimeter, profile)
    chains = [
        (chain, kept)
        for chain in chained(read)
        if chain.leaves[-1].start >= first and (kept := rules_kept(chain, rules))
    ]
    numbers = case_numbers(profile, [chain for chain, _ in chains])
    found = [
        Case(number, chain, kept, chain.paid_days_since(first))
        for number, (chain, kept) in zip(numbers, chains, strict=True)
    ]
    return Cases(tuple(found), sum(leave.counted and leave.start >= first for leave in read))


def case_numbers(profile: Profile, chains: Sequence[Chain]) -> list[str]:
    """A keyed digest of the chain: the same for this prescriber and window, of no use elsewhere.

    Five signs, 14 million numbers; more for all of them should two ever be alike.
    """
    run = profile.run
    asked = f"{profile.rpps}|{run.window_start}|{run.window_end}"
    digests = [_signs(f"{asked}|{chain.patient}|{chain.start}") for chain in chains]
    length = next(
        size
        for size in range(SHORTEST, LONGEST + 1)
        if len({digest[:size] for digest in digests}) == len(digests)
    )
    return [digest[:length] for digest in digests]


def _signs(message: str) -> str:
    value = int.from_bytes(salted_hmac(SALT, message, algorithm="sha256").digest())
    signs = []
    for _ in range(LONGEST):
        value, place = divmod(value, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)
