"""The local numbers of a caisse's prescribers: given once, in the order of arrival."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from prescribers.ingestion.binary_rows import fetch_rows
from prescribers.ingestion.checks import Ints
from prescribers.ingestion.refusals import FileRefused


MOST = 1 << 16
# An RPPS number has eleven digits: a caisse and a prescriber make one number to look for.
RPPS_BITS = 37
READ = "SELECT caisse, rpps, number FROM medical.prescriber_number WHERE caisse = ANY(%s)"
# Arrays written as text: the driver would look at sixty thousand values one by one.
STORE = """
INSERT INTO medical.prescriber_number (caisse, number, rpps)
SELECT (%s::text[])[place], number, rpps
  FROM unnest(%s::int4[], %s::int4[], %s::int8[]) AS fresh (place, number, rpps)
"""


def numbers_of(caisses: Sequence[str], place: NDArray[Any], rpps: Ints) -> NDArray[np.uint16]:
    """The numbers of prescribers, each in the caisse at its place; new ones are stored.

    The caller holds the locks of the caisses.

    Raises:
        FileRefused: a caisse with more prescribers than two bytes can number.
    """
    known, number = _known(caisses)
    wanted, back = np.unique(_pairs(place, rpps), return_inverse=True)
    fresh = np.setdiff1d(wanted, known, assume_unique=True)
    if fresh.size:
        given = _given(caisses, known >> RPPS_BITS, fresh >> RPPS_BITS)
        _store(caisses, fresh, given)
        known, number = np.append(known, fresh), np.append(number, given)
    order = np.argsort(known)
    return number[order][np.searchsorted(known[order], wanted)].astype(np.uint16)[back]


def _known(caisses: Sequence[str]) -> tuple[Ints, Ints]:
    rows = fetch_rows(READ, [list(caisses)])
    at = {caisse: place for place, caisse in enumerate(caisses)}
    place = np.array([at[row[0]] for row in rows], np.int64)
    rpps, number = (np.array([row[column] for row in rows], np.int64) for column in (1, 2))
    return _pairs(place, rpps), number


def _pairs(place: NDArray[Any], rpps: Ints) -> Ints:
    return (place.astype(np.int64) << RPPS_BITS) | rpps


def _given(caisses: Sequence[str], known: Ints, fresh: Ints) -> Ints:
    """The next numbers of each caisse; `fresh` gives the places of the new ones, in order."""
    before = np.bincount(known, minlength=len(caisses))
    added = np.bincount(fresh, minlength=len(caisses))
    for caisse, total in zip(caisses, (before + added).tolist(), strict=True):
        if total > MOST:
            raise FileRefused(
                "NUMEROS_EPUISES",
                f"La caisse {caisse} aurait {total} prescripteurs au fil des mois : le portail en"
                f" numérote au plus {MOST}. Vérifiez le rattachement des prescripteurs de ce"
                " fichier.",
            )
    first = np.cumsum(added) - added
    return (before - first)[fresh] + np.arange(len(fresh))


def _store(caisses: Sequence[str], fresh: Ints, given: Ints) -> None:
    columns = ((fresh >> RPPS_BITS) + 1, given, fresh & ((1 << RPPS_BITS) - 1))
    with connection.cursor() as cursor:
        cursor.execute(STORE, [list(caisses), *(_literal(column) for column in columns)])


def _literal(values: Ints) -> str:
    return "{" + ",".join(map(str, values.tolist())) + "}"
