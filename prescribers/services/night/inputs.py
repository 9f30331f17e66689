"""What a night would read, and its digest: the same digest means the same figures."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Sum

from core.errors import JobRefused
from prescribers.enums import BatchStatus, SourceKind
from prescribers.frames.history import past_runs
from prescribers.frames.parameters import Minima, run_parameters
from prescribers.frames.window import NoMatureMonthError, Window, choose_window
from prescribers.models import Attachment, ImportBatch, MonthTotals
from prescribers.services.night.extent import WHOLE, Extent


MATURITY_MONTHS = 2
# What a run keeps beside its figures; another number makes the next night compute again, so that
# the pages that read it are not empty until the next file. 2: sums by caisse, ages of the
# lists. 3: deciles of the months of each group.
KEPT = 3
PRESCRIBERS_DIGEST = """
SELECT coalesce(encode(sha256(convert_to(string_agg(
         concat_ws('|', p.rpps, p.specialty, p.name_sort), E'\n' ORDER BY p.rpps
       ), 'UTF8')), 'hex'), '')
  FROM prescribers_prescriber p
"""
ATTACHMENTS_DIGEST = """
SELECT coalesce(encode(sha256(convert_to(string_agg(
         concat_ws('|', p.rpps, a.caisse, c.name, a.region, a.start,
                   coalesce(a."end"::text, ''), coalesce(a.install_date::text, '')),
         E'\n' ORDER BY p.rpps, a.caisse, a.start
       ), 'UTF8')), 'hex'), '')
  FROM prescribers_attachment a
  JOIN prescribers_prescriber p ON p.id = a.prescriber_id
  LEFT JOIN prescribers_commune c ON c.code = a.commune_id
"""


@dataclass(frozen=True)
class Inputs:
    """Everything a run depends on, the rows themselves being named by their batches."""

    window: Window
    list_month: date
    caisses: tuple[str, ...]
    # Leaves received in the months read, by caisse: what a map job has to read.
    leaves: dict[str, int]
    parameters: dict[str, object]
    digest: str


def read_inputs(*, as_of: date, extent: Extent = WHOLE) -> Inputs:
    """Choose the window and sign the inputs; refuse when there is nothing to compute from."""
    leaves, lists = _batches(SourceKind.ARRETS), _batches(SourceKind.PATIENTELE)
    activity = _batches(SourceKind.ACTIVITE)
    try:
        window = choose_window(
            leaves, as_of=as_of, length=extent.window_months, maturity=MATURITY_MONTHS
        )
    except NoMatureMonthError:
        raise JobRefused(
            "donnees_absentes",
            f"Aucun mois d’arrêts n’a {MATURITY_MONTHS} mois de recul : importez d’abord les "
            "fichiers « arrets ».",
        ) from None
    list_month = _nearest_list(lists, window.end)
    parameters = run_parameters(Minima(), maturity_months=MATURITY_MONTHS) | extent.parameters
    signed = {
        "kept": KEPT,
        "months": _named(leaves, window),
        "activity": _named(activity, window),
        "window": [str(window.start), str(window.end), str(window.until)],
        "lists": [str(list_month), *lists[list_month]],
        "prescribers": _scalar(PRESCRIBERS_DIGEST),
        "attachments": _scalar(ATTACHMENTS_DIGEST),
        "parameters": parameters,
        "history": past_runs(window.end, extent.parameters).signature,
    }
    leaves_read = _leaves_read(window)
    caisses = _caisses(leaves_read, extent)
    return Inputs(
        window=window,
        list_month=list_month,
        caisses=caisses,
        leaves=leaves_read,
        parameters=parameters,
        digest=hashlib.sha256(json.dumps(signed, sort_keys=True).encode()).hexdigest(),
    )


def _named(batches: dict[date, tuple[int, str, int]], window: Window) -> list[list[object]]:
    return [[str(month), *batches[month]] for month in window.all_months if month in batches]


def _batches(kind: SourceKind) -> dict[date, tuple[int, str, int]]:
    """The batch in force for each month: the last one done, a correction replacing its month.

    Its number is part of the signature: a file coded again against a new directory has the same
    bytes and other rows.
    """
    done = ImportBatch.objects.filter(kind=kind, status=BatchStatus.DONE)
    rows = done.order_by("finished_at", "id").values_list(
        "month", "id", "source__sha256", "accepted"
    )
    return {
        month: (number, sha256, accepted)
        for month, number, sha256, accepted in rows
        if month is not None
    }


def _nearest_list(lists: dict[date, tuple[int, str, int]], window_end: date) -> date:
    """The patient lists of the window, else the latest before it, else the first after."""
    if not lists:
        raise JobRefused(
            "patientele_absente",
            "Aucune patientèle importée : importez d’abord un fichier « patientele ».",
        )
    before = [month for month in lists if month <= window_end]
    return max(before) if before else min(lists)


def _leaves_read(window: Window) -> dict[str, int]:
    counted = MonthTotals.objects.filter(kind=SourceKind.ARRETS, month__in=window.all_months)
    return dict(counted.values_list("caisse").annotate(leaves=Sum("rows")).order_by("caisse"))


def _caisses(leaves_read: Collection[str], extent: Extent) -> tuple[str, ...]:
    """Those of the directory, and those that still have rows though nobody is attached there."""
    if extent.region:
        return _caisses_of(extent.region)
    attached = Attachment.objects.values_list("caisse", flat=True).distinct()
    return tuple(sorted({*attached, *leaves_read}))


def _caisses_of(region: str) -> tuple[str, ...]:
    attached = Attachment.objects.filter(region=region).values_list("caisse", flat=True)
    caisses = tuple(sorted({*attached}))
    if not caisses:
        raise JobRefused(
            "region_inconnue",
            f"Aucun prescripteur n’est rattaché à la région {region} : donnez son code INSEE, "
            "93 par exemple.",
        )
    return caisses


def _scalar(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])
