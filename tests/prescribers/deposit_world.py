"""Files as a browser sends them."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.prescribers.import_world import leaves


def text(rows) -> bytes:
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def parquet(rows) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


def sent(content: bytes | None = None, name: str = "2025-01.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text(leaves({}, {})) if content is None else content)
