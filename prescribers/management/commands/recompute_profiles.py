"""`recompute_profiles`: one night now; exit 0 when done or unchanged, 2 refused, 3 held."""

import json
import re
import time
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.database_role import DatabaseRole, database_role
from core.jobs import database_now, enqueue, run_now
from core.models import Job, JobStatus
from prescribers.models import ProfileRun
from prescribers.services.night.extent import WINDOW_MONTHS, Extent
from prescribers.services.night.kinds import NIGHT


GLANCE_SECONDS = 0.5
WAITING = (JobStatus.QUEUED, JobStatus.FAILED)
GIVEN_UP = (JobStatus.DEAD, JobStatus.CANCELLED)
REFUSED, HELD = 2, 3
LONGEST_WINDOW = 24


def window(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= LONGEST_WINDOW:
        raise ArgumentTypeError(f"nombre de mois attendu, de 1 à {LONGEST_WINDOW} : {text!r}")
    return int(text)


def scope(text: str) -> str:
    if text == "national":
        return ""
    if not re.fullmatch(r"[0-9]{2}", text):
        raise ArgumentTypeError(f"« national » ou un code de région à deux chiffres : {text!r}")
    return text


class Command(BaseCommand):
    help = (
        "Recalcule les profils de prescription à partir des mois importés, puis les publie. "
        "Code de retour : 0 fait ou inchangé, 2 refusé, 3 calculé mais retenu."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", type=date.fromisoformat, metavar="AAAA-MM-JJ", help="date d’arrêté"
        )
        parser.add_argument(
            "--window",
            type=window,
            default=WINDOW_MONTHS,
            metavar="MOIS",
            help=f"mois de la fenêtre ; une autre longueur que {WINDOW_MONTHS} est une étude, "
            "jamais publiée",
        )
        parser.add_argument(
            "--scope",
            type=scope,
            default="national",
            metavar="national|RÉGION",
            help="code INSEE de la seule région lue ; une étude, jamais publiée",
        )
        parser.add_argument("--no-publish", action="store_true", help="calcule sans publier")
        parser.add_argument(
            "--inline", action="store_true", help="exécute ici, sans attendre un exécutant"
        )
        parser.add_argument("--json", action="store_true", help="résultat lisible par un programme")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or timezone.localdate()
        extent = Extent(options["window"], options["scope"])
        job = _ask(as_of, extent, publish=not options["no_publish"])
        while _pending(job):
            if options["inline"]:
                _run_due(job)
            time.sleep(0 if options["inline"] and _due(job) else GLANCE_SECONDS)
        outcome = _outcome(job)
        self.stdout.write(
            json.dumps(outcome, ensure_ascii=False) if options["json"] else _sentence(outcome)
        )
        if outcome["etat"] == "refuse":
            raise SystemExit(REFUSED)
        if outcome["etat"] == "retenu":
            raise SystemExit(HELD)


def _ask(as_of: date, extent: Extent, *, publish: bool) -> Job:
    with database_role(DatabaseRole.GESTION):
        return enqueue(
            kind=NIGHT,
            dedup_key=f"nuit:commande:{database_now().isoformat()}",
            payload={"day": as_of.isoformat(), "publish": publish, **extent.payload()},
            by=None,
        )


def _family(job: Job) -> list[Job]:
    """The night's job, then those it called, as they are now."""
    with database_role(DatabaseRole.GESTION):
        return [*Job.objects.filter(pk=job.pk), *Job.objects.filter(parent=job).order_by("pk")]


def _pending(job: Job) -> bool:
    """A job that gave up ends the wait: the run will not go further."""
    family = _family(job)
    if any(member.status in GIVEN_UP for member in family):
        return False
    return any(member.status != JobStatus.DONE for member in family)


def _due(job: Job) -> list[Job]:
    now = database_now()
    return [
        member
        for member in _family(job)
        if member.status in WAITING
        and member.next_attempt_at is not None
        and member.next_attempt_at <= now
    ]


def _run_due(job: Job) -> None:
    for member in _due(job):
        run_now(member.pk)


def _outcome(job: Job) -> dict[str, Any]:
    """What to tell: the counts of the jobs, and the run when there is one."""
    family = _family(job)
    refusals = [member.error_message for member in family if member.status in GIVEN_UP]
    counts = {name: value for member in family for name, value in member.counts.items()}
    outcome = {"etat": "fait", "publie": bool(counts.get("publie"))}
    if refusals:
        return {"etat": "refuse", "motifs": [reason or "Traitement annulé." for reason in refusals]}
    if counts.get("entrees_modifiees"):
        return outcome | {"etat": "repris"}
    if counts.get("retenu"):
        return outcome | {"etat": "retenu"} | _run_figures(int(counts.get("calcul", 0)))
    if counts.get("inchange") or counts.get("en_cours"):
        return outcome | {"etat": "inchange" if counts.get("inchange") else "en_cours"}
    return outcome | _run_figures(int(counts.get("calcul", 0)))


def _run_figures(number: int) -> dict[str, Any]:
    with database_role(DatabaseRole.GESTION):
        run = ProfileRun.objects.filter(number=number).first()
    if run is None:
        return {}
    return {
        "calcul": run.number,
        "methode": run.method,
        "fenetre": [run.window_start.isoformat(), run.window_end.isoformat()],
        "mois_absents": run.parameters["missing_months"],
        "profils": run.rows,
        "rapprochement": run.parameters["reconciliation"],
        "empreinte": run.result_digest,
    }


SENTENCES = {
    "inchange": "Rien n’a changé depuis le dernier calcul : les profils publiés restent en place.",
    "en_cours": "Un calcul sur les mêmes données est déjà en cours.",
    "retenu": (
        "Calcul terminé mais retenu : les chiffres ont trop bougé depuis le calcul publié. "
        "Vérifiez les derniers imports ; s’ils sont justes, publiez-le avec "
        "release_run NUMÉRO MOTIF."
    ),
    "repris": "Des données ont été importées pendant le calcul : il est repris.",
}


def _sentence(outcome: dict[str, Any]) -> str:
    if outcome["etat"] == "refuse":
        return "\n".join(["Calcul refusé.", *(f"- {reason}" for reason in outcome["motifs"])])
    if outcome["etat"] in SENTENCES:
        return SENTENCES[outcome["etat"]]
    if "calcul" not in outcome:
        return "Le calcul déjà prêt est publié."
    rows = outcome["rapprochement"]
    first, last = (month[:7] for month in outcome["fenetre"])
    state = "publié" if outcome["publie"] else "non publié"
    lines = [
        f"Calcul n° {outcome['calcul']} (méthode {outcome['methode']}), {state}.",
        f"Profils : {outcome['profils']}.",
        f"Fenêtre : {first} à {last}.",
        *(f"Mois absent : {month[:7]}." for month in outcome["mois_absents"]),
        f"Lignes : {rows['lignes']} reçues, {rows['retenues']} retenues.",
    ]
    return "\n".join(lines)
