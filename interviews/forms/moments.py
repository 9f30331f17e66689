"""A day and an hour, read where the caisse is and not where the server is."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone


class LocalMoment(forms.DateTimeField):
    """`zone` is set by the form, which knows the caisse."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    zone: ZoneInfo | None = None
    default_error_messages = {
        "required": "Choisissez un jour et une heure.",
        "invalid": "Écrivez la date et l’heure ainsi : 17/11/2026 14:30.",
    }

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().prepare_value(value)
