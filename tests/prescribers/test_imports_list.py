"""The page Imports: what was received, held batches first, and who enters."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.enums import BatchStatus
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import ImportBatchFactory, SourceFileFactory
from tests.prescribers.imports_pages_world import LIST, page_of


pytestmark = pytest.mark.django_db


def test_an_empty_list_says_how_to_begin(client, technician):
    page = text_of(client.get(LIST))

    assert "Le portail n’a encore reçu aucun fichier." in page
    assert "Aucun fichier importé." in page
    assert "dans cet ordre\u202f: caisses, communes, IRIS" in page
    assert "Déposer un fichier" in page


def test_files_that_were_all_refused_are_not_none(client, technician):
    ImportBatchFactory(status=BatchStatus.REFUSED)

    assert "Aucun fichier importé, 1 fichier refusé." in text_of(client.get(LIST))


def test_who_may_only_read_is_not_offered_a_deposit(client, signed_in):
    signed_in(Role.ADMIN_CAMPAGNE)

    assert "Déposer un fichier" not in text_of(client.get(LIST))


def test_the_list_gives_the_identity_of_each_batch_and_who_brought_it(client, technician):
    source = SourceFileFactory(by_id=technician.pk, name="arrets-2025-01.csv")
    ImportBatchFactory(source=source, read=1_010, accepted=990, rejected=17, duplicates=3)

    page = text_of(client.get(LIST))

    assert "Arrêts, janvier 2025" in page
    assert "arrets-2025-01.csv" in page
    assert "par Marc Levasnier" in page
    assert all(number in page for number in ("1\u202f010", "990", "17"))
    assert "lues = acceptées + rejetées + doublons, toujours" in page


def test_held_batches_stand_above_all_with_the_sentence_of_their_gate(client, held):
    page = client.get(LIST)

    assert "1 lot retenu attend une décision" in text_of(page)
    assert "La caisse du Var est absente du fichier." in text_of(page)
    assert f'href="{reverse("import-decider", args=[held.pk])}"' in page.content.decode()


def rows_of(answer) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/imports/(\d+)/"', answer.content.decode())


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, "abcd"),
        ({"nature": "caisses"}, "d"),
        ({"etat": "refuse"}, "b"),
        ({"etat": "en-cours"}, "c"),
        ({"mois": "2025-02"}, "b"),
        ({"nature": "arrets", "etat": "importe", "mois": "2025-01"}, "a"),
        ({"nature": "inconnue"}, "abcd"),
    ],
)
def test_each_filter_keeps_its_own(client, technician, query, kept):
    february = SourceFileFactory(month=date(2025, 2, 1))
    caisses = SourceFileFactory(kind="caisses", month=None)
    batches = {
        "a": ImportBatchFactory(),
        "b": ImportBatchFactory(source=february, status=BatchStatus.REFUSED),
        "c": ImportBatchFactory(status=BatchStatus.QUEUED),
        "d": ImportBatchFactory(source=caisses),
    }

    found = rows_of(client.get(LIST, query))

    assert found == [str(batches[name].pk) for name in reversed(kept)]


def test_filters_that_hide_everything_lead_out(client, technician):
    ImportBatchFactory()

    page = client.get(LIST, {"etat": "refuse"})

    assert "Aucun import avec ces filtres." in text_of(page)
    assert 'href="/imports/"' in page.content.decode()


def test_the_list_costs_the_same_for_2_and_20_batches(client, technician):
    ImportBatchFactory(), ImportBatchFactory()
    client.get(LIST)
    few = reads(client, LIST)
    for _ in range(18):
        ImportBatchFactory()

    many = reads(client, LIST)

    assert len(few) == len(many) <= 14, "\n".join(many)


def test_reading_leaves_no_entry_in_the_journal(client, held):
    client.get(LIST), client.get(page_of(held))

    assert not JournalEntry.objects.filter(action__startswith="import").exists()


@pytest.mark.parametrize("role", [Role.MEDECIN_CONSEIL, Role.AUDITEUR, Role.CSAM])
def test_other_roles_do_not_enter(client, signed_in, role):
    signed_in(role)

    assert client.get(LIST).status_code == 403
