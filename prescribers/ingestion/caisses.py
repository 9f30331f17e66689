"""The caisses: a hundred lines, written one by one by the floor that owns organisations."""

from datetime import date

import numpy as np

from accounts.services.organisations import upsert_caisse
from prescribers.ingestion.checks import Checks
from prescribers.ingestion.gathered import Gathered
from prescribers.ingestion.outcome import Columns, Delivery, Stored
from prescribers.ingestion.territories import REGION_CODE


# The list bears no date: its labels hold from the year of the first data on.
FIRST_DAY = date(2010, 1, 1)
SYSTEM = "import"


def code_caisses(checks: Checks, delivery: Delivery) -> Columns:
    del delivery
    return {
        "code": checks.text("code_organisme", 3, shape="[0-9A-Z]{3}"),
        "label": checks.text("nom", 150),
        "region": checks.text("region", 2, shape=REGION_CODE),
        "region_label": checks.text("region_nom", 150),
    }


def store_caisses(rows: Gathered, delivery: Delivery) -> Stored:
    duplicate = rows.later_twins("code")
    for row in np.flatnonzero(rows.ok & ~duplicate).tolist():
        upsert_caisse(
            code=rows["code"][row].decode(),
            label=rows["label"][row].decode(),
            region_code=rows["region"][row].decode(),
            region_label=rows["region_label"][row].decode(),
            valid_from=delivery.month or FIRST_DAY,
            by=delivery.by,
            system=SYSTEM,
        )
    return Stored(duplicate)
