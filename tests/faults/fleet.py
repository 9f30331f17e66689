"""Real worker processes that can be killed, paused and replaced."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path


COMMAND = [
    *(sys.executable, "-m", "celery", "-A", "tests.faults.worker_app", "worker"),
    *("--concurrency=1", "--loglevel=WARNING"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
]


class Fleet:
    """Some workers under a supervisor: whoever is killed is replaced at once."""

    def __init__(self, environment, log: Path, size: int = 3) -> None:
        self.environment = environment
        self.log = log
        self.size = size
        self.started = 0
        self.workers: list[subprocess.Popen] = []

    def __enter__(self):
        self.supervise()
        return self

    def __exit__(self, *_):
        for worker in self.workers:
            self._kill_all_of(worker)

    def supervise(self):
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < self.size:
            self.workers.append(self._start())

    def kill(self, pid: int, *, whole: bool):
        """`kill -9`: the process at work, or its whole worker, as when a machine dies."""
        struck = next((worker for worker in self.workers if pid in self.children(worker)), None)
        if struck is None:
            return False
        if whole:
            self._kill_all_of(struck)
        else:
            os.kill(pid, signal.SIGKILL)
        self.supervise()
        return True

    def _start(self):
        self.started += 1
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*COMMAND, "-n", f"worker{self.started}@faults"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @staticmethod
    def children(worker):
        """The processes that a worker keeps for its jobs."""
        listed = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
        try:
            return [int(pid) for pid in listed.read_text().split()]
        except FileNotFoundError:
            return []

    @staticmethod
    def _kill_all_of(worker):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=10)
