"""Prepare the demo on a running stack: sources, imports, a night by the worker, what to verify."""

import json
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from ijportal.demo import (
    absences,
    accounts,
    agenda,
    contacts,
    exports,
    help_requests,
    interview_documents,
    interviews,
    measures,
    story,
    visits,
)
from ijportal.demo.country import Plan
from ijportal.demo.targets import TARGETS, amount_targets
from prescribers.models import Profile, Publication
from prescribers.presenters.profile import reading_sentence


class Command(BaseCommand):
    help = "Prépare la démonstration : fichiers synthétiques, imports, une nuit, comptes."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts", action="store_true", help="Affiche seulement les comptes."
        )
        parser.add_argument(
            "--chiffres",
            action="store_true",
            help="Affiche seulement les chiffres publiés en face de ceux des données importées.",
        )

    def handle(self, *args, **options):
        if options["accounts"]:
            self.stdout.write(f"\nComptes (mot de passe : {accounts.PASSWORD})")
            self.stdout.write("\n".join(accounts.lines()))
            return
        today = timezone.localdate()
        plan = Plan(seed=1, data_until=today.replace(day=1) - timedelta(days=1))
        if options["chiffres"]:
            self._tell_figures(plan)
            return
        folder = settings.IMPORT_ROOT.parent / "demo"
        country = folder / f"{plan.data_until:%Y-%m}-region"
        try:
            found = story.write_sources(country, plan=plan, say=self._say)
            story.populate(found, on=today, say=self._say)
            key = f"nuit:demonstration:{timezone.now().isoformat()}"
            story.run_past_nights(key=key, on=today, say=self._say)
            published = story.run_night(key=key, on=today, say=self._say)
            story.send_doubtful(country, say=self._say)
            exports.make_exports(say=self._say)
            help_requests.tell_requests(on=today, say=self._say)
            interview_documents.tell_documents(say=self._say)
            interviews.tell_interviews(on=today, say=self._say)
            contacts.tell_contacts(on=today, say=self._say)
            visits.tell_visits(on=today, say=self._say)
            agenda.tell_agenda(on=today, say=self._say)
            absences.tell_absences(on=today, say=self._say)
        except story.StoryError as failure:
            raise CommandError(str(failure)) from failure
        self._write_expected(folder, published, today)

    def _tell_figures(self, plan: Plan) -> None:
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            measured = measures.measure((*TARGETS, *amount_targets(plan.parts)))
        for line in measures.lines(measured):
            self._say(line)

    def _say(self, line: str) -> None:
        self.stdout.write(f"          {line}")

    def _write_expected(self, folder: Path, published: Publication, today: date) -> None:
        """The page to verify: of the visitor's caisse, the prescriber furthest above expected."""
        visitor = accounts.ACCOUNTS[0]
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            profiles = Profile.objects.filter(run_id=published.run_id)
            mine = profiles.filter(enough=True, caisse=visitor.code)
            shown = mine.order_by("-excess_days", "rpps")[0]
            expected = {
                "run": published.run.number,
                "profiles": profiles.count(),
                "rpps": str(shown.rpps),
                "sentence": reading_sentence(shown),
                "email": visitor.email,
                "password": accounts.PASSWORD,
                "day": today.isoformat(),
            }
        (folder / "attendu.json").write_text(json.dumps(expected), encoding="utf-8")
