"""Which chains a médecin-conseil may raise with the prescriber: published rules, by version.

A rule chooses what to talk about; it never says that a leave was not justified.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from prescribers.rules.chains import Chain


SIX_MONTHS, EIGHTEEN_MONTHS = 183, 548
# Half of the 360 days that article R323-1 allows over three years.
LONG_PAID_DAYS = 180
TIMES_REFERENCE = 2
MANY_PROLONGATIONS = 4


@dataclass(frozen=True)
class CaseRule:
    """A rule as it is published: short words for a chip, the whole wording, where it comes from."""

    code: str
    words: str
    wording: str
    source: str
    applies: Callable[[Chain], bool]


@dataclass(frozen=True)
class RuleSet:
    """The rules in force from a day on; a change makes a new version, never an edit."""

    version: str
    since: date
    rules: tuple[CaseRule, ...]


def _over_six_months(chain: Chain) -> bool:
    return chain.length > SIX_MONTHS


def _over_eighteen_months(chain: Chain) -> bool:
    return chain.length > EIGHTEEN_MONTHS


def _long_without_ald(chain: Chain) -> bool:
    """Neither an ALD nor an accident at work: the ceiling of R323-1 concerns illness alone."""
    ordinary = not chain.long_term_illness and not chain.work_related
    return ordinary and chain.paid_days > LONG_PAID_DAYS


def _beyond_reference(chain: Chain) -> bool:
    reference = chain.reference
    return reference is not None and chain.length > TIMES_REFERENCE * reference.high


def _many_prolongations(chain: Chain) -> bool:
    return chain.prolongations >= MANY_PROLONGATIONS


OVER_SIX_MONTHS = CaseRule(
    "plus-de-6-mois",
    "Plus de 6 mois",
    "L’arrêt, prolongations comprises, dure plus de 183 jours de calendrier.",
    "Au-delà de six mois, les conditions d’ouverture des droits changent (art. R313-3 CSS).",
    _over_six_months,
)
OVER_EIGHTEEN_MONTHS = CaseRule(
    "plus-de-18-mois",
    "Plus de 18 mois",
    "L’arrêt, prolongations comprises, dure plus de 548 jours de calendrier.",
    "Règle du portail\u202f: au-delà des 360 indemnités journalières que l’article R323-1 CSS "
    "permet sur trois ans hors ALD.",
    _over_eighteen_months,
)
LONG_WITHOUT_ALD = CaseRule(
    "long-sans-ald",
    "Long, sans ALD",
    "Plus de 180 jours indemnisés, sans affection de longue durée ni accident du travail ou "
    "maladie professionnelle.",
    "Règle du portail\u202f: la moitié des 360 indemnités journalières que l’article R323-1 CSS "
    "permet sur trois ans hors ALD.",
    _long_without_ald,
)
BEYOND_REFERENCE = CaseRule(
    "deux-fois-la-reference",
    "Plus de 2 fois la référence",
    "Chaque motif de l’arrêt a une fiche repère, et l’arrêt dure plus de deux fois la plus longue "
    "de leurs durées de référence (le poste de travail et le traitement ne sont pas connus).",
    "Fiches repères de la Cnam après avis de la HAS, celles relues sur la fiche seulement. Une "
    "durée de référence est indicative.",
    _beyond_reference,
)
PROLONGED = CaseRule(
    "prolongations",
    "4 prolongations et plus",
    "L’arrêt compte au moins quatre avis de prolongation.",
    "Règle du portail.",
    _many_prolongations,
)
RULE_SETS = (
    RuleSet(
        "v1",
        date(2026, 11, 1),
        (OVER_SIX_MONTHS, OVER_EIGHTEEN_MONTHS, LONG_WITHOUT_ALD, BEYOND_REFERENCE, PROLONGED),
    ),
)


def rules_on(day: date) -> RuleSet:
    """The rules in force on a day; the first ones for a day before them all."""
    return max(
        (found for found in RULE_SETS if found.since <= day),
        key=lambda found: found.since,
        default=RULE_SETS[0],
    )


def rules_kept(chain: Chain, rules: RuleSet) -> tuple[CaseRule, ...]:
    """The rules that retain a chain, in the order of their publication."""
    if not chain.to_discuss:
        return ()
    return tuple(rule for rule in rules.rules if rule.applies(chain))


@dataclass(frozen=True)
class Case:
    """One chain to talk about, under a number that says nobody's name.

    `window_days` are the paid days of its counted leaves in the window.
    """

    number: str
    chain: Chain
    rules: tuple[CaseRule, ...]
    window_days: int


@dataclass(frozen=True)
class Cases:
    """The cases, and of how many `leaves` counted in the window."""

    cases: tuple[Case, ...]
    leaves: int

    def numbered(self, number: str) -> Case | None:
        """The case of that number, if it is one of these."""
        return next((case for case in self.cases if case.number == number), None)
