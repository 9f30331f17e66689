"""A run taken away as a file: journalled, and whole or not there at all."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from core import journal
from core.errors import Refusal
from prescribers.enums import RunState
from prescribers.frames.profile_table import WRITERS, profile_rows
from prescribers.models import ProfileRun, Publication


@transaction.atomic
def export_profiles(path: Path, *, number: int | None, raw: bool) -> tuple[ProfileRun, int]:
    """Write the run asked, the published one by default; the run, and how many rows.

    Raises:
        Refusal: an extension that we do not write, no such run, or a run without any profile.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Refusal("FORMAT_INCONNU", "Donnez un nom de fichier en .csv ou en .parquet.")
    run = _run(number)
    rows = profile_rows(run, raw=raw)
    if not rows:
        raise Refusal("CALCUL_VIDE", f"Le calcul n° {run.number} n’a aucun profil.")
    if settings.SYNTHETIC_DATA:
        rows = [{**row, "donnees": "synthétiques"} for row in rows]
    journal.record(
        action="prescripteurs.exporter_brut" if raw else "prescripteurs.exporter",
        by=None,
        system="commande",
        obj=("calcul", str(run.number)),
    )
    unfinished = path.with_name(f".{path.name}.en-cours")
    try:
        writer(rows, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return run, len(rows)


def _run(number: int | None) -> ProfileRun:
    if number is None:
        run = ProfileRun.objects.filter(pk__in=Publication.objects.values("run_id")).first()
        if run is None:
            raise Refusal("AUCUN_CALCUL", "Aucun calcul n’est publié : lancez recompute_profiles.")
        return run
    done = ProfileRun.objects.filter(
        number=number, state__in=[RunState.COMPUTED, RunState.HELD, RunState.PUBLISHED]
    ).first()
    if done is None:
        raise Refusal("CALCUL_INCONNU", f"Aucun calcul terminé ne porte le numéro {number}.")
    return done
