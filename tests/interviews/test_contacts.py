"""Contacts: written once, corrected by another row, noted for the lists."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.errors import Refusal
from core.journal import Author
from core.models import JournalEntry
from interviews.enums import ContactSource, Reached
from interviews.models import Contact
from interviews.services.contacts import correct_contact, end_next
from prescribers.models import Standing
from tests.interviews.contacts_world import contact, told
from tests.interviews.world import at, doctor


pytestmark = pytest.mark.django_db


def standing(one):
    return Standing.objects.get(prescriber=one.prescriber).last_contact_on


def test_a_contact_is_noted_for_the_lists_with_its_journal():
    one = contact()
    assert standing(one) == date(2026, 11, 10)
    entry = JournalEntry.objects.get(action="contacts.ecrire")
    assert (entry.object_id, entry.caisse) == (str(one.pk), "061")


def test_a_call_without_an_answer_is_no_last_contact():
    one = contact(outcome=Reached.NO)
    assert not Standing.objects.filter(prescriber=one.prescriber).exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"at": at(13)}, "DATE_FUTURE"),
        ({"outcome": Reached.CALL_BACK}, "SUITE_MANQUE"),
        ({"next_contact_on": date(2026, 11, 9)}, "SUITE_AVANT"),
        ({"summary": "Voir 1 85 05 78 006 084"}, "RESUME_NIR"),
        ({"summary": "a" * 501}, "RESUME_LONG"),
    ],
)
def test_what_a_contact_may_not_say(fields, code):
    with pytest.raises(Refusal) as refused:
        contact(**fields)
    assert refused.value.code == code
    assert not Contact.objects.exists()


def test_a_doctor_of_another_caisse_is_refused():
    with pytest.raises(Refusal, match="rattaché"):
        contact(doctor(caisse="831", departement="83"))


def test_a_correction_is_a_new_row_and_the_last_day_is_read_again():
    one = contact()
    author = Author(at=at(12), by=one.by_id)
    made = correct_contact(one, told(at=at(6)), author, reason="Le jour était faux")
    assert made.replaces == one
    assert standing(one) == date(2026, 11, 6)
    with pytest.raises(Refusal, match="déjà été corrigé"):
        correct_contact(one, told(at=at(6)), author, reason="Le jour était faux")
    with pytest.raises(Refusal, match="10 caractères"):
        correct_contact(made, told(at=at(6)), author, reason="non")


def test_the_next_contact_ends_once():
    one = contact(next_contact_on=date(2026, 11, 20))
    author = Author(at=at(20), by=one.by_id)
    assert end_next(one, author).next_done_at == at(20)
    with pytest.raises(Refusal, match="déjà terminé"):
        end_next(one, author)
    with pytest.raises(Refusal, match="Aucun prochain"):
        end_next(contact(), author)


@pytest.mark.parametrize("change", [{"summary": "Autre"}, {"outcome": "non_joint"}, {"at": at(9)}])
def test_a_row_is_never_rewritten(change):
    one = contact()
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.filter(pk=one.pk).update(**change)


def test_a_row_is_never_erased_and_an_end_never_moves():
    one = contact(next_contact_on=date(2026, 11, 20))
    end_next(one, Author(at=at(20), by=one.by_id))
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.filter(pk=one.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.filter(pk=one.pk).update(next_done_at=None)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"means": "pigeon"}, "contact_words_known"),
        ({"written_at": at(1)}, "contact_told_after_it_took_place"),
        ({"next_done_at": at(12)}, "contact_next_ended_was_asked"),
        ({"outcome": Reached.CALL_BACK}, "contact_call_back_has_a_day"),
        ({"source": ContactSource.IMPORTED}, "contact_elsewhere_is_named"),
        ({"external_id": "A1"}, "contact_elsewhere_is_named"),
        ({"reason": "sans remplacer"}, "contact_corrected_says_why"),
    ],
)
def test_the_database_refuses(fields, name):
    one = contact()
    same = {
        "prescriber": one.prescriber, "caisse": "061", "means": "appel", "direction": "vers",
        "outcome": "joint", "at": one.at, "by": one.by, "written_at": one.written_at,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Contact.objects.create(**{**same, **fields})
