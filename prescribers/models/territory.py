"""Where people live and practise: communes and their IRIS."""

from django.db import models


class Commune(models.Model):
    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=120)
    name_sort = models.CharField(max_length=120, db_index=True)
    departement = models.CharField(max_length=3)
    region = models.CharField(max_length=2)
    postal_codes = models.CharField(max_length=400, blank=True, default="")
    population = models.IntegerField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(population__isnull=True) | models.Q(population__gte=0),
                name="commune_population_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="commune_position_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Iris(models.Model):
    code = models.CharField(max_length=9, primary_key=True)
    label = models.CharField(max_length=160)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="iris_set")
    population = models.IntegerField(null=True)
    # High means deprived; 0 stands for an unknown quintile.
    deprivation = models.FloatField(null=True)
    quintile = models.SmallIntegerField(default=0)
    commune_quintile = models.SmallIntegerField(default=0)
    # Access to care, from 1 (the fifth of the people with the least) to 5; 0 is unknown.
    access = models.SmallIntegerField(default=0, db_default=0)
    # The deprivation or the access of this row was made up.
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quintile__range=(0, 5), commune_quintile__range=(0, 5)),
                name="iris_quintiles_0_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(access__range=(0, 5)), name="iris_access_0_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(population__isnull=True) | models.Q(population__gte=0),
                name="iris_population_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.code})"
