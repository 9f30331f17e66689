"""What became of the mails: sent, or kept in a folder without a server, waiting, given up."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from core.database_role import DatabaseRole, database_role
from core.models import OutboxMessage
from core.outbox import mailbox


class Command(BaseCommand):
    help = "Montre les courriels partis, gardés, en attente ou abandonnés."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--derniers", type=int, default=20, help="Combien en montrer (20).")
        parser.add_argument(
            "--relancer", action="store_true", help="Rend leurs essais aux courriels abandonnés."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with database_role(DatabaseRole.GESTION):
            if options["relancer"]:
                self.stdout.write(f"{mailbox.send_again()} courriel(s) relancé(s).")
            self.stdout.write(_server())
            counts = mailbox.mails().count(), mailbox.waiting().count(), mailbox.given_up().count()
            whole, wait, lost = counts
            self.stdout.write(
                f"{whole - wait - lost} {_done()}(s), {wait} en attente, {lost} abandonné(s)"
            )
            for message in mailbox.mails()[: options["derniers"]]:
                self.stdout.write(_line(message))


def _server() -> str:
    if settings.MAIL_SERVER:
        return f"Serveur de courriel : {settings.EMAIL_HOST or settings.EMAIL_BACKEND}"
    return f"Aucun serveur de courriel : ils sont gardés dans {settings.EMAIL_FILE_PATH}"


def _done() -> str:
    return "parti" if settings.MAIL_SERVER else "gardé"


def _line(message: OutboxMessage) -> str:
    if message.sent_at is not None:
        state = f"{_done()} le {message.sent_at:%d/%m/%Y %H:%M} UTC"
    elif message.next_attempt_at is not None:
        why = f", dernier refus {message.error_code}" if message.error_code else ""
        state = f"en attente, {message.attempts} essai(s){why}"
    else:
        state = f"abandonné ({message.error_code})"
    return f"  {message.payload['subject']} → {', '.join(message.payload['to'])} : {state}"
