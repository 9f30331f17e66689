"""What a step costs: wall, processor of the clients, of the server and of everybody else."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any


TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """Seconds and MiB; `answers` are what the processes said, one object a line."""

    wall: float = 0.0
    client_cpu: float = 0.0
    server_cpu: float = 0.0
    others_cpu: float = 0.0
    peak_mib: float = 0.0
    load: float = 0.0
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        return self.client_cpu + self.server_cpu


def run_modules(commands: Sequence[Sequence[str]], environment: dict[str, str], near: int) -> Cost:
    """Run `python -m …` processes at once; `near` is a backend of the server that they load.

    Raises:
        CalledProcessError: one of them failed; its own words are already on the screen.
    """
    server = _parent(near)
    cost = Cost(load=os.getloadavg()[0])
    machine, before, began = _machine_cpu(), tree_cpu(server), time.perf_counter()
    started = [_start(command, environment) for command in commands]
    # Reaped one after the other, each with its own usage; the last one ends the step.
    for process, output in started:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cost.client_cpu += usage.ru_utime + usage.ru_stime
        cost.peak_mib = max(cost.peak_mib, usage.ru_maxrss / 1024)
        output.seek(0)
        cost.answers += [json.loads(line) for line in output.read().splitlines()]
    cost.wall = time.perf_counter() - began
    cost.server_cpu = tree_cpu(server) - before
    cost.others_cpu = max(0.0, _machine_cpu() - machine - cost.cpu)
    for process, _ in started:
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
    return cost


def _start(command: Sequence[str], environment: dict[str, str]) -> tuple[subprocess.Popen, Any]:
    output = TemporaryFile()  # noqa: SIM115 (read, then dropped, by the caller)
    arguments = [sys.executable, "-m", *command]
    process = subprocess.Popen(arguments, env=environment, stdout=output)  # noqa: S603
    return process, output


def tree_cpu(postmaster: int) -> float:
    """The server's processes, and those that ended: the postmaster has waited for them."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, times = int(stat.parent.name), _stat(stat)
        except (OSError, ValueError):
            continue  # it ended while we looked
        if pid == postmaster:
            total += sum(times[11:15])
        elif times[1] == postmaster:
            total += sum(times[11:13])
    return total / TICK


def _stat(path: Path) -> list[int]:
    """Fields of a process after its name; the state, a letter, counts for 0."""
    words = path.read_text().rpartition(")")[2].split()
    return [0, *map(int, words[1:])]


def _parent(pid: int) -> int:
    return _stat(Path(f"/proc/{pid}/stat"))[1]


def _machine_cpu() -> float:
    words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _wait, irq, softirq, *_ = map(int, words)
    return (user + nice + system + irq + softirq) / TICK
