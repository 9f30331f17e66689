"""Requests for help and what becomes of them. Their texts are behind the medical wall."""

from sosij.models.conduct import Move, Qualification, ReadMark, Suspension
from sosij.models.desk import LocalRoute, Seat
from sosij.models.intake import IntakeClient, IntakeKey, IntakeRate
from sosij.models.opening import Opening
from sosij.models.outcome import OutcomeAsk
from sosij.models.request import HelpRequest, ReferenceSeries
from sosij.models.thread import DeskText, RequestFile, RequestText


__all__ = [
    "DeskText",
    "HelpRequest",
    "IntakeClient",
    "IntakeKey",
    "IntakeRate",
    "LocalRoute",
    "Move",
    "Opening",
    "OutcomeAsk",
    "Qualification",
    "ReadMark",
    "ReferenceSeries",
    "RequestFile",
    "RequestText",
    "Seat",
    "Suspension",
]
