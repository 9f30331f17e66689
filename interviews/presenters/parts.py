"""The preparation and the report, as the page of an interview says them."""

from collections.abc import Iterable, Sequence

from core.charts.numbers import NNBSP
from interviews.enums import NextStep, OfferState, Particularity, Proposal, Reminder, ReportState
from interviews.models import DocumentVersion, Interview, InterviewReport, PatientOffer
from interviews.presenters.interview import Chip
from interviews.presenters.moments import length_words, moment_words
from interviews.presenters.preparation import version_words
from prescribers.presenters.words import counted


CHIPS = {
    ReportState.DRAFT: Chip("soon", "pencil", "à signer"),
    ReportState.READING: Chip("waiting", "eye", "en seconde lecture"),
    ReportState.SIGNED: Chip("done", "signature", "signé"),
}


def kept_words(kept: int | None) -> str:
    """Empty for who reads no case."""
    if kept is None:
        return ""
    if not kept:
        return "Aucune situation gardée pour l’instant."
    return f"{counted(kept, 'situation gardée', 'situations gardées')}."


def report_chip(report: InterviewReport) -> Chip:
    return CHIPS[ReportState(report.state)]


def report_lines(
    interview: Interview, report: InterviewReport, given: Sequence[DocumentVersion]
) -> list[tuple[str, str]]:
    """Administrative, read by the whole service: of the cases, how many and no more."""
    said = (
        ("Durée", length_words(interview.lasted_minutes) if interview.lasted_minutes else ""),
        ("Situations discutées", str(report.cases_discussed) if report.cases_discussed else ""),
        ("Rappelé", _listed(Reminder(one).label for one in report.reminders)),
        ("Proposé", _listed(Proposal(one).label for one in report.proposals)),
        ("Remis", _listed(version_words(one) for one in given)),
        ("Particularités", _listed(Particularity(one).label for one in report.particularities)),
        ("Suite", NextStep(report.next_step).label),
        ("Signé", _signed(interview, report)),
    )
    return [(name, words) for name, words in said if words]


def sent_words(interview: Interview, report: InterviewReport) -> str:
    if report.sent_at is None:
        return ""
    return f"Coordonnées et documents envoyés {moment_words(report.sent_at, interview.caisse)}."


def walled_words(notes: int, offers: Sequence[PatientOffer]) -> str:
    """« 2 notes, 3 propositions dont 1 en cours »."""
    running = sum(offer.state in {OfferState.OFFERED, OfferState.ACCEPTED} for offer in offers)
    of_them = f" dont {running} en cours" if offers else ""
    made = counted(len(offers), "proposition", "propositions")
    return f"{counted(notes, 'note', 'notes')}, {made}{of_them}."


def _listed(words: Iterable[str]) -> str:
    return f"{NNBSP}; ".join(words)


def _signed(interview: Interview, report: InterviewReport) -> str:
    if report.signed_at is None or report.signed_by is None:
        return ""
    return f"{moment_words(report.signed_at, interview.caisse)}, {report.signed_by.full_name}"
