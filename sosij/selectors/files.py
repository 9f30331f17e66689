"""An attachment to open: the bytes are read for one file, and only a clean one."""

from accounts.perimeter import Perimeter
from sosij.models import HelpRequest, RequestFile


def clean_file(perimeter: Perimeter, request: HelpRequest, file_id: int) -> RequestFile | None:
    """Runs under the medical role of the database; None for one in quarantine, or infected."""
    found = perimeter.filter(RequestFile.objects.filter(request=request, pk=file_id))
    return found.filter(scanned_at__isnull=False, infected=False).first()
