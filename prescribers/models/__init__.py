"""Tables of the prescribers floor, one subject a file."""

from prescribers.models.blocks import EncodedBlock, PatientCodes, PrescriberNumber
from prescribers.models.caisses import CaisseMix, CaisseProfile
from prescribers.models.directory import Attachment, PracticePlace, Prescriber
from prescribers.models.export import Export, ExportFile
from prescribers.models.facts import Activity, Leave, PatientList
from prescribers.models.groups import GroupMonths
from prescribers.models.profiles import Profile, ProfileRun, Publication, SufficientStatistics
from prescribers.models.sources import (
    GateFinding,
    ImportBatch,
    MonthTotals,
    RejectedRow,
    SourceFile,
)
from prescribers.models.standing import Standing
from prescribers.models.structures import Membership, Structure
from prescribers.models.territory import Commune, Iris


__all__ = [
    "Activity",
    "Attachment",
    "CaisseMix",
    "CaisseProfile",
    "Commune",
    "EncodedBlock",
    "Export",
    "ExportFile",
    "GateFinding",
    "GroupMonths",
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
    "Standing",
    "Structure",
    "SufficientStatistics",
]
