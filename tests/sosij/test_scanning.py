"""The antivirus passes after the receipt: what it frees, what it empties, what it may not hold."""

import pytest
import time_machine
from django.db import connection

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from ijportal.celery import app
from sosij.enums import FileState
from sosij.models import RequestFile
from sosij.services.answer import answer
from sosij.services.files import Incoming, store_files
from sosij.services.intake_clients import new_token
from sosij.services.scanning import scan_waiting, settle
from sosij.tasks import scan_files
from tests.sosij import scanners
from tests.sosij.api_world import PDF, Portal, piece
from tests.sosij.help_world import at, held_by, received


pytestmark = pytest.mark.django_db
VIRUS = PDF + b"VIRUS"
NOW = at(9, 12)


@pytest.fixture(autouse=True)
def scanner(settings):
    scanners.asked.clear()

    def use(name):
        settings.SOSIJ_SCANNER = f"tests.sosij.scanners.{name}"

    use("knows_one_virus")
    return use


def with_files(*contents, request=None):
    found = request or received()
    files = [Incoming(f"piece-{n}.pdf", content) for n, content in enumerate(contents)]
    store_files(found, files, at(9, 11, 30))
    return found


def rows(request):
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        return list(RequestFile.objects.filter(request=request).order_by("pk"))


def states(request):
    return [row.state.value for row in rows(request)]


def test_each_file_has_its_verdict_once():
    request = with_files(PDF, VIRUS)
    assert scan_waiting(NOW) == (1, 1, 0)
    assert states(request) == ["controlee", "refusee"]
    assert scan_waiting(at(9, 13)) == (0, 0, 0)
    assert len(scanners.asked) == 2
    assert {row.scanned_at for row in rows(request)} == {NOW}


def test_an_infected_file_is_emptied_and_its_request_has_news():
    request = with_files(VIRUS)
    fingerprint = rows(request)[0].sha256
    scan_waiting(NOW)
    row = rows(request)[0]
    assert bytes(row.content) == b""
    assert (row.sha256, row.size, row.name) == (fingerprint, len(VIRUS), "piece-0.pdf")
    request.refresh_from_db()
    assert request.changed_at == NOW
    told = JournalEntry.objects.get(action="sosij.piece-infectee")
    assert (told.system, told.object_id) == ("antivirus", request.reference)
    assert not JournalEntry.objects.filter(reason__contains="piece-0").exists()


def test_an_infected_file_does_not_come_back_and_leaves_its_place():
    request = with_files(VIRUS)
    scan_waiting(NOW)
    with pytest.raises(Refusal) as refused:
        with_files(VIRUS, request=request)
    assert refused.value.code == "PIECE_INFECTEE"


def test_a_closed_request_keeps_its_date(expert):
    request = with_files(VIRUS, request=held_by(expert))
    answer(request, "Une visite de préreprise.", Author(at=at(11), by=expert.pk))
    assert scan_waiting(at(12)) == (0, 1, 0)
    request.refresh_from_db()
    assert request.changed_at == at(11)
    assert JournalEntry.objects.filter(action="sosij.piece-infectee").count() == 1


@pytest.mark.parametrize("ailing", ["says_nothing", "is_absent"])
def test_without_a_verdict_a_file_waits_and_is_tried_again(scanner, ailing):
    request = with_files(PDF)
    scanner(ailing)
    assert scan_waiting(NOW) == (0, 0, 1)
    assert states(request) == ["quarantaine"]
    assert rows(request)[0].tried_at == NOW
    scanner("finds_nothing")
    assert scan_waiting(at(9, 13)) == (1, 0, 0)
    assert states(request) == ["controlee"]


def test_what_was_never_tried_passes_before_what_failed(scanner, monkeypatch):
    first, second = with_files(PDF + b"1"), with_files(PDF + b"2")
    scanner("says_nothing")
    monkeypatch.setattr("sosij.services.scanning.MOST", 1)
    scan_waiting(NOW)
    scanner("finds_nothing")
    scan_waiting(at(9, 13))
    assert (states(first), states(second)) == (["quarantaine"], ["controlee"])


def test_a_file_that_kills_its_scanner_does_not_pass_first_again(scanner):
    first, second = with_files(PDF + b"1"), with_files(PDF + b"2")
    scanner("dies")
    with pytest.raises(SystemExit):
        scan_waiting(NOW)
    assert (rows(first)[0].tried_at, rows(second)[0].tried_at) == (NOW, None)


def test_no_scan_begins_once_the_time_is_over(monkeypatch):
    request = with_files(PDF, VIRUS)
    monkeypatch.setattr("sosij.services.scanning.SECONDS", -1)
    assert scan_waiting(NOW) == (0, 0, 0)
    assert states(request) == ["quarantaine", "quarantaine"]


def test_without_a_scanner_nothing_is_freed(settings):
    request = with_files(PDF)
    settings.SOSIJ_SCANNER = ""
    assert scan_waiting(NOW) == (0, 0, 0)
    assert states(request) == ["quarantaine"]


def test_a_second_verdict_changes_nothing():
    request = with_files(VIRUS)
    ident = rows(request)[0].pk
    settle(ident, FileState.INFECTED, NOW)
    settle(ident, FileState.CLEAN, at(9, 13))
    settle(ident, FileState.INFECTED, at(9, 13))
    assert states(request) == ["refusee"]
    assert JournalEntry.objects.filter(action="sosij.piece-infectee").count() == 1


def test_the_bell_rings_every_minute_and_stops_a_scanner_that_hangs():
    assert app.conf.beat_schedule["sosij-pieces"] == {"task": scan_files.name, "schedule": 60.0}
    assert scan_files.soft_time_limit < scan_files.time_limit
    request = with_files(PDF)
    scan_files()
    assert states(request) == ["controlee"]


def test_the_portal_is_told_what_became_of_each_file():
    with time_machine.travel(at(9, 11), tick=False):
        portal = Portal()
        portal.ask(pieces=[piece(PDF, "sain.pdf"), piece(VIRUS, "infecte.pdf")])
        scan_waiting(NOW)
        portal.token = new_token(portal.client)
        told = portal.get("demandes/2026-00001/").json()["pieces"]
    assert told == [
        {"nom": "sain.pdf", "recue_le": "2026-11-09T11:00:00+01:00", "etat": "controlee"},
        {"nom": "infecte.pdf", "recue_le": "2026-11-09T11:00:00+01:00", "etat": "refusee"},
    ]


def holds_a_transaction(content):
    scanners.asked.append(connection.in_atomic_block)
    return True


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_scanner_thinks(settings):
    settings.SOSIJ_SCANNER = f"{__name__}.holds_a_transaction"
    with database_role(DatabaseRole.MEDICAL, {"061"}):
        with_files(PDF)
    scan_waiting(NOW)
    assert scanners.asked == [False]
