"""`./run demo`: the main job with nothing installed; `--check` verifies it and stops."""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from ijportal.launcher.places import ROOT, LauncherError, Places, places
from ijportal.launcher.processes import (
    Supervised,
    beat_command,
    free_port,
    stop_group,
    web_command,
    worker_command,
)
from ijportal.launcher.services import Services, running_services
from ijportal.launcher.visit import verify_pages


WANTED_PORT = 8000


def demo(arguments: list[str]) -> int:
    unknown = [argument for argument in arguments if argument != "--check"]
    if unknown:
        raise LauncherError(f"Option inconnue : {' '.join(unknown)}. Usage : ./run demo [--check]")
    checking = "--check" in arguments
    began = time.monotonic()
    where = places()
    with running_services(where) as services:
        _say("Services démarrés : PostgreSQL 18 et Valkey", began)
        _prepare_structure(services, began)
        port = free_port(0 if checking else WANTED_PORT)
        address = f"http://127.0.0.1:{port}"
        environment = {
            **services.environment(),
            "IJPORTAL_SYNTHETIC_DATA": "1",
            "IJPORTAL_URL": address,
        }
        with _portal(where, environment, port) as supervised:
            _manage(["prepare_demo"], environment)
            _say("Pays de démonstration prêt, calcul publié", began)
            report = verify_pages(address, where)
            _say("Pages vérifiées", began)
            if checking:
                sys.stdout.write(
                    report + f"\nDémonstration vérifiée en {time.monotonic() - began:.1f} s.\n"
                )
                return 0
            _manage(["prepare_demo", "--accounts"], environment)
            sys.stdout.write(f"\nLe portail est ouvert : {address}\nCtrl-C arrête tout.\n")
            _wait(supervised)
    return 0


def stop_demo(where: Places) -> None:
    for name in ("web", "beat", "worker"):
        stop_group(where.run / f"{name}.pid")


def _prepare_structure(services: Services, began: float) -> None:
    stop_demo(services.where)
    _manage(["migrate", "--verbosity", "0"], services.owner_environment())
    _collect_static(services)
    _say("Structure de la base à jour", began)


def _collect_static(services: Services) -> None:
    """Hash and compress the static files, unless those of this version are already there."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    names = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    lock = (ROOT / "requirements" / "app.lock").read_text(encoding="utf-8")
    version = hashlib.sha256("\n".join([*names, lock]).encode()).hexdigest()
    stamp = services.where.var / "static.version"
    if not stamp.exists() or stamp.read_text() != version:
        _manage(["collectstatic", "--noinput", "--verbosity", "0"], services.environment())
        stamp.write_text(version)


@contextlib.contextmanager
def _portal(where: Places, environment: dict[str, str], port: int) -> Iterator[list[Supervised]]:
    supervised = [
        Supervised("worker", worker_command(), where, environment),
        Supervised("beat", beat_command(where), where, environment),
        Supervised("web", web_command(port), where, environment),
    ]
    try:
        for process in supervised:
            process.start()
        yield supervised
    finally:
        for process in reversed(supervised):
            process.stop()


def _wait(supervised: list[Supervised]) -> None:
    while True:
        time.sleep(1)
        for process in supervised:
            process.restart_if_dead()


def _manage(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.call([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment)
    if done:
        raise LauncherError(
            f"L’étape « {arguments[0]} » a échoué. Les journaux sont dans {places().logs} ; "
            "./run stop puis ./run demo recommence, sans rien perdre."
        )


def _say(step: str, began: float) -> None:
    sys.stdout.write(f"[{time.monotonic() - began:5.1f} s] {step}\n")
    sys.stdout.flush()


if os.name == "nt":
    raise LauncherError("ijportal se lance sous Linux ou macOS.")
