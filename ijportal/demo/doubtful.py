"""A file that a gate must hold: the last month of leaves sent again, amounts ten times over."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from ijportal.demo.monthly_files import control_totals
from ijportal.demo.writing import Sources


FOLDER = "arrets_a_verifier"
TIMES = 10
NUMBERS = {"jours_indem": pa.int64(), "montant_cts": pa.int64()}


def write_doubtful(folder: Path) -> Path:
    """Beside the others, in its own folder: no import of the country takes it by mistake."""
    original = max((folder / "arrets").glob("*.csv"))
    header = original.open(encoding="utf-8").readline().strip().split(",")
    types = dict.fromkeys(header, pa.string()) | NUMBERS
    options = pacsv.ConvertOptions(column_types=types, strings_can_be_null=False)
    table = pacsv.read_csv(original, convert_options=options)
    place = table.schema.get_field_index("montant_cts")
    amounts = pc.multiply(table["montant_cts"], TIMES)
    table = table.set_column(place, "montant_cts", amounts)
    sources, name = Sources(folder), f"{FOLDER}/{original.name}"
    sources.add_table(name, table, kind="arrets", month=original.stem, **control_totals(table))
    sources.close()
    return folder / name
