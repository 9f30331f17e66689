"""Requests for help and what becomes of them. Their texts are behind the medical wall."""

from sosij.models.batch import FileBatch, FileLine
from sosij.models.conduct import Move, Qualification, ReadMark, Suspension
from sosij.models.desk import LocalRoute, Seat
from sosij.models.draft import DeskDraft, RequestDraft
from sosij.models.duty import Duty, Notice
from sosij.models.intake import IntakeClient, IntakeKey, IntakeRate
from sosij.models.library import AnswerSource, LibraryEntry, LibraryVersion
from sosij.models.opening import Opening
from sosij.models.outcome import OutcomeAsk
from sosij.models.request import HelpRequest, ReferenceSeries
from sosij.models.survey import Survey, SurveyAnswer, SurveyInvitation, SurveyToken
from sosij.models.thread import DeskText, RequestFile, RequestText


__all__ = [
    "AnswerSource",
    "DeskDraft",
    "DeskText",
    "Duty",
    "FileBatch",
    "FileLine",
    "HelpRequest",
    "IntakeClient",
    "IntakeKey",
    "IntakeRate",
    "LibraryEntry",
    "LibraryVersion",
    "LocalRoute",
    "Move",
    "Notice",
    "Opening",
    "OutcomeAsk",
    "Qualification",
    "ReadMark",
    "ReferenceSeries",
    "RequestDraft",
    "RequestFile",
    "RequestText",
    "Seat",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyToken",
    "Suspension",
]
