"""Interviews and what came of them. Their medical part is behind the wall."""

from interviews.models.documents import Document, DocumentVersion
from interviews.models.interview import Interview, InterviewMove, Participant
from interviews.models.report import (
    Commitment,
    DiscussedCase,
    HandedDocument,
    InterviewNote,
    InterviewReport,
    PatientOffer,
)


__all__ = [
    "Commitment",
    "DiscussedCase",
    "Document",
    "DocumentVersion",
    "HandedDocument",
    "Interview",
    "InterviewMove",
    "InterviewNote",
    "InterviewReport",
    "Participant",
    "PatientOffer",
]
