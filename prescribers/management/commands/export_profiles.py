"""`export_profiles OUT`: one row a prescriber; exit code 0 when written, 2 when refused."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.errors import Refusal
from prescribers.services.profiles_export import export_profiles


REFUSED = 2


class Command(BaseCommand):
    help = (
        "Écrit les profils d’un calcul, une ligne par prescripteur, sans arrondi. "
        "Les effectifs de 1 à 10 sont écrits NS (vides en Parquet) ; "
        "sous les minima, les figures restent vides. L’export est journalisé."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FICHIER", help="en .csv ou en .parquet")
        parser.add_argument(
            "--run", type=int, metavar="N", help="numéro du calcul ; celui publié par défaut"
        )
        parser.add_argument(
            "--brut",
            action="store_true",
            help="sans rien cacher, pour l’exploitant seul ; journalisé à part",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["path"]
        try:
            with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
                run, rows = export_profiles(path, number=options["run"], raw=options["brut"])
        except Refusal as refused:
            raise CommandError(f"Refusé : {refused.message}", returncode=REFUSED) from refused
        except OSError as failed:
            raise CommandError(
                f"Impossible d’écrire {path} : {failed.strerror}. Vérifiez le dossier et la place.",
                returncode=REFUSED,
            ) from failed
        self.stdout.write(f"Calcul n° {run.number} : {rows} lignes écrites dans {path}.")
