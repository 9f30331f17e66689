"""Nightly runs and the immutable profile of each prescriber in each run."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from prescribers.enums import RunState, Signal, SignalLevel
from prescribers.models.directory import Prescriber


class ProfileRun(models.Model):
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=9, choices=RunState, default=RunState.COMPUTING)
    # First days of the first and of the last month of the window.
    window_start = models.DateField()
    window_end = models.DateField()
    data_until = models.DateField()
    method = models.CharField(max_length=8, default="v1")
    parameters = models.JSONField(default=dict)
    inputs_digest = models.CharField(max_length=64, blank=True, default="")
    rows = models.IntegerField(default=0)
    result_digest = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    job_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_start__day=1, window_end__day=1)
                & Q(window_end__gte=F("window_start"))
                & Q(data_until__gte=F("window_end")),
                name="run_window_ordered",
            ),
            models.CheckConstraint(
                condition=Q(computed_at__isnull=True) | Q(computed_at__gte=F("created_at")),
                name="run_computed_after_created",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(computed_at__isnull=False, published_at__gte=F("computed_at")),
                name="run_published_after_computed",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.PUBLISHED) | Q(published_at__isnull=False),
                name="run_published_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RunState.values, rows__gte=0), name="run_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"calcul n° {self.number}"


class Publication(models.Model):
    """The pointer to the run that everyone reads: one row, moved by one UPDATE."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    run = models.ForeignKey(ProfileRun, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="publication_single_row"),
        ]

    def __str__(self) -> str:
        return f"publication du calcul {self.run_id}"


