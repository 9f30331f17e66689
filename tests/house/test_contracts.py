"""The import contracts are in force: a planted violation of each one is refused."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "root_packages"
]

# contract → (file to add, what it says): one forbidden import each, as a newcomer would write it.
VIOLATIONS = {
    "floors": ("sosij/planted.py", "import campaigns\n"),
    "rooms": ("prescribers/models/planted.py", "from prescribers import services\n"),
    "core-rooms": ("core/journal/planted.py", "from core import jobs\n"),
    "pure-statistics": ("ijstats/planted.py", "import django\n"),
    "pure-rules": ("campaigns/rules/planted.py", "import pandas\n"),
    "pure-pieces-of-core": ("core/charts/planted.py", "import django\n"),
    "one-door-to-frames": ("prescribers/selectors/planted.py", "import numpy\n"),
    "presenters-ask-nothing": (
        "prescribers/presenters/planted.py",
        "from prescribers import selectors\n",
    ),
    "services-ring-no-bell": ("prescribers/services/planted.py", "import celery\n"),
    "statistics-front-door": ("prescribers/frames/planted.py", "from ijstats import strata\n"),
    "no-imports-of-pages": ("ijportal/demo/planted.py", "from prescribers import tasks\n"),
}


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def lint(tree: Path, contract: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--contract", contract],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """A copy of the house, to plant in."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return copy


def test_each_contract_has_a_planted_violation():
    assert sorted(VIOLATIONS) == sorted(contracts())


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_is_refused(tree, contract):
    before = lint(tree, contract)
    assert before.returncode == 0, before.stdout

    where, what = VIOLATIONS[contract]
    planted = tree / where
    added_room = not planted.parent.exists()
    if added_room:
        planted.parent.mkdir(parents=True)
        (planted.parent / "__init__.py").write_text("")
    planted.write_text(what)
    try:
        after = lint(tree, contract)
        assert after.returncode == 1, after.stdout
        assert "BROKEN" in after.stdout
    finally:
        planted.unlink()
        if added_room:
            shutil.rmtree(planted.parent)
