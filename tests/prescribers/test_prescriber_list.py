"""The list of prescribers: its order, its filters, what it hides, costs and leaves."""

import re

import pytest

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.enums import Signal
from tests.accounts.factories import person
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import AttachmentFactory, CommuneFactory
from tests.prescribers.profiles_world import CSV, LIST, copies, insufficient, link, profile


pytestmark = pytest.mark.django_db


def names_in(response):
    return re.findall(
        r'<th scope="row"><a href="/prescripteurs/\d+/">([^<]+)<', response.content.decode()
    )


def test_before_the_first_run_the_list_says_what_to_expect(client, doctor):
    assert "Aucun calcul n’est encore publié." in text_of(client.get(LIST))


def test_the_list_shows_the_count_the_order_and_the_interval(client, doctor, run):
    profile(run)
    profile(run, "ZANNIER", excess_days=10.0)

    page = client.get(LIST)

    assert "2 prescripteurs, triés par jours au-delà de l’attendu" in text_of(page)
    assert names_in(page) == ["Peyrac Thierry", "Zannier Thierry"]
    assert "Rapport 1,58\u00a0(1,31–1,90)" in text_of(page)
    assert 'aria-sort="descending"' in page.content.decode()


def test_an_insufficient_list_has_a_sentence_and_no_figure(client, doctor, run):
    insufficient(run, "ZANNIER", obs_days=31_337)

    page = text_of(client.get(LIST))

    assert "142 patients actifs, il en faut au moins 200\u202f; aucun rapport n’est" in page
    assert "31\u202f337" not in page


def test_a_hidden_figure_does_not_place_a_row(client, doctor, run):
    profile(run, "PEYRAC", obs_days=5_000)
    insufficient(run, "ZANNIER", obs_days=31_337)
    insufficient(run, "ABADIE", obs_days=1)

    for sort in ("jours", "-jours"):
        assert names_in(client.get(LIST, {"tri": sort})) == [
            "Peyrac Thierry",
            "Abadie Thierry",
            "Zannier Thierry",
        ]


def test_another_caisse_is_neither_listed_nor_counted_nor_exported(client, doctor, run):
    profile(run)
    elsewhere = profile(run, "TOULON", caisse="831")

    assert names_in(client.get(LIST)) == ["Peyrac Thierry"]
    assert "TOULON" not in client.get(CSV).content.decode().upper()
    assert client.get(f"/prescripteurs/{elsewhere.rpps}/").status_code == 404
    assert client.get(f"/prescripteurs/{elsewhere.rpps}/evolution.csv").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "quilichini"}, ["Quilichini Flora"]),
        ({"q": "Flora"}, ["Quilichini Flora"]),
        ({"q": "Cannes"}, ["Peyrac Thierry"]),
        ({"specialite": "PSY"}, ["Quilichini Flora"]),
        ({"niveau": "nettement"}, ["Peyrac Thierry"]),
        ({"niveau": "compatible"}, ["Quilichini Flora"]),
        ({"niveau": "en-dessous"}, ["Abadie Paul"]),
        ({"signal": "insuffisant"}, ["Zannier Éloïse"]),
        ({"mode": "SAL"}, ["Abadie Paul"]),
        ({"niveau": "inconnu", "tri": "nom"}, ["Abadie", "Peyrac", "Quilichini", "Zannier"]),
    ],
)
def test_each_filter_finds_its_own(client, doctor, run, query, found):
    CommuneFactory(code="06029", name="Cannes")
    profile(run, "PEYRAC", "THIERRY", commune_name="Cannes")
    profile(run, "QUILICHINI", "FLORA", specialty="PSY", level=0, ci_low=0.9, ratio_days=1.1)
    salaried = profile(run, "ABADIE", "PAUL", level=0, ci_low=0.5, ci_high=0.8, ratio_days=0.6)
    AttachmentFactory(prescriber=salaried.prescriber, mode="SAL")
    insufficient(run, "ZANNIER", first="ÉLOÏSE")

    names = names_in(client.get(LIST, query))

    assert [name[: len(wanted)] for name, wanted in zip(names, found, strict=True)] == found


STRONG = {"signal": Signal.STRONG, "stability": "confirmé", "smoothed": 1.9}
WEAK = {"signal": Signal.SIGNAL, "stability": "à confirmer", "smoothed": 1.5}
QUIET = {"signal": Signal.NONE, "smoothed": 1.7}


