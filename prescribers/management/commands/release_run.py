"""`release_run NUMBER REASON`: publish a run that was held because its figures moved too far."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.jobs import database_now
from prescribers.services.night import release


REFUSED = 2


class Command(BaseCommand):
    help = "Publie un calcul retenu, avec le motif de la décision ; le motif est journalisé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, metavar="NUMÉRO", help="numéro du calcul retenu")
        parser.add_argument("reason", metavar="MOTIF", help="pourquoi le publier quand même")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with database_role(DatabaseRole.GESTION):
                run = release(
                    number=options["number"], reason=options["reason"], by=None, at=database_now()
                )
        except Refusal as refused:
            raise CommandError(f"Refusé : {refused.message}", returncode=REFUSED) from refused
        self.stdout.write(f"Calcul n° {run.number} publié : {run.rows} profils.")
