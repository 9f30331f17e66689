"""The mail of a notice: what it says, what it never says, and a mail server that is down."""

import socketserver
import threading
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from core import outbox
from core.journal import Author
from core.models import OutboxMessage
from sosij.enums import Desk, Motive, TextKind
from sosij.models import Seat
from sosij.services.answer import add_text
from sosij.services.watch import watch
from tests.sosij.duty_world import desk_world
from tests.sosij.help_world import QUESTION, at, doctor, held_by, seated


pytestmark = pytest.mark.django_db
# Long after the suite has ended, however slow the machine.
LATER = datetime.now(UTC) + timedelta(hours=6)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_a_mail_says_the_reference_the_due_date_the_desk_and_the_link(settings):
    settings.PORTAL_URL = "https://portail.exemple.fr"
    world = desk_world()
    for moment in (at(13, 18), at(17, 9), at(17, 13, 30)):
        watch(moment)
    due = "lundi 16 novembre 2026 à 18\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00"
    near, late, still = (message.payload for message in OutboxMessage.objects.order_by("pk"))
    assert near["to"] == [world.expert.email]
    assert near["subject"] == "SOS IJ : échéance proche, demande 2026-00001"
    assert near["body"].splitlines() == [
        "Bonjour,",
        "",
        f"La demande SOS IJ 2026-00001 arrive à échéance : {due}.",
        "Guichet : Service médical.",
        "Vous tenez cette demande.",
        "",
        "La demande : https://portail.exemple.fr/sos-ij/2026-00001/",
        "",
        "Ce message est automatique, n’y répondez pas.",
    ]
    assert late["subject"] == "SOS IJ : échéance dépassée, demande 2026-00001"
    assert "Vous êtes d’astreinte à ce guichet." in late["body"]
    assert still["subject"] == "SOS IJ : toujours sans réponse, demande 2026-00001"
    assert "Vous êtes responsable de ce guichet." in still["body"]


@pytest.mark.parametrize("motive", Motive)
def test_no_byte_of_the_doctor_of_the_motive_or_of_the_texts(motive):
    """Canary: every word of the question, of a note, the doctor, every motive, the holder."""
    expert, on_duty = seated(), seated(head=True)
    for desk in (Desk.SOCIAL, Desk.BENEFITS, Desk.MSA):
        Seat.objects.create(
            user=expert, caisse="061", desk=desk, capacity=3, head=True, since=date(2025, 1, 20)
        )
    asked = doctor(last_name="Zwingelstein", first_name="Ottoline")
    request = held_by(expert, motive, found=asked)
    add_text(request, TextKind.NOTE, "Coxarthrose évoluée.", Author(at=at(12), by=expert.pk))
    watch(at(13, 18))
    watch(at(17, 9))
    watch(at(17, 13, 30))
    written = " ".join(
        f"{message.key} {message.payload['subject']} {message.payload['body']}"
        for message in OutboxMessage.objects.all()
    )
    assert OutboxMessage.objects.count() >= 1
    said = {word for word in QUESTION.split() if len(word) > 4} - {"Patient"}
    never = [*said, "Coxarthrose", "Zwingelstein", "Ottoline", asked.rpps, "Patient de"]
    never += [str(one.label) for one in Motive if one is not Motive.OTHER]
    never += [expert.full_name, on_duty.full_name]
    assert [word for word in never if word.lower() in written.lower()] == []


class Session(socketserver.StreamRequestHandler):
    """As little of RFC 5321 as one mail needs."""

    def handle(self):
        self.wfile.write(b"220 essai\r\n")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 dites\r\n")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(body)
            self.wfile.write(b"221 fin\r\n" if word == b"QUIT" else b"250 bien\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def server():
    """A mail server of the machine, on a port of its own."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as one:
        one.daemon_threads, one.received = True, []
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield one
        one.shutdown()


def listed():
    out = StringIO()
    call_command("courriels", stdout=out)
    return out.getvalue()


def test_a_server_that_is_down_loses_nothing(settings, server):
    """A closed port, for two tries; then a server that answers, once."""
    settings.MAIL_SERVER, settings.EMAIL_BACKEND = "smtp://127.0.0.1", SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    desk_world()
    watch(at(13, 18))
    watch(at(17, 9))
    assert outbox.deliver(LATER) == 0
    assert outbox.deliver(LATER + timedelta(hours=1)) == 0
    assert "0 parti(s), 2 en attente, 0 abandonné(s)" in listed()
    assert "dernier refus ConnectionRefusedError" in listed()
    settings.EMAIL_PORT = server.server_address[1]
    assert outbox.deliver(LATER + timedelta(hours=6)) == 2
    assert outbox.deliver(LATER + timedelta(hours=9)) == 0
    subjects = [body.split(b"Subject: ", 1)[1].split(b"\n", 1)[0] for body in server.received]
    assert len(subjects) == 2
    assert "2 parti(s), 0 en attente, 0 abandonné(s)" in listed()


def test_a_mail_given_up_is_kept_and_sent_again_on_demand(settings, server):
    settings.MAIL_SERVER, settings.EMAIL_BACKEND = "smtp://127.0.0.1", SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    desk_world()
    watch(at(13, 18))
    for number in range(12):
        outbox.deliver(LATER + timedelta(hours=3 * number))
    assert "0 parti(s), 0 en attente, 1 abandonné(s)" in listed()
    settings.EMAIL_PORT = server.server_address[1]
    out = StringIO()
    call_command("courriels", "--relancer", stdout=out)
    assert "1 courriel(s) relancé(s)." in out.getvalue()
    assert outbox.deliver(LATER) == 1
    assert len(server.received) == 1


def test_without_a_server_mails_are_kept_in_a_folder(settings, tmp_path):
    settings.MAIL_SERVER = ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    world = desk_world()
    watch(at(13, 18))
    assert outbox.deliver(LATER) == 1
    (kept,) = tmp_path.iterdir()
    assert world.expert.email in kept.read_text(encoding="utf-8")
    assert f"ils sont gardés dans {tmp_path}" in listed()
    assert "1 gardé(s), 0 en attente, 0 abandonné(s)" in listed()


def test_two_deliveries_send_one_mail_of_each():
    desk_world()
    watch(at(13, 18))
    watch(at(17, 9))
    assert [outbox.deliver(LATER), outbox.deliver(LATER)] == [2, 0]
    assert len(mail.outbox) == 2
