"""An address understood becomes a request that a job can keep."""

from prescribers.asked import AskedList
from prescribers.exports.sheet import filter_words
from prescribers.presenters import listing
from prescribers.services.exports_wanted import Wanted


def wanted_of(
    asked: AskedList, *, file_format: str, rows: int, purpose: str, purpose_text: str
) -> Wanted:
    return Wanted(
        file_format=file_format,
        query=whole_query(asked),
        said=f"{filter_words(asked)}, {listing.order_words(asked.sort)}",
        run_number=asked.run.number,
        rows=rows,
        purpose=purpose,
        purpose_text=purpose_text,
    )


def whole_query(asked: AskedList) -> str:
    """The address with its columns written out: a later choice of columns changes no file."""
    return listing.list_query({**asked.chosen, listing.COLUMNS: asked.keys}, asked.sort)
