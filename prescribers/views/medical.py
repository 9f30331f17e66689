"""Where a page of everybody may also read behind the wall: the medical right on one caisse."""

from accounts.perimeter import Perimeter
from accounts.permissions import PortalRequest
from prescribers.models import Profile


MEDICAL = "prescripteurs.motifs"


def medical_perimeter(request: PortalRequest, profile: Profile) -> Perimeter | None:
    """The medical perimeter of this person, where it holds the prescriber's caisse."""
    perimeter = request.rights.perimeter(MEDICAL)
    return perimeter if perimeter is not None and perimeter.covers(profile.caisse) else None
