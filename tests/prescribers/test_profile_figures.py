"""Every figure of a prescriber: its page, its drawing, its table and its files say the same."""

import csv
import html
import io
import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from accounts.enums import Role
from core.models import JournalEntry
from prescribers.asked.profile_figures import FIGURES
from prescribers.presenters.csv_text import csv_cell
from prescribers.presenters.profile_tabs import tab_url
from tests.prescribers.factories import AttachmentFactory
from tests.prescribers.peers_world import KNOWN, among
from tests.prescribers.profiles_world import insufficient, profile


pytestmark = pytest.mark.django_db
every_figure = pytest.mark.parametrize("name", FIGURES)
# Their drawings write no decimals: their points and bars are measured with the charts.
WHOLE_NUMBERS = {"evolution", "patientele"}
PROVISIONAL = {"provisoire", "complet"}


@pytest.fixture
def own(doctor, run):
    return among(run, 14)


def figure_of(client, own, name):
    """The figure of its tab: what stands between its two tags."""
    page = client.get(tab_url(FIGURES[name].tab, own.rpps)).content.decode()
    return re.search(rf'<figure [^>]*id="{name}".*?</figure>', page, re.DOTALL)[0]


def words(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def table_of(figure):
    rows = re.findall(r"<tr>(.*?)</tr>", figure[figure.index("<table") :], re.DOTALL)
    cells = r"<t[hd][^>]*>(.*?)</t[hd]>"
    muted = re.compile(r' <span class="muted">.*?</span>')
    return [[words(muted.sub("", cell)) for cell in re.findall(cells, row)] for row in rows]


def file_of(client, own, name, file_format):
    answer = client.get(f"/prescripteurs/{own.rpps}/figures/{name}.{file_format}")
    assert answer.status_code == 200
    return answer


def as_csv(cell):
    return csv_cell(cell)


@every_figure
def test_the_numbers_of_the_page_are_those_of_the_file(client, own, name):
    shown = table_of(figure_of(client, own, name))
    text = file_of(client, own, name, "csv").content.decode().removeprefix("\ufeff")
    given = list(csv.reader(io.StringIO(text), delimiter=";"))

    kept = [
        [cell for cell in row if cell not in PROVISIONAL and cell != "Données"] for row in given
    ]
    assert len(shown) > 4
    assert kept[0] == shown[0]
    assert kept[1:] == [[as_csv(cell) for cell in row] for row in shown[1:]]


@every_figure
def test_the_drawing_of_the_page_writes_numbers_of_its_table(client, own, name):
    """Each figure with decimals that the drawing writes stands in the table too."""
    figure = figure_of(client, own, name)
    svg = ET.fromstring(re.search(r"<svg[^>]*role=\"img\".*?</svg>", figure, re.DOTALL)[0])
    written = " ".join(e.text for e in svg.iter("{http://www.w3.org/2000/svg}text") if e.text)
    table = " ".join(cell for row in table_of(figure) for cell in row)

    # Ticks of a ratio axis are no numbers of the table.
    told = set(re.findall(r"\d+,\d+", written)) - {
        "0,25",
        "0,5",
        "0,75",
        "0,9",
        "1,1",
        "1,25",
        "1,5",
    }
    assert told or name in WHOLE_NUMBERS
    assert told <= set(re.findall(r"\d+,\d+", table))


@every_figure
def test_a_figure_has_its_reading_definition_files_and_run(client, own, name):
    figure = figure_of(client, own, name)
    files = f"/prescripteurs/{own.rpps}/figures/{name}"

    assert re.search(r'class="ij-reading">[^<]{20,}', figure)
    assert 'href="/methode/#' in figure
    assert f'href="{files}.csv?calcul=12"' in figure
    assert f'href="{files}.png?calcul=12"' in figure
    assert f'href="{tab_url(FIGURES[name].tab, own.rpps)}?calcul=12#{name}"' in figure


@every_figure
def test_the_definition_of_a_figure_is_in_the_method(client, own, name):
    page = client.get("/methode/").content.decode()

    assert f'id="{FIGURES[name].definition}"' in page


@every_figure
def test_the_drawing_and_the_picture_are_files(client, own, name):
    svg = file_of(client, own, name, "svg")
    picture = file_of(client, own, name, "png")

    assert svg["Content-Type"] == "image/svg+xml"
    assert ET.fromstring(svg.content).find("{http://www.w3.org/2000/svg}desc").text
    assert picture.content.startswith(b"\x89PNG")
    # A médecin-conseil reads the small counts: the file says whom it is for.
    space = "-espace-medical" if FIGURES[name].counts_people else ""
    assert picture["Content-Disposition"].endswith(f'"{name}-{own.rpps}-calcul-12{space}.png"')


def test_a_file_is_journalled_with_its_figure(client, own):
    file_of(client, own, "entonnoir", "csv")

    entry = JournalEntry.objects.get(action="prescripteurs.exporter")
    assert (entry.object_id, entry.caisse) == (own.rpps, "061")
    assert entry.reason == "figure entonnoir, csv"


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "patientele"])
def test_what_is_not_compared_has_neither_figure_nor_file(client, doctor, run, name):
    found = insufficient(run, "ZANNIER", obs_days=31_337, ratio_days=None)

    page = client.get(tab_url(FIGURES[name].tab, found.rpps))
    files = [
        client.get(f"/prescripteurs/{found.rpps}/figures/{name}.{file_format}").status_code
        for file_format in ("csv", "svg", "png")
    ]

    assert page.status_code == 200
    assert f'id="{name}"' not in page.content.decode()
    assert files == [404, 404, 404]


