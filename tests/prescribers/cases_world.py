"""Leaves of one prescriber of Nice that the published rules retain, and some that they do not."""

from datetime import date, timedelta
from itertools import count

from tests.prescribers.factories import LeaveFactory


# In no number that the pages could print by chance.
PATIENT = 7_316_840_925_310_000_000
SERIAL = count(1)


def chain(rpps, *, start, lengths, patient=None, **fields):
    """Notices that follow each other without a gap, the first one initial."""
    patient = patient or PATIENT + next(SERIAL)
    for place, length in enumerate(lengths):
        LeaveFactory(
            rpps=int(rpps),
            patient=patient,
            start=start,
            end=start + timedelta(days=length - 1),
            days=length,
            nature="P" if place else "I",
            **fields,
        )
        start += timedelta(days=length)
    return patient


def one_of_each(rpps, **fields):
    """Five people, each retained by the rule of his key (and by the rules that it implies)."""
    return {
        "plus-de-6-mois": chain(rpps, start=date(2025, 2, 3), lengths=[190], ald=1, **fields),
        "plus-de-18-mois": chain(
            rpps, start=date(2023, 8, 7), lengths=[300, 280, 60], ald=1, **fields
        ),
        "long-sans-ald": chain(rpps, start=date(2025, 1, 6), lengths=[182], motif="M11", **fields),
        "deux-fois-la-reference": chain(
            rpps, start=date(2025, 4, 7), lengths=[29], motif="M13", **fields
        ),
        "prolongations": chain(
            rpps, start=date(2025, 5, 5), lengths=[5, 5, 5, 5, 5], motif="M11", **fields
        ),
    }


def no_case(rpps, **fields):
    """A short leave, a maternity, a cancer, and a long one that ended before the window."""
    chain(rpps, start=date(2025, 6, 2), lengths=[6], motif="M11", **fields)
    chain(rpps, start=date(2025, 1, 6), lengths=[200], risk="MAT", **fields)
    chain(rpps, start=date(2025, 1, 6), lengths=[200], ald=2, stratum=-1, **fields)
    chain(rpps, start=date(2023, 1, 9), lengths=[400], **fields)
