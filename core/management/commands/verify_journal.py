"""`verify_journal`: is the journal whole? Exit code 0 when it is, 1 when it is not."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.database_role import DatabaseRole, database_role
from core.jobs import database_now
from core.journal import Report, verify


class Command(BaseCommand):
    help = "Vérifie le journal : lignes, sceaux et têtes de journée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="résultat lisible par un programme")
        parser.add_argument(
            "--tete",
            metavar="NUMÉRO:EMPREINTE",
            help="tête notée hors de la base lors d’une vérification précédente",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with database_role(DatabaseRole.GESTION):
            report = verify(database_now(), noted=options["tete"] or "")
        self.stdout.write(_as_json(report) if options["json"] else _as_text(report))
        if not report.intact:
            raise SystemExit(1)


def _as_text(report: Report) -> str:
    lines = [
        f"{report.sealed} ligne(s) scellée(s), {report.waiting} en attente de scellement.",
    ]
    if report.head:
        lines.append(f"Tête à noter hors de la base : {report.head[0]}:{report.head[1]}")
    if report.intact:
        lines.append("Journal intact.")
    else:
        lines.append(f"Journal altéré : {len(report.anomalies)} anomalie(s).")
        lines += [f"- {anomaly.fault} ({anomaly.where})" for anomaly in report.anomalies]
    return "\n".join(lines)


def _as_json(report: Report) -> str:
    return json.dumps(
        {
            "intact": report.intact,
            "scellees": report.sealed,
            "en_attente": report.waiting,
            "tete": list(report.head) if report.head else None,
            "anomalies": [
                {"code": anomaly.fault.name, "libelle": anomaly.fault, "ou": anomaly.where}
                for anomaly in report.anomalies
            ],
        },
        ensure_ascii=False,
    )
