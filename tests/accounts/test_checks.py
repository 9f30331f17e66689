"""The system checks see a view without an action and a field without a class."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models
from django.http import HttpResponse
from django.test.utils import isolate_apps
from django.urls import URLResolver, include, path
from django.urls.resolvers import RegexPattern

from accounts import checks, roles
from accounts.permissions import action, routes


def bare(request):
    return HttpResponse()


def resolver(*patterns):
    return URLResolver(RegexPattern(r"^/"), list(patterns))


def test_a_view_without_action_is_an_error():
    declared = path("dite/", action("tableau.lire")(lambda request: HttpResponse()), name="dite")
    nested = path("espace/", include([path("nue/", bare, name="nue")]))
    found = list(checks.views_without_action(routes(resolver(declared, nested))))
    assert [(error.id, "espace/nue/" in error.msg) for error in found] == [("accounts.E002", True)]


def test_a_third_party_route_has_the_action_of_its_name():
    known = {r.name: r.action for r in routes(resolver(path("x/", bare, name="account_login")))}
    assert known == {"account_login": "public"}


@isolate_apps("accounts")
def test_a_field_without_class_is_an_error_and_gives_the_line_to_paste():
    class Visit(models.Model):  # noqa: DJ008
        note = models.TextField()

        class Meta:
            app_label = "accounts"

    (error,) = checks.fields_without_class([Visit], roles.rights())
    assert error.id == "accounts.E003"
    assert "  accounts.Visit:\n    id: PUBLIC|GESTION" in error.hint
    assert "    note: PUBLIC|GESTION" in error.hint


@isolate_apps("accounts")
def test_a_class_for_a_field_that_is_gone_is_an_error():
    class User(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "accounts"

    errors = list(checks.classes_without_field([User], roles.rights()))
    assert any("accounts.User has no field created_at, email" in error.msg for error in errors)


def test_our_own_models_are_all_classed():
    models_here = apps.get_app_config("accounts").get_models()
    assert list(checks.fields_without_class(models_here, roles.rights())) == []


def test_the_whole_house_passes(settings):
    settings.ROOT_URLCONF = "ijportal.urls"
    ours = [error for error in run_checks() if str(error.id).startswith("accounts.")]
    assert ours == []


@pytest.mark.parametrize("broken", ["roles: [auditrice]"])
def test_a_broken_file_is_said_by_the_check(broken, monkeypatch):
    text = roles.SOURCE.read_text(encoding="utf-8").replace("roles: [auditeur]", broken)
    monkeypatch.setattr(checks.roles, "rights", lambda: roles.parse(text))
    (error,) = checks.rights_are_readable()
    assert "auditrice" in error.msg
