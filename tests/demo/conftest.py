"""One demo country, seed 1, shared by the tests that only read it."""

from datetime import date
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.csv as pacsv
import pytest

from ijportal.demo.country import build_country


DATA_UNTIL = date(2026, 10, 31)


def read(path):
    """Every column as text: what is written, not what a reader makes of it."""
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    options = pacsv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    return pacsv.read_csv(path, convert_options=options)


def build(folder, *, seed=1, **arguments):
    return build_country(folder, seed=seed, data_until=DATA_UNTIL, **arguments)


@pytest.fixture(scope="session")
def country(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pays")
    return SimpleNamespace(folder=folder, summary=build(folder))


@pytest.fixture(scope="session")
def good_leaves(country):
    """The rows of `arrets` without those the truth says are bad, and with the month of the file."""
    defects = read(country.folder / "truth_defects.csv").to_pylist()
    tables = []
    for path in sorted((country.folder / "arrets").glob("*.csv")):
        table = read(path)
        bad = {int(d["ligne"]) - 2 for d in defects if d["fichier"] == f"arrets/{path.name}"}
        kept = [i for i in range(table.num_rows) if i not in bad]
        tables.append(table.take(kept).append_column("mois", [[path.stem] * len(kept)]))
    return pa.concat_tables(tables).to_pandas()
