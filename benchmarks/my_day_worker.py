"""A fresh process of the product: « Ma journée » read a hundred times, then its naive twin."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django

from benchmarks.my_day_rows import CAISSE, build


READS = 100
WARM = 5


def run() -> list[dict[str, Any]]:
    # Imported here: models ask for `django.setup()` first.
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.permissions import rights_of  # noqa: PLC0415
    from core.database_role import ALL_CAISSES, DatabaseRole, database_role  # noqa: PLC0415
    from ijportal.pages.my_day import my_day  # noqa: PLC0415

    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        user = _head(timezone.localdate())
        build(user, timezone.now())
        acts = len(my_day(user, rights_of(user, timezone.localdate()), timezone.now()).placed)
    client = Client(HTTP_HOST="localhost")
    with database_role(DatabaseRole.GESTION):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    ways = {"page": lambda: _page(client), "jumeau naïf": lambda: _naive(user)}
    return [_measured(name, acts, read) for name, read in ways.items()]


def _head(today: Any) -> Any:
    """A head of service: interviews, commitments and requests for help await him."""
    from accounts.enums import OrganisationKind, Role  # noqa: PLC0415
    from accounts.models import Organisation  # noqa: PLC0415
    from accounts.services.accounts import create_account  # noqa: PLC0415
    from accounts.services.habilitations import grant_habilitation  # noqa: PLC0415
    from accounts.services.organisations import upsert_caisse  # noqa: PLC0415

    upsert_caisse(
        code=CAISSE, label="CPAM des Alpes-Maritimes", region_code="93",
        region_label="Provence-Alpes-Côte d’Azur", valid_from=today, by=None, system="mesure",
    )  # fmt: skip
    user = create_account(
        email="mesure@exemple.fr", full_name="Dr Mesure", password=f"mesure-{time.time_ns()}",
        by=None, system="mesure", synthetic=True,
    )  # fmt: skip
    grant_habilitation(
        user=user, role=Role.MEDECIN_CHEF,
        organisation=Organisation.objects.get(kind=OrganisationKind.CAISSE, code=CAISSE),
        valid_from=today, reason="Mesure de vitesse", by=None, system="mesure",
    )  # fmt: skip
    return user


def _page(client: Any) -> None:
    answer = client.get("/ma-journee/")
    if answer.status_code != 200:
        raise SystemExit(f"/ma-journee/ : {answer.status_code}")


def _naive(user: Any) -> None:
    """As one writes it first: every open object of the caisse, sorted in Python, every line drawn.

    It is spared the session, the rights, the strip of the week, the menu and the journal.
    """
    from django.template.loader import render_to_string  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from core.database_role import DatabaseRole, database_role  # noqa: PLC0415

    now = timezone.now()
    with database_role(DatabaseRole.GESTION):
        lines = sorted(_all_lines(user.pk), key=lambda line: line["by"] or now)
        part = {"code": "tout", "title": "Tout", "count": len(lines), "lines": lines}
        render_to_string("pages/ma_journee_group.html", {"part": part})


def _all_lines(me: int) -> list[dict[str, Any]]:
    from interviews.models import Commitment, Interview  # noqa: PLC0415
    from sosij.models import HelpRequest  # noqa: PLC0415

    lines = [
        _line("Entretien", f"Dr {one.prescriber.last_name}", one.starts_at, one.lead)
        for one in Interview.objects.select_related("prescriber", "lead", "report")
        if one.caisse == CAISSE and one.is_open and one.lead_id == me
    ]
    lines += [
        _line("Engagement", one.words, _evening(one.due_on), one.follower)
        for one in Commitment.objects.select_related("prescriber", "follower")
        if one.caisse == CAISSE and one.state == "ouvert" and one.follower_id == me
    ]
    lines += [
        _line("SOS IJ", f"Demande {one.reference}", one.due_at, one.holder)
        for one in HelpRequest.objects.select_related("holder")
        if one.caisse == CAISSE and one.is_open and one.holder_id == me
    ]
    return lines


def _evening(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)


def _line(kind: str, title: str, by: datetime | None, who: Any) -> dict[str, Any]:
    words = {"title": title, "why": kind, "silence": "Rien de légal.", "act": "Ouvrir"}
    said = f"{by:%d/%m/%Y %H:%M}" if by else "Sans date"
    return {
        "key": title, "tone": "", "when": said, "left": "", "kind": kind, "icon": "clock",
        "words": words, "url": "/", "who": who.full_name, "by": by,
    }  # fmt: skip


def _measured(name: str, acts: int, read: Callable[[], None]) -> dict[str, Any]:
    for _ in range(WARM):
        read()
    walls, processors = [], []
    for _ in range(READS):
        began, cpu = time.perf_counter(), time.process_time()
        read()
        walls.append(time.perf_counter() - began)
        processors.append(time.process_time() - cpu)
    return {
        "voie": name,
        "actes": acts,
        "lectures": READS,
        "p50_ms": 1_000 * sorted(walls)[READS // 2],
        "p95_ms": 1_000 * sorted(walls)[int(READS * 0.95)],
        "cpu_ms": 1_000 * sorted(processors)[READS // 2],
        "requetes": _queries(read),
    }


def _queries(read: Callable[[], None]) -> int:
    """Counted apart: counting costs time."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    apart = ("SAVEPOINT", "RELEASE", "BEGIN", "SELECT set_config", "SELECT current_setting", "SET")
    with CaptureQueriesContext(connection) as captured:
        read()
    return sum(not query["sql"].startswith(apart) for query in captured)


if __name__ == "__main__":
    django.setup()
    for answer in run():
        sys.stdout.write(json.dumps(answer) + "\n")