@pytest.fixture
def signals(run):
    """A strong signal, a signal, none at all with a wide interval, and nothing known."""
    ends = {"smoothed_low": 1.2, "smoothed_high": 2.4}
    profile(run, "STRONG", **STRONG, **ends)
    profile(run, "WEAK", **WEAK, **ends)
    profile(run, "QUIET", **QUIET, **ends)
    insufficient(run, "UNKNOWN")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"signal": "oui"}, ["Strong", "Weak"]),
        ({"signal": "fort"}, ["Strong"]),
        ({"signal": "sans"}, ["Quiet"]),
        ({"signal": "insuffisant"}, ["Unknown"]),
        ({"stabilite": "confirme"}, ["Strong"]),
        ({"stabilite": "a-confirmer"}, ["Weak"]),
        ({"stabilite": "non-etablie"}, []),
        ({"signal": "sans", "niveau": "au-dessus"}, ["Quiet"]),
    ],
)
def test_the_signal_and_its_stability_are_filters(client, doctor, signals, query, found):
    page = client.get(LIST, query | {"tri": "nom"})

    assert [name.split()[0] for name in names_in(page)] == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("-signal", ["Strong", "Weak", "Quiet", "Unknown"]),
        ("signal", ["Quiet", "Weak", "Strong", "Unknown"]),
        ("-lisse", ["Strong", "Quiet", "Weak", "Unknown"]),
        ("lisse", ["Weak", "Quiet", "Strong", "Unknown"]),
    ],
)
def test_the_list_is_sorted_by_signal_and_by_smoothed_ratio(client, doctor, signals, sort, found):
    page = client.get(LIST, {"tri": sort})

    assert [name.split()[0] for name in names_in(page)] == found


def test_an_interval_over_the_expected_value_is_not_shown_as_a_signal(client, doctor, signals):
    source = client.get(LIST, {"tri": "nom", "q": "quiet"}).content.decode()

    assert "sans signal" in source
    assert not {"ij-status signal", "ij-status strong"} & set(re.findall(r"ij-status \w+", source))
    assert 'ij-status signal">signal fort<' in client.get(LIST).content.decode()


def test_a_chip_removes_its_filter_only(client, doctor, run):
    profile(run)

    page = client.get(LIST, {"q": "peyrac", "niveau": "nettement"}).content.decode()

    assert 'href="?niveau=nettement&amp;tri=-ecart"' in page
    assert 'href="?q=peyrac&amp;tri=-ecart"' in page


def test_an_empty_list_leads_out_by_its_narrowest_filter(client, doctor, run):
    profile(run, "PEYRAC")
    profile(run, "SELLIER")

    page = client.get(LIST, {"q": "peyrac", "signal": "insuffisant"})

    assert "Aucun prescripteur avec ces 2 filtres." in text_of(page)
    assert "Signal\u202f: effectif insuffisant\u202f»\u202f: sans lui, 1 ligne." in text_of(page)
    assert 'href="?q=peyrac&amp;tri=-ecart"' in page.content.decode()


def test_the_second_page_goes_on_where_the_first_stops(client, doctor, run):
    for serial in range(51):
        profile(run, f"NOM{serial:02d}")

    first = client.get(LIST, {"tri": "nom"})
    second = client.get(LIST + link(first, "Suivante"))

    assert (len(names_in(first)), names_in(second)) == (50, ["Nom50 Thierry"])
    assert "51 à 51 sur 51" in text_of(second)


def test_reading_the_list_is_journalled_without_the_searched_name(client, doctor, run):
    for serial in range(51):
        profile(run, f"PEYRAC{serial:02d}")

    client.get(LIST, {"q": "peyrac", "avant": "fin"})

    entry = JournalEntry.objects.get(action="prescripteurs.lister")
    assert (entry.actor_id, entry.caisse) == (doctor.pk, "061")
    assert (entry.object_kind, entry.object_id) == ("ProfileRun", str(run.pk))
    assert entry.reason == "page 2, 1 ligne"


def test_a_list_of_several_caisses_is_journalled_once_for_the_nation(client, run):
    director = person(Role.DIRECTION)
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    profile(run), profile(run, "TOULON", caisse="831")

    client.get(LIST)
    client.get(LIST, {"caisse": "831"})

    acts = JournalEntry.objects.filter(action="prescripteurs.lister").order_by("id")
    assert list(acts.values_list("caisse", "reason")) == [
        ("", "page 1, 2 lignes"),
        ("831", "page 1, 1 ligne"),
    ]


def test_the_list_costs_the_same_for_10_and_1000_rows(client, doctor, run):
    for serial in range(10):
        profile(run, f"NOM{serial:04d}")
    # The first page of a session also writes that it began.
    cold = [sql for sql in reads(client, LIST) if not sql.startswith("UPDATE")]
    few = reads(client, LIST)
    copies(run, range(10, 1_000))

    many = reads(client, LIST)

    assert "1 à 50 sur 1\u202f000" in text_of(client.get(LIST))
    assert len(few) == len(many) <= len(cold) <= 12, "\n".join(cold)


def test_technical_administration_reads_no_profile(client, run):
    user = person(Role.ADMIN_TECHNIQUE)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(LIST).status_code == client.get(CSV).status_code == 403
