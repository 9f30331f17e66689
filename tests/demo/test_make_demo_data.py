"""The command writes the country and says so in French; `--json` ends with one object."""

import json

import pytest
from django.core.management import CommandError, call_command


ARGUMENTS = ("--until", "2026-10-31", "--months", "3", "--scale", "caisse")


def test_summary_in_french_and_json_on_the_last_line(tmp_path, capsys):
    call_command("make_demo_data", tmp_path, *ARGUMENTS, "--json")
    first, *_, last = capsys.readouterr().out.strip().splitlines()
    assert first == f"Données synthétiques écrites dans {tmp_path} (graine 1)."
    told = json.loads(last)
    assert told["doctors"] == 1480
    assert told["amount_euros"] == pytest.approx(240_552_427 / 12, rel=0.001)
    assert {"truth.csv", "arrets", "iris.csv"} <= {path.name for path in tmp_path.iterdir()}


def test_two_months_are_too_few(tmp_path):
    with pytest.raises(CommandError, match="au moins 3 mois"):
        call_command("make_demo_data", tmp_path, *ARGUMENTS[:2], "--months", "2")


def test_an_unknown_departement_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Aucun IRIS pour le département 20"):
        call_command("make_demo_data", tmp_path, *ARGUMENTS, "--departement", "20")
