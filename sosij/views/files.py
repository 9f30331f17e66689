"""What is opened from a request: its attachments, and its answer on paper."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.permissions import PortalRequest, action
from core.documents import CONTENT_TYPE
from core.journal import Author
from sosij.exports.answer import desk_answer, file_name, whole_answer
from sosij.selectors.files import clean_file
from sosij.services.reading import record_answer_printed, record_file_opened
from sosij.views.request import asked_request, reads_texts


# A file of a doctor is saved, never shown in our pages: no script, no frame, no origin of ours.
SEALED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@action("sosij.textes")
@require_safe
def request_file(request: PortalRequest, reference: str, file_id: int) -> HttpResponse:
    """A file in quarantine, an infected one and one of another request do not exist here."""
    found = asked_request(request, reference)
    file = clean_file(request.perimeter, found, file_id)
    if file is None:
        raise Http404
    record_file_opened(found, Author(at=timezone.now(), by=request.perimeter.user_id))
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(
        bytes(file.content),
        content_type=file.media_type,
        headers={**SEALED, "Content-Disposition": disposition or "attachment"},
    )


@action("sosij.lire")
@require_safe
def answer_document(request: PortalRequest, reference: str) -> HttpResponse:
    """Without the right to the texts, only what a desk wrote in the open."""
    found = asked_request(request, reference)
    medical = reads_texts(request, found)
    content = whole_answer(found) if medical else desk_answer(found)
    if content is None:
        raise Http404
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    record_answer_printed(found, author, texts=medical)
    name = content_disposition_header(as_attachment=True, filename=file_name(found))
    headers = {"Content-Disposition": name or "attachment", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
