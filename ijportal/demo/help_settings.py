"""What the demo sets on screen: rows of the routing table, and a file of requests imported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from core.database_role import DatabaseRole, database_role
from core.jobs import run_now
from core.journal import Author
from sosij.enums import Desk, Level, Motive, Regime
from sosij.rules.importing import COLUMNS, DATES
from sosij.services.importing import confirm, read_file
from sosij.services.routes import Wanted, add_route


HOME = "061"
# No request of the demo says its régime: the published shares stay what they are.
IN_FORCE = (Motive.OTHER, Desk.BENEFITS, Level.FIRST, Regime.GENERAL, -60)
TO_COME = (Motive.ADMINISTRATIVE, Desk.SOCIAL, Level.FIRST, Regime.GENERAL, 30)
DECISION = "Note du chef de service, décision de démonstration"


@dataclass(frozen=True)
class Written:
    """A line of the file."""

    rpps: str
    received: datetime
    question: str


def set_routes(people: Mapping[str, User], *, on: date) -> None:
    """One row in force and one to come, each written the day before its first or today."""
    for motive, desk, level, regime, days in (IN_FORCE, TO_COME):
        since = on + timedelta(days=days)
        day = min(on, since - timedelta(days=1))
        at = timezone.make_aware(datetime.combine(day, time(10)))
        wanted = Wanted(desk, level, since, DECISION, motive, caisse=HOME, regime=regime)
        add_route(wanted, Author(at=at, by=people["medecin.chef"].pk))


def import_file(lines: Sequence[Written], people: Mapping[str, User]) -> None:
    """The lines, and one that its author has to correct."""
    rows = [
        ";".join((one.rpps, f"{timezone.localtime(one.received):{DATES[0]}}", "", "", quoted(one)))
        for one in lines
    ]
    content = "\r\n".join([";".join(COLUMNS), *rows, "12;hier;;;Que faire ?", ""]).encode()
    author = Author(at=timezone.now(), by=people["secretariat"].pk)
    batch = read_file(content, author, within=frozenset({HOME}))
    with database_role(DatabaseRole.GESTION):
        job = confirm(batch, author).job_id
    assert job is not None
    run_now(job)


def quoted(one: Written) -> str:
    return '"' + one.question.replace('"', '""') + '"'
