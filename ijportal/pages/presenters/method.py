"""What a run leaves out, what it kept and its parameters in words, for the page Méthode."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.charts.numbers import NNBSP, fr, month_name, percent
from ijstats import publish_list
from prescribers.models import ProfileRun
from prescribers.presenters.disclosure import HIDDEN, published
from prescribers.selectors import Absence


@dataclass(frozen=True)
class Parameter:
    name: str
    value: str


@dataclass(frozen=True)
class Line:
    """A line of the reconciliation; `total` for the first and the last."""

    name: str
    count: str
    total: bool = False


@dataclass(frozen=True)
class Missing:
    """A column or a file that is not there; `source` is the file of the column."""

    name: str
    source: str
    text: str


# In the words of a reader, by the codes under which the night counts them out.
LEFT_OUT = {
    "maternite": "maternité ou paternité",
    "ald_cancer": "patient en ALD 30 (cancer)",
    "age": "patient hors de la tranche 16–70 ans",
    "temps_partiel": "temps partiel thérapeutique",
    "remplacement": "arrêt rédigé par un remplaçant, quand l’avis le signale",
    "prescripteur_inconnu": "prescripteur inconnu, absent de l’annuaire",
}
LABELS = {
    "window_months": ("Mois complets de la fenêtre", "mois"),
    "maturity_months": ("Mois récents laissés de côté, provisoires", "mois"),
    "min_patients": ("Patients actifs, au moins", "patients"),
    "min_expected_leaves": ("Arrêts attendus, au moins", "arrêts"),
    "min_months": ("Mois d’activité, au moins", "mois"),
    "shape_patients": ("K : poids de la forme nationale dans chaque strate", "patients"),
    "own_dispersion_patients": (
        "Patients en arrêt à partir desquels la dispersion propre pèse pour moitié",
        "patients",
    ),
    "min_group_prescribers": ("Prescripteurs d’un groupe régional, au moins", "prescripteurs"),
    "min_group_leaves": ("Arrêts d’un groupe régional, au moins", "arrêts"),
    "exact_below": ("Bornes exactes en dessous d’un compte effectif de", ""),
    "spread_min_expected": (
        "Attendu à partir duquel un prescripteur renseigne sur l’écart ordinaire",
        "fois sa dispersion",
    ),
    "spread_specialty_weight": (
        "Poids de la spécialité dans l’écart ordinaire d’un groupe",
        "prescripteurs",
    ),
    "least_spread": ("Écart ordinaire retenu, au moins (échelle logarithmique)", ""),
    "signal_ratio": ("Signal à partir d’un rapport observé de", ""),
    "signal_exceeds": ("Signal quand le vrai rapport dépasse presque sûrement", ""),
    "strong_exceeds": ("Signal fort quand il dépasse presque sûrement", ""),
    "stable_runs": ("Calculs mensuels avec le signal pour le confirmer, au moins", "calculs"),
    "stable_out_of": ("Calculs mensuels regardés pour le confirmer", "calculs"),
    "large_ratio": ("« Nettement au-dessus » à partir d’un rapport de", ""),
}


SHARES = {
    "signal_probability": "« Presque sûrement » : probabilité d’au moins",
    "false_discoveries": "Part de fausses découvertes admise pour « distinct du hasard »",
    "top_share": "Part du groupe qui fait son haut",
}


def parameters(run: ProfileRun) -> list[Parameter]:
    """Those we have words for; the lists of caisses and dates of the run have their own lines."""
    stored: Mapping[str, Any] = run.parameters
    period = f"{month_name(run.window_start)} à {month_name(run.window_end)}"
    lines = [
        Parameter("Calcul", f"n°\u00a0{run.number}, méthode {run.method}"),
        Parameter("Fenêtre", period),
    ]
    lines += [
        Parameter(label, _with_unit(stored[name], unit))
        for name, (label, unit) in LABELS.items()
        if name in stored
    ]
    if "level" in stored:
        lines.append(
            Parameter("Confiance des intervalles et de la bande", percent(stored["level"]))
        )
    lines += [
        Parameter(label, percent(stored[name])) for name, label in SHARES.items() if name in stored
    ]
    if stored.get("leave_one_out"):
        lines.append(Parameter("Prescripteur retiré de sa propre référence", "oui"))
    return lines


def exclusions(codes: Iterable[str]) -> list[str]:
    """Every exclusion in force; one without words yet is shown by its code, never hidden."""
    return [LEFT_OUT.get(code, code.replace("_", " ")) for code in codes]


def reconciliation(run: ProfileRun, codes: Sequence[str]) -> list[Line]:
    """Rows received, left out by reason, kept, over the nation; [] for a run that lacks it."""
    counts: Mapping[str, int] = run.parameters.get("reconciliation", {})
    if not counts:
        return []
    # Received less kept gives the total: one small count alone would be found by subtraction.
    left_out, _ = publish_list([counts.get(code, 0) for code in codes])
    return [
        Line("Lignes reçues", published(counts["lignes"]), total=True),
        *(
            Line(name, HIDDEN if count is None else fr(count))
            for count, name in zip(left_out, exclusions(codes), strict=True)
        ),
        Line("Lignes retenues", published(counts["retenues"]), total=True),
    ]


def absences(found: Iterable[Absence]) -> list[Missing]:
    """What the sources lack, in words: the column or the file, then what it switches off."""
    return [
        Missing(
            name=one.column or f"fichier {one.kind}",
            source=one.kind.label if one.column else "",
            text=f"{one.consequence}{_for_months(one.months)}.",
        )
        for one in found
    ]


def _for_months(months: Sequence[date]) -> str:
    return f" ({', '.join(month_name(month) for month in months)})" if months else ""


def _with_unit(value: float, unit: str) -> str:
    decimals = next((n for n in range(4) if round(value, n) == value), 4)
    text = fr(value, decimals)
    return f"{text}{NNBSP}{unit}" if unit else text
