"""A small country, imported by the real road, gives the published figures back."""

import pytest

from core.charts.numbers import add_months
from ijportal.demo import reference, story
from ijportal.demo.directory_files import KNOW_HOW, LAYOUTS
from ijportal.demo.measures import lines, measure
from ijportal.demo.scales import Part
from ijportal.demo.targets import PUBLISHED, TARGETS, amount_targets
from prescribers.enums import BatchStatus
from prescribers.models import PracticePlace, Prescriber
from prescribers.services.imports import import_source
from tests.demo.conftest import DATA_UNTIL, build, read


PARTS = (Part("06", 0.25),)
MONTHS = 26


def test_every_target_is_a_line_of_the_published_figures():
    table = reference.rows(PUBLISHED)
    values = {f"{row['indicateur']}/{row['annee']}": float(row["valeur"]) for row in table}
    leaves = values["ij_maladie_arrets/2023"] * 1e6
    assert values["ij_maladie_jours/2023"] / leaves == pytest.approx(TARGETS[0].value, abs=0.1)
    assert {t.key: t.value for t in TARGETS[1:]} == {t.key: values[t.key] for t in TARGETS[1:]}
    assert all(target.reason and target.tolerance > 0 for target in TARGETS)


@pytest.fixture
def imported(db, tmp_path):
    summary = build(tmp_path, parts=PARTS, months=MONTHS)
    batches = [
        import_source(kind=source.kind, path=source.path, month=source.month, by=None)
        for source in story.sources(tmp_path)
    ]
    return summary, batches, tmp_path


def test_imported_facts_give_the_published_figures(imported):
    summary, batches, folder = imported
    assert {(b.kind, b.month, b.status) for b in batches if b.status != BatchStatus.DONE} == set()
    _each_row_had_the_fate_that_the_truth_says(batches, folder)
    measures = measure((*TARGETS, *amount_targets(PARTS)))
    assert [one.target.label for one in measures if not one.holds] == [], "\n".join(lines(measures))
    assert summary.window_end == add_months(DATA_UNTIL.replace(day=1), -2)


def _each_row_had_the_fate_that_the_truth_says(batches, folder):
    defects = read(folder / "truth_defects.csv")["attendu"].to_pylist()
    leaves = [batch for batch in batches if batch.kind == "arrets"]
    assert sum(batch.rejected for batch in leaves) == defects.count("rejet")
    assert sum(batch.duplicates for batch in leaves) == defects.count("doublon")
    others = [batch for batch in batches if batch.kind != "arrets"]
    assert sum(batch.rejected + batch.duplicates for batch in others) == 0
    truth = read(folder / "truth_months.csv").to_pandas()
    assert sum(batch.accepted for batch in leaves) == truth.arrets.astype(int).sum()


def test_the_tolerance_bites():
    target = TARGETS[0]
    assert not target.holds(None)
    assert not target.holds(target.value + target.tolerance * 1.01)
    assert target.holds(target.value - target.tolerance * 0.99)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_both_layouts_of_the_register_give_names_places_and_know_how(db, tmp_path, layout):
    build(tmp_path, parts=(Part("06", 0.05),), months=3, layout=layout)
    register = [source for source in story.sources(tmp_path) if source.kind == "rpps"]
    assert len(register) == 1 + LAYOUTS.index(layout)
    batches = [import_source(kind="rpps", path=source.path, by=None) for source in register]
    assert {batch.status for batch in batches} == {BatchStatus.DONE}
    assert sum(batch.rejected for batch in batches) == 0
    people = Prescriber.objects.all()
    assert set(people.values_list("qualification", flat=True)) == set(KNOW_HOW.values())
    assert not people.filter(last_name="").exists()
    centres = PracticePlace.objects.exclude(finess="")
    assert set(centres.values_list("mode_code", flat=True)) == {"S"}
    assert PracticePlace.objects.values("prescriber").distinct().count() == people.count()
