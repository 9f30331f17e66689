"""Careers over three years: doctors who move, who have two caisses, whose habits change."""

import pandas as pd
import pytest

from ijportal.demo.scales import parts_of
from tests.demo.conftest import read


LAST_COMPLETE = "2026-08"


@pytest.fixture(scope="module")
def stays(region):
    return read(region.folder / "prescripteurs.csv").to_pandas()


@pytest.fixture(scope="module")
def truth(region):
    frame = read(region.folder / "truth.csv").to_pandas().set_index("rpps")
    return frame.astype(dict.fromkeys(("ratio_vrai", "arrets_attendus"), float))


@pytest.fixture(scope="module")
def activity(region):
    paths = sorted((region.folder / "activite").glob("*.csv"))
    frame = pd.concat([read(path).to_pandas() for path in paths])
    numbers = ["patients_vus", "actes", "actes_pdsa", "jours_remplaces"]
    return frame.astype(dict.fromkeys(numbers, int))


def of(truth, profile):
    return set(truth.index[truth.profil == profile])


def test_scales():
    assert [part.departement for part in parts_of("caisse")] == ["06"]
    assert {p.departement: p.share for p in parts_of("region")} == {
        "04": 0.25, "05": 0.25, "06": 1.0, "13": 0.25, "83": 0.25, "84": 0.25,
    }  # fmt: skip
    assert len(parts_of("nation")) == 101


def test_a_doctor_of_06_is_the_same_whoever_else_is_drawn(country, region):
    """One stream a département: more places change none of its doctors' numbers."""
    prefix = {rpps[:6] for rpps in read(country.folder / "truth.csv")["rpps"].to_pylist()}
    truth = read(region.folder / "truth.csv").to_pandas()
    assert set(truth.rpps[truth.departement == "06"].str[:6]) <= prefix
    assert truth.rpps.is_unique


def test_moves_and_second_caisses(stays, truth):
    caisses = stays.groupby("rpps").caisse.agg(set)
    far = caisses[sorted(of(truth, "demenagement_autre_caisse"))]
    two = caisses[sorted(of(truth, "deux_caisses"))]
    near = caisses[sorted(of(truth, "demenagement"))]
    assert set(far.map(len)) == {2}
    assert set(two.map(len)) == {2}
    assert set(near.map(len)) == {1}
    still = stays[stays.date_fin == ""].groupby("rpps").size()
    assert set(still[sorted(of(truth, "deux_caisses"))]) == {2}
    assert set(still[sorted(of(truth, "demenagement_autre_caisse"))]) == {1}


def test_every_end_has_its_reason(stays, truth):
    last = stays.groupby("rpps").last()
    for profile, reason in (("retraite", "RETRAITE"), ("depart", "DEPART"), ("deces", "DECES")):
        assert set(last.motif_fin[sorted(of(truth, profile))]) <= {reason}
    assert of(truth, "retraite")
    assert set(stays.experimentation) == {"", "PEPS", "IPEP"}


def test_a_change_of_habit_shows_in_the_leaves(truth, region_leaves):
    leaves = region_leaves[region_leaves.mois <= LAST_COMPLETE]
    by_month = pd.crosstab(leaves.rpps, leaves.mois)
    season = by_month.loc[sorted(of(truth, "ordinaire"))].sum()
    assert len(season) == 34

    def level(profile, months):
        return by_month.loc[sorted(of(truth, profile))].sum()[months].sum() / season[months].sum()

    before, last_five = season.index[:29], season.index[29:]
    assert level("montee_recente", last_five) / level("montee_recente", before) == pytest.approx(
        2.0, rel=0.15
    )
    before, last_six = season.index[:28], season.index[28:]
    assert level("corrige", last_six) / level("corrige", before) == pytest.approx(1 / 1.8, rel=0.15)
    changed = truth.date_changement[sorted(of(truth, "corrige"))]
    assert set(changed) == {"2026-03-01"}


