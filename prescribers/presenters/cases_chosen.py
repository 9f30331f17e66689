"""What the address asks of the cases to discuss: a rule, an order, a run; and its neighbours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from prescribers.rules.cases import Case, Cases, RuleSet


# What the list may be sorted by, the greatest first; the first one unless another is asked.
SORTS: dict[str, Callable[[Case], int]] = {
    "duree": lambda case: case.chain.length,
    "indemnises": lambda case: case.chain.paid_days,
    "prolongations": lambda case: case.chain.prolongations,
    "part": lambda case: case.window_days,
}
SORT_WORDS = {
    "duree": "Durée",
    "indemnises": "Indemnisés",
    "prolongations": "Prolongations",
    "part": "Part des jours",
}


@dataclass(frozen=True)
class Chosen:
    """What the address asks of the list; a rule or an order that is not known is ignored."""

    rule: str = ""
    sort: str = ""
    run: str = ""

    @classmethod
    def of(cls, address: Mapping[str, str], rules: RuleSet) -> "Chosen":
        rule, sort, run = (address.get(name, "") for name in ("regle", "tri", "calcul"))
        known = {one.code for one in rules.rules}
        return cls(rule if rule in known else "", sort if sort in SORTS else "", run)

    def query(self, **other: str) -> str:
        """The address of this list, or of one that differs by `other`."""
        said = replace(self, **other)
        words = {"regle": said.rule, "tri": said.sort, "calcul": said.run}
        return "?" + urlencode({name: value for name, value in words.items() if value})

    @property
    def cited(self) -> str:
        """The run alone, for the pages of one case; nothing for the published one."""
        return "?" + urlencode({"calcul": self.run}) if self.run else ""


@dataclass(frozen=True)
class RuleChip:
    """A rule with the cases it retains, its published text, and the list cut to it."""

    words: str
    wording: str
    source: str
    count: int
    query: str
    current: bool


@dataclass(frozen=True)
class SortLink:
    words: str
    query: str
    current: bool


def rule_chips(found: Cases, rules: RuleSet, chosen: Chosen) -> list[RuleChip]:
    """Every rule, those that retain nothing too: the reader sees what was looked for."""
    return [
        RuleChip(
            rule.words,
            rule.wording,
            rule.source,
            count=sum(rule in case.rules for case in found.cases),
            query=chosen.query(rule=rule.code),
            current=rule.code == chosen.rule,
        )
        for rule in rules.rules
    ]


def sort_links(chosen: Chosen) -> dict[str, SortLink]:
    first = next(iter(SORTS))
    return {
        sort: SortLink(words, chosen.query(sort=sort), sort == (chosen.sort or first))
        for sort, words in SORT_WORDS.items()
    }
