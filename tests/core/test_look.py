"""The frame of the pages and the error pages: with all of its context, and with none."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import get_template, render_to_string

from core.templatetags.frame import page_numbers


TEMPLATES = Path(settings.BASE_DIR, "templates")
THEME = Path(settings.BASE_DIR, "static", "ijportal")


class Reader:
    is_authenticated = True
    full_name = "Élise Marchetti"
    email = "elise.marchetti@exemple.fr"


FULL = {
    "user": Reader(),
    "perimeter_label": "CPAM des Alpes-Maritimes",
    "role_label": "Pilote de caisse",
    "freshness": {
        "synthetic": True,
        "last_complete_label": "août 2026",
        "provisional_label": "sept. et oct.",
        "run_number": 214,
        "run_label": "nuit du 16 au 17/11/2026",
        "method": "v1",
    },
    "rail": [
        {
            "title": "Connaître",
            "entries": [
                {
                    "url": f"/{name}/",
                    "icon": "method",
                    "label": name,
                    "current": name == "prescripteurs",
                    "count": None,
                }
                for name in ("prescripteurs", "methode", "un", "deux", "trois")
            ],
        }
    ],
}


class Tags(HTMLParser):
    """Start tags with their attributes, and every word."""

    def __init__(self, html):
        super().__init__()
        self.found, self.words = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


def test_the_frame_says_who_where_and_how_fresh():
    page = Tags(render_to_string("base.html", FULL))
    words = " ".join(page.words.split())
    assert "CPAM des Alpes-Maritimes" in words
    assert "Données synthétiques" in words
    assert "Calcul n° 214, nuit du 16 au 17/11/2026" in words
    current = [a["href"] for a in page.all("a") if a.get("aria-current") == "page"]
    assert current == ["/prescripteurs/"] * 3  # rail, bar of the phone, its menu


def test_the_frame_renders_without_run_nor_user():
    page = Tags(render_to_string("base.html"))
    assert "Aucun calcul publié" in page.words
    assert "None" not in page.words
    assert [main["id"] for main in page.all("main")] == ["contenu"]


def test_the_bar_of_the_phone_holds_three_entries_and_the_menu():
    html = render_to_string("components/tabbar.html", FULL)
    links_of_the_bar = html[: html.index("<details")].count("<a ")
    assert links_of_the_bar == 3


@pytest.mark.parametrize("name", ["403", "404", "500", "503"])
def test_an_error_page_stands_without_any_context(name):
    """Without database either: this test has no access to it."""
    page = Tags(render_to_string(f"{name}.html"))
    assert page.all("h1")
    assert not page.all("nav")


def test_a_page_out_of_the_perimeter_and_a_missing_page_say_the_same():
    words = Tags(render_to_string("404.html")).words
    assert "Cette page n’existe pas, ou elle est hors de votre périmètre." in words


def test_a_refusal_gives_its_reason_and_whom_to_ask():
    words = Tags(render_to_string("403.html", {"reason": "Réservé à la direction."})).words
    assert "Réservé à la direction." in words
    assert "administrateur des habilitations" in words


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(TEMPLATES))
)
def test_a_template_carries_no_inline_style_nor_script(path):
    """The policy of the pages would refuse them silently."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_every_icon_named_in_a_component_exists():
    drawn = set(re.findall(r"^\.ic-([a-z-]+)", (THEME / "icons.css").read_text(), re.MULTILINE))
    named = {
        icon
        for path in TEMPLATES.rglob("*.html")
        for icon in re.findall(r"\bic-([a-z]+(?:-[a-z]+)*)", path.read_text())
    }
    assert named
    assert named <= drawn


@pytest.mark.parametrize("path", sorted(THEME.rglob("*.css")), ids=lambda p: p.name)
def test_every_file_named_by_the_theme_is_there(path):
    for target in re.findall(r'url\("(?!data:)([^"]+)"\)', path.read_text()):
        assert (path.parent / target).resolve().is_file()


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, None, 35]),
        (2, [1, 2, 3, None, 35]),
        (7, [1, None, 6, 7, 8, None, 35]),
        (35, [1, None, 34, 35]),
    ],
)
def test_the_pages_of_a_list_are_folded_around_the_current_one(number, shown):
    assert page_numbers(Paginator(range(1742), 50).page(number)) == shown


def test_pages_keep_the_filters_and_never_group_a_number_in_an_address():
    page = Paginator(range(120_000), 50).page(1200)
    html = render_to_string("components/pagination.html", {"page": page, "query": "q=nice"})
    assert 'href="?q=nice&amp;page=1201"' in html
    assert "59\u202f951 à 60\u202f000 sur 120\u202f000" in html


def test_a_progress_of_unknown_length_has_no_value():
    template = get_template("components/progress.html")
    bar = Tags(template.render({"label": "Import"})).all("progress")[0]
    assert "value" not in bar
    bar = Tags(template.render({"label": "Import", "done": 65, "total": 100})).all("progress")[0]
    assert (bar["value"], bar["max"], bar["aria-label"]) == ("65", "100", "Import : 65\u202f%")
