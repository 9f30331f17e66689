"""The access journal by HTTP: its words, its filters, its pages, who may read it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import JournalEntry
from tests.accounts.admin_world import page
from tests.accounts.factories import UserFactory, person


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestJournal:
    @pytest.fixture
    def auditor(self, client):
        user = person(Role.AUDITEUR, full_name="Inès Calvi")
        client.force_login(user)
        return client

    def entry(self, **fields):
        values = {"action": "prescripteur.lire", "actor_id": 7, **fields}
        return JournalEntry.objects.create(**values)

    def test_reading_leaves_a_line_with_the_filters(self, auditor):
        page(auditor, "admin-journal", caisse="061", acte="compte")
        entry = JournalEntry.objects.get(action="journal.consulter")
        assert entry.reason == "acte=compte&caisse=061"

    def test_who_what_and_why_are_shown(self, auditor):
        user = UserFactory(full_name="Anne Aubert")
        self.entry(
            actor_id=user.pk,
            object_kind="prescripteur",
            object_id="10003456789",
            caisse="061",
            reason="Préparation",
        )
        self.entry(actor_id=None, system="nuit", action="profils.publier")
        self.entry(action="prescripteurs.lister", reason="page 2, 50 lignes")
        self.entry(action="import.exporter-rejets")
        shown = page(auditor, "admin-journal")
        assert "Liste des prescripteurs lue" in shown
        assert "Rejets d’un import exportés" in shown
        for said in ("Anne Aubert", "prescripteur 10003456789", "Préparation", "Système (nuit)"):
            assert said in shown

    @pytest.mark.parametrize(
        ("query", "kept"),
        [
            ({"personne": "aubert"}, {"A"}),
            ({"acte": "profils"}, {"B"}),
            ({"objet": "42"}, {"C"}),
            ({"caisse": "831"}, {"D"}),
            ({"du": "2026-11-18"}, set()),
            ({"du": "2026-11-17", "au": "2026-11-17", "acte": "prescripteur"}, {"A", "C", "D"}),
            ({"au": "hier"}, {"A", "B", "C", "D"}),
        ],
    )
    def test_each_filter_keeps_its_rows(self, auditor, query, kept):
        anne = UserFactory(full_name="Anne Aubert")
        self.entry(actor_id=anne.pk, reason="motif-A", at=datetime(2026, 11, 16, 23, tzinfo=UTC))
        now = datetime(2026, 11, 17, 8, tzinfo=UTC)
        self.entry(action="profils.publier", reason="motif-B", at=now)
        self.entry(object_kind="x", object_id="42", reason="motif-C", at=now)
        self.entry(caisse="831", reason="motif-D", at=now)
        shown = page(auditor, "admin-journal", **query)
        assert {letter for letter in "ABCD" if f"motif-{letter}" in shown} == kept

    def test_pages_follow_by_number(self, auditor):
        for number in range(55):
            self.entry(reason=f"acte-{number:02d}")
        shown = page(auditor, "admin-journal", acte="prescripteur")
        assert "acte-54" in shown
        assert "acte-04" not in shown
        older = auditor.get(reverse("admin-journal"), {"acte": "prescripteur"}).context["older"]
        shown = page(auditor, "admin-journal", acte="prescripteur", avant=older)
        assert "acte-04" in shown
        assert "Plus anciens" not in shown

    def test_an_auditor_of_one_caisse_reads_its_acts_only(self, client):
        client.force_login(person(Role.AUDITEUR, "061"))
        for code in ("061", "831", ""):
            self.entry(caisse=code, reason=f"motif-{code or 'national'}")
        shown = page(client, "admin-journal")
        assert "motif-061" in shown
        assert "motif-831" not in shown
        assert "motif-national" not in shown

    def test_the_administrator_does_not_read_the_journal(self, signed_in):
        assert signed_in.get(reverse("admin-journal")).status_code == 403
