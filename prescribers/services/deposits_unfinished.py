"""What a deposit cut short leaves behind: a process killed in it removes nothing.

A folder is kept as long as a file of the register stands in it, whatever became of its import. Age
protects a deposit in progress, whose file enters the register when its request commits.
"""

import re
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from prescribers.models import SourceFile
from prescribers.services.deposits_folder import STREAMED, received


JOB_KIND = "prescripteurs.depots-inacheves"
# The name that `deposits` draws: anything else in there was put by somebody else.
_DRAWN = re.compile(r"[0-9a-f]{32}")


def unfinished(now: datetime) -> list[Path]:
    """Files and folders untouched for `IMPORT_UNFINISHED_HOURS` that no file of the register names.

    Folders are compared by the name drawn for them: a disk mounted elsewhere loses nothing.
    """
    oldest_kept = (now - timedelta(hours=settings.IMPORT_UNFINISHED_HOURS)).timestamp()
    streamed = received().glob(f"{STREAMED}*")
    folders = (path for path in received().glob("*/*") if _DRAWN.fullmatch(path.name))
    old = [path for path in (*streamed, *folders) if _last_touched(path) < oldest_kept]
    registered = _registered_folders() if old else set()
    return [path for path in old if path.name not in registered]


def remove(left: list[Path]) -> int:
    """Remove them, and the days they leave empty; how many are gone."""
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
            with suppress(OSError):  # another deposit of that day is kept
                path.parent.rmdir()
        else:
            path.unlink(missing_ok=True)
    return sum(not path.exists() for path in left)


def _last_touched(path: Path) -> float:
    """A file has the date of its last bytes, a folder that of its last name: the later counts."""
    try:
        inside = list(path.iterdir()) if path.is_dir() else []
        return max(one.lstat().st_mtime for one in (path, *inside))
    except FileNotFoundError:  # its deposit has just ended
        return float("inf")


def _registered_folders() -> set[str]:
    paths = SourceFile.objects.filter(path__contains="recus/").values_list("path", flat=True)
    return {Path(path).parent.name for path in paths.iterator()}
