"""The files of requests that a person brought, and how far each is."""

from sosij.models import FileBatch, FileLine
from sosij.rules.importing import Reached


def batch_of(user_id: int, number: int) -> FileBatch | None:
    """A file is read by who brought it and by nobody else."""
    return FileBatch.objects.filter(pk=number, by_id=user_id).first()


def unread_batches(user_id: int) -> list[FileBatch]:
    """Those that still wait for a decision or for their end."""
    return list(FileBatch.objects.filter(by_id=user_id, closed_at__isnull=True))


def lines_of(batch: FileBatch) -> Reached:
    """Runs under the medical role of the database."""
    rows = FileLine.objects.filter(batch=batch).values_list(
        "number", "request__reference", "refused"
    )
    listed = list(rows.order_by("number"))
    references = [reference for _, reference, _ in listed if reference]
    refused = [(number, code) for number, _, code in listed if code]
    return Reached(
        received=len(references),
        waiting=len(listed) - len(references) - len(refused),
        refused=refused,
        references=references,
    )
