"""Each night: the last exchange that the lists tell is compared with the interviews, and mended."""

from core.journal import record
from interviews.selectors.standings import wrong_standings
from prescribers.models import Standing


JOB_KIND = "entretiens.derniers"


def mend_standings() -> int:
    """Rewrite the rows that differ, each with a line of the journal; none is the rule."""
    wrong = wrong_standings()
    for (prescriber, caisse), (day, kind) in wrong.items():
        Standing.objects.update_or_create(
            prescriber_id=prescriber,
            caisse=caisse,
            defaults={"last_interview_on": day, "last_interview_kind": kind},
        )
        record(
            action="entretiens.dernier_recale",
            by=None,
            system="contrôle de nuit",
            obj=("prescripteur", str(prescriber)),
            caisse=caisse,
        )
    return len(wrong)
