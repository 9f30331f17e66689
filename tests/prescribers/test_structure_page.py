"""Structure des arrêts through the client: who sees which counts, equal on page and in files."""

import re
from datetime import date

import pytest

from accounts.enums import Role
from core.charts.numbers import percent
from core.models import JournalEntry
from tests.accounts.factories import HabilitationFactory, caisse
from tests.pages.reading import reads, text_of
from tests.prescribers.cases_world import chain
from tests.prescribers.profiles_world import exported, insufficient, profile


pytestmark = pytest.mark.django_db
MEDICAL = [Role.MEDECIN_CONSEIL, Role.MEDECIN_CHEF, Role.SECRETARIAT_MEDICAL]
OTHERS = [Role.DAM, Role.GESTIONNAIRE, Role.ADMIN_CAMPAGNE, Role.DIRECTION]
KINDS = {
    "obs_leaves": 640,
    "leaves_initial": 400,
    "leaves_over_30_days": 120,
    "leaves_over_90_days": 20,
    "leaves_work_related": 64,
    "leaves_short": 100,
    "leaves_teleconsultation": 32,
}
MOTIVE = "Santé mentale"
# Three hundred patients, one cell of four and one of seven.
SMALL = [4, 30, 20, 25, 25, 30, 30, 40, 20, 20, 19, 15, 15, 7]


def structured(run, last="PEYRAC", **fields):
    return profile(run, last, **{**KINDS, **fields})


def peers(run, count=11, **fields):
    """Comparables whose shares of prolongations go from 10 % up by one point."""
    for i in range(count):
        kinds = {"obs_leaves": 200, "leaves_initial": 180 - 2 * i, "leaves_over_30_days": 30}
        rest = {"leaves_over_90_days": 4, "leaves_work_related": 20, "leaves_short": 40}
        known = {**kinds, **rest, "leaves_teleconsultation": 10}
        profile(run, f"CONFRERE{i}", caisse="831", **{**known, **fields})


def page(client, found, query=""):
    return client.get(f"/prescripteurs/{found.rpps}/structure/{query}")


