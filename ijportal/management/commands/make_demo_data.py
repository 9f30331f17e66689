"""Write the source files of the demo country, with its truth apart."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ijportal.demo.calibration import ORDINARY_LOG_SD
from ijportal.demo.country import MONTHS, CountrySummary, Plan, build_country
from ijportal.demo.directory_files import LAYOUTS
from ijportal.demo.scales import SCALES, Part, parts_of


REPORT = """Données synthétiques écrites dans {out_dir} (graine {seed}).
Prescripteurs : {doctors} ({places}) ; centres, MSP, CPTS et sociétés : {structures}.
Patients : {patients}.
Arrêts reçus : {leaves}, dont {complete} sur les mois complets (jusqu’à {last}), de {days} jours.
Montant des mois complets : {amount} € pour {target} € publiés (écart {gap} %).
Lignes fautives volontaires : {defects} (truth_defects.csv). Vérité : truth.csv, à ne pas importer.
"""


class Command(BaseCommand):
    help = "Écrit les fichiers sources du pays de démonstration (données synthétiques)."

    def add_arguments(self, parser):
        parser.add_argument("out_dir", type=Path, metavar="OUT_DIR", help="Dossier à remplir.")
        parser.add_argument(
            "--scale",
            choices=SCALES,
            default="region",
            help="caisse : Alpes-Maritimes ; region : et un quart du reste de la région ; "
            "nation : tous les départements.",
        )
        parser.add_argument("--seed", type=int, default=1, help="Graine du tirage (1 par défaut).")
        parser.add_argument(
            "--months",
            type=int,
            default=MONTHS,
            help=f"Nombre de mois, les deux derniers provisoires ({MONTHS} par défaut).",
        )
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            help="Dernier jour des données, AAAA-MM-JJ (par défaut la fin du mois dernier).",
        )
        parser.add_argument(
            "--departement",
            action="append",
            help="Code d’un département entier, à la place d’une échelle (répétable).",
        )
        parser.add_argument(
            "--spread",
            type=float,
            default=ORDINARY_LOG_SD,
            help="Écart-type du logarithme de l’effet propre des prescripteurs ordinaires.",
        )
        parser.add_argument(
            "--annuaire",
            choices=LAYOUTS,
            default=LAYOUTS[0],
            help="Annuaire RPPS en un fichier de 56 colonnes, ou savoir-faire à part.",
        )
        parser.add_argument(
            "--json", action="store_true", help="Résumé JSON sur la dernière ligne."
        )

    def handle(self, *args, **options):
        try:
            plan = Plan(
                seed=options["seed"],
                data_until=options["until"] or _end_of_last_month(),
                months=options["months"],
                parts=_parts(options),
                spread=options["spread"],
                layout=options["annuaire"],
            )
            say = self.stdout.write if options["verbosity"] > 1 else _nothing
            summary = build_country(options["out_dir"], plan, say=say)
        except (ValueError, OSError) as error:
            raise CommandError(f"Données de démonstration non écrites : {error}") from error
        self.stdout.write(_sentences(summary, options["out_dir"]), ending="")
        if options["json"]:
            self.stdout.write(
                json.dumps(asdict(summary), cls=DjangoJSONEncoder, ensure_ascii=False)
            )


def _nothing(line: str) -> None:
    del line


def _parts(options: dict) -> tuple[Part, ...]:
    if options["departement"]:
        return tuple(Part(code) for code in options["departement"])
    return parts_of(options["scale"])


def _end_of_last_month() -> date:
    return timezone.localdate().replace(day=1) - timedelta(days=1)


def _sentences(summary: CountrySummary, out_dir: Path) -> str:
    gap = 100 * abs(summary.amount_euros / summary.target_euros - 1)
    text = REPORT.format(
        out_dir=out_dir,
        seed=summary.seed,
        doctors=_number(summary.doctors),
        places=_places(summary.departements),
        structures=_number(summary.structures),
        patients=_number(summary.patients),
        leaves=_number(summary.leaves),
        complete=_number(summary.leaves_complete),
        last=f"{summary.window_end:%m/%Y}",
        days=_decimal(summary.mean_days, 1),
        amount=_number(round(summary.amount_euros)),
        target=_number(round(summary.target_euros)),
        gap=_decimal(gap, 3),
        defects=_number(sum(summary.defects.values())),
    )
    for sign in ":;%€":
        text = text.replace(f" {sign}", f"\u202f{sign}")
    return text


def _places(departements: dict[str, float]) -> str:
    """The départements drawn whole, then those of which a share is drawn."""
    whole = [code for code, share in departements.items() if share == 1]
    if len(whole) > 12:
        return f"{len(whole)} départements"
    sampled = [f"{code} à {round(100 * s)} %" for code, s in departements.items() if s != 1]
    return ", ".join([*whole, *sampled])


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
