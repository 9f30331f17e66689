"""The A4 sheet of a prescriber: the numbers of his page, and none where the page has none."""

import html
import re

import pytest

from core.models import JournalEntry
from prescribers.enums import RunState
from prescribers.presenters.certainty import shares
from prescribers.presenters.evolution import evolution
from prescribers.presenters.indicators import indicators
from tests.pages.reading import PUBLISHED_AT, reads, text_of
from tests.pdf_text import letters, pages, words
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory
from tests.prescribers.profiles_world import insufficient, profile


pytestmark = pytest.mark.django_db
MONTHS = [700, 720, 900, 1_040, 1_100, 1_200, 1_000, 1_300, 1_250, 1_400, 1_380, 1_300, 900, 400]
KNOWN = {
    "smoothed": 1.42, "smoothed_low": 1.21, "smoothed_high": 1.67, "centile": 91.6,
    "q_value": 0.003, "p_over_13": 0.9, "p_over_15": 0.4, "p_over_20": 0.02, "p_top": 0.6,
    "z": 4.1, "z_tau": 2.3, "signal": "signal_fort", "stability": "confirmé", "leaves_initial": 400,
    "leaves_over_30_days": 80, "leaves_over_90_days": 30, "leaves_work_related": 20,
    "leaves_short": 9, "leaves_teleconsultation": 12, "months_observed": MONTHS,
}  # fmt: skip


@pytest.fixture
def own(run):
    """A prescriber with everything, among fifteen comparables."""
    run.parameters["false_discoveries"] = 0.05
    run.save()
    for place in range(15):
        near = {"smoothed": 0.7 + place * 0.05, "smoothed_low": 0.5, "smoothed_high": 1.9}
        profile(run, f"NOM{place}", **{**KNOWN, **near})
    return profile(run, **KNOWN)


def sheet_of(who, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/prescripteurs/{who.rpps}/fiche.pdf?{asked}"


def plain(text):
    return " ".join(html.unescape(text).split())


def test_the_sheet_has_the_numbers_of_the_page(client, doctor, run, own):
    page = client.get(f"/prescripteurs/{own.rpps}/").content.decode()
    said = words(client.get(sheet_of(own)).content)

    (sentence,) = re.findall(r'<p class="ij-sentence">(.*?)</p>', page, re.DOTALL)
    assert plain(re.sub(r"<[^>]+>", "", sentence)) in said
    lines = [[f.name, f.observed, f.expected, f.ratio, f.interval] for f in indicators(own)]
    assert len(lines) >= 3
    for line in lines:
        assert plain(" ".join(line)) in said
        assert all(plain(number) in plain(page) for number in line[1:3])
    assert plain(evolution(own).sentence) in said
    for share in shares(own):
        assert plain(f"{share.name} {share.count} {share.share}") in said


def test_the_sheet_has_what_a_reader_asks_on_one_page(client, doctor, run, own):
    content = client.get(sheet_of(own)).content

    said = words(content)
    for expected in (
        "Dr Thierry Peyrac", "CPAM des Alpes-Maritimes", "signal fort, confirmé", "Indicateurs",
        "Structure des arrêts", "Évolution par mois", "Position parmi les comparables",
        "Ce que le modèle ne voit pas", "12 mois complets, de janvier 2025 à décembre 2025",
        "Calcul n° 12", "par Dr Élise Marchetti", "page 1 / 1", "/methode/", "?calcul=12",
    ):  # fmt: skip
        assert expected in said, expected
    assert pages(content) == 1


def test_the_drawings_of_the_sheet_are_those_of_the_charts(client, doctor, run, own):
    said = letters(client.get(sheet_of(own)).content)

    assert "joursindemnisésparmois" in said  # the axis of the evolution
    assert "1300endéc." in said  # its last complete month
    assert "ceprescripteur1,42(1,21–1,67)" in said  # the position
    assert "attendu1,5" in said  # the gauge


def test_below_the_minima_there_is_a_sentence_and_no_figure(client, doctor, run):
    less = insufficient(run, "ZANNIER", **{**KNOWN, "obs_days": 31_337, "signal": ""})

    said = words(client.get(sheet_of(less)).content)

    assert "Effectif insuffisant : 142 patients actifs, il en faut au moins 200" in said
    assert "Pourquoi aucun chiffre" in said
    for hidden in ("31 337", "1,58", "1,42", "Indicateurs", "Évolution", "Structure"):
        assert hidden not in said


def test_a_small_count_is_not_printed(client, doctor, run, own):
    said = words(client.get(sheet_of(own)).content)

    assert "Trois jours au plus masqué non montré" in said


def test_synthetic_data_are_said_on_the_sheet(client, doctor, run, own, settings):
    assert "Données synthétiques" not in words(client.get(sheet_of(own)).content)
    settings.SYNTHETIC_DATA = True
    assert "Données synthétiques" in words(client.get(sheet_of(own)).content)


def test_a_sheet_of_another_run_says_so_and_has_its_figures(client, doctor, run, own):
    former = ProfileRunFactory(
        number=7, state=RunState.PUBLISHED, published_at=PUBLISHED_AT, parameters=run.parameters
    )
    ProfileFactory(run=former, prescriber=own.prescriber, obs_days=9_876)

    said = words(client.get(sheet_of(own, calcul=7)).content)

    assert "Calcul n° 7, qui n’est pas celui en vigueur." in said
    assert "9 876" in said
    assert "12 480" not in said


def test_the_sheet_is_journalled_and_costs_few_reads(client, doctor, run, own):
    read = reads(client, sheet_of(own))

    entry = JournalEntry.objects.get(action="prescripteurs.exporter")
    assert (entry.object_kind, entry.object_id) == ("prescripteur", own.rpps)
    assert (entry.caisse, entry.reason) == ("061", "fiche A4")
    assert len(read) <= 12


def test_another_caisse_s_prescriber_has_no_sheet(client, doctor, run):
    elsewhere = profile(run, "TOULON", caisse="831")

    assert client.get(sheet_of(elsewhere)).status_code == 404


def test_a_name_that_looks_like_markup_is_printed_as_it_is(client, doctor, run):
    odd = profile(run, "#pagebreak()", "*x*")

    said = words(client.get(sheet_of(odd)).content)

    assert "#pagebreak()" in said
    assert "#pagebreak()" in text_of(client.get(f"/prescripteurs/{odd.rpps}/"))
