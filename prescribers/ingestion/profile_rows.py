"""Profiles on their way to the database: binary COPY, and a digest of what they are."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from numpy.typing import NDArray

from prescribers.ingestion.binary_copy import Field, PgType, copy_rows
from prescribers.models import Profile


# A column of the reduction goes by the name of its field in the table.
Columns = Mapping[str, NDArray[Any]]
TYPES: dict[type[models.Field], PgType] = {
    models.BigIntegerField: "int8",
    models.BooleanField: "bool",
    models.CharField: "text",
    models.DateField: "date",
    models.FloatField: "float8",
    models.ForeignKey: "int8",
    models.IntegerField: "int4",
    models.SmallIntegerField: "int2",
}
# The element's object identifier in PostgreSQL, and its bytes on the wire.
ELEMENTS = {models.IntegerField: (23, ">i4"), models.FloatField: (701, ">f8")}


# Django documents `_meta` as its own way to read a model.
FIELDS = {field.attname: field for field in Profile._meta.concrete_fields}  # noqa: SLF001


def copy_profiles(table: str, run_id: int, columns: Columns) -> str:
    """Load the rows into `table`, made in this transaction; a digest that forgets the run."""
    fields = [_field(name, values) for name, values in columns.items()]
    size = fields[0].values.size
    run = Field("run_id", "int8", np.full(size, run_id))
    with connection.cursor() as cursor:
        copy_rows(cursor, table, [run, *fields], freeze=True)
    return _digest(fields)


def _field(name: str, values: NDArray[Any]) -> Field:
    """A column by the type of the model's field; NaN and hidden values are missing."""
    field = FIELDS[name]
    if isinstance(field, ArrayField):
        return Field(name, "packed", _packed(values, *ELEMENTS[type(field.base_field)]))
    kind = TYPES[type(field)]
    if kind == "text":
        return Field(name, kind, np.char.encode(values, "utf-8"))
    if kind == "date":
        return Field(name, kind, values.astype("datetime64[D]"))
    missing = np.isnan(values) if kind == "float8" else np.ma.getmaskarray(values)
    # What a missing value is underneath must not show in the digest.
    plain = np.where(missing, 0, np.ma.getdata(values))
    return Field(name, kind, plain, missing if missing.any() else None)


def _packed(values: NDArray[Any], element: int, kind: str) -> NDArray[np.void]:
    """One-dimensional arrays without nulls, as PostgreSQL sends them."""
    rows, length = values.shape
    one = np.dtype([("size", ">i4"), ("value", kind)])
    head = [(name, ">i4") for name in ("dimensions", "nulls", "element", "length", "first")]
    packed = np.zeros(rows, np.dtype([*head, ("values", one, (length,))]))
    packed["dimensions"], packed["element"] = 1, element
    packed["length"], packed["first"] = length, 1
    packed["values"]["size"] = np.dtype(kind).itemsize
    packed["values"]["value"] = values
    return packed


def _digest(fields: list[Field]) -> str:
    """The same figures always give the same digest, whatever the run and its place."""
    checksum = hashlib.sha256()
    for field in fields:
        checksum.update(f"{field.name} {field.type} {field.values.dtype.str}\n".encode())
        checksum.update(np.ascontiguousarray(field.values).tobytes())
        if field.missing is not None:
            checksum.update(np.packbits(field.missing).tobytes())
    return checksum.hexdigest()
