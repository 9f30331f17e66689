"""What the page of an interview says of its preparation and of its report."""

from typing import Any

from accounts.permissions import PortalRequest
from core.database_role import DatabaseRole, database_role
from interviews.enums import ReportState, State
from interviews.forms.desk import ConclusionForm
from interviews.models import Interview, InterviewReport
from interviews.presenters import parts as present
from interviews.rules.follow_up import MONTHS
from interviews.selectors import documents as catalogue, medical as walled
from interviews.views.medical import medical_perimeter


def preparation(request: PortalRequest, interview: Interview) -> dict[str, Any] | None:
    """The way to the sheet while there is something to prepare; how many cases are kept."""
    if interview.state in {State.HELD, State.CLOSED}:
        return None
    kept = None
    if (medical := medical_perimeter(request, interview)) is not None:
        with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
            kept = len(walled.discussed_cases(medical, interview))
    return {"kept": present.kept_words(kept)}


def report(request: PortalRequest, interview: Interview) -> dict[str, Any] | None:
    """What the report says to the whole service; behind the wall, how much is written there."""
    written: InterviewReport | None = getattr(interview, "report", None)
    mine = interview.lead_id == request.perimeter.user_id
    leads = mine and request.rights.can("entretiens.tenir", caisse=interview.caisse)
    plans = request.rights.can("entretiens.planifier", caisse=interview.caisse)
    if written is None:
        waits = interview.state in {State.PROPOSED, State.SCHEDULED}
        return {"write": True} if leads and waits else None
    draft = written.state == ReportState.DRAFT and interview.state == State.HELD
    signed = written.state == ReportState.SIGNED
    again = plans and signed and written.next_step in MONTHS and not interview.next.exists()
    return {
        "written": True,
        "chip": present.report_chip(written),
        "lines": present.report_lines(interview, written, catalogue.handed(interview)),
        "remarks": written.remarks,
        "conclusion": written.conclusion,
        "amend": leads and draft,
        "form": ConclusionForm(
            initial={"conclusion": written.conclusion, "edition": written.edition}
        )
        if leads and draft
        else None,
        "send": plans and written.sent_at is None and interview.state == State.HELD,
        "sent": present.sent_words(interview, written),
        "again": again,
        **_behind_the_wall(request, interview),
    }


def _behind_the_wall(request: PortalRequest, interview: Interview) -> dict[str, Any]:
    """Counts alone: the texts are on the page of the notes. Nothing is asked for a delegate."""
    medical = medical_perimeter(request, interview)
    if medical is None:
        return {"medical": False}
    with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
        notes = len(walled.notes(medical, interview))
        offers = walled.offers(medical, interview)
    return {"medical": True, "walled": present.walled_words(notes, offers)}
