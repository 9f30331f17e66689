"""Who works here, for which organisation, under which dated rights."""

from accounts.models.absence import Absence
from accounts.models.cumul import DualHabilitation
from accounts.models.grants import Delegation, Habilitation
from accounts.models.organisation import Organisation, OrganisationLabel
from accounts.models.preference import Preference
from accounts.models.user import User


__all__ = [
    "Absence",
    "Delegation",
    "DualHabilitation",
    "Habilitation",
    "Organisation",
    "OrganisationLabel",
    "Preference",
    "User",
]
