"""The queue: what cuts it and orders it, what each tab counts, which words a delay takes."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.enums import Role
from core.journal import Author
from sosij.enums import Desk, DropReason, Event, HoldReason, Motive, State
from sosij.models import HelpRequest, Seat
from sosij.presenters.clock import due_chip, moment_words, net_so_far
from sosij.rules.clock import Pause, net_elapsed, promised
from sosij.services.answer import answer
from sosij.services.conduct import drop, resume, suspend
from sosij.services.qualify import Reading, qualify
from sosij.services.watch import watch
from tests.accounts.factories import person
from tests.pages.reading import reads, text_of
from tests.sosij.help_world import at, doctor, held_by, received, seated


pytestmark = pytest.mark.django_db
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
NOW = at(12, 10)


@pytest.fixture(autouse=True)
def thursday():
    """Thursday 12 November 2026, ten in the morning."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def listed(client):
    """The references of the page, in its order."""

    def read(query=""):
        page = client.get(f"/sos-ij/?{query}")
        assert page.status_code == 200
        return [line.reference for line in page.context["lines"]]

    return read


def waiting(*motives, when=None, found=None):
    """Qualified by a secretary, held by nobody."""
    request = received(found, when=when or at(10))
    return qualify(request, Reading(motives), Author(at=at(11, 9), by=seated().pk))


def referred(number, **fields):
    HelpRequest.objects.filter(pk=number.pk).update(**fields)


def test_each_filter_keeps_what_suits_it(listed, at_desk):
    me = at_desk()
    new = received(when=at(11))
    mine = held_by(me, Motive.INVALIDITY)
    free = waiting(Motive.ADMINISTRATIVE)
    far = waiting(Motive.OTHER, found=doctor(departement="83"))
    referred(far, redirections=3)
    every = {new.reference, mine.reference, free.reference, far.reference}
    assert set(listed()) == every
    expected = {
        "guichet=prestations": {free},
        "etat=recue": {new},
        "etat=en_cours,a_prendre": {mine, free, far},
        "niveau=1": {free, far},
        "motif=invalidite": {mine},
        f"detenteur={me.pk}": {mine},
        "detenteur=personne": {new, free, far},
        f"detenteur=personne,{me.pk}": {new, mine, free, far},
        "delai=boucles": {far},
        "file=medical&niveau=2": {mine},
        "departement=83": {far},
        f"q={free.reference[5:]}": {free},
        f"q={free.reference}": {free},
        f"q={mine.rpps}": {mine},
    }
    for query, requests in expected.items():
        assert set(listed(query)) == {one.reference for one in requests}, query


def test_a_repeated_box_and_unknown_words_are_understood(listed, at_desk):
    at_desk()
    new = received(when=at(11))
    waiting(Motive.OTHER)
    assert listed("etat=recue&etat=suspendue") == [new.reference]
    assert len(listed("etat=danser&niveau=9&tri=couleur&file=rien")) == 2


def test_a_doctor_is_found_by_his_name_without_accent(listed, at_desk):
    at_desk()
    found = received(doctor(last_name="Béranger", first_name="Zoé", name_sort="beranger zoe"))
    received(doctor(last_name="Autre", first_name="Paul", name_sort="autre paul"))
    assert listed("q=Bérang") == [found.reference]
    assert listed("q=zoe%20béranger") == [found.reference]


def test_late_due_today_and_suspended(listed, at_desk):
    me = at_desk()
    late = held_by(me, when=at(4))
    # The 11th is a holiday: the four days of the fifth end on the twelfth.
    today = held_by(me, when=at(5))
    stopped = held_by(me, when=at(9))
    suspend(
        stopped, HoldReason.DOCTOR, Author(at=at(11), by=me.pk), detail="Une précision attendue"
    )
    assert listed("delai=retard") == [late.reference]
    assert listed("delai=jour") == [today.reference]
    assert listed("delai=suspendue") == [stopped.reference]
    assert set(listed("delai=retard,jour")) == {late.reference, today.reference}


def test_late_then_suspended_stays_among_the_late_with_its_word(client, listed, at_desk):
    me = at_desk()
    request = held_by(me, when=at(3))
    watch(at(10, 9))
    suspend(
        request, HoldReason.DOCTOR, Author(at=at(10), by=me.pk), detail="Une précision attendue"
    )
    seen = text_of(client.get("/sos-ij/"))
    assert "1 en retard" in seen
    assert "suspendue hors délai" in seen
    assert listed("delai=retard") == [request.reference]


