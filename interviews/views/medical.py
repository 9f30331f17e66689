"""Where a page of everybody may also read behind the wall of an interview."""

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest
from interviews.enums import Kind
from interviews.models import Interview


MEDICAL = "entretiens.notes"


def medical_perimeter(request: PortalRequest, interview: Interview) -> Perimeter | None:
    """That of a practitioner of this caisse; nobody's for a delegate's visit: it has no case."""
    perimeter = request.rights.perimeter(MEDICAL)
    if interview.kind == Kind.VISIT or perimeter is None:
        return None
    return perimeter if perimeter.covers(interview.caisse) else None
