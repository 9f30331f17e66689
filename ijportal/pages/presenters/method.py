"""The parameters of a run in words, for the page Méthode."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.charts.numbers import NNBSP, fr, month_name, percent
from prescribers.models import ProfileRun


@dataclass(frozen=True)
class Parameter:
    name: str
    value: str


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
    "large_ratio": ("« Nettement au-dessus » à partir d’un rapport de", ""),
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
    if stored.get("leave_one_out"):
        lines.append(Parameter("Prescripteur retiré de sa propre référence", "oui"))
    return lines


def _with_unit(value: float, unit: str) -> str:
    text = fr(value, 0 if float(value).is_integer() else 1)
    return f"{text}{NNBSP}{unit}" if unit else text