def table_of(html, ident):
    """The rows of the table under a figure, header first."""
    figure = re.search(rf'<figure[^>]* id="{ident}".*?</figure>', html, re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", figure, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def bare(cell):
    return "" if cell == "–" else cell.replace("\u202f", "").replace("\u00a0", "")


def drawn(html, ident):
    figure = re.search(rf'<figure[^>]* id="{ident}".*?</figure>', html, re.DOTALL)[0]
    return re.findall(r"<text[^>]*>([^<]*)</text>", figure)


def test_shares_stand_beside_those_of_the_comparables(client, doctor, run):
    """Twelve doctors: 37.5 % of prolongations against 10 to 20 %, whose P90 is interpolated."""
    found = structured(run)
    peers(run)
    html = page(client, found).content.decode()
    rows = {row[0]: row[1:] for row in table_of(html, "structure")}
    assert rows["Prolongations"][:3] == ["240", percent(0.375, 1), percent(0.155, 1)]
    assert rows["Arrêts initiaux"][:2] == ["400", percent(0.625, 1)]
    assert [rows[name][0] for name in ("3 jours au plus", "4 à 30 jours", "31 à 90 jours")] == [
        "100", "420", "100",
    ]  # fmt: skip
    assert (
        f"{percent(0.375, 1)} de prolongations, pour une médiane de {percent(0.155, 1)} chez "
        "12 comparables" in text_of(page(client, found))
    )


@pytest.mark.parametrize("ident", ["structure", "patientele", "motifs"])
def test_drawing_table_and_file_have_the_same_numbers(client, doctor, run, ident):
    found = structured(run, patients_by_age_sex=SMALL, n_patients=sum(SMALL))
    peers(run)
    chain(found.rpps, start=date(2025, 1, 6), lengths=[20, 12], motif="M11")
    chain(found.rpps, start=date(2025, 3, 3), lengths=[8], motif="M01")
    html = page(client, found).content.decode()
    header, *rows = table_of(html, ident)
    folder = "structure" if ident == "motifs" else "figures"
    file = exported(client.get(f"/prescripteurs/{found.rpps}/{folder}/{ident}.csv"))
    for row, line in zip(rows, file, strict=True):
        assert [bare(cell) for cell in row] == [line[title] for title in header]
    shares = {row[i] for row in rows for i, title in enumerate(header) if "art" in title}
    words = drawn(html, ident)
    assert shares
    assert shares - {"–"} <= set(words)
    assert {row[0] for row in rows} <= set(words)


@pytest.mark.parametrize("role", OTHERS)
def test_outside_the_medical_service_small_counts_are_hidden_with_what_gives_them_back(
    client, signed_in, run, role
):
    """Twenty leaves over 90 days are shown; five are not, nor the smallest of the three others."""
    signed_in(role, at="061")
    found = structured(run, leaves_over_90_days=5, leaves_teleconsultation=3)
    rows = {row[0]: row[1] for row in table_of(page(client, found).content.decode(), "structure")}
    assert rows["Plus de 90 jours"] == rows["En téléconsultation"] == rows["En présence"] == "NS"
    assert rows["3 jours au plus"] == "NS"
    assert rows["31 à 90 jours"] == "115"
    text = text_of(page(client, found))
    assert "Effectif masqué" in text
    assert percent(5 / 640, 1) not in text
    file = client.get(f"/prescripteurs/{found.rpps}/figures/structure.csv").content.decode()
    assert "Plus de 90 jours;NS;\r\n" in file


@pytest.mark.parametrize("role", MEDICAL)
def test_in_the_medical_service_nothing_is_hidden(client, signed_in, run, role):
    signed_in(role, at="061")
    found = structured(run, leaves_over_90_days=5, patients_by_age_sex=SMALL)
    html = page(client, found).content.decode()
    assert {row[0]: row[1] for row in table_of(html, "structure")}["Plus de 90 jours"] == "5"
    assert "NS" not in [cell for row in table_of(html, "patientele") for cell in row]


@pytest.mark.parametrize("role", OTHERS)
def test_the_pyramid_hides_small_cells_and_their_neighbours(client, signed_in, run, role):
    signed_in(role, at="061")
    found = structured(run, patients_by_age_sex=SMALL, n_patients=sum(SMALL))
    peers(run)
    rows = table_of(page(client, found).content.decode(), "patientele")
    counts = {row[0]: (row[1], row[4]) for row in rows[1:]}
    # 4 and 7 are small; each has a hidden neighbour in its row and in its column.
    assert counts["16 à 24 ans"] == counts["65 à 70 ans"] == ("NS", "NS")
    assert counts["35 à 44 ans"] == ("25", "30")


@pytest.mark.parametrize("role", OTHERS)
def test_no_motive_leaves_the_medical_service(client, signed_in, run, role):
    found = structured(run)
    chain(found.rpps, start=date(2025, 1, 6), lengths=[40], motif="M11")
    signed_in(Role.MEDECIN_CONSEIL, at="061")
    assert MOTIVE in text_of(page(client, found))  # the control
    signed_in(role, at="061")
    assert MOTIVE not in text_of(page(client, found))
    assert "Espace médical" not in text_of(page(client, found))
    assert client.get(f"/prescripteurs/{found.rpps}/structure/motifs.csv").status_code == 403


def test_motives_read_are_journalled_as_such(client, signed_in, doctor, run):
    found = structured(run)
    page(client, found)
    entry = JournalEntry.objects.get(action="prescripteurs.motifs")
    assert (entry.actor_id, entry.object_id, entry.caisse) == (doctor.pk, found.rpps, "061")
    signed_in(Role.DAM, at="061")
    page(client, found)
    assert JournalEntry.objects.filter(action="prescripteurs.motifs").count() == 1


def test_a_medical_right_elsewhere_opens_no_motive_here(client, signed_in, run):
    """A médecin-conseil of Toulon who is also management in Nice reads Nice as management."""
    found = structured(run, leaves_over_90_days=5)
    chain(found.rpps, start=date(2025, 1, 6), lengths=[40], motif="M11")
    user = signed_in(Role.MEDECIN_CONSEIL, at="831")
    HabilitationFactory(user=user, role=Role.GESTIONNAIRE, organisation=caisse("061"))
    text = text_of(page(client, found))
    assert MOTIVE not in text
    assert "Effectif masqué" in text


def test_reference_durations_count_whole_leaves(client, doctor, run):
    """Sciatica, 35 days at the longest: 20 + 16 days in two notices go beyond, 35 do not."""
    found = structured(run)
    chain(found.rpps, start=date(2025, 1, 6), lengths=[20, 16], motif="M02")
    chain(found.rpps, start=date(2025, 1, 6), lengths=[35], motif="M02")
    chain(found.rpps, start=date(2025, 1, 6), lengths=[90], motif="M11")
    text = " ".join(text_of(page(client, found)).split())
    assert "Sciatique et radiculalgie" in text
    assert "2 à 35 j2150 %" in text


def test_ten_comparables_are_not_summed_up(client, doctor, run):
    found = structured(run)
    peers(run, count=9)
    html = page(client, found).content.decode()
    assert table_of(html, "structure")[0] == ["Arrêts", "Nombre", "Part"]
    assert "comparables" not in table_of(html, "patientele")[0][-1]
    assert "Moins de onze comparables" in text_of(page(client, found))


def test_below_the_minima_no_share_is_shown(client, doctor, run):
    found = insufficient(run, "ZANNIER", **KINDS)
    html = page(client, found).content.decode()
    assert 'id="structure"' not in html
    assert "Pas de structure à montrer" in html
    assert client.get(f"/prescripteurs/{found.rpps}/figures/structure.csv").status_code == 404


def test_a_run_that_kept_no_age_has_no_pyramid(client, doctor, run):
    found = structured(run, patients_by_age_sex=None)
    assert 'id="patientele"' not in page(client, found).content.decode()


@pytest.mark.parametrize("role", [Role.MEDECIN_CONSEIL, Role.DAM])
def test_the_page_costs_the_same_for_ten_leaves_and_a_thousand(client, signed_in, run, role):
    signed_in(role, at="061")
    few, many = structured(run), structured(run, "AUTRE")
    for _ in range(10):
        chain(few.rpps, start=date(2025, 1, 6), lengths=[3])
    for i in range(100):
        chain(many.rpps, start=date(2025, 1, 1 + i % 28), lengths=[3] * 10)
    page(client, few)
    first = reads(client, f"/prescripteurs/{few.rpps}/structure/")
    then = reads(client, f"/prescripteurs/{many.rpps}/structure/")
    assert len(first) == len(then) <= 12
    assert sum('"leave"' in query for query in then) == (role == Role.MEDECIN_CONSEIL)
