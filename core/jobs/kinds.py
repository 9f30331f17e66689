"""The kinds of job that the apps know how to do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils.module_loading import autodiscover_modules

from core.database_role import DatabaseRole
from core.jobs.lease import Lease


Handler = Callable[[Lease], None]


class UnknownKindError(LookupError):
    """No app registers this kind of job."""


@dataclass(frozen=True)
class JobKind:
    """How a kind is run: its handler, the role of its steps, its tries, its lease."""

    name: str
    title: str
    role: DatabaseRole
    max_attempts: int
    lease_seconds: float
    handler: Handler


_kinds: dict[str, JobKind] = {}


def job_kind(
    name: str,
    *,
    title: str,
    role: DatabaseRole = DatabaseRole.MEDICAL,
    max_attempts: int = 3,
    lease_seconds: float = 15,
) -> Callable[[Handler], Handler]:
    """Register a handler (in an app's `tasks.py`); `title` is French, for the page Traitements."""

    def register(handler: Handler) -> Handler:
        known = _kinds.get(name)
        if known and known.handler.__qualname__ != handler.__qualname__:
            raise ValueError(f"job kind {name} is registered twice")
        _kinds[name] = JobKind(name, title, role, max_attempts, lease_seconds, handler)
        return handler

    return register


def kind_of(name: str) -> JobKind:
    """The kind of this name; the first question loads the `tasks` module of every app."""
    if name not in _kinds:
        _load()
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKindError(name) from None


@cache
def _load() -> None:
    autodiscover_modules("tasks")
