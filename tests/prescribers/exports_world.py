"""Exports asked for through the services and made by their job, and files read back."""

import io
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

from django.urls import reverse
from django.utils import timezone

from accounts.permissions import perimeter_for
from core.jobs import run_now
from prescribers.models import Export
from prescribers.services.exports import request_export
from prescribers.services.exports_wanted import Wanted


XLSX = "/prescripteurs/prescripteurs.xlsx"
PDF = "/prescripteurs/prescripteurs.pdf"
MINE = "/exports/"
ASK = "/exports/demander/"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WHY = {"purpose": "campagne", "purpose_text": "Liste de travail de la commission."}


def wanted(run, **fields):
    usual = {"file_format": "csv", "query": "tri=-ecart", "said": "aucun filtre", "rows": 1}
    return Wanted(run_number=run.number, **{**usual, **WHY, **fields})


def perimeter_of(user):
    return perimeter_for(user, "prescripteurs.exporter", timezone.localdate())


def asked(run, by, **fields):
    return request_export(wanted(run, **fields), perimeter=perimeter_of(by))


def made(run, by, **fields):
    """Asked for, and its job run to its end."""
    export = asked(run, by, **fields)
    run_now(export.job_id, now=timezone.now() + timedelta(seconds=1))
    return Export.objects.get(pk=export.pk)


def file_of(export):
    return reverse("export-fichier", args=[export.pk])


def sheets(content):
    """Each sheet as its rows; a cell is what a spreadsheet holds: a text, or a number as float."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = _texts(book)
        names = sorted(n for n in book.namelist() if n.startswith("xl/worksheets/sheet"))
        return [_rows(ET.fromstring(book.read(name)), shared) for name in names]


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()


def _texts(book):
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ET.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in item.iter(f"{SHEET}t")) for item in root]


def _rows(root, shared):
    found = []
    for row in root.iter(f"{SHEET}row"):
        cells = {}
        for cell in row.iter(f"{SHEET}c"):
            cells[_place(cell.get("r"))] = _value(cell, shared)
        found.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
    return found


def _place(reference):
    letters = re.match("[A-Z]+", reference)[0]
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell, shared):
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{SHEET}t"))
    value = cell.find(f"{SHEET}v")
    if value is None:
        return ""
    return shared[int(value.text)] if kind == "s" else float(value.text)
