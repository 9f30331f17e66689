"""« Un seul geste » : the coordinates and the documents leave once, to the doctor."""

from django.db import transaction

from core.errors import Refusal
from core.journal import Author
from core.outbox import post
from core.outbox.mailbox import MAIL
from interviews.enums import Event
from interviews.letters.coordinates import Signatory, mail
from interviews.models import Interview, InterviewReport
from interviews.selectors.documents import handed
from interviews.services.passages import allowed, locked, pass_on


@transaction.atomic
def send_coordinates(
    interview: Interview, author: Author, address: str, who: Signatory
) -> InterviewReport:
    """Post the mail in the transaction that writes when it left.

    Raises:
        Refusal: not held, no report yet, or sent already.
    """
    held = locked(interview.pk)
    allowed(held, Event.SEND)
    report = InterviewReport.objects.select_for_update().filter(interview=held).first()
    if report is None:
        raise Refusal("SANS_COMPTE_RENDU", "Écrivez d’abord le compte rendu.")
    if report.sent_at is not None:
        raise Refusal("DEJA_ENVOYE", "Les coordonnées et les documents sont déjà partis.")
    report.sent_at = author.at
    report.save(update_fields=["sent_at"])
    pass_on(held, Event.SEND, author)
    post(
        key=f"entretien:{held.pk}:coordonnees",
        channel=MAIL,
        payload=mail(held, who, handed(held), address),
    )
    return report
