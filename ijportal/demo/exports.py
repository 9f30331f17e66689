"""Two lists that the visitor asked for: one ready, one of last week, whose file is gone."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from accounts.perimeter import Perimeter
from accounts.permissions import perimeter_for
from core.database_role import DatabaseRole, database_role
from core.jobs import run_now
from core.models.job import ENDED
from ijportal.demo.accounts import ACCOUNTS
from prescribers.asked import AskedList, asked_list
from prescribers.enums import ExportFormat, ExportPurpose
from prescribers.exports import wanted_of
from prescribers.models import Export
from prescribers.services.exports import request_export
from prescribers.services.exports_expired import purge


AGO = timedelta(days=9)
OLD = (
    ExportFormat.PDF,
    "signal=oui&tri=-ecart",
    ExportPurpose.INTERVIEWS,
    "Tournée de novembre, médecins à rencontrer.",
)
READY = (
    ExportFormat.XLSX,
    "tri=-ecart",
    ExportPurpose.STEERING,
    "Point trimestriel avec la direction de la caisse.",
)
POLL_SECONDS = 0.2


def make_exports(*, say: Callable[[str], None], patience: float = 120.0) -> None:
    """Asked for through the services, made by the jobs; nothing when they are there already."""
    with database_role(DatabaseRole.GESTION):
        visitor = User.objects.get(email=ACCOUNTS[0].email)
        if Export.objects.filter(by_id=visitor.pk).exists():
            return
    old = _made(visitor, *OLD, patience=patience)
    with database_role(DatabaseRole.GESTION):
        Export.objects.filter(pk=old.pk).update(
            asked_at=F("asked_at") - AGO,
            made_at=F("made_at") - AGO,
            expires_at=F("expires_at") - AGO,
        )
        purge(timezone.now())
    ready = _made(visitor, *READY, patience=patience)
    say(f"exports       {ready.file_name}, {ready.rows} lignes : prêt ; un autre est expiré")


def _made(
    visitor: User, file_format: str, query: str, purpose: str, text: str, *, patience: float
) -> Export:
    with database_role(DatabaseRole.GESTION):
        perimeter = perimeter_for(visitor, "prescripteurs.exporter", timezone.localdate())
        assert perimeter is not None
        asked = _asked(perimeter, query)
        wanted = wanted_of(
            asked,
            file_format=file_format,
            rows=asked.found.count(),
            purpose=purpose,
            purpose_text=text,
        )
        export = request_export(wanted, perimeter=perimeter)
    assert export.job_id is not None
    deadline = time.monotonic() + patience
    # The worker may have taken it already: then running it here does nothing, and we wait.
    while run_now(export.job_id).status not in ENDED and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    with database_role(DatabaseRole.GESTION):
        return Export.objects.get(pk=export.pk)


def _asked(perimeter: Perimeter, query: str) -> AskedList:
    asked = asked_list(perimeter, QueryDict(query))
    assert asked is not None
    return asked
