"""Cases to discuss, as a page says them: a number, an age band, months; nobody's name or date."""

from dataclasses import dataclass

from core.charts import LeaveTimeline, TimelineLeave
from core.charts.numbers import NBSP, NNBSP, date_fr, fr, percent, short_month
from prescribers.enums import LeaveNature
from prescribers.models import Profile
from prescribers.presenters.cases_chosen import SORTS, Chosen
from prescribers.presenters.motives import reference_words
from prescribers.presenters.words import counted
from prescribers.rules.ages import age_words
from prescribers.rules.cases import Case, Cases, RuleSet
from prescribers.rules.chains import Chain
from prescribers.rules.motives import family_of, family_words, motive_label


SEXES = {1: "H", 2: "F"}
PURPOSE = (
    "La liste sert à parler de cas concrets pendant l’entretien\u202f; elle ne dit pas qu’un "
    "arrêt est injustifié."
)


@dataclass(frozen=True)
class CaseLine:
    number: str
    who: str
    motives: str
    months: str
    length: str
    paid_days: str
    prolongations: str
    reference: str
    rules: str
    share: str


def case_lines(found: Cases, profile: Profile, chosen: Chosen) -> list[CaseLine]:
    """The cases that the chosen rule retains, all of them without one; equals by their number."""
    kept = [
        case
        for case in found.cases
        if not chosen.rule or chosen.rule in {rule.code for rule in case.rules}
    ]
    by = SORTS[chosen.sort or next(iter(SORTS))]
    return [
        case_line(case, profile) for case in sorted(kept, key=lambda one: (-by(one), one.number))
    ]


def case_line(case: Case, profile: Profile) -> CaseLine:
    chain = case.chain
    share = case.window_days / profile.obs_days if profile.obs_days else None
    return CaseLine(
        number=case.number,
        who=f"{SEXES[chain.sex]}, {age_words(chain.age)}",
        motives=_family_words(chain),
        months=_months(chain),
        length=f"{fr(chain.length)}{NBSP}j",
        paid_days=f"{fr(chain.paid_days)}{NBSP}j",
        prolongations=fr(chain.prolongations),
        reference=reference_words(chain.reference),
        rules=f"{NNBSP}; ".join(f"{rule.words[0].lower()}{rule.words[1:]}" for rule in case.rules),
        share=percent(share, 1),
    )


def cases_sentence(found: Cases) -> str:
    leaves = counted(found.leaves, "arrêt lu", "arrêts lus")
    if not found.cases:
        return f"Aucune situation retenue par une règle, sur {leaves}."
    people = counted(len(found.cases), "situation retenue", "situations retenues")
    return f"{people} par règle, sur {leaves}. {PURPOSE}"


def rules_words(rules: RuleSet) -> str:
    return f"Règles {rules.version}, en vigueur depuis le {date_fr(rules.since)}"


def elsewhere_note(found: Cases, profile: Profile) -> str:
    """Said when leaves counted by the run are not readable here, or no longer the same."""
    if found.leaves >= profile.obs_leaves:
        return ""
    return (
        f"Le calcul compte {fr(profile.obs_leaves)} arrêts, {fr(found.leaves)} sont lus ici"
        f"{NNBSP}: ceux écrits pendant un rattachement à une autre caisse n’y sont pas."
    )


def timeline(case: Case) -> LeaveTimeline:
    """Days counted from the first of the chain: no date leaves the database."""
    chain = case.chain
    leaves = [
        TimelineLeave(
            first=(leave.start - chain.start).days + 1,
            last=(leave.end - chain.start).days + 1,
            nature=LeaveNature(leave.nature).label,
            paid_days=leave.days,
            words=motive_label(leave.motive),
            prolongation=leave.nature == LeaveNature.PROLONGATION,
        )
        for leave in chain.leaves
    ]
    reference = chain.reference.high if chain.reference else None
    return LeaveTimeline(leaves, reference, sentence=_timeline_sentence(case))


def case_facts(case: Case, profile: Profile) -> list[tuple[str, str]]:
    """What the list says of the case, and the texts of the rules that retain it."""
    line, chain = case_line(case, profile), case.chain
    return [
        ("Personne", line.who),
        ("Famille de motifs", line.motives),
        ("Période", line.months),
        ("Affection de longue durée", "oui" if chain.long_term_illness else "non"),
        ("Accident du travail, maladie professionnelle", "oui" if chain.work_related else "non"),
        ("Durée de référence", line.reference),
        ("Part des jours du prescripteur", line.share),
    ]


def _timeline_sentence(case: Case) -> str:
    chain = case.chain
    notices = counted(len(chain.leaves), "avis", "avis")
    prolongations = counted(chain.prolongations, "prolongation", "prolongations")
    return (
        f"{notices}, dont {prolongations}{NNBSP}: {counted(chain.length, 'jour', 'jours')} de "
        f"calendrier, {counted(chain.paid_days, 'jour indemnisé', 'jours indemnisés')}."
    )


def _family_words(chain: Chain) -> str:
    """Of the motive first declared, and how many other families came after."""
    codes = tuple(dict.fromkeys(map(family_of, chain.motives)))
    first, others = family_words(codes[0]), len(codes) - 1
    return f"{first} (puis {counted(others, 'autre', 'autres')})" if others else first


def _months(chain: Chain) -> str:
    first, last = (f"{short_month(day)} {day.year}" for day in (chain.start, chain.end))
    return first if first == last else f"{first} à {last}"