def test_suspended_before_anybody_said_that_it_was_late(client, at_desk):
    """Due at six in the evening; suspended at seven, before the watch of the next morning."""
    me = at_desk()
    request = held_by(me, when=at(4))
    assert request.due_at == at(10, 18)
    evening = Author(at=at(10, 19), by=me.pk)
    suspend(request, HoldReason.DOCTOR, evening, detail="Une précision attendue")
    assert "suspendue hors délai" in text_of(client.get("/sos-ij/"))
    assert request.moves.filter(event=Event.BREACH).count() == 1


def test_the_filters_set_are_shown_and_each_can_be_removed(client, at_desk):
    at_desk()
    received()
    page = client.get("/sos-ij/?file=tout&etat=recue&niveau=1,2&tri=recue")
    chips = page.context["set_filters"]
    assert [(chip.field, chip.value) for chip in chips] == [
        ("État", "À qualifier"), ("Niveau", "Niveau 1"), ("Niveau", "Niveau 2"),
    ]  # fmt: skip
    left = set(chips[1].query_without.split("&"))
    assert left == {"file=tout", "etat=recue", "niveau=2", "tri=recue"}
    assert "Tout effacer" in text_of(page)


def test_an_empty_queue_says_which_filter_to_remove(client, at_desk):
    """Level 1 alone leaves one row, the motive alone none: the motive is the one to remove."""
    at_desk()
    waiting(Motive.OTHER)
    page = client.get("/sos-ij/?file=tout&niveau=1&motif=fragilite")
    seen = text_of(page).replace("\u202f", " ")
    assert "Aucune demande avec ces 2 filtres." in seen
    assert "Motif : Difficulté financière ou fragilité psycho-sociale" in seen
    assert "sans lui, 1 ligne" in seen
    assert page.context["empty_url"] == "?file=tout&niveau=1&tri=echeance"


def test_the_headers_sort(listed, at_desk):
    me = at_desk()
    old, middle = held_by(me, when=at(4)), held_by(me, when=at(6))
    stopped = held_by(me, when=at(5))
    suspend(stopped, HoldReason.DOCTOR, Author(at=at(10, 12), by=me.pk), detail="Une précision")
    order = [old.reference, middle.reference, stopped.reference]
    assert listed("tri=echeance") == order
    assert listed("tri=-echeance") == [middle.reference, old.reference, stopped.reference]
    assert listed("tri=recue") == [old.reference, stopped.reference, middle.reference]
    assert listed("tri=net") == [middle.reference, old.reference, stopped.reference]


def test_the_closed_sort_by_receipt_close_and_net(client, listed, at_desk):
    me = at_desk()
    slow, quick = held_by(me, when=at(4)), held_by(me, when=at(5))
    answer(quick, "Une réponse.", Author(at=at(10, 11), by=me.pk))
    answer(slow, "Une réponse.", Author(at=at(11, 11), by=me.pk))
    assert listed("file=closes") == [quick.reference, slow.reference]
    assert listed("file=closes&tri=close") == [quick.reference, slow.reference]
    assert listed("file=closes&tri=-net") == [slow.reference, quick.reference]
    head = client.get("/sos-ij/?file=closes&tri=-net").content.decode()
    assert 'aria-sort="descending"' in head
    assert 'href="?file=closes&amp;tri=net"' in head


def test_a_page_keeps_its_filters_and_its_order(client, at_desk):
    at_desk()
    found = doctor()
    for _ in range(51):
        received(found)
    page = client.get("/sos-ij/?file=qualifier&delai=retard,jour,suspendue&tri=recue")
    assert page.status_code == 200
    page = client.get("/sos-ij/?file=qualifier&q=2026&tri=recue")
    assert "file=qualifier&amp;q=2026&amp;tri=recue&amp;page=2" in page.content.decode()


