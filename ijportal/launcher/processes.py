"""The product's own processes in the demo: started with a pid file, restarted when they die."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from ijportal.launcher.places import ROOT, Places


def celery_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "ijportal", *arguments]


def worker_command(name: str = "demo") -> list[str]:
    """A prefork worker; threads where /dev/shm cannot be written (bare chroots)."""
    pool = "prefork" if os.access("/dev/shm", os.W_OK) else "threads"  # noqa: S108
    return celery_command(
        "worker",
        "--pool",
        pool,
        "--concurrency",
        "2",
        "--loglevel",
        "WARNING",
        "--hostname",
        f"{name}@%h",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    )


def beat_command(where: Places) -> list[str]:
    return celery_command(
        "beat", "--loglevel", "WARNING", "--schedule", str(where.run / "beat"), "--pidfile="
    )


def web_command(port: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "ijportal.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--timeout",
        "30",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]


def free_port(wanted: int = 0) -> int:
    """The wanted port when free, else any."""
    for candidate in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on the loopback")


class Supervised:
    """One process in its own group, its output in a log, its pid in a file."""

    def __init__(
        self, name: str, command: list[str], where: Places, environment: dict[str, str]
    ) -> None:
        self.name, self.command, self.where, self.environment = name, command, where, environment
        self.pid_file = where.run / f"{name}.pid"
        self.log = where.logs / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Supervised":
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid_file.write_text(str(self.process.pid))
        return self

    def restart_if_dead(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            self.start()

    def stop(self) -> None:
        stop_group(self.pid_file)
        if self.process is not None:
            self.process.wait(timeout=15)


def stop_group(pid_file: Path, patience: float = 10.0) -> None:
    """Ask the group of a pid file to end, then insist."""
    try:
        pid = int(pid_file.read_text())
    except (OSError, ValueError):
        return
    if not _is_ours(pid):
        pid_file.unlink(missing_ok=True)
        return
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, how)
        except (ProcessLookupError, PermissionError):
            break
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and _alive(pid):
            time.sleep(0.05)
    pid_file.unlink(missing_ok=True)


def _is_ours(pid: int) -> bool:
    """An old pid file may name, after a restart of the machine, somebody else's process."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()
    return any(name in command for name in (b"celery", b"gunicorn"))


def _alive(pid: int) -> bool:
    try:
        finished, _ = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        finished = 0
    if finished:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
