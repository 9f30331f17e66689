"""Two answers that somebody is writing: one behind the wall, one in the open."""

from datetime import datetime, timedelta

from core.journal import Author
from sosij.enums import Desk, State
from sosij.models import HelpRequest
from sosij.services.drafts import keep_draft


DRAFTS = {
    Desk.MEDICAL: "Cher confrère, une visite de préreprise peut être demandée dès maintenant. ",
    Desk.BENEFITS: "L’attestation de salaire manque encore. Dès qu’elle nous parvient, ",
}


def keep_drafts(now: datetime) -> str:
    """The request held for the longest at each desk; nothing where nobody holds one."""
    kept = 0
    for desk, text in DRAFTS.items():
        held = HelpRequest.objects.filter(state=State.HELD, desk=desk).order_by("received_at")
        for request in held[:1]:
            author = Author(at=now - timedelta(minutes=50), by=request.holder_id)
            kept += keep_draft(request, text.strip(), author)
    return f"{kept} brouillon{'s' * (kept > 1)}"
