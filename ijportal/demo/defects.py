"""Bad rows on purpose, each known to the truth file: the import must find these and no other."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ijportal.demo.rpps import break_key


SHARE = 0.0005
UNKNOWN_IRIS = "069990101"
DUPLICATE = "doublon"
NO_SUCH_DAY = "date_30_fevrier"
KINDS = ("fin_avant_debut", "iris_inconnu", "rpps_cle_fausse", DUPLICATE, NO_SUCH_DAY)
FIRST_LINE = 2  # the header is line 1


@dataclass(frozen=True)
class Defect:
    file: str
    line: int
    kind: str

    @property
    def expected(self) -> str:
        return "doublon" if self.kind == DUPLICATE else "rejet"


def as_text(table: pa.Table) -> pa.Table:
    """Days as a file of text has them: it can also say a day that does not exist."""
    for name in ("date_debut", "date_fin"):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].cast(pa.string()))
    return table


def add_defects(
    rng: np.random.Generator, table: pa.Table, file: str, *, before: int = 0
) -> tuple[pa.Table, list[Defect]]:
    """Extra rows among the good ones: spoilt copies, under a pseudonym nobody else has.

    `before`: rows already in the file. Where days are days, none can be a 30 February.
    """
    if not table.num_rows:
        return table, []
    possible = [
        kind for kind in KINDS if kind != NO_SUCH_DAY or pa.types.is_string(table["date_fin"].type)
    ]
    count = max(len(possible), round(table.num_rows * SHARE))
    origin = rng.choice(table.num_rows, count, replace=table.num_rows < count)
    kinds = [possible[i % len(possible)] for i in range(count)]
    rows = table.take(pa.array(origin)).to_pylist()
    spoilt = [_spoil(row, kind) for row, kind in zip(rows, kinds, strict=True)]
    # A duplicate stands after its original, so that it is the one to be counted as such.
    place = np.where(
        np.array(kinds) == DUPLICATE, origin + 0.5, rng.integers(0, table.num_rows, count) + 0.5
    )
    order = np.argsort(np.concatenate((np.arange(table.num_rows), place)), kind="stable")
    whole = pa.concat_tables([table, pa.Table.from_pylist(spoilt, schema=table.schema)])
    line = np.empty(len(order), dtype=np.int64)
    line[order] = np.arange(len(order)) + FIRST_LINE + before
    found = zip(line[table.num_rows :].tolist(), kinds, strict=True)
    return whole.take(pa.array(order)), [Defect(file, at, kind) for at, kind in found]


def _spoil(row: dict, kind: str) -> dict:
    if kind == DUPLICATE:
        return row
    # From 2**61 to 2**62: no pseudonym of the demo is there, so a spoilt row doubles no other.
    row = row | {"patient": row["patient"] % (1 << 61) + (1 << 61)}
    if kind == "fin_avant_debut":
        start = row["date_debut"]
        before = np.datetime64(start) - 1
        return row | {"date_fin": str(before) if isinstance(start, str) else before.item()}
    if kind == "iris_inconnu":
        return row | {"iris": UNKNOWN_IRIS}
    if kind == "rpps_cle_fausse":
        return row | {"rpps": break_key(row["rpps"])}
    return row | {"date_fin": _next_30_february(row["date_debut"])}


def _next_30_february(start: str) -> str:
    year, month = int(start[:4]), int(start[5:7])
    return f"{year + (month > 2)}-02-30"
