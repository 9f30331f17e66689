"""A request comes in with its attachments: both are kept, or neither."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core.journal import Author
from sosij.enums import Channel
from sosij.models import HelpRequest
from sosij.services.files import Incoming, check_files, store_files
from sosij.services.receive import Asked, receive_request


@transaction.atomic
def receive_with_files(
    asked: Asked,
    files: Sequence[Incoming],
    *,
    channel: Channel,
    received_at: datetime,
    author: Author,
) -> HelpRequest:
    """Receive the request, its files in quarantine.

    Raises:
        Refusal: one of the files, or the request itself, can't be received.
    """
    check_files(files)
    request = receive_request(asked, channel=channel, received_at=received_at, author=author)
    store_files(request, files, author.at)
    return request
