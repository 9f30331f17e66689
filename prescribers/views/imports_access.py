"""Acts on a file that serves every caisse: for those who answer for the whole nation."""

from django.contrib import messages

from accounts.permissions import PortalRequest
from core import journal


LOCAL = (
    "Réservé à une habilitation nationale\u202f: ce fichier concerne toutes les caisses. "
    "Rien n’a été fait."
)


def acts_nationally(request: PortalRequest, code: str) -> bool:
    """Whether this person's right to an act covers the whole nation."""
    perimeter = request.rights.perimeter(code)
    return perimeter is not None and perimeter.is_national


def refused_locally(request: PortalRequest) -> bool:
    """Tell somebody of one caisse why the act is not theirs; the refusal is journalled."""
    code = request.perimeter.action
    if acts_nationally(request, code):
        return False
    journal.record(action="acces.refuse", by=request.perimeter.user_id, obj=("action", code))
    messages.error(request, LOCAL)
    return True
