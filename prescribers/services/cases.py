"""Opening a case to discuss: an act of its own, with its reason, in the journal before the page."""

from core.journal import record
from prescribers.models import Profile
from prescribers.rules.cases import Case, RuleSet
from prescribers.services.reasons import checked_reason


OPENED = "prescripteurs.dossier-ouvrir"


def open_case(*, profile: Profile, case: Case, rules: RuleSet, reason: str, by: int) -> None:
    """Write who opens which case and why; the caller's transaction shows it or nothing.

    Raises:
        Refusal: no reason that says something, or one that holds a social security number.
    """
    record(
        action=OPENED,
        by=by,
        obj=("dossier à discuter", f"{profile.rpps}/{case.number}"),
        caisse=profile.caisse,
        reason=f"{checked_reason(reason)} (calcul n° {profile.run.number}, règles {rules.version})",
    )
