"""Files as a browser sends them, and the form that takes them."""

import io
import re

import pyarrow as pa
import pyarrow.parquet as pq
from django.core.files.uploadedfile import SimpleUploadedFile

from prescribers.models import ImportBatch
from tests.pages.reading import text_of
from tests.prescribers.import_world import leaves


DEPOSIT = "/imports/deposer/"


def text(rows) -> bytes:
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def parquet(rows) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


def sent(content: bytes | None = None, name: str = "2025-01.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text(leaves({}, {})) if content is None else content)


def deposit(client, file=None, **more):
    said = {"kind": "arrets", "file": file or sent(), **more}
    return client.post(DEPOSIT, said)


def batch_of(answer) -> ImportBatch:
    assert answer.status_code == 302, text_of(answer)
    return ImportBatch.objects.get(
        pk=re.fullmatch(r"/imports/(\d+)/", answer.headers["Location"])[1]
    )
