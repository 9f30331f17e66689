"""Every filter of the list, alone and by fifty draws: screen and file hold the same rows."""

import random
import re

import pytest
from django.utils import timezone

from prescribers.filters.conditions import CONDITIONS
from prescribers.models import Attachment, Membership, Profile, Standing
from prescribers.presenters.csv_text import csv_cell
from tests.pages.reading import text_of
from tests.prescribers.list_world import crowd, every_page, screen_rows
from tests.prescribers.profiles_world import CSV, LIST, exported, insufficient, link, profile


pytestmark = pytest.mark.django_db

VALUES = {
    "specialite": ("MG", "PSY", "RHUM"),
    "region": ("93", "84"),
    "departement": ("06", "83"),
    "mode": ("LIB", "SAL", "MIX"),
    "secteur": ("1", "2"),
    "territoire": ("1", "2", "3", "4", "5"),
    "signal": ("oui", "fort", "sans", "insuffisant"),
    "stabilite": ("confirme", "a-confirmer", "non-etablie"),
    "niveau": ("au-dessus", "nettement", "compatible", "en-dessous"),
    "repli": ("oui", "non"),
    "echange": ("jamais", "6-mois", "12-mois", "avant"),
}
LEAST = {"patients-min": (1, 5, 200), "jours-min": (1, 8_000), "arrets-min": (1, 300)}
COLUMNS = "specialite,commune,departement,mode,secteur,patients,jours,ratio,ecart,signal,duree"
SORTS = ("-ecart", "nom", "-jours", "ratio", "patients", "-signal", "commune")
Q = ("", "", "", "peyrac", "eloise", "quisan", "jean noel", "nice", "darcy", "laurent var", "9900")


@pytest.fixture
def people(doctor, run):
    return crowd(run)


def drawn(draw, centres):
    """A search as a person makes it: a few filters, sometimes several values."""
    query = {"q": draw.choice(Q), "tri": draw.choice(SORTS), "colonnes": COLUMNS}
    for name in draw.sample(sorted(VALUES), draw.choice((0, 1, 1, 2))):
        query[name] = draw.sample(VALUES[name], draw.choice((1, 2)))
    if draw.random() < 0.2:
        query["structure"] = [draw.choice(centres).code]
    if draw.random() < 0.3:
        name = draw.choice(sorted(LEAST))
        query[name] = draw.choice(LEAST[name])
    return query


TITLES = (
    "Prescripteur", "Spécialité", "Commune", "Département", "Exercice", "Secteur",
    "Patients actifs", "Jours observés", "Rapport", "Jours en plus", "Signal",
    "Durée moyenne, en jours",
)  # fmt: skip


def test_the_file_holds_the_rows_of_the_screen_for_fifty_searches(client, people):
    draw = random.Random(50)
    found = 0
    for _ in range(50):
        query = drawn(draw, people)
        shown, written = every_page(client, LIST, query), exported(client.get(CSV, query))

        assert len(shown) == len(written), query
        for row, line in zip(shown, written, strict=True):
            # Below the minima, the six masked columns are one sentence.
            titles = TITLES if len(row) == len(TITLES) else TITLES[:7]
            assert [csv_cell(cell) for cell in row[: len(titles)]] == [line[t] for t in titles]
            assert len(row) == len(TITLES) or row[7] == line["Remarque"]
        found += len(shown)
    assert found > 500  # the draws do find people


def matches(profile, name, value):
    """What each filter means, written again row by row."""
    places = Attachment.objects.filter(
        prescriber=profile.prescriber, caisse=profile.caisse, end=None
    ).select_related("iris")
    if name in {"departement", "mode", "secteur", "territoire"}:
        read = {
            "departement": lambda p: p.departement,
            "mode": lambda p: p.mode,
            "secteur": lambda p: p.sector,
            "territoire": lambda p: str(p.iris.quintile) if p.iris else "",
        }[name]
        return any(read(place) == value for place in places)
    if name == "echange":
        met = Standing.objects.filter(prescriber=profile.prescriber, caisse=profile.caisse).first()
        ago = (timezone.localdate() - met.last_interview_on).days if met else None
        return {
            "jamais": ago is None,
            "6-mois": ago is not None and ago <= 183,
            "12-mois": ago is not None and 183 < ago <= 365,
            "avant": ago is not None and ago > 365,
        }[value]
    found = profile.signal in {"signal", "signal_fort"}
    return {
        "specialite": lambda: profile.specialty == value,
        "region": lambda: profile.region == value,
        "signal": lambda: {
            "oui": found,
            "fort": profile.signal == "signal_fort",
            "sans": profile.signal == "aucun",
            "insuffisant": not profile.enough,
        }[value],
        "stabilite": lambda: (
            profile.stability
            == {"confirme": "confirmé", "a-confirmer": "à confirmer"}.get(
                value, "stabilité non établie"
            )
        ),
        "niveau": lambda: {
            "au-dessus": profile.level >= 1,
            "nettement": profile.level == 2,
            "compatible": profile.enough and profile.level == 0 and profile.ci_high >= 1,
            "en-dessous": profile.enough and profile.ci_high < 1,
        }[value],
        "repli": lambda: profile.group_fallback == (value == "oui"),
        "patients-min": lambda: profile.n_patients >= (11 if 1 < int(value) < 11 else int(value)),
        "jours-min": lambda: profile.enough and profile.obs_days >= int(value),
        "arrets-min": lambda: profile.enough and profile.exp_leaves >= int(value),
    }[name]()


