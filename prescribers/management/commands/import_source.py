"""`manage.py import_source KIND PATH`: one file, now, and a summary of every row."""

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.errors import Refusal
from prescribers.enums import BatchStatus, SourceKind
from prescribers.models import ImportBatch
from prescribers.services.imports import import_source
from prescribers.services.reasons import checked_reason


REFUSED, HELD = 2, 3


def month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as wrong:
        raise ArgumentTypeError(f"mois attendu sous la forme AAAA-MM, reçu {text!r}") from wrong


def reason(text: str) -> str:
    try:
        return checked_reason(text)
    except Refusal as refused:
        raise ArgumentTypeError(refused.message) from refused


class Command(BaseCommand):
    help = "Importe un fichier source. Code de retour : 0 fait, 2 refusé, 3 retenu par un contrôle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=SourceKind.values, help="nature du fichier")
        parser.add_argument("path", type=Path, help="chemin du fichier")
        parser.add_argument("--month", type=month, help="mois du fichier, AAAA-MM")
        parser.add_argument(
            "--force-gate",
            type=reason,
            metavar="MOTIF",
            help="importe malgré les contrôles ; le motif est journalisé",
        )
        parser.add_argument("--json", action="store_true", help="un objet JSON en dernière ligne")

    def handle(self, *, kind: str, path: Path, **options) -> None:
        try:
            with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
                batch = import_source(
                    kind=kind,
                    path=path,
                    month=options["month"],
                    by=None,
                    force_gate=options["force_gate"] or "",
                )
                told = as_json(batch)
        except Refusal as refused:
            if options["json"]:
                self._tell(refusal_as_json(kind, refused))
            raise CommandError(f"Refusé : {refused.message}", returncode=REFUSED) from refused
        self.stdout.write(summary(batch))
        if options["json"]:
            self._tell(told)
        if batch.status == BatchStatus.REFUSED:
            raise CommandError(f"Refusé : {batch.message}", returncode=REFUSED)
        if batch.status == BatchStatus.HELD:
            raise CommandError(
                f"Retenu : décidez du lot {batch.pk} sur la page Imports, ou relancez avec "
                "--force-gate MOTIF.",
                returncode=HELD,
            )

    def _tell(self, told: dict[str, object]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False))


def summary(batch: ImportBatch) -> str:
    what = f"{batch.get_kind_display()}{f' {batch.month:%Y-%m}' if batch.month else ''}"
    lines = [f"Lot {batch.pk}, {what} : {batch.get_status_display()}."]
    if batch.read:
        lines.append(
            f"  {batch.read} lues = {batch.accepted} acceptées"
            f" + {batch.rejected} rejetées + {batch.duplicates} doublons"
        )
    if batch.message:
        lines.append(f"  {batch.message}")
    return "\n".join(lines)


def as_json(batch: ImportBatch) -> dict[str, object]:
    gates = batch.gate_findings.order_by("code").values_list("code", "message")
    return {
        "lot": batch.pk,
        "nature": batch.kind,
        "mois": f"{batch.month:%Y-%m}" if batch.month else None,
        "etat": batch.status,
        "lues": batch.read,
        "acceptees": batch.accepted,
        "rejetees": batch.rejected,
        "doublons": batch.duplicates,
        "message": batch.message,
        "controles": [{"code": code, "message": message} for code, message in gates],
        "motif": batch.decision_reason,
    }


def refusal_as_json(kind: str, refused: Refusal) -> dict[str, object]:
    """A file refused before it had a batch: absent, or without a month."""
    return {
        "lot": None,
        "nature": kind,
        "etat": BatchStatus.REFUSED,
        "code": refused.code,
        "message": refused.message,
    }