def test_each_tab_counts_its_unread(client, at_desk):
    at_desk()
    first, second = received(), received()
    waiting(Motive.ADMINISTRATIVE)

    def unread():
        tabs = client.get("/sos-ij/").context["tabs"]
        return {tab.code: tab.unread for tab in tabs if tab.unread}

    assert unread() == {"qualifier": 2, "tout": 3, "prestations": 1}
    client.get(f"/sos-ij/{first.reference}/")
    assert unread() == {"qualifier": 1, "tout": 2, "prestations": 1}
    with time_machine.travel(at(12, 10, 20), tick=False):
        # Something new is said of the one that was read.
        referred(first, changed_at=at(12, 10, 15))
        assert unread()["qualifier"] == 2
    assert "1 non lue" in text_of(client.get("/sos-ij/"))
    # Another person has read nothing.
    at_desk()
    assert unread() == {"qualifier": 2, "tout": 3, "prestations": 1}
    assert second.pk


def test_a_closed_row_has_its_year_and_a_late_answer_no_green_sign():
    me = seated()
    late, quick = held_by(me, when=at(3)), held_by(me, when=at(4))
    for request in (late, quick):
        answer(request, "Une réponse.", Author(at=at(10, 17), by=me.pk))
    chips = []
    for request in (late, quick):
        request.refresh_from_db()
        chips.append(due_chip(request, NOW))
    assert (chips[0].kind, chips[0].icon, chips[0].word) == (
        "overdue", "alert", "répondue hors délai",
    )  # fmt: skip
    assert (chips[1].kind, chips[1].icon) == ("done", "check")
    assert moment_words(late.received_at, late).replace("\u202f", " ") == "mar. 03/11/2026, 10 h"


def test_an_open_row_has_no_year_and_a_dropped_one_has_it(client, at_desk):
    me = at_desk()
    request = received()
    assert "09/11," in text_of(client.get("/sos-ij/"))
    drop(request, DropReason.WITHDRAWN, Author(at=NOW, by=me.pk), detail="Le médecin la retire")
    assert "09/11/2026," in text_of(client.get("/sos-ij/?file=closes"))


def test_taking_is_not_offered_without_a_seat(client, at_desk):
    request = waiting(Motive.WORKPLACE)
    client.force_login(person(Role.REPONDANT_SOS, at="061"), backend=LOGIN)
    page = text_of(client.get(f"/sos-ij/{request.reference}/"))
    assert "Prendre la demande" not in page
    assert "pas de place à ce guichet" in page
    assert "Confier à une autre personne" in page
    at_desk()
    assert "Prendre la demande" in text_of(client.get(f"/sos-ij/{request.reference}/"))


def test_a_seat_that_is_over_takes_nothing(client, at_desk):
    user = at_desk()
    request = waiting(Motive.WORKPLACE)
    Seat.objects.filter(user=user).update(until=date(2026, 11, 12))
    assert "Prendre la demande" not in text_of(client.get(f"/sos-ij/{request.reference}/"))


def test_a_desk_filters_what_it_sees_and_nothing_more(listed, at_desk):
    medical, theirs = waiting(Motive.WORKPLACE), waiting(Motive.ADMINISTRATIVE)
    at_desk(Role.GESTIONNAIRE, Desk.BENEFITS)
    assert listed(f"q={medical.reference}") == []
    assert listed("guichet=medical") == [theirs.reference]
    assert listed("etat=a_prendre") == [theirs.reference]


def test_the_queue_reads_as_much_with_filters_as_without(client, at_desk):
    at_desk()
    received()
    client.get("/sos-ij/")
    plain = reads(client, "/sos-ij/")
    cut = reads(client, f"/sos-ij/?etat={State.RECEIVED}&q=2026&niveau=&delai=retard,jour")
    assert len(plain) <= 12, "\n".join(sql[:150] for sql in plain)
    assert len(cut) <= len(plain) + 2


@pytest.mark.parametrize("stopped", [False, True])
def test_the_net_counted_from_the_end_is_that_counted_from_the_receipt(stopped):
    """Every seven hours of a month around the end of the delay, before it begins included."""
    me = seated()
    request = held_by(me, when=at(4, 21))
    if stopped:
        suspend(request, HoldReason.DOCTOR, Author(at=at(10, 11), by=me.pk), detail="Une précision")
        resume(request, Author(at=at(12, 16), by=me.pk))
    request.refresh_from_db()
    pauses = [Pause(start, end) for start, end in request.suspensions.values_list("start", "end")]
    _, hours = promised(request.service_level, request.calendar)
    for step in range(100):
        now = (at(12, 17) if stopped else at(4, 22)) + timedelta(hours=7 * step)
        expected = net_elapsed(request.received_at, now, hours, pauses)
        assert net_so_far(request, now, pauses) == expected, now
