"""Profiles taken away by command: every digit, small counts hidden, the act journalled."""

import csv

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from core.models import JournalEntry
from prescribers.models import Profile, ProfileRun
from tests.prescribers import night_world as world
from tests.prescribers.factories import ProfileFactory, ProfileRunFactory
from tests.prescribers.test_night_history import recompute


pytestmark = pytest.mark.django_db

NAMED = (
    "rpps specialite caisse region groupe_comparable n_patients obs_jours att_jours ratio_jours"
    " ic95_bas ic95_haut obs_arrets att_arrets ratio_arrets kappa0 kappa mu_groupe tau_groupe z"
    " z_tau z_arrets z_tau_arrets ratio_lisse p_sup_1_3 p_sup_1_5 p_sup_2 p_top10 q_value"
    " rang_centile signal signal_stable mois_actifs effectif_suffisant run methode"
)


@pytest.fixture
def run():
    world.build()
    recompute()
    return ProfileRun.objects.get()


def exported(path, *options):
    call_command("export_profiles", str(path), *options)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_holds_the_profile_unrounded(run, tmp_path):
    rows = exported(tmp_path / "profils.csv")
    assert {*NAMED.split()} <= {*rows[0]}
    assert [row["rpps"] for row in rows] == sorted(row["rpps"] for row in rows)
    assert len(rows) == run.rows
    profile = Profile.objects.filter(run=run, enough=True).first()
    (mine,) = (row for row in rows if row["rpps"] == profile.rpps)
    found = [float(mine[name]) for name in ("ratio_jours", "att_arrets", "z_arrets", "tau_groupe")]
    tau = profile.tau2**0.5
    assert found == [profile.ratio_days, profile.exp_leaves, profile.z_leaves, tau]
    assert (mine["run"], mine["signal"]) == (str(run.number), profile.signal)


@pytest.fixture
def three():
    """A full row, one below the minima, one of seven leaves."""
    run = ProfileRunFactory()
    full = ProfileFactory(run=run)
    below = ProfileFactory(run=run, enough=False, level=-1)
    few = ProfileFactory(run=run, obs_leaves=7, z_leaves=-3.2)
    return run, full, below, few


def by_rpps(rows):
    return {row["rpps"]: row for row in rows}


def test_below_the_minima_there_is_no_figure(three, tmp_path):
    run, full, below, _ = three
    rows = by_rpps(exported(tmp_path / "profils.csv", "--run", str(run.number)))
    assert rows[full.rpps]["ratio_jours"] == repr(full.ratio_days)
    figures = ("ratio_jours", "obs_jours", "ratio_arrets", "signal", "signal_stable", "tau_groupe")
    assert {rows[below.rpps][name] for name in figures} == {""}
    assert rows[below.rpps]["obs_arrets"] == str(below.obs_leaves)


@pytest.mark.parametrize(("options", "said"), [([], "NS"), (["--brut"], "7")])
def test_a_small_count_is_hidden_unless_the_operator_asks(three, tmp_path, options, said):
    run, _, below, few = three
    rows = by_rpps(exported(tmp_path / "profils.csv", "--run", str(run.number), *options))
    row = rows[few.rpps]
    assert row["obs_arrets"] == said
    # Their ratio and score would give the count back.
    assert bool(row["ratio_arrets"]) == bool(row["z_arrets"]) == bool(options)
    assert row["ratio_jours"] == repr(few.ratio_days)
    assert bool(rows[below.rpps]["ratio_jours"]) == bool(options)
    action = "prescripteurs.exporter_brut" if options else "prescripteurs.exporter"
    assert JournalEntry.objects.get(action=action).object_id == str(run.number)


def test_parquet_keeps_the_types(run, tmp_path):
    path = tmp_path / "profils.parquet"
    call_command("export_profiles", str(path))
    table = pq.read_table(path)
    assert table.num_rows == run.rows
    assert str(table.schema.field("ratio_jours").type) == "double"
    assert str(table.schema.field("n_patients").type) == "int64"


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [("profils.xlsx", [], "en .csv ou en .parquet"), ("profils.csv", ["--run", "99"], "numéro 99")],
)
def test_a_refusal_says_what_to_do_and_writes_nothing(run, tmp_path, name, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("export_profiles", str(tmp_path / name), *options)
    assert list(tmp_path.iterdir()) == []


def test_before_the_first_night_there_is_nothing_to_export(tmp_path):
    with pytest.raises(CommandError, match="recompute_profiles"):
        call_command("export_profiles", str(tmp_path / "profils.csv"))
