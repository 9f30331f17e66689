"""Totals of everybody beside totals of the evaluated: outside the medical space, no difference."""

import re

import pytest
from django.db.models import F

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.models import CaisseProfile
from tests.accounts.factories import HabilitationFactory, caisse
from tests.pages.reading import text_of
from tests.prescribers.factories import ProfileFactory
from tests.prescribers.summed import sum_up


pytestmark = pytest.mark.django_db
HOME, FILE = "/tableau-de-bord/", "/tableau-de-bord/figures/mois."
FORMATS = ("csv", "svg", "png")
# Days and leaves that the list hides.
HIDDEN = {"few": (600, 4), "more": (900, 9)}


@pytest.fixture
def worlds(run):
    """The same caisse, but for the days and leaves of one prescriber below the minima."""
    caisse("061")
    for _ in range(3):
        ProfileFactory(run=run)
    ProfileFactory(run=run, enough=False, level=-1, obs_days=0, obs_leaves=0, obs_amount_cents=0)

    def become(name):
        days, leaves = HIDDEN[name]
        sum_up(run)
        CaisseProfile.objects.filter(caisse="061").update(
            obs_days=F("obs_days") + days,
            obs_leaves=F("obs_leaves") + leaves,
            obs_amount_cents=F("obs_amount_cents") + days * 3_500,
            months_observed=[3 * 1_040 + days // 13] * 14,
        )

    return become


def shown(client):
    """The volumes of the page and the bytes of its files."""
    page = client.get(HOME)
    values = re.findall(r'<span class="value">(.*?)</span>', page.content.decode())
    days, leaves, _per_leave, _signals, amount = values
    opening = re.search(r"Sur 12 mois, (.*?)\sjours", text_of(page))
    table = re.search(r'id="mois".*?</table>', page.content.decode(), re.DOTALL)[0]
    drawn = re.findall(
        r"<svg.*?</svg>", page.content.decode().split("chiffre-arrets")[0], re.DOTALL
    )
    files = [client.get(FILE + one).content for one in FORMATS]
    return [days, leaves, amount, opening[0], table, drawn[-1], *files]


def test_what_the_list_hides_changes_nothing_of_what_management_reads(client, signed_in, worlds):
    signed_in(Role.DIRECTION, at="061")
    worlds("few")
    before = shown(client)
    worlds("more")

    assert shown(client) == before


def test_the_medical_space_reads_the_exact_figures(client, doctor, worlds):
    worlds("few")
    before = shown(client)
    worlds("more")
    after = shown(client)

    assert "38\u202f040" in before[0]
    assert "38\u202f340" in after[0]
    assert before != after
    assert "arrondis" not in text_of(client.get(HOME))


def test_the_page_and_each_file_say_that_the_days_are_rounded(client, signed_in, worlds):
    signed_in(Role.DIRECTION, at="061")
    worlds("few")

    page = text_of(client.get(HOME))

    assert "jours arrondis au millier, arrêts à la centaine" in page
    assert "Sur 12 mois, 38\u202f000\u00a0jours indemnisés" in page
    for one in ("csv", "svg"):
        assert "arrondis au millier" in client.get(FILE + one).content.decode()


def test_a_medical_right_on_one_caisse_does_not_open_the_figures_of_another(
    client, signed_in, worlds, run
):
    """Médecin-conseil here, direction of the nation there: the nation is rounded."""
    user = signed_in(Role.DIRECTION)
    ProfileFactory(run=run, caisse="831")
    worlds("few")
    assert "arrondis" in text_of(client.get(HOME))

    HabilitationFactory(user=user, organisation=caisse("061"))

    assert "arrondis" in text_of(client.get(HOME))
    assert "arrondis" not in text_of(client.get(HOME, {"caisse": "061"}))


@pytest.mark.parametrize(("at", "place"), [("061", "061"), (None, "")])
def test_the_reading_of_the_page_is_journalled(client, signed_in, worlds, run, at, place):
    user = signed_in(Role.DIRECTION, at=at)
    ProfileFactory(run=run, caisse="831")
    worlds("few")

    client.get(HOME)
    client.get(FILE + "csv")

    page, file = JournalEntry.objects.filter(action="tableau.lire").order_by("pk")
    assert {page.actor_id, file.actor_id} == {user.pk}
    assert page.caisse == file.caisse == place
    assert page.object_id == file.object_id == str(run.pk)
    assert page.reason.startswith("tableau, ")
    assert file.reason.startswith("figure mois, csv, ")


def test_a_territory_that_is_not_shown_is_not_journalled(client, doctor, worlds):
    worlds("few")

    assert client.get(HOME, {"caisse": "831"}).status_code == 404
    assert not JournalEntry.objects.filter(action="tableau.lire").exists()