class Profile(models.Model):
    """One prescriber in one run; written once, a partition a run."""

    pk = models.CompositePrimaryKey("run_id", "rpps")
    # No foreign keys in the database: a partition is loaded by COPY and never changes afterwards.
    run = models.ForeignKey(
        ProfileRun,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="profiles",
    )
    rpps = models.CharField(max_length=11)
    prescriber = models.ForeignKey(
        Prescriber,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="profiles",
    )
    caisse = models.CharField(max_length=3)
    region = models.CharField(max_length=2)
    specialty = models.CharField(max_length=8)
    group_code = models.CharField(max_length=24)
    group_fallback = models.BooleanField()
    n_patients = models.IntegerField()
    months_active = models.SmallIntegerField()
    obs_days = models.IntegerField()
    exp_days = models.FloatField()
    ratio_days = models.FloatField(null=True)
    ci_low = models.FloatField(null=True)
    ci_high = models.FloatField(null=True)
    obs_leaves = models.IntegerField()
    exp_leaves = models.FloatField()
    ratio_leaves = models.FloatField(null=True)
    leaves_ci_low = models.FloatField(null=True)
    leaves_ci_high = models.FloatField(null=True)
    z_leaves = models.FloatField(null=True)
    z_tau_leaves = models.FloatField(null=True)
    obs_amount_cents = models.BigIntegerField()
    kappa0 = models.FloatField(null=True)
    kappa = models.FloatField(null=True)
    # Expected by the regression with main effects, a variant of the reference.
    exp_days_glm = models.FloatField(null=True)
    excess_days = models.FloatField(null=True)
    enough = models.BooleanField()
    level = models.SmallIntegerField(choices=SignalLevel)
    # From months_start on: the months of the window, then the provisional ones.
    # Euros, by the formulas of the days; nothing in the runs made before they were computed.
    exp_amount_cents = models.FloatField(null=True)
    ratio_amount = models.FloatField(null=True)
    amount_ci_low = models.FloatField(null=True)
    amount_ci_high = models.FloatField(null=True)
    # The law's denominator: patients seen each month, added; none without activity files.
    patients_seen = models.IntegerField(null=True)
    seen_exp_days = models.FloatField(null=True)
    seen_ratio_days = models.FloatField(null=True)
    seen_ci_low = models.FloatField(null=True)
    seen_ci_high = models.FloatField(null=True)
    seen_exp_leaves = models.FloatField(null=True)
    seen_ratio_leaves = models.FloatField(null=True)
    seen_leaves_ci_low = models.FloatField(null=True)
    seen_leaves_ci_high = models.FloatField(null=True)
    # Leaves of the window by kind, the numerators of the shares.
    leaves_initial = models.IntegerField(null=True)
    leaves_over_30_days = models.IntegerField(null=True)
    leaves_over_90_days = models.IntegerField(null=True)
    leaves_work_related = models.IntegerField(null=True)
    leaves_short = models.IntegerField(null=True)
    leaves_teleconsultation = models.IntegerField(null=True)
    # Patients of the list by age band and sex; not in the runs made before it was kept.
    patients_by_age_sex = ArrayField(models.IntegerField(), null=True)
    # How sure the ratio of days is: `docs/methode.md`, by the same names.
    z = models.FloatField(null=True)
    z_tau = models.FloatField(null=True)
    mu = models.FloatField(null=True)
    tau2 = models.FloatField(null=True)
    smoothed = models.FloatField(null=True)
    smoothed_low = models.FloatField(null=True)
    smoothed_high = models.FloatField(null=True)
    p_over_13 = models.FloatField(null=True)
    p_over_15 = models.FloatField(null=True)
    p_over_20 = models.FloatField(null=True)
    p_top = models.FloatField(null=True)
    centile = models.FloatField(null=True)
    q_value = models.FloatField(null=True)
    signal = models.CharField(max_length=11, choices=Signal, blank=True, default="")
    # Whether a signal was there in the months before, by the words of `ijstats.stability`.
    stability = models.CharField(max_length=24, blank=True, default="")
    months_observed = ArrayField(models.IntegerField())
    months_expected = ArrayField(models.FloatField())
    months_band_low = ArrayField(models.FloatField())
    months_band_high = ArrayField(models.FloatField())
    months_start = models.DateField()
    provisional_months = models.SmallIntegerField(default=0)
    name_sort = models.CharField(max_length=241, blank=True, default="")
    commune_name = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["caisse", "name_sort", "rpps"], name="profile_caisse_name"),
            models.Index(fields=["caisse", "ratio_days", "rpps"], name="profile_caisse_ratio"),
            models.Index(fields=["region", "specialty", "ratio_days"], name="profile_region_ratio"),
            models.Index(fields=["name_sort", "rpps"], name="profile_name"),
            # All that the list filters and sorts by, 8 MB for the nation where the rows take 85:
            # which fifty rows are on a page is read here alone.
            models.Index(
                fields=["caisse", "specialty"],
                include=[
                    "run",
                    "rpps",
                    "prescriber",
                    "enough",
                    "level",
                    "signal",
                    "stability",
                    "name_sort",
                    "commune_name",
                    "n_patients",
                    "obs_days",
                    "exp_days",
                    "ratio_days",
                    "ci_high",
                    "smoothed",
                    "excess_days",
                ],
                name="profile_listed",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    n_patients__gte=0, obs_days__gte=0, obs_leaves__gte=0, obs_amount_cents__gte=0
                ),
                name="profile_counts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(exp_days__gte=0, exp_leaves__gte=0),
                name="profile_expected_not_negative",
            ),
            models.CheckConstraint(
                condition=(Q(ci_low__isnull=True) | Q(ci_high__gte=F("ci_low")))
                & (Q(leaves_ci_low__isnull=True) | Q(leaves_ci_high__gte=F("leaves_ci_low"))),
                name="profile_intervals_ordered",
            ),
            models.CheckConstraint(
                condition=(
                    Q(seen_ratio_days__isnull=True)
                    | Q(patients_seen__isnull=False, patients_seen__gt=0)
                )
                & (Q(seen_ci_low__isnull=True) | Q(seen_ci_high__gte=F("seen_ci_low")))
                & (
                    Q(seen_leaves_ci_low__isnull=True)
                    | Q(seen_leaves_ci_high__gte=F("seen_leaves_ci_low"))
                ),
                name="profile_seen_coherent",
            ),
            models.CheckConstraint(
                condition=Q(level__in=SignalLevel.values), name="profile_level_known"
            ),
            models.CheckConstraint(
                condition=Q(smoothed__isnull=True)
                | Q(smoothed_low__lte=F("smoothed"), smoothed_high__gte=F("smoothed")),
                name="profile_smoothed_ordered",
            ),
            models.CheckConstraint(
                condition=Q(signal__in=Signal.values)
                & (Q(signal="") | Q(enough=True))
                & (Q(signal__in=["", Signal.NONE]) | Q(group_fallback=False)),
                name="profile_signal_needs_enough",
            ),
            # An insufficient figure never carries a signal, and the other way round.
            models.CheckConstraint(
                condition=Q(enough=True, level__gte=0) | Q(enough=False, level=-1),
                name="profile_level_needs_enough",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="profile_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rpps} · calcul {self.run_id}"


class SufficientStatistics(models.Model):
    """What the map step hands over for one caisse; behind the wall until the run is reduced."""

    run = models.ForeignKey(ProfileRun, on_delete=models.CASCADE, related_name="statistics")
    caisse = models.CharField(max_length=3)
    payload = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "sufficient_statistics"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "caisse"], name="statistics_once_per_run_and_caisse"
            ),
        ]

    def __str__(self) -> str:
        return f"calcul {self.run_id} · {self.caisse}"
