"""Why a person decided: kept with the decision, read by who was not there."""

from core.errors import Refusal
from core.nir import holds_nir


# « ok » is no reason: the person who reads the journal in a year was not there.
SHORTEST_REASON, LONGEST_REASON = 10, 500


def checked_reason(reason: str) -> str:
    """A reason that says something, on one line.

    Raises:
        Refusal: too short, too long, or it holds a social security number.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Refusal(
            "MOTIF_COURT",
            f"Dites pourquoi en {SHORTEST_REASON} caractères au moins : le motif est gardé.",
        )
    if len(reason) > LONGEST_REASON:
        raise Refusal("MOTIF_LONG", f"Le motif ne peut dépasser {LONGEST_REASON} caractères.")
    if holds_nir(reason):
        raise Refusal("MOTIF_NIR", "Le motif contient un numéro de sécurité sociale : retirez-le.")
    return reason
