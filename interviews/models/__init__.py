"""Interviews and what came of them. Their medical part is behind the wall."""

from interviews.models.agenda import (
    Capacity,
    ConsultationHours,
    InterviewReminder,
    Invitation,
)
from interviews.models.contacts import Contact, ContactFile
from interviews.models.documents import Document, DocumentVersion
from interviews.models.field import FieldNote, FieldReport, FieldText
from interviews.models.interview import Interview, InterviewMove, Participant
from interviews.models.offers import OfferMove
from interviews.models.report import (
    Commitment,
    DiscussedCase,
    HandedDocument,
    InterviewNote,
    InterviewReport,
    PatientOffer,
)
from interviews.models.visits import VisitCampaign, VisitSatisfaction, VisitTarget
from interviews.models.webinars import Webinar, WebinarGuest


__all__ = [
    "Capacity",
    "Commitment",
    "ConsultationHours",
    "Contact",
    "ContactFile",
    "DiscussedCase",
    "Document",
    "DocumentVersion",
    "FieldNote",
    "FieldReport",
    "FieldText",
    "HandedDocument",
    "Interview",
    "InterviewMove",
    "InterviewNote",
    "InterviewReminder",
    "InterviewReport",
    "Invitation",
    "OfferMove",
    "Participant",
    "PatientOffer",
    "VisitCampaign",
    "VisitSatisfaction",
    "VisitTarget",
    "Webinar",
    "WebinarGuest",
]
