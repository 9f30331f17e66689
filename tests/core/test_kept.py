"""A fragment of a template kept by the values it depends on."""

import pytest
from django.template import Context, engines

from core.templatetags.kept import KEPT, KeptNode


class Counting:
    """Writes itself and counts how often it was asked."""

    def __init__(self, word="menu"):
        self.word, self.asked = word, 0

    def __str__(self):
        self.asked += 1
        return self.word


def made(text):
    return engines["django"].from_string("{% load kept %}" + text).template


def test_a_fragment_is_written_once_for_each_value():
    page, word = made("{% kept who %}{{ who }}, {{ word }}{% endkept %}"), Counting()
    written = [
        page.render(Context({"who": who, "word": word})) for who in ("Ada", "Ada", "Bob", "Ada")
    ]

    assert written == ["Ada, menu", "Ada, menu", "Bob, menu", "Ada, menu"]
    assert word.asked == 2


def test_what_stands_around_is_written_each_time():
    page = made("{{ day }}{% kept %}, menu{% endkept %}")

    assert page.render(Context({"day": "lundi"})) == "lundi, menu"
    assert page.render(Context({"day": "mardi"})) == "mardi, menu"


def test_a_value_that_cannot_be_a_key_keeps_nothing():
    page, word = made("{% kept rail %}{{ word }}{{ rail|length }}{% endkept %}"), Counting()

    assert page.render(Context({"rail": [1], "word": word})) == "menu1"
    assert page.render(Context({"rail": [1, 2], "word": word})) == "menu2"
    assert word.asked == 2


def test_values_are_escaped_as_anywhere_else():
    page = made("{% kept who %}{{ who }}{% endkept %}")

    assert page.render(Context({"who": "<b>"})) == "&lt;b&gt;"


@pytest.mark.parametrize("values", [1, KEPT, 2 * KEPT + 3])
def test_what_is_kept_is_bounded(values):
    page = made("{% kept number %}{{ number }}{% endkept %}")
    for number in range(values):
        assert page.render(Context({"number": number})) == str(number)
    (node,) = page.nodelist.get_nodes_by_type(KeptNode)

    assert 0 < len(node.written) <= KEPT
