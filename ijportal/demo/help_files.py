"""What doctors attach and add in the demo: files in each state, precisions that were awaited."""

from datetime import datetime, timedelta

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.journal import Author
from ijportal.demo.help_texts import PAUSES
from sosij.enums import FileState as F, HoldReason, State
from sosij.models import HelpRequest, IntakeClient, RequestFile
from sosij.models.request import OPEN_STATES
from sosij.services.complement import Added, complement
from sosij.services.conduct import suspend
from sosij.services.files import Incoming, store_files
from sosij.services.scanning import settle


# Said of every file, in turn: two in three are clean, as no scanner runs beside the demo.
VERDICTS = (F.CLEAN, F.QUARANTINED, F.CLEAN, F.INFECTED, F.CLEAN, F.CLEAN)
NAMES = ("compte-rendu.pdf", "avis-du-medecin-du-travail.pdf", "courrier-specialiste.pdf")
PORTAL = IntakeClient(code="portail-praticiens")
PRECISION = (
    "La visite de préreprise a eu lieu : le médecin du travail propose un poste sans charge "
    "pendant trois mois. L’employeur est d’accord."
)
PAGE = """<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica
/Encoding /WinAnsiEncoding >> >> >> >>"""


def attach_files(now: datetime) -> str:
    """To the open requests and the last answered."""
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        still_open = list(HelpRequest.objects.filter(state__in=OPEN_STATES).order_by("-pk")[:12])
        answered = list(HelpRequest.objects.filter(state=State.ANSWERED).order_by("-pk")[:12])
        for place, request in enumerate([*still_open, *answered]):
            _attach(request, place, now)
        _add(now)
        return f"{RequestFile.objects.count()} pièces jointes"


def _attach(request: HelpRequest, place: int, now: datetime) -> None:
    content = letter(f"Document d’essai de la demande {request.reference}, aucune identité.")
    arrived = request.received_at
    store_files(request, [Incoming(NAMES[place % len(NAMES)], content)], arrived)
    verdict = VERDICTS[place % len(VERDICTS)]
    if verdict is not F.QUARANTINED:
        file = RequestFile.objects.filter(request=request).latest("pk")
        settle(file.pk, verdict, min(arrived + timedelta(minutes=1), now))


def _add(now: datetime) -> None:
    """The doctor was awaited and has answered; another adds a word to what is in hand."""
    held = HelpRequest.objects.filter(state=State.HELD, desk="medical").order_by("pk")[:2]
    for place, request in enumerate(held):
        since = max(request.changed_at, min(request.changed_at + timedelta(minutes=5), now))
        if place == 0:
            author = Author(at=since, by=request.holder_id)
            suspend(request, HoldReason.DOCTOR, author, detail=PAUSES[0])
        complement(request, Added(PRECISION), PORTAL, min(since + timedelta(hours=1), now))


def letter(words: str) -> bytes:
    """A page of PDF with one line, by hand: what a doctor's software would send."""
    shown = f"BT /F1 12 Tf 60 760 Td ({words}) Tj ET".encode("cp1252")
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n%s" % table
    return made + head + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
