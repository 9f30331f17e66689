"""Tables of the prescribers floor, one subject a file."""

from prescribers.models.directory import Attachment, Prescriber
from prescribers.models.facts import Leave, PatientList
from prescribers.models.profiles import Profile, ProfileRun, Publication, SufficientStatistics
from prescribers.models.sources import ImportBatch, RejectedRow, SourceFile
from prescribers.models.territory import Commune, Iris


__all__ = [
    "Attachment",
    "Commune",
    "ImportBatch",
    "Iris",
    "Leave",
    "PatientList",
    "Prescriber",
    "Profile",
    "ProfileRun",
    "Publication",
    "RejectedRow",
    "SourceFile",
    "SufficientStatistics",
]
