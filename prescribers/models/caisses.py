"""What a run says of each caisse: the tables that the dashboard reads instead of the profiles."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from prescribers.models.profiles import ProfileRun


GROWTH = (
    "year_before",
    "days_before",
    "leaves_before",
    "amount_before",
    "volume",
    "structure",
    "duration",
)


class CaisseProfile(models.Model):
    """Sums over the profiles of a caisse in one run, and their growth in a year.

    `compared_days`, `exp_days`, `variance` and the months are those of the prescribers compared.
    The growth is against the run of the same months a year before, absent until there is one.
    """

    run = models.ForeignKey(ProfileRun, on_delete=models.CASCADE, related_name="caisses")
    caisse = models.CharField(max_length=3)
    region = models.CharField(max_length=2)
    prescribers = models.IntegerField()
    enough = models.IntegerField()
    judged = models.IntegerField()
    signals = models.IntegerField()
    strong = models.IntegerField()
    confirmed = models.IntegerField()
    to_confirm = models.IntegerField()
    above = models.IntegerField()
    obs_days = models.BigIntegerField()
    obs_leaves = models.BigIntegerField()
    obs_amount_cents = models.BigIntegerField()
    compared_days = models.BigIntegerField()
    exp_days = models.FloatField()
    # Σ κ_d O_d of the prescribers compared.
    variance = models.FloatField()
    months_start = models.DateField()
    provisional_months = models.SmallIntegerField()
    months_observed = ArrayField(models.BigIntegerField())
    months_expected = ArrayField(models.FloatField())
    # The run that the growth is against.
    year_before = models.ForeignKey(
        ProfileRun, on_delete=models.PROTECT, null=True, related_name="+"
    )
    days_before = models.BigIntegerField(null=True)
    leaves_before = models.BigIntegerField(null=True)
    amount_before = models.BigIntegerField(null=True)
    # Days of the change that each part explains.
    volume = models.FloatField(null=True)
    structure = models.FloatField(null=True)
    duration = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "caisse"], name="caisse_once_per_run"),
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True for name in GROWTH})
                | Q(**{f"{name}__isnull": False for name in GROWTH}),
                name="caisse_growth_whole",
            ),
            # To half a day: the parts are floats, the days are not.
            models.CheckConstraint(
                condition=Q(days_before__isnull=True)
                | Q(
                    obs_days__lt=F("days_before")
                    + F("volume")
                    + F("structure")
                    + F("duration")
                    + 0.5,
                    obs_days__gt=F("days_before")
                    + F("volume")
                    + F("structure")
                    + F("duration")
                    - 0.5,
                ),
                name="caisse_growth_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    enough__lte=F("prescribers"),
                    judged__lte=F("prescribers"),
                    signals__lte=F("judged"),
                    strong__lte=F("signals"),
                ),
                name="caisse_counts_nested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caisse} · calcul {self.run_id}"


class CaisseMix(models.Model):
    """Leaves and days by stratum of the patients: behind the wall, some cells hold one person."""

    run = models.ForeignKey(ProfileRun, on_delete=models.CASCADE, related_name="+")
    caisse = models.CharField(max_length=3)
    # One place a stratum, in the order of `ijstats.strata`.
    leaves = ArrayField(models.IntegerField())
    days = ArrayField(models.IntegerField())

    class Meta:
        db_table = "caisse_mix"
        constraints = [
            models.UniqueConstraint(fields=["run", "caisse"], name="mix_once_per_run_and_caisse"),
            models.CheckConstraint(
                condition=Q(leaves__len=F("days__len")), name="mix_columns_of_one_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caisse} · calcul {self.run_id}"
