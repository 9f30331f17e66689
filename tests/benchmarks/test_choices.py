import pytest

from benchmarks.choices import Imports, KnownTruth, MyDay, Nights, Pages, chosen


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        (["caisse"], Nights("caisse")),
        (["import"], Imports("nation", 1)),
        (["import", "--months", "12", "--scale", "region"], Imports("region", 12)),
        (["pages"], Pages()),
        (["journee"], MyDay()),
        (["puissance"], KnownTruth()),
    ],
)
def test_a_measure_is_asked_for_by_name(said, understood):
    assert chosen(said) == understood


@pytest.mark.parametrize(
    "said",
    [
        [],
        ["pays"],
        ["import", "--months"],
        ["import", "--months", "13"],
        ["import", "--months", "0"],
        ["import", "--months", "²"],
        ["import", "--scale", "pays"],
        ["import", "--mois", "1"],
        ["puissance", "--graines", "1"],
    ],
)
def test_anything_else_starts_nothing(said):
    assert chosen(said) is None
