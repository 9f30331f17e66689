"""The columns of the list: chosen, moved, kept for a person, shared by an address."""

import re

import pytest

from accounts.models import Preference
from prescribers.presenters.columns import available_columns
from tests.pages.reading import reads, text_of
from tests.prescribers.list_world import crowd, screen_rows
from tests.prescribers.profiles_world import CSV, LIST, exported, insufficient, profile


pytestmark = pytest.mark.django_db

CHOOSE = "/prescripteurs/colonnes/"
USUAL = [
    "Prescripteur", "Spécialité", "Commune", "Patients actifs", "Jours observés",
    "Jours attendus", "Rapport et intervalle", "Ratio lissé", "Jours en plus", "Signal",
]  # fmt: skip


def titles(response):
    head = re.search(r"<thead>.*?</thead>", response.content.decode(), re.DOTALL)[0]
    cells = re.findall(r"<th [^>]*>(.*?)</th>", head, re.DOTALL)
    words = (re.sub(r"<svg.*?</svg>", "", cell, flags=re.DOTALL) for cell in cells)
    return [re.sub(r"<[^>]+>", "", word.replace("<br>", " ")).strip() for word in words]


@pytest.fixture
def listed(client, doctor, run):
    profile(run)
    return doctor


def test_everybody_begins_with_the_usual_columns(client, listed):
    assert titles(client.get(LIST)) == USUAL


def test_the_columns_chosen_are_kept_in_their_order(client, listed):
    answer = client.post(CHOOSE, {"colonne": ["montant", "duree"], "retour": "q=peyrac&tri=nom"})

    assert answer.url == "/prescripteurs/?q=peyrac&tri=nom"
    wanted = ["Prescripteur", "Montant, en euros", "Durée moyenne, en jours"]
    assert titles(client.get(LIST)) == titles(client.get(answer.url)) == wanted
    assert Preference.objects.get().value == ["nom", "montant", "duree"]


def test_the_file_follows_the_columns_kept(client, listed):
    client.post(CHOOSE, {"colonne": ["montant"]})

    (row,) = exported(client.get(CSV))
    assert list(row) == ["Prescripteur", "RPPS", "Montant, en euros", "Remarque", "Calcul n°"]


@pytest.mark.parametrize(
    ("way", "order"),
    [
        ({"monter": "duree"}, ["duree", "montant", "jours"]),
        ({"descendre": "duree"}, ["montant", "jours", "duree"]),
        ({"monter": "montant"}, ["montant", "duree", "jours"]),
        ({"descendre": "jours"}, ["montant", "duree", "jours"]),
        ({"monter": "inconnue"}, ["montant", "duree", "jours"]),
    ],
)
def test_a_column_moves_by_one_place(client, listed, way, order):
    client.post(CHOOSE, {"colonne": ["montant", "duree", "jours"], **way})

    assert Preference.objects.get().value == ["nom", *order]


@pytest.mark.parametrize("posted", [{"defaut": "1", "colonne": ["duree"]}, {}, {"colonne": ["x"]}])
def test_the_usual_columns_come_back(client, listed, posted):
    client.post(CHOOSE, {"colonne": ["montant"]})

    client.post(CHOOSE, posted)

    assert titles(client.get(LIST)) == USUAL
    assert not Preference.objects.exists()


def test_an_address_shares_its_columns_and_changes_nobody_s(client, listed):
    client.post(CHOOSE, {"colonne": ["montant"]})

    page = client.get(LIST, {"colonnes": "duree,inconnue,duree,mode"})

    assert titles(page) == ["Prescripteur", "Durée moyenne, en jours", "Exercice"]
    assert 'href="?colonnes=nom,duree,mode&amp;tri=nom"' in page.content.decode()
    assert titles(client.get(LIST)) == ["Prescripteur", "Montant, en euros"]


def test_the_columns_of_one_are_not_those_of_another(client, listed, signed_in):
    client.post(CHOOSE, {"colonne": ["montant"]})

    signed_in("medecin_conseil", at="061")

    assert titles(client.get(LIST)) == USUAL


def test_a_stored_choice_that_means_nothing_any_more_is_ignored(client, listed):
    for value in (["disparue"], "jours", {"a": 1}, 3, [1, None]):
        Preference.objects.update_or_create(
            user=listed, key="prescripteurs.colonnes", defaults={"value": value}
        )
        assert titles(client.get(LIST)) == USUAL, value


def test_choosing_needs_a_post_and_its_token(listed, client):
    assert client.get(CHOOSE).status_code == 405
    client.handler.enforce_csrf_checks = True
    assert client.post(CHOOSE, {"colonne": ["montant"]}).status_code == 403


def test_each_column_costs_the_same_and_reads_only_what_it_loads(client, listed, run):
    """A column that forgot one of its fields would ask the database again for each row."""
    crowd(run, 20)
    client.get(LIST)
    usual = len(reads(client, f"{LIST}?colonnes=jours"))
    in_file = len(reads(client, f"{CSV}?colonnes=jours"))

    for key in available_columns({"a": "", "b": ""}, {"a": "", "b": ""}):
        assert len(reads(client, f"{LIST}?colonnes={key}")) == usual, key
        assert len(reads(client, f"{CSV}?colonnes={key}")) == in_file, key


def test_an_insufficient_row_keeps_its_columns_in_place(client, listed, run):
    insufficient(run, "ZANNIER", commune_name="Menton")

    page = client.get(LIST, {"colonnes": "jours,commune,ratio,ecart,specialite"})

    row = next(row for row in screen_rows(page) if row[0].startswith("Zannier"))
    assert (row[1], row[2], row[4]) == ("", "Menton", "Médecine générale")
    assert row[3].startswith("Effectif insuffisant")
    source = page.content.decode()
    assert '<td class="insufficient" colspan="1"></td>' in source
    assert '<td class="insufficient" colspan="2">Effectif' in source


def test_shares_of_few_leaves_are_not_said(client, listed, run):
    kinds = {"leaves_initial": 400, "leaves_over_30_days": 200, "leaves_over_90_days": 100}
    few = {"leaves_work_related": 4, "leaves_teleconsultation": 64, "leaves_short": 64}
    profile(run, "PEU", obs_leaves=640, **kinds, **few)
    profile(run, "RIEN", obs_leaves=640)

    for name, shown in (("peu", ["NS", "10,0\u202f%", "10,0\u202f%"]), ("rien", ["–"] * 3)):
        page = client.get(LIST, {"q": name, "colonnes": "atmp,distance,courts"})
        assert [row[1:] for row in screen_rows(page)] == [shown]


def test_a_name_that_holds_markup_is_written_as_text(client, doctor, run):
    profile(run, "<B>PEYRAC", commune_name='"><script>')

    source = client.get(LIST).content.decode()

    assert "&lt;B&gt;Peyrac" in source.replace("&lt;b&gt;", "&lt;B&gt;")
    assert "&quot;&gt;&lt;script&gt;" in source
    assert "<script>" not in source
    assert "Peyrac" in text_of(client.get(LIST))
