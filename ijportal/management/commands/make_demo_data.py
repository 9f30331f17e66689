"""Write the source files of the demo country, with its truth apart."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ijportal.demo.country import CountrySummary, build_country


REPORT = """Données synthétiques écrites dans {out_dir} (graine {seed}).
Prescripteurs : {doctors} ; patients : {patients}.
Arrêts reçus : {leaves}, dont {complete} sur les mois complets ({window}), de {days} jours.
Montant des mois complets : {amount} € pour {target} € publiés (écart {gap} %).
Lignes fautives volontaires : {defects} (truth_defects.csv). Vérité : truth.csv, à ne pas importer.
"""


class Command(BaseCommand):
    help = "Écrit les fichiers sources du pays de démonstration (données synthétiques)."

    def add_arguments(self, parser):
        parser.add_argument("out_dir", type=Path, metavar="OUT_DIR", help="Dossier à remplir.")
        parser.add_argument("--seed", type=int, default=1, help="Graine du tirage (1 par défaut).")
        parser.add_argument(
            "--months", type=int, default=14, help="Nombre de mois, les deux derniers provisoires."
        )
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            help="Dernier jour des données, AAAA-MM-JJ (par défaut la fin du mois dernier).",
        )
        parser.add_argument(
            "--departement",
            action="append",
            help="Code du département (06 par défaut ; répétable).",
        )
        parser.add_argument(
            "--json", action="store_true", help="Résumé JSON sur la dernière ligne."
        )

    def handle(self, *args, **options):
        try:
            summary = build_country(
                options["out_dir"],
                seed=options["seed"],
                data_until=options["until"] or _end_of_last_month(),
                months=options["months"],
                departements=tuple(options["departement"] or ("06",)),
            )
        except (ValueError, OSError) as error:
            raise CommandError(f"Données de démonstration non écrites : {error}") from error
        self.stdout.write(_sentences(summary, options["out_dir"]), ending="")
        if options["json"]:
            self.stdout.write(
                json.dumps(asdict(summary), cls=DjangoJSONEncoder, ensure_ascii=False)
            )


def _end_of_last_month() -> date:
    return timezone.localdate().replace(day=1) - timedelta(days=1)


def _sentences(summary: CountrySummary, out_dir: Path) -> str:
    gap = 100 * abs(summary.amount_euros / summary.target_euros - 1)
    text = REPORT.format(
        out_dir=out_dir,
        seed=summary.seed,
        doctors=_number(summary.doctors),
        patients=_number(summary.patients),
        leaves=_number(summary.leaves),
        complete=_number(summary.leaves_complete),
        window=f"{summary.window_start:%m/%Y} à {summary.window_end:%m/%Y}",
        days=_decimal(summary.mean_days, 1),
        amount=_number(round(summary.amount_euros)),
        target=_number(round(summary.target_euros)),
        gap=_decimal(gap, 3),
        defects=_number(sum(summary.defects.values())),
    )
    for sign in ":;%€":
        text = text.replace(f" {sign}", f"\u202f{sign}")
    return text


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
