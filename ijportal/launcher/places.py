"""Where things live: the repository, the data folder, the short folder of the sockets."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent.parent


class LauncherError(Exception):
    """A failure whose message, in French, says what to do."""


@dataclass(frozen=True)
class Places:
    """One instance: its data and its sockets. Two instances differ by `var` only."""

    var: Path

    @property
    def sockets(self) -> Path:
        """A socket's path is limited to 107 bytes: a short folder named after `var`."""
        name = hashlib.sha256(str(self.var).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"ijportal-{name}"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    def prepare(self) -> None:
        for folder in (self.var, self.run, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.sockets.stat().st_uid != os.geteuid():
            raise LauncherError(
                f"Le dossier {self.sockets} appartient à un autre utilisateur : "
                "supprimez-le, ou choisissez un autre dossier de données par IJPORTAL_VAR."
            )


def places(sub: str = "") -> Places:
    """The folder of this instance (`IJPORTAL_VAR`, default `var/`), or one inside it."""
    var = Path(os.environ.get("IJPORTAL_VAR") or ROOT / "var").expanduser().resolve()
    return Places(var / sub if sub else var)
