"""A fresh process: the reduction of the last run of the database, as if it held N countries.

No feed has 80 million leaves; a country's statistics are repeated under other RPPS numbers and
other region codes, so that the groups are four times as many, as they would be.
"""

import json
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import django
import numpy as np


if TYPE_CHECKING:
    from prescribers.frames.directory import Directory
    from prescribers.frames.statistics import CaisseStatistics

# RPPS numbers have eleven digits.
NEXT_COUNTRY = 10**11


def run(countries: int) -> dict[str, Any]:
    """Processor and wall of gathering the caisses and computing the columns, reading apart."""
    # Imported here: models ask for `django.setup()` first.
    from core.database_role import ALL_CAISSES, DatabaseRole, database_role  # noqa: PLC0415
    from prescribers.frames.directory import read_directory  # noqa: PLC0415
    from prescribers.frames.nation import gather  # noqa: PLC0415
    from prescribers.frames.parameters import Choices  # noqa: PLC0415
    from prescribers.frames.profiles import profile_columns  # noqa: PLC0415
    from prescribers.models import ProfileRun  # noqa: PLC0415
    from prescribers.services.night.reduction import load_statistics  # noqa: PLC0415
    from prescribers.services.night.state import window_of  # noqa: PLC0415

    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        last = ProfileRun.objects.order_by("number").last()
        assert last is not None
        window, parts = window_of(last), list(load_statistics(last).values())
        known = read_directory(np.unique(np.concatenate([part.rpps for part in parts])), window)
    directory, repeated = _directory(known, countries), _parts(parts, countries)
    parts.clear()
    wall, cpu = time.perf_counter(), time.process_time()
    nation = gather(repeated)
    repeated.clear()
    no_past = np.empty((directory.rpps.size, 0), dtype=str)
    choices = Choices.stored(last.parameters)
    columns = profile_columns(nation, directory, window, choices, past_signals=no_past)
    return {
        "pays": countries,
        "profils": int(columns["rpps"].size),
        "cellules": int(nation.cells.prescriber.size),
        "mur_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
    }


def _parts(parts: "list[CaisseStatistics]", countries: int) -> "list[CaisseStatistics]":
    return [
        replace(part, rpps=part.rpps.astype(np.int64) + country * NEXT_COUNTRY)
        for country in range(countries)
        for part in parts
    ]


def _directory(known: "Directory", countries: int) -> "Directory":
    from prescribers.frames.directory import Directory  # noqa: PLC0415
    from prescribers.frames.practice import Practice  # noqa: PLC0415

    practice, times = known.practice, (countries, 1)
    people = tuple(
        replace(person, region=f"{country}{person.region}")
        for country in range(countries)
        for person in known.people
    )
    again = Practice(
        np.tile(practice.active, times),
        np.tile(practice.months_active, countries),
        np.ma.concatenate([practice.seen] * countries),
    )
    shifts = np.repeat(np.arange(countries) * NEXT_COUNTRY, known.rpps.size)
    return Directory(np.tile(known.rpps, countries) + shifts, people, again)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(run(int(sys.argv[1]))) + "\n")
