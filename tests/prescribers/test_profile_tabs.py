"""The tabs of a prescriber: who sees which, the run they keep, what each says when it is read."""

import re
from datetime import date

import pytest

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.enums import RunState
from tests.accounts.factories import caisse
from tests.pages.reading import PUBLISHED_AT, text_of
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory
from tests.prescribers.profiles_world import insufficient, profile


pytestmark = pytest.mark.django_db
OPEN = ["", "evolution/", "comparables/", "structure/", "historique/"]


def tabs(page):
    bar = page.content.decode().split('aria-label="Page du prescripteur">')[1].split("</nav>")[0]
    return re.findall(r'href="([^"]*)"( aria-current="page")?', bar)


@pytest.mark.parametrize(
    ("role", "cases"),
    [
        (Role.MEDECIN_CONSEIL, True),
        (Role.MEDECIN_CHEF, True),
        (Role.DAM, False),
        (Role.GESTIONNAIRE, False),
        (Role.DIRECTION, False),
    ],
)
def test_each_role_has_the_tabs_that_it_may_open(client, signed_in, run, role, cases):
    signed_in(role, at="061")
    found = profile(run)
    address = f"/prescripteurs/{found.rpps}/"
    page = client.get(address)

    expected = [address + path for path in OPEN]
    if cases:
        expected.insert(4, f"{address}dossiers/")
    if role != Role.DIRECTION:  # who follows no exchange
        expected.append(f"{address}echanges/")
    assert [url for url, _ in tabs(page)] == expected
    assert (client.get(f"{address}dossiers/").status_code == 200) is cases


@pytest.mark.parametrize("path", [*OPEN, "echanges/"])
def test_a_tab_is_the_current_one_and_keeps_the_run(client, doctor, run, path):
    found = profile(run)
    older = ProfileRunFactory(number=11, state=RunState.PUBLISHED, published_at=PUBLISHED_AT)
    ProfileFactory(run=older, prescriber=found.prescriber, obs_days=9_001)
    address = f"/prescripteurs/{found.rpps}/"

    page = client.get(address + path, {"calcul": "11"})

    assert "Calcul n°\u00a011, qui n’est pas celui en vigueur." in text_of(page)
    assert f'<a href="{address}{path}">Voir le calcul en vigueur' in page.content.decode()
    assert all(url.endswith("?calcul=11") for url, _ in tabs(page))
    assert [url for url, current in tabs(page) if current] == [f"{address}{path}?calcul=11"]


@pytest.mark.parametrize(
    ("path", "what"),
    [("evolution/", "évolution"), ("comparables/", "comparables"), ("historique/", "historique")],
)
def test_reading_a_tab_is_journalled_by_its_name(client, doctor, run, path, what):
    found = profile(run)

    client.get(f"/prescripteurs/{found.rpps}/{path}")

    entry = JournalEntry.objects.get(action="prescripteurs.lire")
    assert (entry.object_id, entry.caisse, entry.reason) == (found.rpps, "061", what)


@pytest.mark.parametrize("path", [*OPEN, "echanges/"])
def test_a_tab_outside_the_perimeter_is_as_absent(client, doctor, run, path):
    other = profile(run, caisse="831")

    seen = client.get(f"/prescripteurs/{other.rpps}/{path}")
    absent = client.get(f"/prescripteurs/99999999999/{path}")

    assert seen.status_code == absent.status_code == 404
    assert seen.content == absent.content
    assert not JournalEntry.objects.filter(object_id=other.rpps).exists()


def test_the_panels_without_data_say_by_what_they_will_be_filled(client, doctor, run):
    page = text_of(client.get(f"/prescripteurs/{profile(run).rpps}/"))

    for title in ("Situation", "Procédure", "Échanges et engagements", "À faire"):
        assert title in page
    assert "dès qu’une campagne retiendra ce prescripteur" in page
    assert "dès leur compte rendu" in page
    assert "Au-dessus de la bande attendue depuis janvier 2025, 12 mois sur 12." in page


