"""Two demo countries, seed 1, shared by the tests that only read them."""

from datetime import date
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from ijportal.demo.country import Plan, build_country
from ijportal.demo.scales import Part


DATA_UNTIL = date(2026, 10, 31)
CAISSE = (Part("06"),)


def read(path):
    """Every column as text: what is written, not what a reader makes of it."""
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    options = pacsv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    return pacsv.read_csv(path, convert_options=options)


def build(folder, *, seed=1, months=14, parts=CAISSE, **arguments):
    plan = Plan(seed=seed, data_until=DATA_UNTIL, months=months, parts=parts, **arguments)
    return build_country(folder, plan)


@pytest.fixture(scope="session")
def country(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pays")
    return SimpleNamespace(folder=folder, summary=build(folder))


@pytest.fixture(scope="session")
def region(tmp_path_factory):
    """Three caisses of one region over three years; few doctors, whole careers."""
    folder = tmp_path_factory.mktemp("region")
    parts = (Part("06", 0.2), Part("13", 0.1), Part("83", 0.2))
    return SimpleNamespace(folder=folder, summary=build(folder, months=36, parts=parts))


@pytest.fixture(scope="session")
def good_leaves(country):
    return good_rows(country.folder)


@pytest.fixture(scope="session")
def region_leaves(region):
    return good_rows(region.folder)


def read_leaves(path):
    """A month of `arrets` as text, whichever of the two formats it is written in."""
    if path.suffix == ".csv":
        return read(path)
    table = pq.read_table(path)
    return pa.table({name: table[name].cast(pa.string()) for name in table.column_names})


def good_rows(folder):
    """The rows of `arrets` without those the truth says are bad, and with the month of the file."""
    defects = read(folder / "truth_defects.csv").to_pylist()
    tables = []
    for path in sorted((folder / "arrets").glob("????-??.*")):
        table = read_leaves(path)
        bad = {int(d["ligne"]) - 2 for d in defects if d["fichier"] == f"arrets/{path.name}"}
        kept = [i for i in range(table.num_rows) if i not in bad]
        tables.append(table.take(kept).append_column("mois", [[path.stem] * len(kept)]))
    return pa.concat_tables(tables).to_pandas()
