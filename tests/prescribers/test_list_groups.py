"""The list added up: by caisse, by CPTS, by centre; each line is the list that it opens."""

import html
import re

import pytest

from accounts.enums import Role
from core.models import JournalEntry
from tests.accounts.factories import caisse
from tests.pages.reading import reads, text_of
from tests.prescribers.factories import MembershipFactory, StructureFactory
from tests.prescribers.list_world import crowd, every_page, rows_of
from tests.prescribers.profiles_world import insufficient, profile


pytestmark = pytest.mark.django_db

GROUPS, LIST = "/prescripteurs/groupes/", "/prescripteurs/"


def lines(response):
    """Words of the cells, and the address, of each line; the last one is the whole."""
    return [(_cells(row), _address(row)) for row in rows_of(response)]


def _cells(row):
    drawn = re.sub(r"<svg.*?</svg>", " ", row, flags=re.DOTALL)
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", drawn, re.DOTALL)
    words = (html.unescape(re.sub(r"<[^>]+>", "", cell)).replace("\u202f", "") for cell in cells)
    return [" ".join(word.split()) for word in words]


def _address(row):
    found = re.search(r'href="([^"]*)"', row)
    return html.unescape(found[1]) if found else ""


@pytest.fixture
def nation(signed_in):
    caisse("061", "CPAM des Alpes-Maritimes")
    caisse("831", "CPAM du Var")
    return signed_in(Role.DIRECTION)


def test_caisses_are_added_up_with_the_whole_below(client, nation, run):
    figures = {"obs_days": 1_200, "exp_days": 1_000.0, "kappa": 1.0}
    profile(run, **figures, signal="signal")
    profile(run, "SELLIER", **figures)
    profile(run, "TOULON", caisse="831", **figures | {"obs_days": 500})

    found = [cells for cells, _ in lines(client.get(GROUPS, {"par": "caisse"}))]

    assert found == [
        ["CPAM des Alpes-Maritimes", "2", "2", "2400", "2000", "1,20", "(1,15–1,25)", "1"],
        ["CPAM du Var", "1", "1", "500", "1000", "0,50", "(0,46–0,55)", "0"],
        ["Ensemble de la sélection", "3", "3", "2900", "3000", "0,97", "(0,93–1,00)", "1"],
    ]


@pytest.mark.parametrize("by", ["caisse", "cpts", "centre"])
def test_each_line_opens_the_list_that_it_adds_up(client, doctor, run, by):
    crowd(run)

    for query in ({}, {"specialite": "MG"}, {"q": "peyrac"}):
        *groups, _ = lines(client.get(GROUPS, {"par": by, **query}))
        assert groups
        for cells, address in groups:
            assert len(every_page(client, address, {})) == int(cells[1]), (by, query)


def test_one_who_works_at_two_centres_is_counted_once_in_the_whole(client, doctor, run):
    both = profile(run)
    for kind in ("CDS", "MSP", "CPTS"):
        MembershipFactory(prescriber=both.prescriber, structure=StructureFactory(kind=kind))
    profile(run, "SELLIER")

    centres = lines(client.get(GROUPS, {"par": "centre"}))
    cpts = lines(client.get(GROUPS, {"par": "cpts"}))

    assert [cells[1] for cells, _ in centres] == ["1", "1", "2"]
    assert [cells[1] for cells, _ in cpts] == ["1", "2"]


def test_a_group_of_one_does_not_say_what_is_hidden_of_him(client, doctor, run):
    lonely = insufficient(run, "ZANNIER", obs_days=31_337)
    MembershipFactory(prescriber=lonely.prescriber, structure=StructureFactory(kind="CPTS"))

    page = client.get(GROUPS, {"par": "cpts"})

    assert "31\u202f337" not in text_of(page)
    assert lines(page)[0][0][1:] == ["1", "0", "–", "–", "–", "", "–"]


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize(("sort", "column"), [("prescripteurs", 1), ("evalues", 2), ("signal", 7)])
def test_the_groups_are_sorted_by_what_they_show(client, doctor, run, sort, column, way):
    crowd(run)

    *groups, _ = lines(client.get(GROUPS, {"par": "centre", "tri": way + sort}))

    shown = [int(cells[column]) for cells, _ in groups]
    assert shown == sorted(shown, reverse=bool(way))


def test_the_groups_stop_at_the_perimeter_and_are_journalled(client, doctor, run):
    profile(run)
    profile(run, "TOULON", caisse="831")

    page = client.get(GROUPS, {"par": "caisse"})

    assert "CPAM du Var" not in text_of(page)
    assert [cells[1] for cells, _ in lines(page)] == ["1", "1"]
    entry = JournalEntry.objects.get(action="prescripteurs.lister")
    assert (entry.actor_id, entry.reason) == (doctor.pk, "par caisse, 1 groupe")


def test_groups_cost_the_same_for_few_and_many(client, doctor, run):
    crowd(run, 10)
    client.get(GROUPS, {"par": "cpts"})
    few = reads(client, f"{GROUPS}?par=cpts")
    crowd(run, 100, seed=2)

    many = reads(client, f"{GROUPS}?par=cpts")

    assert len(few) == len(many) <= 12, "\n".join(many)


def test_a_grouping_that_does_not_exist_is_that_of_the_caisses(client, doctor, run):
    profile(run)

    assert (
        lines(client.get(GROUPS, {"par": "x", "tri": "y"}))[0][0][0] == "CPAM des Alpes-Maritimes"
    )


def test_many_groups_stand_on_pages_of_fifty_each_once(client, nation, run):
    centres = [StructureFactory(kind="CDS", name=f"Centre {serial:03d}") for serial in range(120)]
    for centre in centres:
        MembershipFactory(prescriber=profile(run).prescriber, structure=centre)
    address = f"{GROUPS}?par=centre&tri=nom"

    found = []
    for number in (1, 2, 3):
        *page, whole = lines(client.get(f"{address}&page={number}"))
        found += [cells[0] for cells, _ in page]
        assert whole[0][1] == "120"

    assert found == [f"Centre {serial:03d}" for serial in range(120)]
    first = client.get(address)
    assert "120 centres et maisons de santé" in text_of(first)
    assert "1 à 50 sur 120" in text_of(first)
    assert 'rel="next" href="?par=centre&amp;tri=nom&amp;page=2"' in first.content.decode()
    assert len(reads(client, address)) <= 12


@pytest.mark.parametrize(
    ("at", "query", "caisse_read", "place"),
    [
        (None, {}, "", ", France entière"),
        (None, {"region": "93"}, "", ", région 93"),
        (None, {"caisse": "831"}, "831", ""),
        (None, {"caisse": "061,831"}, "", ", caisses 061, 831"),
        ("061", {}, "061", ""),
    ],
)
def test_the_act_says_which_perimeter_was_added_up(
    client, signed_in, run, at, query, caisse_read, place
):
    signed_in(Role.DIRECTION, at=at)
    profile(run)
    profile(run, "TOULON", caisse="831", region="84")

    client.get(GROUPS, {"par": "cpts", **query})

    entry = JournalEntry.objects.get(action="prescripteurs.lister")
    assert (entry.caisse, entry.reason) == (caisse_read, f"par cpts, 0 groupe{place}")
