"""Typed columns written as a CSV would write them; a missing value is an empty one."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from prescribers.ingestion.arrow_numpy import integers


# Beyond, a float no longer names one whole number.
_EXACT = float(2**53)


def is_bytes(kind: pa.DataType) -> bool:
    """Text or bytes, plain or behind a dictionary."""
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(value)
        or pa.types.is_large_string(value)
        or pa.types.is_binary(value)
        or pa.types.is_large_binary(value)
    )


def has_text_form(kind: pa.DataType) -> bool:
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        is_bytes(value)
        or pa.types.is_null(value)
        or pa.types.is_boolean(value)
        or pa.types.is_integer(value)
        or pa.types.is_floating(value)
        or pa.types.is_decimal(value)
        or pa.types.is_date(value)
        or pa.types.is_timestamp(value)
    )


def byte_lengths(column: pa.Array) -> NDArray[np.int64]:
    """How many bytes each value has, without writing a dictionary out."""
    if pa.types.is_dictionary(column.type):
        lengths = pc.binary_length(column.dictionary).cast(pa.int64()).take(column.indices)
    else:
        lengths = pc.binary_length(column).cast(pa.int64())
    return integers(pc.fill_null(lengths, 0))


def as_text(column: pa.Array) -> pa.Array:
    """The column as trimmed UTF-8 text.

    Raises:
        pa.ArrowInvalid: bytes that are not UTF-8.
    """
    if pa.types.is_dictionary(column.type):
        if is_bytes(column.type):
            words = pa.DictionaryArray.from_arrays(column.indices, _plain(column.dictionary))
            return pc.fill_null(words.dictionary_decode(), "")
        column = column.dictionary_decode()
    return pc.fill_null(_plain(column), "")


def _plain(column: pa.Array) -> pa.Array:
    kind = column.type
    if is_bytes(kind):
        text = column.cast(pa.string())
        text.validate(full=True)
        return pc.utf8_trim_whitespace(text)
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "1", "0")
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _number(column)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return _day(column)
    return column.cast(pa.string())


def _number(column: pa.Array) -> pa.Array:
    """Whole numbers without a point: pandas writes integers with a hole as floats."""
    values = column.cast(pa.float64())
    values = pc.if_else(pc.is_nan(values), pa.scalar(None, pa.float64()), values)
    whole = pc.and_(
        pc.equal(pc.trunc(values), values), pc.less_equal(pc.abs(values), pa.scalar(_EXACT))
    )
    integers = pc.if_else(whole, values, 0.0).cast(pa.int64()).cast(pa.string())
    return pc.if_else(whole, integers, values.cast(pa.string()))


def _day(column: pa.Array) -> pa.Array:
    """AAAA-MM-JJ; a time of the day stays written, so that the check of dates refuses it."""
    days = column.cast(pa.date32(), safe=False)
    exact = pc.equal(days.cast(column.type, safe=False), column)
    return pc.if_else(exact, days.cast(pa.string()), column.cast(pa.string()))
