"""The shapes in which a social security number is typed, and what only looks like one."""

import pytest

from core.nir import holds_nir


@pytest.mark.parametrize(
    "text",
    [
        "1841206088012",
        "184120608801202",
        "184120608801246",  # its key is wrong: a digit was mistyped
        "1 84 12 06 088 012",
        "1 84 12 06 088 012 02",
        "1\u00a084\u202f12 06 088 012",
        "1.84.12.06.088.012",
        "1-84-12-06-088-012",
        "1 84 12\n06 088 012",
        "Patient 1841206088012 42 ans",
        "2 84 12 2A 088 012",
    ],
)
def test_a_number_is_found(text):
    assert holds_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "99000000028",  # an RPPS
        "1 84 15 06 088 012",  # no such month
        "0612345678",
        "Arrêt du 12/03/2026 au 30/06/2026",
        "",
    ],
)
def test_what_is_not_one_is_left(text):
    assert not holds_nir(text)
