"""Open the intake to a program, or give it a new secret; the secret is printed this once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from sosij.services.intake_clients import open_client, renew_secret


SYSTEM = "installation"


class Command(BaseCommand):
    help = "Ouvre l’API de dépôt SOS IJ à un portail, ou lui donne un nouveau secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="Identifiant du client : minuscules, chiffres, tirets.")
        parser.add_argument("label", nargs="?", default="", help="Nom lisible du portail.")
        parser.add_argument(
            "--nouveau-secret",
            action="store_true",
            help="Remplace le secret : l’ancien et ses jetons cessent aussitôt.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code, label = options["code"], options["label"]
        try:
            with database_role(DatabaseRole.GESTION):
                if options["nouveau_secret"]:
                    secret = renew_secret(code, system=SYSTEM)
                else:
                    secret = open_client(
                        code, label or code, on=timezone.localdate(), system=SYSTEM
                    )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"client_id : {code}")
        self.stdout.write(f"client_secret : {secret}")
        self.stdout.write("Notez ce secret : il n’est gardé que haché et ne sera plus montré.")
