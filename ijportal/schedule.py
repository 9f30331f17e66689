"""The timetable: what runs by itself, when, in one ordered table.

Beat only rings `tick` every minute in UTC; a slot becomes a ledger key, so two Beats are harmless
and a missed slot is caught up. Nothing starts between 23:00 and 00:00 UTC: the civil date in Paris
changes inside that hour.
"""

from datetime import time

from core.schedule import Slot


# Eight o'clock on Monday in La Réunion, Mayotte, metropolitan France in summer and in winter,
# Guyane, the Antilles; on Tuesday for who had a holiday on Monday.
WEEKLY_HOURS = (4, 5, 6, 7, 11, 12)
MONDAY, TUESDAY = 0, 1

SLOTS: tuple[Slot, ...] = (
    Slot(kind="prescripteurs.nuit", at=time(1, 30), dedup_prefix="nuit"),
    Slot(kind="prescripteurs.depots-inacheves", at=time(3, 0), dedup_prefix="depots-inacheves"),
    Slot(kind="prescripteurs.exports-perimes", at=time(3, 15), dedup_prefix="exports-perimes"),
    Slot(kind="entretiens.derniers", at=time(3, 30), dedup_prefix="derniers-entretiens"),
    *(
        Slot(
            kind="journee.semaine",
            at=time(hour),
            dedup_prefix=f"journee-{hour}h",
            weekdays=frozenset({MONDAY, TUESDAY}),
        )
        for hour in WEEKLY_HOURS
    ),
)
