"""A fresh process of the product: the pages that are read all day, on the data of the nation."""

import json
import sys
import time
from typing import Any
from urllib.parse import urlencode

import django


READS = 100
WARM = 5
# What people ask of the list: a name, a specialty, those who stand out, a deep page.
ASKED = (
    {},
    {"q": "mar"},
    {"specialite": "MG", "tri": "-ratio"},
    {"tri": "-ecart"},
    {"caisse": "061", "tri": "-ratio"},
    {"q": "paris"},
)


def run() -> list[dict[str, Any]]:
    # Imported here: models ask for `django.setup()` first.
    from core.database_role import ALL_CAISSES, DatabaseRole, database_role  # noqa: PLC0415
    from prescribers.models import Profile, Publication  # noqa: PLC0415

    client = _signed_in()
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        published = Publication.objects.get().run_id
        profiles = Profile.objects.filter(run_id=published, enough=True).order_by("-ratio_days")
        chosen = list(profiles.values_list("rpps", flat=True)[: READS * 40 : 40])
    lists = [f"/prescripteurs/?{urlencode(asked)}" for asked in ASKED] * (READS // len(ASKED) + 1)
    pages = {
        "liste": lists[:READS],
        "prescripteur": [f"/prescripteurs/{rpps}/" for rpps in chosen],
        "tableau": ["/tableau-de-bord/"] * (READS // 5),
    }
    return [_measured(client, name, urls) for name, urls in pages.items()]


def _signed_in() -> Any:
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.enums import OrganisationKind, Role  # noqa: PLC0415
    from accounts.models import Organisation  # noqa: PLC0415
    from accounts.services.accounts import create_account  # noqa: PLC0415
    from accounts.services.habilitations import grant_habilitation  # noqa: PLC0415
    from core.database_role import DatabaseRole, database_role  # noqa: PLC0415

    with database_role(DatabaseRole.GESTION):
        user = create_account(
            email=f"mesure-{time.time_ns()}@exemple.fr",
            full_name="Mesure",
            password=f"mesure-{time.time_ns()}",
            by=None,
            system="mesure",
            synthetic=True,
        )
        grant_habilitation(
            user=user,
            role=Role.MEDECIN_CONSEIL,
            organisation=Organisation.objects.get(kind=OrganisationKind.NATION),
            valid_from=timezone.localdate(),
            reason="Mesure de vitesse",
            by=None,
            system="mesure",
        )
        client = Client(HTTP_HOST="localhost")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _measured(client: Any, name: str, urls: list[str]) -> dict[str, Any]:
    for url in urls[:WARM]:
        _read(client, url)
    walls, processors = [], []
    for url in urls:
        began, cpu = time.perf_counter(), time.process_time()
        _read(client, url)
        walls.append(time.perf_counter() - began)
        processors.append(time.process_time() - cpu)
    return {
        "page": name,
        "lectures": len(urls),
        "p50_ms": 1_000 * sorted(walls)[len(walls) // 2],
        "p95_ms": 1_000 * sorted(walls)[int(len(walls) * 0.95)],
        "cpu_ms": 1_000 * sorted(processors)[len(processors) // 2],
        "requetes": max(_queries(client, url) for url in urls[:: max(1, len(urls) // 10)]),
    }


def _read(client: Any, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} : {answer.status_code}")


def _queries(client: Any, url: str) -> int:
    """Counted apart: counting costs time."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        _read(client, url)
    return len(captured)


if __name__ == "__main__":
    django.setup()
    for answer in run():
        sys.stdout.write(json.dumps(answer) + "\n")
