"""Below the minima no figure is shown, and the sentence says which minimum is not reached."""

from collections.abc import Mapping
from typing import Any

from core.charts.numbers import fr
from prescribers.models import Profile
from prescribers.presenters.disclosure import THRESHOLD, is_small
from prescribers.presenters.words import counted


NO_RATIO = "aucun rapport n’est calculé."


def insufficient_sentence(profile: Profile, parameters: Mapping[str, Any]) -> str:
    """« Effectif insuffisant : 142 patients actifs, il en faut au moins 200 ; aucun rapport… »."""
    return f"Effectif insuffisant\u202f: {_shortfall(profile, parameters)}\u202f; {NO_RATIO}"


def _shortfall(profile: Profile, parameters: Mapping[str, Any]) -> str:
    """The first minimum that is not reached, in the order in which a reader understands them."""
    patients, wanted_patients = profile.n_patients, _minimum(parameters, "min_patients", 200)
    if patients < wanted_patients:
        count = f"moins de {THRESHOLD}" if is_small(patients) else fr(patients)
        word = "patient actif" if patients <= 1 and not is_small(patients) else "patients actifs"
        return f"{count} {word}, il en faut au moins {fr(wanted_patients)}"
    wanted_months = _minimum(parameters, "min_months", 6)
    if profile.months_active < wanted_months:
        return f"{profile.months_active} mois d’activité, il en faut au moins {wanted_months}"
    wanted_leaves = _minimum(parameters, "min_expected_leaves", 100)
    expected = counted(int(profile.exp_leaves), "arrêt attendu", "arrêts attendus")
    return f"{expected}, il en faut au moins {fr(wanted_leaves)}"


def _minimum(parameters: Mapping[str, Any], name: str, default: int) -> int:
    return int(parameters.get(name, default))
