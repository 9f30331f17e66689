"""Where deposits stand on the disk of the imports."""

from pathlib import Path

from django.conf import settings


# A file still arriving from the browser, beside the folders of the deposits; gone with its request.
STREAMED = "envoi-"


def received() -> Path:
    """Holds `<day>/<folder drawn at random>/<file>` and the files that are still arriving."""
    return Path(settings.IMPORT_ROOT) / "recus"
