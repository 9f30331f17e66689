"""Every page of every role, in one crawl: no English word, and no page heavier than its bound."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver

from accounts import roles
from accounts.enums import Access, Role
from accounts.permissions import routes
from tests.journeys.test_every_route import addresses, signed_in, undone


__all__ = ["addresses"]
# Frequent English words that no French word is written like: a sentence cannot avoid them all.
ENGLISH = frozenset(Path(__file__).with_name("english_words.txt").read_text().split())
HEAVIEST = 300_000
ASSET = re.compile(r'(?:href|src)="/static/([^"?]+)"')


class TextNodes(HTMLParser):
    """What a reader sees or hears; code, keys and what is quoted from another language are not."""

    SILENT = frozenset({"script", "style", "code", "kbd", "samp", "pre"})
    SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label", "data-confirm")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag in self.SILENT or (held.get("lang") or "fr") != "fr":
            self._silent.append(tag)
        self.words += [held[name] or "" for name in self.SPOKEN if name in held]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def english_words(page: str) -> set[str]:
    nodes = TextNodes()
    nodes.feed(page)
    # Addresses, and names of parameters or commands with an underscore, are not sentences.
    text = re.sub(r"\S*[_@/=]\S*|\S+\.\w+", " ", " \n".join(nodes.words))
    found = {word.lower() for word in re.findall(r"(?<![\w’'-])[A-Za-z]+(?![\w’'-])", text)}
    return found & ENGLISH


def weight(page: bytes) -> int:
    """Gzipped bytes of a page and of what it loads; the browser keeps the latter."""
    total = len(gzip.compress(page))
    for name in sorted(set(ASSET.findall(page.decode()))):
        path = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name))
        if path and not name.startswith("vendor/echarts"):
            with open(path, "rb") as asset:  # noqa: PTH123 (finders give a string)
                total += len(gzip.compress(asset.read()))
    return total


def pages(address, actors) -> Iterator[tuple[str, bytes]]:
    """What each page says to one of the roles that may open it, and to who may not."""
    for route in routes(get_resolver()):
        action = roles.action_named(route.action)
        for role in {*sorted(action.roles)[:1], Role.CSAM}:
            with undone():
                client = Client() if action.access is Access.PUBLIC else signed_in(actors[role])
                answer = client.get(address(route), secure=True)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                yield f"{route.name} ({role})", answer.content


def test_no_page_says_an_english_word_or_weighs_too_much(addresses, actors):
    said, heavy, seen = {}, {}, 0
    for name, content in pages(addresses, actors):
        seen += 1
        if words := english_words(content.decode()):
            said[name] = sorted(words)
        if (sent := weight(content)) > HEAVIEST:
            heavy[name] = sent
    assert (said, heavy) == ({}, {})
    assert seen > 40


def test_an_english_sentence_is_seen_wherever_it_is():
    page = '<p>Bonjour</p><p>Please enter your password.</p><input placeholder="Search">'
    assert english_words(page) == {"please", "enter", "your", "password", "search"}
    assert english_words("<code>please</code><p lang='en'>Please</p><p>À vérifier</p>") == set()


def test_the_weight_counts_what_the_page_loads():
    page = b'<link href="/static/vendor/bootstrap.min.css">'
    assert weight(page) > 20_000 > len(page)