def test_the_truth_says_what_a_doctor_writes_in_the_window(truth, region_leaves):
    inside = region_leaves.mois.between("2025-09", LAST_COMPLETE)
    written = region_leaves[inside].groupby("rpps").size().reindex(truth.index).fillna(0)
    wanted = truth.ratio_vrai * truth.arrets_attendus
    for profile in ("ordinaire", "sur_prescripteur", "corrige", "demenagement_autre_caisse"):
        rows = sorted(of(truth, profile))
        expected = wanted[rows].sum()
        # Rows come by episodes of geometric length: 1.86 times the variance of single rows.
        assert abs(written[rows].sum() - expected) < 4 * (1.86 * expected) ** 0.5, profile


def test_three_years_are_stationary(region_leaves):
    """The same season each year, at the same level."""
    by_month = region_leaves.groupby("mois").size()
    first, second = by_month["2024-09":"2025-08"], by_month["2025-09":"2026-08"]
    assert first.sum() == pytest.approx(second.sum(), rel=0.03)
    assert by_month["2025-01"] > 1.3 * by_month["2025-08"]


def test_leaves_of_centres_and_companies_name_a_structure(region, region_leaves):
    kinds = read(region.folder / "structures.csv").to_pandas().set_index("structure").type
    named = region_leaves[region_leaves.structure != ""]
    found = named.structure.map(kinds)
    assert set(found) == {"CDS", "TLC"}
    assert set(named.teleconsultation[found == "TLC"]) == {"1"}
    members = read(region.folder / "appartenances.csv").to_pandas()
    pairs = set(zip(members.rpps, members.structure, strict=True))
    assert set(zip(named.rpps, named.structure, strict=True)) <= pairs


def test_activity_agrees_with_leaves_and_lists(region, activity, region_leaves):
    seen = activity.set_index(["rpps", "mois"]).patients_vus
    assert seen.index.is_unique
    on_leave = region_leaves.groupby(["rpps", "mois"]).patient.nunique()
    assert (seen.reindex(on_leave.index).fillna(0) >= on_leave).all()
    assert (activity.actes >= activity.patients_vus).all()
    lists = read(region.folder / f"patientele/{LAST_COMPLETE}.csv").to_pandas()
    patients = lists.patients.astype(int).groupby(lists.rpps).sum()
    august = activity[activity.mois == LAST_COMPLETE].set_index("rpps").patients_vus
    assert (august <= patients.reindex(august.index) * 1.1 + 5).all()


def test_holidays_are_in_august(activity):
    whole = activity[activity.mois.between("2025-09", LAST_COMPLETE)]
    by_month = whole.groupby("mois")[["patients_vus", "jours_remplaces"]].sum()
    assert by_month.patients_vus.idxmin() == LAST_COMPLETE
    assert by_month.jours_remplaces.idxmax() == LAST_COMPLETE


def test_who_left_has_no_activity_any_more(stays, truth, activity):
    gone = stays[stays.rpps.isin(of(truth, "retraite"))].set_index("rpps").date_fin
    last = activity.groupby("rpps").mois.max()
    assert (last[gone.index] <= gone.str[:7]).all()


def test_a_doctor_who_moved_keeps_one_list(region, truth):
    """His two lists make one: a window with the move in it does not count him twice."""
    lists = read(region.folder / f"patientele/{LAST_COMPLETE}.csv").to_pandas()
    patients = lists.patients.astype(int).groupby(lists.rpps).sum()
    for profile in ("demenagement", "demenagement_autre_caisse", "ordinaire"):
        rows = sorted(of(truth, profile))
        drawn = truth.patients[rows].astype(int).sum()
        assert patients[rows].sum() == pytest.approx(0.97 * drawn, rel=0.04), profile
    key = ["rpps", "tranche_age", "sexe", "ald", "c2s", "quintile", "quintile_commune"]
    assert not lists.duplicated(key).any()