@pytest.fixture
def past(run, doctor):
    """Runs of months before: one to read, one of another caisse, one held, one below the minima.

    And two that are no point of the history: an earlier night of the same months, and a study.
    """
    found = profile(run)
    caisse("831", "CPAM du Var")
    again = {"window_end": date(2025, 11, 1), "state": RunState.COMPUTED}
    study = {"window_end": date(2025, 7, 1), "parameters": {"scope": "93", "window_months": 12}}
    for number, fields in ((6, again), (5, study)):
        ProfileFactory(run=ProfileRunFactory(number=number, **fields), prescriber=found.prescriber)
    for number, state, fields in (
        (11, RunState.PUBLISHED, {"obs_days": 9_001, "signal": "signal", "stability": "confirmé"}),
        (10, RunState.COMPUTED, {"obs_days": 9_002, "caisse": "831"}),
        (9, RunState.HELD, {"obs_days": 9_003}),
    ):
        end = date(2025, number, 1)
        other = ProfileRunFactory(
            number=number, state=state, window_end=end, published_at=PUBLISHED_AT
        )
        ProfileFactory(run=other, prescriber=found.prescriber, **fields)
    small = ProfileRunFactory(number=8, state=RunState.COMPUTED, window_end=date(2025, 8, 1))
    few = {"enough": False, "level": -1, "obs_days": 9_004}
    ProfileFactory(run=small, prescriber=found.prescriber, **few)
    return found


def test_the_history_is_that_of_the_runs_of_the_perimeter(client, past):
    page = client.get(f"/prescripteurs/{past.rpps}/historique/")
    text = text_of(page)

    assert "9\u202f001" in text
    for hidden in ("9\u202f002", "9\u202f003", "9\u202f004"):
        assert hidden not in text
    assert re.findall(r"Calcul n° (\d+)</a>", page.content.decode()) == ["12", "11", "8"]
    assert "Dans 2 calculs mensuels sur 2" in text
    assert "effectif insuffisant" in text


def test_the_history_links_each_run_and_marks_the_one_shown(client, past):
    address = f"/prescripteurs/{past.rpps}/"
    page = client.get(f"{address}historique/", {"calcul": "11"}).content.decode()

    assert f'href="{address}?calcul=11">Calcul n° 11' in page
    assert f'href="{address}">Calcul n° 12' in page
    row = page.split('<tr class="self" aria-current="true">')[1].split("</tr>")[0]
    assert "Calcul n° 11" in row
    assert "confirmé" in row


def test_a_superseded_run_is_in_the_history_of_its_own_page_and_marked(client, past):
    """Run 6 read the months of run 11: it is no line of the history, but it is the page shown."""
    address = f"/prescripteurs/{past.rpps}/historique/"
    page = client.get(address, {"calcul": "6"})
    lines = re.findall(r"Calcul n° (\d+)</a>", page.content.decode())
    row = page.content.decode().split('<tr class="self" aria-current="true">')[1].split("</tr>")[0]

    assert lines == ["12", "11", "6", "8"]
    assert "Calcul n° 6" in row
    assert "remplacé par le calcul n°\u00a011, hors de la suite mensuelle" in row
    assert text_of(page).count("hors de la suite mensuelle") == 1
    assert "Dans 2 calculs mensuels sur 2" in text_of(page)
    assert "hors de la suite mensuelle" not in text_of(client.get(address))


def test_the_first_tab_says_since_when_from_the_runs_of_the_perimeter(client, past):
    """Runs 12 and 11 compare him, 8 does not; 10 is of another caisse, 9 is held."""
    text = text_of(client.get(f"/prescripteurs/{past.rpps}/"))

    assert (
        "Au-dessus de l’attendu (borne basse au-dessus de 1) dans les 2 calculs de l’année qui "
        "permettent de le dire, sans interruption depuis au moins le calcul arrêté à novembre 2025."
    ) in text
    assert "Décembre 2025 est le dernier mois complet." in text


def test_a_past_run_says_since_when_as_it_was_then(client, past):
    text = text_of(client.get(f"/prescripteurs/{past.rpps}/", {"calcul": "11"}))

    assert "Au-dessus de l’attendu dans ce calcul ; aucun calcul mensuel d’avant" in text


def test_the_history_of_someone_never_compared_says_so(client, doctor, run):
    found = insufficient(run, "ZANNIER", obs_days=31_337)

    text = text_of(client.get(f"/prescripteurs/{found.rpps}/historique/"))

    assert "Aucun calcul terminé n’a pu comparer ce prescripteur." in text
    assert "31\u202f337" not in text
