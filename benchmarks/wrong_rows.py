"""Rows that must be refused, of several kinds, and what is expected of each."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from benchmarks.country import Country
from benchmarks.feed import COLUMNS, Columns, lines_of
from benchmarks.numbers import with_wrong_key
from benchmarks.truth import TWIN, Truth


SHARE = 0.0005
Row = dict[str, str]
Spoil = Callable[[Row, Country, int], Row]


def _nir(row: Row, country: Country, turn: int) -> Row:
    number = 1_990_499_350_000 + turn % 1000  # commune 350 of département 99: of nobody
    return row | {"patient": f"{number}{97 - number % 97:02d}"}


def _of(numbers: np.ndarray, row: Row, turn: int) -> Row:
    return row | {"rpps": str(numbers[turn % len(numbers)])}


KINDS: dict[str, Spoil] = {
    TWIN: lambda row, country, turn: row,
    "fin_avant_debut": lambda row, country, turn: row | {"date_fin": "2020-01-01"},
    "iris_inconnu": lambda row, country, turn: row | {"iris": "069990101"},
    "rpps_cle_fausse": lambda row, country, turn: row | {"rpps": with_wrong_key(row["rpps"])},
    "prescripteur_inconnu": lambda row, country, turn: _of(country.strangers, row, turn),
    "sans_rattachement": lambda row, country, turn: _of(country.retired, row, turn),
    "date_30_fevrier": lambda row, country, turn: row | {"date_fin": "2027-02-30"},
    "hors_mois": lambda row, country, turn: row | {"date_debut": "2019-06-15"},
    "motif_hors_liste": lambda row, country, turn: row | {"motif": "M99"},
    "montant_a_virgule": lambda row, country, turn: row | {"montant_cts": "12.50"},
    "age_hors_bornes": lambda row, country, turn: row | {"age": "199"},
    "patient_nir": _nir,
    "colonne_en_moins": lambda row, country, turn: row,  # cut once the line is joined
    "deux_fautes": lambda row, country, turn: row | {"sexe": "3", "date_debut": ""},
}


def with_wrong_rows(columns: Columns, country: Country, seed: list[int]) -> tuple[pa.Array, Truth]:
    """The lines of a file: the good ones in their order, the wrong ones anywhere among them."""
    rng = np.random.default_rng(seed)
    good = lines_of(columns)
    count = max(len(KINDS), round(len(good) * SHARE))
    kinds = [list(KINDS)[turn % len(KINDS)] for turn in range(count)]
    origin = rng.choice(len(good), count, replace=False)
    rows = pa.table({name: columns[name] for name in COLUMNS}).take(pa.array(origin)).to_pylist()
    spoilt = [
        _line(row, kind, country, i) for i, (row, kind) in enumerate(zip(rows, kinds, strict=True))
    ]
    place = np.where(np.array(kinds) == TWIN, origin + 0.5, rng.integers(0, len(good), count) + 0.5)
    order = np.argsort(np.concatenate((np.arange(len(good)), place)), kind="stable")
    line = np.empty(len(order), np.int64)
    line[order] = np.arange(len(order)) + 2
    lines = pa.concat_arrays([good, pa.array(spoilt)]).take(pa.array(order))
    wrong = dict(zip(line[len(good) :].tolist(), kinds, strict=True))
    twins = kinds.count(TWIN)
    return lines, Truth(len(lines), count - twins, twins, wrong)


def _line(row: Row, kind: str, country: Country, turn: int) -> str:
    values = list(KINDS[kind](row, country, turn).values())
    return ",".join(values[:-1] if kind == "colonne_en_moins" else values)
