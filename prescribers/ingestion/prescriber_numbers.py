"""The local numbers of a caisse's prescribers: given once, in the order of arrival."""

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from prescribers.ingestion.checks import Ints
from prescribers.ingestion.refusals import FileRefused
from prescribers.models import PrescriberNumber


MOST = 1 << 16
STORE = """
INSERT INTO medical.prescriber_number (caisse, number, rpps)
SELECT %s, number, rpps FROM unnest(%s::int4[], %s::int8[]) AS fresh (number, rpps)
"""


def numbers_of(caisse: str, rpps: Ints) -> NDArray[np.uint16]:
    """The numbers of the rows' prescribers, new ones stored; the caller holds the caisse's lock.

    Raises:
        FileRefused: a caisse with more prescribers than two bytes can number.
    """
    rows = PrescriberNumber.objects.filter(caisse=caisse).values_list("rpps", "number")
    known = dict(rows)
    wanted, back = np.unique(rpps, return_inverse=True)
    fresh = [number for number in wanted.tolist() if number not in known]
    known |= {number: place for place, number in enumerate(fresh, start=len(known))}
    if len(known) > MOST:
        raise FileRefused(
            "NUMEROS_EPUISES",
            f"La caisse {caisse} aurait {len(known)} prescripteurs au fil des mois : le portail en"
            f" numérote au plus {MOST}. Vérifiez le rattachement des prescripteurs de ce fichier.",
        )
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(STORE, [caisse, [known[one] for one in fresh], fresh])
    return np.array([known[one] for one in wanted.tolist()], np.uint16)[back]
