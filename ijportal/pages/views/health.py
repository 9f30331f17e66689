"""Two questions of the machines: is the process alive, and can it serve."""

from collections.abc import Callable
from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import action
from core.database_role import DatabaseRole, database_role
from prescribers.models import Publication


PATIENCE_SECONDS = 1
OK, DOWN = "en service", "hors service"


@action("public")
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers; the database is not asked."""
    return JsonResponse({"etat": "vivant"})


@action("public")
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 as long as a request could not be served; the age of the run is told, not judged."""
    checks = {"base": _answers(_database), "redis": _answers(_redis)}
    age: float | None = None
    if checks["base"]:
        checks["migrations"] = _answers(_migrations_applied)
        age = _published_run_age()
    good = all(checks.values())
    body = {
        "etat": "prêt" if good else "pas prêt",
        **{name: OK if passed else DOWN for name, passed in checks.items()},
        "age_du_calcul_publie_h": age,
    }
    return JsonResponse(body, status=200 if good else 503)


def _answers(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, redis.RedisError, OSError):
        return False


def _database() -> bool:
    with database_role(DatabaseRole.GESTION), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _redis() -> bool:
    client = redis.Redis.from_url(
        _client_address(settings.REDIS_URL),
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
    )
    with client:
        return bool(client.ping())


def _client_address(broker: str) -> str:
    """Celery writes a socket redis+socket://path?virtual_host=0, the client unix://path?db=0."""
    return broker.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")


def _migrations_applied() -> bool:
    """Once true, true until the process ends: a deployment starts new processes."""
    return _all_applied() or _forget()


@cache
def _all_applied() -> bool:
    with database_role(DatabaseRole.GESTION):
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _forget() -> bool:
    _all_applied.cache_clear()
    return False


def _published_run_age() -> float | None:
    with database_role(DatabaseRole.GESTION):
        pointer = Publication.objects.select_related("run").first()
    if pointer is None or pointer.run.published_at is None:
        return None
    return round((timezone.now() - pointer.run.published_at).total_seconds() / 3600, 1)
