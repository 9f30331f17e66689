"""What the night reads instead of rows: encoded blocks, and the codes that they use.

All behind the wall. A block is derived: wrong or missing, it is made again from its partition.
"""

from django.db import models
from django.db.models import Q

from prescribers.enums import BlockKind


class EncodedBlock(models.Model):
    """One caisse and month as fixed-size records; no motive, no pseudonym."""

    pk = models.CompositePrimaryKey("kind", "month", "caisse")
    kind = models.CharField(max_length=1, choices=BlockKind)
    month = models.DateField()
    caisse = models.CharField(max_length=3)
    rows = models.IntegerField()
    # Days of the leaves, or patients of the lists: a control total of the block.
    total = models.BigIntegerField()
    amount_cents = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    payload = models.BinaryField()

    class Meta:
        db_table = "encoded_block"
        constraints = [
            models.CheckConstraint(
                condition=Q(rows__gte=0, total__gte=0, amount_cents__gte=0),
                name="block_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="block_sha256_is_hex"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="block_month_first_day"),
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.caisse} · {self.month}"


class PrescriberNumber(models.Model):
    """The local number of a prescriber in the blocks of a caisse; given once, never changed."""

    pk = models.CompositePrimaryKey("caisse", "number")
    caisse = models.CharField(max_length=3)
    number = models.IntegerField()
    rpps = models.BigIntegerField()

    class Meta:
        db_table = "prescriber_number"
        constraints = [
            models.UniqueConstraint(fields=["caisse", "rpps"], name="prescriber_number_once"),
            models.CheckConstraint(
                condition=Q(number__range=(0, 65_535)), name="prescriber_number_fits_u16"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caisse} · {self.number}"


class PatientCodes(models.Model):
    """Random codes of a caisse's patients: an array sorted by pseudonym, in a few chunks.

    Not one row a patient: 10 M rows under two random indexes would cost each import more than the
    leaves themselves. Not one array a caisse either: each month would write all of it again.
    """

    pk = models.CompositePrimaryKey("caisse", "chunk")
    caisse = models.CharField(max_length=3)
    # A month's new patients; chunks of like sizes are merged, so there are never many.
    chunk = models.IntegerField()
    rows = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    payload = models.BinaryField()

    class Meta:
        db_table = "patient_codes"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="patient_codes_sha256_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caisse} · {self.chunk}"
