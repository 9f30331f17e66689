"""Deciding about a held batch: a reason, a confirmation, one winner."""

from pathlib import Path

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.enums import BatchStatus
from prescribers.services.imports_decisions import set_aside
from tests.accounts.factories import person
from tests.pages.reading import text_of
from tests.prescribers.import_world import settle
from tests.prescribers.imports_pages_world import page_of
from tests.prescribers.night_world import run_all


pytestmark = pytest.mark.django_db
REASON = "Fermeture confirmée par la caisse, le 12/11"


def decide(client, batch, **said):
    asked = {"issue": "importer", "reason": REASON, **said}
    return client.post(reverse("import-decider", args=[batch.pk]), asked)


def test_deciding_says_first_what_will_happen_and_does_nothing(client, held):
    asked = text_of(decide(client, held))
    apart = text_of(decide(client, held, issue="ecarter"))

    assert "2 lignes seront importées" in asked
    assert "l’import ne se défait pas" in asked
    assert REASON in asked
    assert "Un lot écarté ne peut pas être repris" in apart
    held.refresh_from_db()
    assert (held.status, held.decision_reason) == (BatchStatus.HELD, "")


def test_a_held_batch_is_imported_in_the_name_of_who_decided(client, technician, held):
    settle()

    answer = client.post(
        reverse("import-decider", args=[held.pk]),
        {"issue": "importer", "reason": REASON, "confirme": "oui"},
        follow=True,
    )

    assert "l’import est demandé" in text_of(answer)
    run_all()
    held.refresh_from_db()
    assert (held.status, held.decided_by_id) == (BatchStatus.DONE, technician.pk), held.message
    page = text_of(client.get(page_of(held)))
    assert "Import accepté malgré le contrôle par Marc Levasnier" in page
    assert REASON in page


def test_a_held_batch_is_set_aside(client, technician, held):
    decide(client, held, issue="ecarter", confirme="oui")

    held.refresh_from_db()
    assert (held.status, held.decision_reason) == (BatchStatus.REFUSED, REASON)
    assert "Lot écarté par Marc Levasnier" in text_of(client.get(page_of(held)))
    entry = JournalEntry.objects.get(action="import.ecarter")
    assert (entry.actor_id, entry.reason) == (technician.pk, REASON)


@pytest.mark.parametrize(
    ("said", "words", "where"),
    [
        ({"reason": ""}, "Écrivez pourquoi", "id_reason_error"),
        ({"reason": "ok"}, "dix caractères au moins", "id_reason_error"),
        ({"reason": "a         b"}, "dix caractères au moins", "id_reason_error"),
        ({"issue": ""}, "Choisissez ce que devient le lot.", "id_issue_error"),
        ({"issue": "effacer"}, "Choisissez ce que devient le lot.", "id_issue_error"),
    ],
)
def test_a_decision_without_its_reason_is_not_taken(client, held, said, words, where):
    answer = decide(client, held, confirme="oui", **said)

    assert words in text_of(answer)
    assert f'id="{where}"' in answer.content.decode()
    held.refresh_from_db()
    assert held.status == BatchStatus.HELD


def test_the_second_to_decide_is_told_who_was_first(client, held):
    first = person(Role.ADMIN_CAMPAGNE, full_name="Nathalie Fouquerel")
    set_aside(batch_id=held.pk, reason="Fichier tronqué, un autre arrive", by=first.pk)

    for answer in (
        client.get(reverse("import-decider", args=[held.pk]), follow=True),
        client.post(
            reverse("import-decider", args=[held.pk]),
            {"issue": "importer", "reason": REASON, "confirme": "oui"},
            follow=True,
        ),
    ):
        assert "Ce lot n’attend plus de décision. Lot écarté par Nathalie Fouquerel" in text_of(
            answer
        )
    held.refresh_from_db()
    assert held.status == BatchStatus.REFUSED


def test_a_file_that_changed_since_is_said_and_stays_held(client, held):
    Path(held.source.path).write_bytes(b"rpps\n")

    answer = decide(client, held, confirme="oui")

    assert "Le fichier n’est plus celui qui a été contrôlé" in text_of(answer)
    held.refresh_from_db()
    assert held.status == BatchStatus.HELD


def test_somebody_of_one_caisse_decides_nothing(client, signed_in, held):
    signed_in(Role.ADMIN_CAMPAGNE, at="061")

    answer = client.post(
        reverse("import-decider", args=[held.pk]),
        {"issue": "importer", "reason": REASON, "confirme": "oui"},
        follow=True,
    )

    assert "Réservé à une habilitation nationale" in text_of(answer)
    held.refresh_from_db()
    assert held.status == BatchStatus.HELD
