"""What the filters of the list may offer inside a perimeter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from accounts.perimeter import Perimeter
from core.database_role import AllCaisses
from prescribers.models import ProfileRun, Structure


# The codes of the profiles, and the names in force; where they practise is read as of today.
CHOICES = """
WITH codes AS (
    SELECT DISTINCT p.caisse, p.region, p.specialty FROM prescribers_profile p
     WHERE p.run_id = %(run)s AND (%(national)s OR p.caisse = ANY(%(caisses)s)))
SELECT 'specialite', specialty, '' FROM codes
UNION SELECT 'departement', a.departement, '' FROM prescribers_attachment a
       WHERE a."end" IS NULL AND a.caisse IN (SELECT caisse FROM codes)
UNION SELECT kind, code, coalesce(l.label, '')
        FROM (SELECT 'caisse', caisse FROM codes UNION SELECT 'region', region FROM codes)
             AS named (kind, code)
        LEFT JOIN accounts_organisation o USING (kind, code)
        LEFT JOIN accounts_organisationlabel l ON l.organisation_id = o.id
             AND l.valid_from <= %(day)s AND (l.valid_to IS NULL OR l.valid_to > %(day)s)
ORDER BY 1, 2
"""
KEPT = 512


@dataclass(frozen=True, eq=False)
class ListChoices:
    """Codes present in the run and the perimeter, sorted, and the names in force.

    One object for each run and perimeter: what is built from it may be kept beside it.
    """

    specialties: tuple[str, ...]
    caisses: tuple[str, ...]
    regions: tuple[str, ...]
    departements: tuple[str, ...]
    caisse_labels: Mapping[str, str]
    region_labels: Mapping[str, str]


def list_choices(perimeter: Perimeter, run: ProfileRun) -> ListChoices:
    """The profiles of a run never change: a process keeps the answer until an import ends.

    An import brings names of caisses and places of practice, and `published_run` says when the last
    one ended. Asking again took 25 ms of each page of the nation.
    """
    caisses = perimeter.caisses
    codes = None if isinstance(caisses, AllCaisses) else caisses
    return _choices(run.pk, codes, perimeter.on, getattr(run, "imported", None))


@lru_cache(maxsize=KEPT)
def _choices(
    run_id: int, caisses: frozenset[str] | None, day: date, _imported: datetime | None
) -> ListChoices:
    """`_imported` only tells one answer from the next."""
    given: dict[str, Any] = {
        "run": run_id,
        "national": caisses is None,
        "caisses": sorted(caisses or ()),
        "day": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(CHOICES, given)
        rows = cursor.fetchall()
    found: dict[str, dict[str, str]] = {}
    for kind, code, label in rows:
        found.setdefault(kind, {})[code] = label
    names = found.get
    return ListChoices(
        specialties=tuple(names("specialite", {})),
        caisses=tuple(names("caisse", {})),
        regions=tuple(names("region", {})),
        departements=tuple(names("departement", {})),
        caisse_labels=names("caisse", {}),
        region_labels=names("region", {}),
    )


def structure_names(codes: Iterable[str]) -> dict[str, str]:
    """Names by FINESS or SIREN code; an unknown code is missing."""
    wanted = list(codes)
    if not wanted:
        return {}
    return dict(Structure.objects.filter(code__in=wanted).values_list("code", "name"))
