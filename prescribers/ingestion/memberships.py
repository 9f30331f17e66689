"""Who belongs to which structure, from one day to another."""

from datetime import date

import numpy as np

from prescribers.ingestion.binary_copy import Field
from prescribers.ingestion.checks import Bools, Checks, Ints
from prescribers.ingestion.directory import rpps_text
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored
from prescribers.ingestion.staging import upsert
from prescribers.models import Membership


# The file says everything about a prescriber that it names, and nothing of the others; where one
# of his lines was rejected, it no longer says everything.
_FORGOTTEN = """
DELETE FROM prescribers_membership m USING prescribers_prescriber p, prescribers_structure t
WHERE p.id = m.prescriber_id AND t.id = m.structure_id
    AND EXISTS (SELECT FROM pg_temp.import_stage s WHERE s.rpps = p.rpps AND NOT s.unsure)
    AND NOT EXISTS (
        SELECT FROM pg_temp.import_stage s
        WHERE s.rpps = p.rpps AND s.structure = t.code AND s.start = m.start)
"""

# Closed memberships first: one that closes makes room for the one that opens.
_MEMBERSHIPS = """
INSERT INTO prescribers_membership (prescriber_id, structure_id, start, "end")
SELECT p.id, t.id, s.start, s."end"
    FROM pg_temp.import_stage s JOIN prescribers_prescriber p USING (rpps)
    JOIN prescribers_structure t ON t.code = s.structure
    ORDER BY s."end" NULLS LAST, s.rpps, s.structure, s.start
ON CONFLICT (prescriber_id, structure_id, start) DO UPDATE SET "end" = EXCLUDED."end"
"""


def code_memberships(checks: Checks, delivery: Delivery) -> Columns:
    """One line per prescriber, structure and beginning."""
    known = delivery.known
    rpps = checks.rpps("rpps")
    unknown = (rpps > 0) & (known.prescribers.places(rpps) < 0)
    checks.refuse("rpps", unknown, "PRESCRIPTEUR_INCONNU")
    place = checks.known("structure", known.structures, "STRUCTURE_INCONNUE")
    start, end = checks.day("date_debut"), checks.day("date_fin", optional=True)
    checks.refuse("date_fin", end < start, "FIN_AVANT_DEBUT")
    structure = known.structures.at(place)
    return {"rpps": rpps, "structure": structure, "start": start, "end": end}


def store_memberships(rows: Gathered, delivery: Delivery) -> Stored:
    """Replace the memberships of the prescribers of the file; refused rows are read too."""
    del delivery
    rpps, end = rows["rpps"], rows["end"]
    duplicate = rows.later_twins("start", "structure", "rpps")
    rows.refuse("date_debut", _overlapping(rows, duplicate), "APPARTENANCE_DOUBLE")
    unsure = np.isin(rpps, rpps[~rows.ok & (rpps > 0)])
    rows.refuse("date_fin", _opened_in_doubt(rows, unsure), "APPARTENANCE_DOUBLE")
    fields = [
        Field("rpps", "text", rpps_text(rpps)),
        Field("structure", "text", rows["structure"]),
        Field("start", "date", rows["start"]),
        Field("end", "date", end, np.isnat(end)),
        Field("unsure", "bool", unsure),
    ]
    kept = np.flatnonzero(rows.ok & ~duplicate)
    upsert([field.cut(kept) for field in fields], _FORGOTTEN, _MEMBERSHIPS)
    return Stored(duplicate)


def _overlapping(rows: Gathered, duplicate: Bools) -> Bools:
    """The lines whose days overlap those of an earlier one: same prescriber, same structure."""
    wrong = np.zeros(len(rows), np.bool_)
    taken: dict[tuple[int, bytes], list[tuple[date, date]]] = {}
    for row in _disputed(rows, np.flatnonzero(rows.ok & ~duplicate)).tolist():
        first, last = rows["start"][row].item(), rows["end"][row].item() or date.max
        stays = taken.setdefault((rows["rpps"][row], rows["structure"][row]), [])
        wrong[row] = any(first <= end and start <= last for start, end in stays)
        if not wrong[row]:
            stays.append((first, last))
    return wrong


def _disputed(rows: Gathered, good: Ints) -> Ints:
    """The rows of the prescribers with an overlap somewhere, in the order of the file.

    Sorted by beginning, some stays overlap when two neighbours do.
    """
    order = good[np.lexsort((rows["start"][good], rows["structure"][good], rows["rpps"][good]))]
    here, there = order[:-1], order[1:]
    same = rows["rpps"][here] == rows["rpps"][there]
    same &= rows["structure"][here] == rows["structure"][there]
    over = rows["end"][here] < rows["start"][there]  # never so when there is no end
    return good[np.isin(rows["rpps"][good], rows["rpps"][here[same & ~over]])]


def _opened_in_doubt(rows: Gathered, unsure: Bools) -> Bools:
    """Openings beside an open membership that a rejected line may have closed."""
    wrong = np.zeros(len(rows), np.bool_)
    opening = np.flatnonzero(rows.ok & unsure & np.isnat(rows["end"]))
    if not opening.size:
        return wrong
    told = set(_named(rows, np.flatnonzero(rows.ok & unsure)))
    still_open = Membership.objects.filter(end=None).values_list(
        "prescriber__rpps", "structure__code", "start"
    )
    # Told by a good line of the file, it is closed or confirmed by that line.
    silent = {
        (int(rpps), code.encode())
        for rpps, code, start in still_open
        if (int(rpps), code.encode(), start) not in told
    }
    wrong[opening] = [(rpps, code) in silent for rpps, code, _ in _named(rows, opening)]
    return wrong


def _named(rows: Gathered, chosen: Ints) -> list[tuple[int, bytes, date]]:
    columns = (rows[name][chosen].tolist() for name in ("rpps", "structure", "start"))
    return list(zip(*columns, strict=True))