ONE_BY_ONE = [(name, str(value)) for name, all_ in (VALUES | LEAST).items() for value in all_]


def test_each_filter_keeps_whom_it_says_and_no_one_else(client, people, run):
    everyone = list(Profile.objects.filter(run=run).select_related("prescriber"))
    for name, value in ONE_BY_ONE:
        wanted = {serial(p.prescriber.last_name) for p in everyone if matches(p, name, value)}
        shown = [serial(row[0]) for row in every_page(client, LIST, {name: value})]

        assert sorted(shown) == sorted(wanted), (name, value)


def serial(name):
    """« Le Gall 041 Jean-Noël » → 041: names come back in another case."""
    return re.search(r"\d{3}", name)[0]


def test_no_filter_is_left_untried():
    assert {*VALUES, *LEAST, "caisse", "structure"} == set(CONDITIONS)


def test_a_centre_keeps_those_who_work_there_today(client, people):
    for centre in people:
        there = Membership.objects.filter(structure=centre, end=None).count()
        page = client.get(LIST, {"structure": centre.code})
        assert len(every_page(client, LIST, {"structure": centre.code})) == there > 0
        assert "Structure : Centre De Sante" in text_of(page).title()


def test_several_values_of_a_filter_widen_it(client, people):
    def count(**query):
        return len(every_page(client, LIST, query))

    assert count(specialite="MG,PSY") == count(specialite="MG") + count(specialite="PSY")
    assert count(specialite=["MG", "PSY"]) == count(specialite="PSY,MG,inconnu")
    assert count(specialite="inconnu") == count() == 120


def test_a_chip_takes_away_its_value_and_no_other(client, people):
    page = client.get(LIST, {"specialite": "MG,PSY", "mode": "LIB"})
    source = page.content.decode()

    for query in ("specialite=PSY&amp;mode=LIB", "specialite=MG&amp;mode=LIB", "specialite=MG,PSY"):
        assert f'href="?{query}&amp;tri=-ecart"' in source
    assert source.count(", retirer ce filtre") == 3


def test_a_small_list_of_patients_is_not_found_by_its_number(client, doctor, run):
    insufficient(run, "QUATRE", n_patients=4)
    insufficient(run, "NEUF", n_patients=9)
    insufficient(run, "ONZE", n_patients=11)

    for least in (2, 5, 10):
        shown = screen_rows(client.get(LIST, {"patients-min": least}))
        assert [row[0] for row in shown] == ["Onze Thierry"]
    assert len(screen_rows(client.get(LIST, {"patients-min": 1}))) == 3
    by_patients = screen_rows(client.get(LIST, {"tri": "patients"}))
    assert [row[0].split()[0] for row in by_patients] == ["Neuf", "Quatre", "Onze"]


def test_hidden_days_do_not_answer_a_filter(client, doctor, run):
    insufficient(run, "ZANNIER", obs_days=31_337, exp_leaves=99.0)
    profile(run, "PEYRAC")

    for query in ({"jours-min": 1_000}, {"arrets-min": 50}):
        assert [row[0] for row in screen_rows(client.get(LIST, query))] == ["Peyrac Thierry"]


@pytest.mark.parametrize("query", [{"patients-min": "-3"}, {"jours-min": "1e9"}, {"mode": "'"}])
def test_a_value_without_meaning_is_ignored(client, people, query):
    page = client.get(LIST, query)

    assert "120 prescripteurs" in text_of(page)
    assert not link(page, "Tout effacer")


@pytest.mark.parametrize(
    ("text", "found"),
    [("ELOISE", 1), ("éloï", 1), ("quisan elo", 1), ("ois", 1), ("oi", 0), ("eloise nice", 0)],
)
def test_names_are_found_by_pieces_without_accents(client, doctor, run, text, found):
    profile(run, "MARQUISAN", "ÉLOÏSE", commune_name="Cannes", name_sort="marquisan eloise")
    profile(run, "PEYRAC")

    assert len(screen_rows(client.get(LIST, {"q": text}))) == found
