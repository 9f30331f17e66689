"""The synthetic leaves look like the published figures, and like the truth they were drawn from."""

import numpy as np
import pandas as pd
import pytest

from ijportal.demo.calendar import make_calendar
from tests.demo.conftest import DATA_UNTIL, read


LIST_AXES = ["rpps", "tranche_age", "sexe", "ald", "c2s", "quintile", "quintile_commune"]


@pytest.fixture(scope="module")
def days(good_leaves):
    return good_leaves.jours_indem.astype(int).to_numpy()


@pytest.fixture(scope="module")
def complete(good_leaves):
    return good_leaves[good_leaves.mois <= "2026-08"]


@pytest.fixture(scope="module")
def truth(country, complete):
    """Doctors of the truth file with the leaves they wrote in the complete months."""
    frame = read(country.folder / "truth.csv").to_pandas().set_index("rpps")
    for name in ("effet", "effet_apres", "ratio_vrai", "patients", "arrets_attendus"):
        frame[name] = frame[name].astype(float)
    frame["arrets"] = complete.groupby("rpps").size().reindex(frame.index).fillna(0)
    return frame


def test_mean_leave_is_34_days(days):
    assert days.mean() == pytest.approx(34, abs=2)


def test_seven_percent_last_over_six_months_and_make_half_of_the_days(days):
    long = days > 180
    assert 100 * long.mean() == pytest.approx(7, abs=1.5)
    assert 100 * days[long].sum() / days.sum() == pytest.approx(50, abs=8)


def test_patients_have_1_4_leaves(complete):
    assert len(complete) / complete.patient.nunique() == pytest.approx(1.4, abs=0.1)


def test_complete_months_cost_what_the_departement_really_cost(complete):
    euros = complete.montant_cts.astype(int).sum() / 100
    assert euros == pytest.approx(240_552_427, rel=0.001)


def test_size_of_the_country(country, good_leaves):
    assert 180_000 < len(good_leaves) == country.summary.leaves < 220_000
    assert 1400 < country.summary.doctors < 1560


def test_generalists_list_has_the_published_median(truth):
    # 1 150 draws of log sd 0.573: the median moves by 2 % (one sd)
    assert truth.patients[truth.specialite == "MG"].median() == pytest.approx(927, rel=0.07)


def test_last_two_months_are_received_in_part(good_leaves):
    calendar = make_calendar(DATA_UNTIL, 14)
    season = np.bincount(calendar.month_of_day, calendar.day_weights)
    # Initial leaves follow the season; prolongations lag behind it.
    initial = good_leaves[good_leaves.nature == "I"]
    rows = initial.groupby("mois").size().to_numpy() / season
    full = rows[:12].mean()
    assert rows[12] / full == pytest.approx(0.82, abs=0.04)
    assert rows[13] / full == pytest.approx(0.54, abs=0.04)


def test_prolongations_are_as_frequent_in_the_first_months_as_in_the_last(complete):
    share = (complete.nature == "P").groupby(complete.mois).mean()
    assert share.iloc[:3].mean() == pytest.approx(share.iloc[-3:].mean(), abs=0.03)


def test_every_leave_is_of_a_stratum_of_the_list_with_patients_enough(country, complete):
    lists = read(country.folder / "patientele/2026-08.csv").to_pandas()
    exposure = lists.set_index(LIST_AXES).patients.astype(int)
    assert exposure.index.is_unique
    iris = read(country.folder / "iris.csv").to_pandas().set_index("code_iris")
    leaves = complete.assign(
        tranche_age=pd.cut(
            complete.age.astype(int), [15, 24, 34, 44, 54, 59, 64, 70], labels=list("0123456")
        ).astype(str),
        quintile=complete.iris.map(iris.quintile).fillna("0"),
        quintile_commune=complete.iris.map(iris.quintile_commune).fillna("0"),
    )
    seen = leaves.groupby(LIST_AXES).patient.nunique()
    assert (exposure.reindex(seen.index).fillna(0) >= seen).all()


def test_a_pseudonym_is_one_person_and_cannot_be_taken_for_a_nir(good_leaves):
    person = ["rpps", "age", "sexe", "ald", "c2s", "iris"]
    assert good_leaves.groupby("patient")[person].nunique().to_numpy().max() == 1
    assert set(good_leaves.patient.str.len()) == {19}
    assert good_leaves.patient.astype("uint64").max() < 2**63


def test_nothing_is_written_outside_the_practice(country, good_leaves):
    stays = read(country.folder / "prescripteurs.csv").to_pandas()
    first = stays.groupby("rpps").date_debut.min()
    last = stays.date_fin.where(stays.date_fin != "", "9999").groupby(stays.rpps).max()
    assert (good_leaves.date_debut >= good_leaves.rpps.map(first)).all()
    assert (good_leaves.date_debut <= good_leaves.rpps.map(last)).all()


def test_planted_doctors_write_what_the_truth_says(truth):
    over = truth[truth.profil.str.startswith("sur_prescripteur")]
    assert 35 <= len(over) <= 45
    assert over.effet.between(1.5, 2.8).all()
    wanted = (over.ratio_vrai * over.arrets_attendus).sum()
    assert over.arrets.sum() == pytest.approx(wanted, rel=0.05)


def test_look_alikes_are_explained_by_their_list(truth):
    """Poor or ill lists call for more leaves, C2S for fewer; the doctor himself adds nothing."""
    ordinary = truth[truth.profil == "ordinaire"]
    ordinary = ordinary[ordinary.specialite == "MG"]
    usual = ordinary.arrets_attendus.sum() / ordinary.patients.sum()
    for profile, higher in (("quartier_pauvre", True), ("ald", True), ("c2s", False)):
        group = truth[truth.profil == f"confondu_{profile}"]
        crude = group.arrets_attendus.sum() / group.patients.sum() / usual
        assert (crude > 1.04) if higher else (crude < 0.96)
        wanted = (group.ratio_vrai * group.arrets_attendus).sum()
        assert group.arrets.sum() == pytest.approx(wanted, rel=0.08)
        assert set(group.effet) == {1.0}
