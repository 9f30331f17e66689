"""Prepare the demo on a running stack: sources, imports, a night by the worker, what to verify."""

import json
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from ijportal.demo import accounts, story
from prescribers.models import Profile, Publication
from prescribers.presenters.profile import reading_sentence


class Command(BaseCommand):
    help = "Prépare la démonstration : fichiers synthétiques, imports, une nuit, comptes."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts", action="store_true", help="Affiche seulement les comptes."
        )

    def handle(self, *args, **options):
        if options["accounts"]:
            self.stdout.write(f"\nComptes (mot de passe : {accounts.PASSWORD})")
            self.stdout.write("\n".join(accounts.lines()))
            return
        today = timezone.localdate()
        until = today.replace(day=1) - timedelta(days=1)
        folder = settings.IMPORT_ROOT.parent / "demo"
        try:
            found = story.write_sources(folder / f"{until:%Y-%m}", until=until, say=self._say)
            story.populate(found, on=today, say=self._say)
            key = f"nuit:demonstration:{timezone.now().isoformat()}"
            published = story.run_night(key=key, on=today, say=self._say)
        except story.StoryError as failure:
            raise CommandError(str(failure)) from failure
        self._write_expected(folder, published, today)

    def _say(self, line: str) -> None:
        self.stdout.write(f"          {line}")

    def _write_expected(self, folder: Path, published: Publication, today: date) -> None:
        """The page to verify: the prescriber furthest above what is expected."""
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            profiles = Profile.objects.filter(run_id=published.run_id)
            shown = profiles.filter(enough=True).order_by("-excess_days", "rpps")[0]
            expected = {
                "run": published.run.number,
                "profiles": profiles.count(),
                "rpps": str(shown.rpps),
                "sentence": reading_sentence(shown),
                "email": accounts.ACCOUNTS[0].email,
                "password": accounts.PASSWORD,
                "day": today.isoformat(),
            }
        (folder / "attendu.json").write_text(json.dumps(expected), encoding="utf-8")
