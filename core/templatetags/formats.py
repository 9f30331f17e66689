"""French numbers, dates and durations in templates."""

import re
from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone

from core.charts import numbers


register = template.Library()
SPACE_BEFORE_SIGN = re.compile(r" (?=[;:?!€%»])")


@register.filter
def nombre(value: float | None, decimals: int = 0) -> str:
    return numbers.fr(value, int(decimals))


@register.filter
def decimale(value: float | None, decimals: int = 1) -> str:
    return numbers.fr(value, int(decimals))


@register.filter
def signe(value: float | None, decimals: int = 0) -> str:
    """With its sign: « +8 965 »."""
    return numbers.fr(value, int(decimals), sign=True)


@register.filter
def pourcent(share: float | None, decimals: int = 0) -> str:
    return numbers.percent(share, int(decimals))


@register.filter
def evolution(share: float | None, decimals: int = 1) -> str:
    return numbers.percent(share, int(decimals), sign=True)


@register.filter
def part(done: float, total: float) -> str:
    return numbers.percent(done / total) if total else numbers.NOTHING


@register.filter
def rapport(value: float | None) -> str:
    return numbers.times(value)


@register.simple_tag(name="rapport")
def rapport_interval(value: float | None, low: float | None, high: float | None) -> str:
    """« 1,58 fois (1,31–1,90) »."""
    return numbers.times(value, low, high)


@register.simple_tag(name="intervalle")
def interval(low: float | None, high: float | None) -> str:
    return numbers.interval(low, high)


@register.filter
def mois(day: date | None, form: str = "") -> str:
    if day is None:
        return numbers.NOTHING
    return numbers.short_month(day) if form == "court" else numbers.month_name(day)


@register.filter
def date_fr(day: date | datetime | None, form: str = "") -> str:
    """« 24/11/2026 », a moment « 24/11/2026 à 14 h 30 »; forms: long, jour, heure."""
    if day is None:
        return numbers.NOTHING
    moment = (
        timezone.localtime(day) if isinstance(day, datetime) and timezone.is_aware(day) else day
    )
    if form == "long":
        return numbers.long_date(moment)
    if not isinstance(moment, datetime) or form == "jour":
        return numbers.date_fr(moment)
    if form == "heure":
        return numbers.hour(moment)
    return f"{numbers.date_fr(moment)} à {numbers.hour(moment)}"


@register.filter
def duree(value: timedelta | float | None) -> str:
    return numbers.duration(value.total_seconds() if isinstance(value, timedelta) else value)


@register.filter
def entier_brut(value: int) -> str:
    """An integer for an attribute or an address: never grouped."""
    return str(int(value))


@register.filter
def phrase(text: str) -> str:
    """A stored sentence as it is printed: no line begins with « ; », « : » or « € »."""
    return SPACE_BEFORE_SIGN.sub(numbers.NNBSP, text)
