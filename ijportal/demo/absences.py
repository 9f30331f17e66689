"""Two absences of the demo, each with a substitute of the same service."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Absence, User
from accounts.services.absences import Away, declare
from core.database_role import DatabaseRole, database_role
from core.journal import Author
from ijportal.demo.accounts import DOMAIN


# Who is away, who answers, in how many days it begins, how many days it lasts.
ABSENCES = (
    ("medecin.conseil.2", "medecin.conseil", 0, 5),
    ("dam.2", "dam", 3, 7),
)


def tell_absences(*, on: date, say: Callable[[str], None]) -> None:
    """Nothing when they are there already."""
    with database_role(DatabaseRole.GESTION), transaction.atomic():
        if Absence.objects.exists():
            return
        author = Author(at=timezone.now(), system="demonstration")
        for name, other, ahead, days in ABSENCES:
            since = on + timedelta(days=ahead)
            away = Away(since, since + timedelta(days=days), _person(other))
            declare(_person(name), away, author, today=on)
    say(f"Absences      {len(ABSENCES)} personnes remplacées")


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")
