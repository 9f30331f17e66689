"""The page of one batch: its identity, its provenance, its rejects on screen and in CSV."""

import csv
import io
import re

import pytest
from django.urls import reverse

from core.models import JournalEntry
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import ImportBatchFactory, SourceFileFactory
from tests.prescribers.imports_pages_world import page_of, refused_row


pytestmark = pytest.mark.django_db


def test_a_batch_is_a_sentence_and_figures_that_add_up(client, technician):
    batch = ImportBatchFactory(read=1_010, accepted=990, rejected=17, duplicates=3)

    page = text_of(client.get(page_of(batch)))

    assert "1\u202f010 lignes lues = 990 acceptées + 17 rejetées + 3 doublons." in page
    assert "98,0\u202f% des lues" in page


def test_provenance_gives_the_whole_digest_and_what_the_manifest_says(client, technician):
    source = SourceFileFactory(
        origin="INSEE, code officiel géographique",
        licence="Licence Ouverte 2.0",
        vintage="2026",
        by_id=technician.pk,
        synthetic=True,
    )
    batch = ImportBatchFactory(source=source)

    page = text_of(client.get(page_of(batch)))

    assert all(said in page for said in (source.sha256, source.origin, source.licence, "2026"))
    assert "1\u00a0Mio" in page
    assert "par Marc Levasnier" in page
    assert "données synthétiques" in page


def test_absent_and_ignored_columns_are_named(client, technician):
    batch = ImportBatchFactory(absent=["teleconsultation"], ignored=["commentaire libre"])

    page = text_of(client.get(page_of(batch)))

    assert "teleconsultation\u202f: les arrêts prescrits en téléconsultation ne sont pas" in page
    assert "commentaire libre" in page


def test_rejects_are_grouped_by_code_then_by_line_without_any_value(client, technician):
    batch = ImportBatchFactory(read=10, accepted=7, rejected=3, duplicates=0)
    refused_row(batch, 48_211, "date_fin", value="99102382191")
    refused_row(batch, 48_211, "rpps", "RPPS_CLE", "La clé du numéro RPPS est fausse.", "99102")
    refused_row(batch, 9, "date_debut")
    refused_row(batch, 12, "date_fin")

    answer = client.get(page_of(batch))

    page = text_of(answer)
    assert "99102" not in page
    groups = re.findall(
        r'<th scope="row">([^<]+)<span class="second-line">(\w+)', answer.content.decode()
    )
    assert groups == [
        ("La date n’existe pas.", "DATE"),
        ("La clé du numéro RPPS est fausse.", "RPPS_CLE"),
    ]
    assert "date_debut, date_fin3" in page
    assert "9, 12, 48\u202f211" in page
    lines = re.findall(
        r"</span>([\d\u202f]+)</th><td><ul.*?</ul>", answer.content.decode(), re.DOTALL
    )
    assert lines == ["9", "12", "48\u202f211"]


def test_the_lines_of_a_batch_are_paged(client, technician):
    batch = ImportBatchFactory(read=200, accepted=80, rejected=120, duplicates=0)
    for line in range(2, 122):
        refused_row(batch, line, "date_fin")

    page = text_of(client.get(page_of(batch), {"page": 3}))

    assert "101 à 120 sur 120" in page


def test_a_detail_that_was_cut_is_said(client, technician):
    batch = ImportBatchFactory(read=500, accepted=0, rejected=500, duplicates=0)
    refused_row(batch, 2, "date_fin")

    assert "Le détail s’arrête" in text_of(client.get(page_of(batch)))


def test_a_batch_costs_the_same_whatever_its_rejects(client, technician):
    batch = ImportBatchFactory()
    refused_row(batch, 2, "date_fin")
    client.get(page_of(batch))
    few = reads(client, page_of(batch))
    for line in range(3, 40):
        refused_row(batch, line, f"colonne_{line % 5}", f"CODE_{line % 7}")

    many = reads(client, page_of(batch))

    assert len(few) == len(many) <= 14, "\n".join(many)


def test_the_csv_of_rejects_has_every_fault_and_no_value(client, technician):
    batch = ImportBatchFactory()
    refused_row(batch, 48_211, "date_fin", value="99102382191")
    refused_row(batch, 9, "iris", "IRIS_INCONNU", "=IRIS inconnu.")

    answer = client.get(reverse("import-rejets-csv", args=[batch.pk]))

    said = answer.content.decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(said), delimiter=";"))
    assert [row["Ligne"] for row in rows] == ["9", "48211"]
    assert rows[0]["Ce qui ne va pas, et que faire"] == "'=IRIS inconnu."
    assert "99102382191" not in said
    entry = JournalEntry.objects.get(action="import.exporter-rejets")
    assert (entry.actor_id, entry.object_id) == (technician.pk, str(batch.pk))
    assert entry.reason == "2 lignes rejetées"


def test_an_unknown_batch_is_not_found(client, technician):
    assert client.get("/imports/999999/").status_code == 404
