"""Open the first technical administrator: the only account that no other account opens."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Habilitation
from accounts.services.accounts import create_account, password_path
from accounts.services.habilitations import grant_habilitation
from accounts.services.organisations import upsert_nation
from core.database_role import DatabaseRole, database_role
from core.errors import Refusal


SYSTEM = "installation"


class Command(BaseCommand):
    help = "Ouvre le premier compte d’administration technique et donne l’adresse à visiter."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with database_role(DatabaseRole.GESTION):
                path = self._open(options["email"], options["full_name"])
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Mot de passe à choisir ici, sur l’adresse du portail : {path}")

    def _open(self, email: str, full_name: str) -> str:
        today = timezone.localdate()
        if Habilitation.objects.filter(role=Role.ADMIN_TECHNIQUE).in_force(today).exists():
            raise Refusal("not-first", "Un administrateur existe déjà : il ouvre les comptes.")
        user = create_account(email=email, full_name=full_name, by=None, system=SYSTEM)
        grant_habilitation(
            user=user,
            role=Role.ADMIN_TECHNIQUE,
            organisation=upsert_nation(valid_from=today, by=None, system=SYSTEM),
            valid_from=today,
            by=None,
            system=SYSTEM,
        )
        return password_path(user=user, by=None, within=None, system=SYSTEM)
