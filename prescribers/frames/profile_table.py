"""The profiles of a run as a table to take away: one row a prescriber, nothing rounded."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ijstats import CONFIRMED, publish
from prescribers.models import Profile, ProfileRun


HIDDEN = "NS"
# Who and where: in every row.
IDENTITY = {
    "rpps": "rpps",
    "specialite": "specialty",
    "caisse": "caisse",
    "region": "region",
    "groupe_comparable": "group_code",
    "mois_actifs": "months_active",
    "effectif_suffisant": "enough",
}
# Persons: from 1 to 10 they are written NS.
COUNTS = {"n_patients": "n_patients", "obs_arrets": "obs_leaves", "patients_vus": "patients_seen"}
# Empty below the minima.
FIGURES = {
    "obs_jours": "obs_days",
    "att_jours": "exp_days",
    "ratio_jours": "ratio_days",
    "ic95_bas": "ci_low",
    "ic95_haut": "ci_high",
    "att_jours_glm": "exp_days_glm",
    "att_arrets": "exp_leaves",
    "att_jours_patients_vus": "seen_exp_days",
    "ratio_jours_patients_vus": "seen_ratio_days",
    "att_montant_centimes": "exp_amount_cents",
    "ratio_montant": "ratio_amount",
    "kappa0": "kappa0",
    "kappa": "kappa",
    "mu_groupe": "mu",
    "z": "z",
    "z_tau": "z_tau",
    "ratio_lisse": "smoothed",
    "ratio_lisse_bas": "smoothed_low",
    "ratio_lisse_haut": "smoothed_high",
    "p_sup_1_3": "p_over_13",
    "p_sup_1_5": "p_over_15",
    "p_sup_2": "p_over_20",
    "p_top10": "p_top",
    "q_value": "q_value",
    "rang_centile": "centile",
    "signal": "signal",
    "stabilite": "stability",
}
# Would give back a number of leaves that is hidden.
OF_LEAVES = {
    "ratio_arrets": "ratio_leaves",
    "ratio_arrets_patients_vus": "seen_ratio_leaves",
    "z_arrets": "z_leaves",
    "z_tau_arrets": "z_tau_leaves",
}
Row = dict[str, Any]


def profile_rows(run: ProfileRun, *, raw: bool) -> list[Row]:
    """In the order of RPPS numbers; `raw` hides nothing and leaves nothing empty."""
    fields = [*{*IDENTITY.values(), *COUNTS.values(), *FIGURES.values(), *OF_LEAVES.values()}]
    profiles = Profile.objects.filter(run=run).order_by("rpps").values(*fields, "tau2")
    return [_row(found, run, raw=raw) for found in profiles.iterator(chunk_size=5_000)]


def _row(found: Mapping[str, Any], run: ProfileRun, *, raw: bool) -> Row:
    shown = raw or found["enough"]
    leaves_shown = shown and (raw or publish(found["obs_leaves"]) is not None)
    tau = None if found["tau2"] is None else found["tau2"] ** 0.5
    return {
        **{name: found[field] for name, field in IDENTITY.items()},
        **{name: _count(found[field], raw=raw) for name, field in COUNTS.items()},
        **{name: found[field] if shown else None for name, field in FIGURES.items()},
        **{name: found[field] if leaves_shown else None for name, field in OF_LEAVES.items()},
        "tau_groupe": tau if shown else None,
        "signal_stable": found["stability"] == CONFIRMED if shown else None,
        "run": run.number,
        "methode": run.method,
    }


def _count(value: int | None, *, raw: bool) -> int | str | None:
    if value is None or raw:
        return value
    return HIDDEN if publish(value) is None else value


def write_csv(rows: list[Row], path: Path) -> None:
    """For a program: commas, decimal points, every digit; empty where there is no figure."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_parquet(rows: list[Row], path: Path) -> None:
    """Typed columns: a hidden count is null, as a figure that is not shown."""
    columns = {
        name: [None if row[name] == HIDDEN else row[name] for row in rows] for name in rows[0]
    }
    pq.write_table(pa.table(columns), path)


WRITERS: dict[str, Callable[[list[Row], Path], None]] = {
    ".csv": write_csv,
    ".parquet": write_parquet,
}
