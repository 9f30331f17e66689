"""Tables of the prescribers floor, one subject a file."""

from prescribers.models.blocks import EncodedBlock, PatientCodes, PrescriberNumber
from prescribers.models.directory import Attachment, PracticePlace, Prescriber
from prescribers.models.facts import Activity, Leave, PatientList
from prescribers.models.profiles import Profile, ProfileRun, Publication, SufficientStatistics
from prescribers.models.sources import (
    GateFinding,
    ImportBatch,
    MonthTotals,
    RejectedRow,
    SourceFile,
)
from prescribers.models.structures import Membership, Structure
from prescribers.models.territory import Commune, Iris


__all__ = [
    "Activity",
    "Attachment",
    "Commune",
    "EncodedBlock",
    "GateFinding",
    "ImportBatch",
    "Iris",
    "Leave",
    "Membership",
    "MonthTotals",
    "PatientCodes",
    "PatientList",
    "PracticePlace",
    "Prescriber",
    "PrescriberNumber",
    "Profile",
    "ProfileRun",
    "Publication",
    "RejectedRow",
    "SourceFile",
    "Structure",
    "SufficientStatistics",
]
