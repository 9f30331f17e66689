"""A thousand requests for help change no byte of what targeting reads, nor of what it writes."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction

from core.jobs import enqueue
from core.journal import Author
from prescribers.models import Attachment, ProfileRun
from prescribers.services.night.kinds import NIGHT
from sosij.enums import Desk, Motive
from sosij.models import HelpRequest, Opening, Qualification
from sosij.services.answer import answer
from sosij.services.conduct import take
from sosij.services.qualify import Reading, qualify
from tests.prescribers import night_world as world
from tests.sosij.help_world import at, received, seated


pytestmark = pytest.mark.django_db
REQUESTS = 1_000


def tables():
    """Every table of the floors that judge, behind the medical wall or not."""
    floors = ("prescribers", "interviews", "campaigns")
    models = [model for floor in floors for model in apps.get_app_config(floor).get_models()]
    return sorted(model._meta.db_table for model in models)


def bytes_of_targeting():
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
            )
            found[table] = cursor.fetchone()
    return found


def night():
    enqueue(kind=NIGHT, dedup_key="nuit:essai", payload={"day": world.AS_OF.isoformat()}, by=None)
    world.run_all()
    return ProfileRun.objects.get().result_digest


def ask_for_help(count):
    """Half of the requests are answered, by people of two caisses and on every motive."""
    people = {caisse: seated(caisse=caisse, capacity=count) for caisse in world.CAISSES}
    places = list(Attachment.objects.select_related("prescriber").order_by("prescriber__rpps"))
    for place in places:
        Opening.objects.get_or_create(
            departement=place.departement,
            specialty=place.prescriber.specialty,
            defaults={"since": at(1), "source": "Expérimentation"},
        )
    for number in range(count):
        place = places[number % len(places)]
        when = at(9) + timedelta(minutes=number)
        request = received(place.prescriber, when=when)
        if number % 2:
            continue
        helper = people[place.caisse]
        author = Author(at=when + timedelta(hours=1), by=helper.pk)
        motive = list(Motive)[number // 2 % len(Motive)]
        request = take(qualify(request, Reading([motive], desk=Desk.MEDICAL), author), author)
        if not request.second_reading:
            answer(request, "Voici ce que prévoit le texte.", author)


def test_targeting_is_the_same_before_and_after_a_thousand_requests():
    world.build(doctors=8, specialists=2)
    with transaction.atomic():
        before_help = night()
        transaction.set_rollback(True)
    facts = bytes_of_targeting()
    assert facts["leave"][0] > 0
    assert facts["prescribers_prescriber"][0] == 10

    ask_for_help(REQUESTS)

    assert HelpRequest.objects.count() == REQUESTS
    assert Qualification.objects.count() == REQUESTS / 2
    assert bytes_of_targeting() == facts
    assert night() == before_help


def test_the_measure_sees_a_changed_byte():
    world.build(doctors=2, specialists=1)
    facts = bytes_of_targeting()
    Attachment.objects.filter(caisse="061").update(experimentation="Autre")
    assert bytes_of_targeting() != facts
