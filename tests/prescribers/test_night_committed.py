"""A night outside any test transaction: real commits, real leases, the role set and given back."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from prescribers.models import Profile, Publication
from tests.prescribers import night_world as world


@pytest.mark.django_db(transaction=True)
def test_a_committed_night_leaves_no_role_behind():
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        world.build(doctors=6, specialists=2)
    out = StringIO()
    call_command("recompute_profiles", "--as-of", "2025-09-15", "--inline", "--json", stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert (told["etat"], told["publie"], told["profils"]) == ("fait", True, 8)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('app.caisses', true)")
        assert cursor.fetchone() in {("none", ""), ("none", None)}
    with database_role(DatabaseRole.GESTION):
        assert Profile.objects.filter(run=Publication.objects.get().run).count() == 8
