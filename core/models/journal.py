"""The journal: who did what, when, on which object and why; never the data themselves.

Rows are written in the act's transaction without a seal, since a chain in each request would put
all pages in one queue. One job seals them afterwards (core.journal.seal).
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


NO_UPDATE = pgtrigger.Protect(name="no_update", operation=pgtrigger.Update)
NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)
NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
)


class JournalEntry(models.Model):
    """One act. No foreign key: neither the actor nor the object is kept alive by its trace."""

    at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    system = models.CharField(max_length=40, blank=True, default="")
    action = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80, blank=True, default="")
    object_id = models.CharField(max_length=80, blank=True, default="")
    caisse = models.CharField(max_length=3, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_journal_one_author",
                condition=(Q(actor_id__isnull=False) & Q(system=""))
                | (Q(actor_id__isnull=True) & ~Q(system="")),
            ),
            models.CheckConstraint(name="core_journal_act_named", condition=~Q(action="")),
        ]
        indexes = [
            models.Index(fields=["at"], name="core_journal_at"),
            models.Index(fields=["actor_id", "-id"], name="core_journal_actor"),
            models.Index(fields=["action", "-id"], name="core_journal_action"),
            models.Index(fields=["object_kind", "object_id", "-id"], name="core_journal_object"),
        ]
        triggers = [NO_UPDATE, NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.action} n° {self.pk}"


class JournalSeal(models.Model):
    """A link of the chain: the MAC of an entry, of its place and of the link before."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    mac = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="core_seal_seq_from_one", condition=Q(seq__gte=1)),
        ]
        triggers = [NO_UPDATE, NO_DELETE, NO_TRUNCATE]

    def __str__(self) -> str:
        return f"sceau {self.seq}"


class JournalHead(models.Model):
    """The last link of each day, signed: what tells that the end of the chain was cut off."""

    day = models.DateField(primary_key=True)
    seq = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    mac = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        triggers = [
            NO_DELETE,
            NO_TRUNCATE,
            pgtrigger.Protect(
                name="only_forward",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.seq <= OLD.seq OR NEW.day IS DISTINCT FROM OLD.day"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"tête du {self.day}"
