"""Each module of the product can be the first one imported.

Django runs its checks in the order of a set, which changes from one process to the next: a circle
between modules that is closed by a setting passes here and fails there.
"""

import os
import re
import subprocess
import sys

import pytest

from ijportal.launcher.verbs import CHECK_ENVIRONMENT
from tests.house.test_repository import ROOT


LONG = bool(os.environ.get("IJPORTAL_LONG"))
FLOORS = ("ijportal", "campaigns", "sosij", "prescribers", "accounts", "core", "ijstats")
# One interpreter with Django ready, one fork for each module: nothing of ours
# imported by another helps it; the large libraries, which know nothing of ours, are shared.
ALONE = """
import importlib, os, sys, traceback
import celery, django, pandas, pyarrow, scipy.stats
django.setup()
for name in sys.stdin.read().split():
    if (child := os.fork()) == 0:
        try:
            importlib.import_module(name)
        except BaseException:
            print(name, traceback.format_exc(limit=-1), flush=True)
            os._exit(1)
        os._exit(0)
    os.waitpid(child, 0)
"""


def modules() -> list[str]:
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    return [name.removesuffix(".__init__") for name in names]


def named_by_the_settings() -> list[str]:
    """What Django and its apps import by name, in an order that nobody chose."""
    written = (ROOT / "ijportal" / "settings.py").read_text()
    paths = re.findall(rf'"((?:{"|".join(FLOORS)})(?:\.\w+)+)"', written)
    return sorted(
        {path for path in modules() if any(f"{p}.".startswith(f"{path}.") for p in paths)}
    )


def imported_alone(names: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ALONE],
        input="\n".join(names),
        capture_output=True,
        text=True,
        cwd=ROOT,
        # Those of ./run check: importing needs settings, and no server.
        env={**os.environ, **CHECK_ENVIRONMENT},
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_what_the_settings_name_can_be_imported_first():
    assert {"accounts.tokens", "accounts.codes", "accounts.tries"} <= {*named_by_the_settings()}
    imported_alone(named_by_the_settings())


@pytest.mark.skipif(not LONG, reason="forme longue : IJPORTAL_LONG=1")
def test_each_module_can_be_imported_first():
    assert len(modules()) > 300
    imported_alone(modules())
