"""The catalogue of the demo: told once, each link to the front page of its publisher."""

from datetime import date

import pytest

from ijportal.demo.accounts import DOMAIN
from ijportal.demo.interview_documents import AMELI, HAS, SOURCE, TITLES, tell_documents
from interviews.models import Document, DocumentVersion
from tests.accounts.factories import person


pytestmark = pytest.mark.django_db


def test_the_catalogue_is_told_once_with_its_versions_in_order():
    person("medecin_chef", at="061", email=f"medecin.chef@{DOMAIN}")
    said = []
    tell_documents(say=said.append)
    tell_documents(say=said.append)
    assert said == ["Documents     11 titres au catalogue, 14 versions"]
    assert Document.objects.count() == len(TITLES)
    assert set(DocumentVersion.objects.values_list("link", "source")) == {
        (AMELI, SOURCE),
        (HAS, SOURCE),
    }
    in_force = DocumentVersion.objects.on(date(2026, 11, 16))
    assert in_force.count() == 10
    assert in_force.get(document__title__startswith="Mémo santé").version == "2025"