@pytest.mark.parametrize("path", ["figures/inconnue.csv", "figures/evolution.exe"])
def test_an_unknown_figure_is_no_page(client, own, path):
    assert client.get(f"/prescripteurs/{own.rpps}/{path}").status_code == 404


@every_figure
def test_a_file_outside_the_perimeter_is_as_absent(client, signed_in, run, name):
    signed_in(Role.DAM, at="061")
    other = profile(run, caisse="831")
    paths = [f"/prescripteurs/{rpps}/figures/{name}.csv" for rpps in (other.rpps, "99999999999")]

    seen, absent = (client.get(path) for path in paths)

    assert seen.status_code == absent.status_code == 404
    assert seen.content == absent.content


def test_a_small_count_of_leaves_is_in_no_drawing(client, doctor, run):
    few = dict.fromkeys((name for name in KNOWN if name.startswith("leaves_")), 4)
    own = among(run, 14, obs_leaves=8, ratio_leaves=0.0156, **few)
    figure = figure_of(client, own, "indicateurs")

    assert "Jours indemnisés" in figure
    assert "0,02" not in words(figure)
    assert "Jours par arrêt" not in figure


def test_the_installation_is_marked_on_the_months(client, doctor, run):
    found = profile(run)
    AttachmentFactory(
        prescriber=found.prescriber, start=date(2025, 3, 1), install_date=date(2025, 3, 10)
    )
    AttachmentFactory(prescriber=found.prescriber, caisse="831", start=date(2025, 5, 1))

    figure = words(figure_of(client, found, "evolution"))

    assert "installation le 10/03/2025" in figure
    assert "installation, mars" in figure
    assert "rattachement" not in figure


@pytest.mark.parametrize("name", ["evolution", "entonnoir", "rangs"])
def test_what_the_pointer_reads_is_in_the_table(client, own, name):
    plot = json.loads(file_of(client, own, name, "json").content)
    text = file_of(client, own, name, "csv").content.decode().removeprefix("\ufeff")
    known = {cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row}

    said = [mark[2] for trace in plot["traces"] for mark in trace["marks"]]

    assert said
    for words in said:
        figures = words.rsplit("\u202f: ", 1)[-1]
        assert as_csv(re.split(r", |\s\(", figures)[0]) in known, words


@pytest.mark.parametrize("name", ["indicateurs", "position", "structure"])
def test_a_chart_of_a_few_marks_is_not_explored(client, own, name):
    assert client.get(f"/prescripteurs/{own.rpps}/figures/{name}.json").status_code == 404
