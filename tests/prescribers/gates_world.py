"""A small country of three caisses, thirty-two months, and ways to spoil a month of its leaves."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ijportal.demo.country import Plan, build_country
from ijportal.demo.scales import Part
from prescribers.services.imports import import_source


# About 150 prescribers, 1 700 leaves a month; each département has a caisse of its own.
PARTS = (Part("04", 0.3), Part("05", 0.3), Part("84", 0.08))
PLAN = Plan(seed=7, data_until=date(2026, 10, 31), months=32, parts=PARTS)
REFERENCES = ("caisses", "communes", "iris", "finess", "structures")


def build(folder: Path) -> Path:
    build_country(folder, PLAN)
    return folder


def settle(folder: Path) -> None:
    """Everything that leaves are coded against."""
    for kind in REFERENCES:
        import_source(kind=kind, path=folder / f"{kind}.csv", by=None)
    (register,) = folder.glob("PS_LibreAcces_*.txt")
    import_source(kind="rpps", path=register, by=None)
    import_source(kind="prescripteurs", path=folder / "prescripteurs.csv", by=None)


def monthly(folder: Path, kind: str) -> list[Path]:
    """The files of a monthly kind, CSV and Parquet, in the order of their months."""
    return sorted(p for p in (folder / kind).iterdir() if p.suffix in {".csv", ".parquet"})


def read(path: Path) -> pd.DataFrame:
    """Every cell as it would be written in a CSV."""
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    table = pq.read_table(path)
    return pa.table(
        {n: table[n].cast(pa.string()).fill_null("") for n in table.column_names}
    ).to_pandas()


def write(path: Path, frame: pd.DataFrame) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        frame.to_csv(path, index=False, lineterminator="\n")
    return path


def moved(frame: pd.DataFrame, month: date) -> pd.DataFrame:
    """The same leaves with their dates in another month, each as long as before."""
    start, end = (pd.to_datetime(frame[name], errors="coerce") for name in DATES)
    sound = start.notna() & end.notna()
    frame, start, end = frame[sound], start[sound], end[sound]
    there = pd.Timestamp(month) + pd.to_timedelta(start.dt.day.clip(upper=28) - 1, unit="D")
    return _dated(frame, there, there + (end - start))


def years_away(frame: pd.DataFrame, years: int) -> pd.DataFrame:
    return frame.assign(
        **{name: [f"{int(d[:4]) + years}{d[4:]}" for d in frame[name]] for name in DATES}
    )


def without(frame: pd.DataFrame, rpps: set[str], *, but: int = 0) -> pd.DataFrame:
    """The month without the leaves of these prescribers, except for the first `but`."""
    theirs = frame["rpps"].isin(rpps)
    return frame[~theirs | (theirs.cumsum() <= but)]


def shifted(frame: pd.DataFrame) -> pd.DataFrame:
    """Every value one column to the right of its name."""
    names = list(frame.columns)
    return frame.rename(columns=dict(zip(names, [*names[1:], names[0]], strict=True)))[names]


def swapped(frame: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    return frame.assign(**{one: frame[other], other: frame[one]})


def cents(frame: pd.DataFrame, change: Callable[[int], int]) -> pd.DataFrame:
    return frame.assign(montant_cts=[str(change(int(value))) for value in frame["montant_cts"]])


DATES = ["date_debut", "date_fin"]


def _dated(frame: pd.DataFrame, start: pd.Series, end: pd.Series) -> pd.DataFrame:
    texts = [day.dt.strftime("%Y-%m-%d") for day in (start, end)]
    return frame.assign(**dict(zip(DATES, texts, strict=True)))
