"""Who is signed in, the folder of the imports, a held batch, a published run."""

import hashlib

import pytest

from accounts.enums import Role
from prescribers.enums import BatchStatus, RunState
from prescribers.models import GateFinding, Publication
from tests.accounts.factories import caisse, person
from tests.pages.reading import PUBLISHED_AT
from tests.prescribers.deposit_world import text
from tests.prescribers.factories import ImportBatchFactory, ProfileRunFactory, SourceFileFactory
from tests.prescribers.import_world import leaves


PARAMETERS = {"min_patients": 200, "min_expected_leaves": 100, "min_months": 6}


@pytest.fixture
def signed_in(client):
    def sign_in(role, at=None, **fields):
        user = person(role, at=at, **fields)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    return sign_in


@pytest.fixture
def technician(signed_in):
    return signed_in(Role.ADMIN_TECHNIQUE, full_name="Marc Levasnier")


@pytest.fixture
def folder(tmp_path, settings):
    settings.IMPORT_ROOT = tmp_path / "imports"
    return settings.IMPORT_ROOT


@pytest.fixture
def held(technician, tmp_path):
    path = tmp_path / "2025-01.csv"
    path.write_bytes(text(leaves({}, {})))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = SourceFileFactory(path=str(path), sha256=digest, size=path.stat().st_size)
    batch = ImportBatchFactory(
        source=source, status=BatchStatus.HELD, read=2, accepted=2, rejected=0, duplicates=0
    )
    GateFinding.objects.create(
        batch=batch, code="CAISSE_ABSENTE", message="La caisse du Var est absente du fichier."
    )
    return batch


@pytest.fixture
def run(db):
    run = ProfileRunFactory(
        number=12, state=RunState.PUBLISHED, published_at=PUBLISHED_AT, parameters=PARAMETERS
    )
    Publication.objects.create(id=1, run=run)
    return run


@pytest.fixture
def doctor(signed_in):
    """A médecin-conseil of Nice, signed in."""
    caisse("061", "CPAM des Alpes-Maritimes")
    return signed_in(Role.MEDECIN_CONSEIL, at="061", full_name="Dr Élise Marchetti")
