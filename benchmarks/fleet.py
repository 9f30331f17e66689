"""The product's worker under measure: its processor, and the memory of all its processes."""

import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

from benchmarks.cost import tree_cpu
from ijportal.launcher.processes import worker_command


PROCESSES = 3  # the one that takes the messages, and two that work
GLANCE = 0.1
PATIENCE = 60.0


class Fleet:
    """One prefork worker of two processes, started for the block and stopped after it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.peak_mib = 0.0
        self._ended = threading.Event()

    def __enter__(self) -> "Fleet":
        # One notice of libraries at the start is not news here.
        self.process = subprocess.Popen(  # noqa: S603
            worker_command("mesure"),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while len(self._members()) < PROCESSES:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit("le worker n’a pas démarré")
            time.sleep(GLANCE)
        time.sleep(2)  # the broker's first answer
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._watch.join()
        self.process.terminate()
        self.process.wait(timeout=30)

    @property
    def cpu(self) -> float:
        return tree_cpu(self.process.pid)

    def _look(self) -> None:
        while not self._ended.wait(GLANCE):
            self.peak_mib = max(self.peak_mib, sum(_proportional(p) for p in self._members()))

    def _members(self) -> list[Path]:
        found = [Path(f"/proc/{self.process.pid}")]
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            found += [Path(f"/proc/{pid}") for pid in task.read_text().split()]
        return found


def _proportional(process: Path) -> float:
    """MiB of a process, a page shared by n of them counting for one n-th in each."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0  # it ended while we looked
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
