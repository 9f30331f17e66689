"""`verify_blocks`: the encoded blocks against the rows; `--rebuild` makes the wrong ones again."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from prescribers.enums import BlockKind
from prescribers.services.blocks import months_of, rebuild, wrong_blocks


WRONG = 2


class Command(BaseCommand):
    help = (
        "Vérifie les blocs encodés, mois par mois, contre les lignes importées (à lancer après la"
        " restauration d’une sauvegarde). Code de retour : 0 tout est juste, 2 des blocs sont faux."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="refait les blocs absents ou faux"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            work = [(kind, month) for kind in BlockKind for month in months_of(kind)]
        found = left = 0
        for kind, month in work:
            wrong, still = self._verify(kind, month, mend=options["rebuild"])
            found, left = found + wrong, left + still
        self.stdout.write(f"{len(work)} mois vérifiés, {found} blocs absents ou faux.")
        if found and not left:
            self.stdout.write("Tous ont été refaits.")
        if left:
            raise SystemExit(WRONG)

    def _verify(self, kind: BlockKind, month: date, *, mend: bool) -> tuple[int, int]:
        """How many blocks of the month were wrong, and how many still are; one transaction."""
        with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
            wrong = wrong_blocks(kind, month)
            for caisse in wrong:
                self.stdout.write(f"{kind.label}, {month:%Y-%m}, caisse {caisse} : absent ou faux")
                if mend:
                    rebuild(kind, month, caisse)
            return len(wrong), len(wrong_blocks(kind, month)) if wrong and mend else len(wrong)
