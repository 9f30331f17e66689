"""What a person chose once for a page, and finds again."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Preference(models.Model):
    """One choice: the page and its subject as `key`, anything that JSON holds as `value`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="preference_once_per_key"),
            models.CheckConstraint(condition=~Q(key=""), name="preference_key_given"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.key}"
