"""`manage.py import_requests FICHIER --par ADRESSE`: what it holds; `--importer` receives it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.permissions import perimeter_for
from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.errors import Refusal
from core.jobs import run_now
from core.journal import Author
from core.models import JobStatus
from sosij.models import FileBatch
from sosij.presenters.importing import BatchPage, batch_page
from sosij.selectors.importing import lines_of
from sosij.services.importing import ACTION, confirm, read_file


class Command(BaseCommand):
    help = "Lit un fichier de demandes SOS IJ et dit ses fautes ; --importer enregistre le reste."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path, help="fichier CSV, colonnes séparées par « ; »")
        parser.add_argument("--par", required=True, help="adresse de la personne qui importe")
        parser.add_argument("--importer", action="store_true", help="enregistre les bonnes lignes")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = self._read(options["fichier"], options["par"])
            if options["importer"] and batch.good:
                self._import(batch)
        except (Refusal, OSError) as refused:
            words = refused.message if isinstance(refused, Refusal) else "Fichier illisible."
            raise CommandError(words) from refused
        self._tell(batch)

    def _read(self, path: Path, address: str) -> FileBatch:
        """In the name of a person and within his rights: no request comes from a machine."""
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            user = User.objects.filter(email=address.lower(), is_active=True).first()
            perimeter = perimeter_for(user, ACTION, timezone.localdate()) if user else None
            if user is None or perimeter is None:
                raise CommandError("Aucun compte actif de cette adresse ne peut saisir de demande.")
            author = Author(at=timezone.now(), by=user.pk)
            return read_file(path.read_bytes(), author, within=perimeter.caisses)

    def _import(self, batch: FileBatch) -> None:
        with database_role(DatabaseRole.GESTION):
            held = confirm(batch, Author(at=timezone.now(), by=batch.by_id))
        assert held.job_id is not None
        if run_now(held.job_id).status != JobStatus.DONE:
            raise CommandError("L’import s’est arrêté : voyez la page Traitements.")

    def _tell(self, batch: FileBatch) -> None:
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            batch.refresh_from_db()
            page: BatchPage = batch_page(batch, lines_of(batch))
        self.stdout.write(f"Fichier n° {batch.pk} ({page.state}) : {page.sentence}")
        for fault in (*page.faults, *page.refused):
            where = f", {fault.column}" if fault.column else ""
            self.stdout.write(f"  ligne {fault.line}{where} : {fault.what}")
