"""The shell that a device keeps: nobody's data, a policy without nonce, a version by content."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from interviews.views import field_page
from tests.accounts.factories import person
from tests.interviews.field_world import Device


pytestmark = pytest.mark.django_db
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SOURCES = sorted((Path(settings.BASE_DIR) / "static" / "terrain").glob("*"))


def parts(policy):
    return {part.strip() for part in policy.split(";")}


def test_the_policy_is_the_one_that_was_decided():
    device = Device(person(Role.DAM, at="061"))
    for name in ("terrain", "terrain-manifeste", "terrain-service"):
        assert parts(device.ask(name)["Content-Security-Policy"]) == parts(POLICY), name


def test_the_shell_is_the_same_for_everybody():
    one = Device(person(Role.DAM, at="061", full_name="Odile Vasseur")).ask("terrain")
    other = Device(person(Role.MEDECIN_CONSEIL, at="831")).ask("terrain")
    assert one.content == other.content
    assert "Vasseur" not in one.content.decode()
    assert not re.search(r"csrf|\bnonce|<style|<script>|style=|onclick", one.content.decode())


def test_the_page_asks_a_session_and_its_worker_does_not():
    visitor = Client()
    assert visitor.get(reverse("terrain"), secure=True).status_code == 302
    assert visitor.get(reverse("terrain-service"), secure=True).status_code == 200
    direction = Device(person(Role.DIRECTION, at="061"))
    assert direction.ask("terrain").status_code == 403


def test_the_worker_names_files_that_exist_and_nothing_of_the_api():
    source = Client().get(reverse("terrain-service"), secure=True).content.decode()
    shell = re.search(r"SHELL = (\[.*?\]);", source)[1]
    addresses = re.findall(r'"([^"]+)"', shell)
    assert "/terrain/" in addresses
    assert [one for one in addresses if "/api/" in one] == []
    files = [one.removeprefix("/static/") for one in addresses if one.startswith("/static/")]
    assert len(files) > 10
    assert [name for name in files if not finders.find(name)] == []


def test_another_byte_is_another_version(monkeypatch, tmp_path):
    before = field_page._measured()
    assert field_page._measured() == before
    read = field_page._source
    monkeypatch.setattr(
        field_page, "_source", lambda name: read(name) + (b" " if name.endswith("form.js") else b"")
    )
    assert field_page._measured() != before


def test_nothing_typed_is_left_to_the_browser_to_remember():
    """A browser writes the fields of a tab in its profile, unless each says not to."""
    for source in SOURCES:
        text = source.read_text()
        for forbidden in ("innerHTML", "sessionStorage", "document.cookie", "console."):
            assert forbidden not in text, (source.name, forbidden)
    page = (Path(settings.BASE_DIR) / "static/terrain/pieces.js").read_text()
    assert 'autocomplete: "off"' in page
