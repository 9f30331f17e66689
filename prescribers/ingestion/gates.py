"""Does this month look like the others? One that does not waits for a person.

Rows may be well formed and the month wrong all the same: another month under its name, a caisse
left out, euros for cents. Kinds that are not monthly replace no fact, and pass.
"""

from datetime import date

from django.db.models import Q

from core.charts.numbers import add_months
from prescribers.enums import SourceKind
from prescribers.ingestion.doubts import Doubt
from prescribers.ingestion.gates_dates import months_seen
from prescribers.ingestion.gates_history import Past, Sums, past_of
from prescribers.ingestion.gates_rejects import misdated, misdated_rows, too_many_rejects
from prescribers.ingestion.gates_totals import absent_caisses, amounts, no_row, volume
from prescribers.ingestion.gates_twins import same_as_another, same_file
from prescribers.ingestion.loading import Loaded
from prescribers.models import Attachment, ImportBatch


def doubts(batch: ImportBatch, loaded: Loaded) -> list[Doubt]:
    """Every reason to hold a batch, its rows being written in the current savepoint."""
    if batch.month is None:
        return []
    past = past_of(SourceKind(batch.kind), batch.month)
    if not loaded.counts.read:
        return [no_row(past)]
    refused = _about_rejects(batch, loaded)
    found = [refused, *_about_content(batch, loaded, past, complete=refused is None)]
    return [one for one in found if one is not None]


def _about_rejects(batch: ImportBatch, loaded: Loaded) -> Doubt | None:
    assert batch.month is not None
    faults = loaded.rejects.faults
    elsewhere = misdated_rows(loaded.counts, faults)
    if elsewhere:
        seen = months_seen(SourceKind(batch.kind), batch.source.path)
        return misdated(batch.month, elsewhere, loaded.counts, seen)
    return too_many_rejects(loaded.counts, faults)


def _about_content(
    batch: ImportBatch, loaded: Loaded, past: Past, *, complete: bool
) -> list[Doubt | None]:
    """What the good rows say; too few of them is no news when the others were refused."""
    assert batch.month is not None
    kind = SourceKind(batch.kind)
    if not loaded.counts.accepted:
        return [same_file(batch)]
    month = {t.caisse: Sums(t.rows, t.total, t.amount_cents) for t in loaded.totals}
    found = [
        same_file(batch) or same_as_another(kind, batch.month, loaded.counts.accepted),
        absent_caisses(month, past, _practising(batch.month)),
        amounts(month, past) if kind == SourceKind.ARRETS else None,
    ]
    return [*found, volume(month, past)] if complete else found


def _practising(month: date) -> set[str]:
    """The caisses to which a prescriber was attached on some day of the month."""
    open_then = Attachment.objects.filter(
        Q(end__isnull=True) | Q(end__gte=month), start__lt=add_months(month, 1)
    )
    return set(open_then.values_list("caisse", flat=True).distinct())
