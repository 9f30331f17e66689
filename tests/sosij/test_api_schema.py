"""The description of the API: valid, in French, with an example for each operation."""

import json

import pytest
from django.core.management import call_command
from django.test import Client

from tests.sosij.api_world import ROOT


@pytest.fixture(scope="module")
def described():
    from sosij.api.schema import described  # noqa: PLC0415 (loads the routes)

    return described()


def operations(described):
    return [step for path in described["paths"].values() for step in path.values()]


def test_the_generator_has_nothing_to_say(tmp_path):
    out = tmp_path / "schema.json"
    arguments = ["--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(out)]
    call_command("spectacular", *arguments)
    assert json.loads(out.read_text())["openapi"] == "3.1.1"


def test_every_address_of_the_api_is_described(described):
    assert {path.removeprefix(ROOT) for path in described["paths"]} == {
        "jeton/",
        "demandes/",
        "demandes/{reference}/",
        "demandes/{reference}/reponse.pdf",
        "demandes/{reference}/messages/",
        "demandes/{reference}/retrait/",
        "demandes/{reference}/issues/",
    }


def test_each_operation_has_words_and_examples(described):
    for step in operations(described):
        assert step["summary"]
        assert step["description"].endswith(".")
        for answer in step["responses"].values():
            assert answer["description"].endswith(".")
            assert all(content["examples"] for content in answer["content"].values())
        for content in step.get("requestBody", {}).get("content", {}).values():
            assert content["examples"]


def test_each_field_is_explained(described):
    for name, shape in described["components"]["schemas"].items():
        for field, said in shape.get("properties", {}).items():
            assert said.get("description"), (name, field)


def test_only_the_token_is_asked_without_a_token(described):
    open_to_all = [step["operationId"] for step in operations(described) if "security" not in step]
    assert open_to_all == ["obtenir_jeton"]


@pytest.mark.django_db
def test_the_description_is_read_without_a_token():
    told = Client().get(ROOT + "schema/", headers={"Accept": "text/html"}, secure=True)
    assert told.status_code == 200
    assert told["Content-Type"] == "application/json"
    assert told.json()["info"]["title"].startswith("SOS IJ")
