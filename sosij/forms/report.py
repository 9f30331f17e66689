"""The period and the département that the report is asked for; the default in place of nonsense."""

from collections.abc import Mapping, Sequence
from datetime import date

from core.charts.numbers import month_name
from sosij.rules.report import Period, last_months, months_known


Choice = tuple[str, str, bool]


def asked_period(address: Mapping[str, str], on: date, places: Sequence[str]) -> Period:
    """« du=2026-01&au=2026-06&departement=06 »; ends the wrong way round are put right."""
    known = {f"{month:%Y-%m}": month for month in months_known(on)}
    usual = last_months(on)
    first = known.get(address.get("du", ""), usual.first)
    last = known.get(address.get("au", ""), usual.last)
    place = address.get("departement", "")
    return Period(min(first, last), max(first, last), place if place in places else "")


def period_query(period: Period) -> str:
    """What a link needs to show the same figures."""
    place = f"&departement={period.departement}" if period.departement else ""
    return f"du={period.first:%Y-%m}&au={period.last:%Y-%m}{place}"


def month_choices(on: date, chosen: date) -> list[Choice]:
    return [(f"{month:%Y-%m}", month_name(month), month == chosen) for month in months_known(on)]


def place_choices(places: Sequence[str], chosen: str) -> list[Choice]:
    """None to offer where there is one département."""
    if len(places) <= 1:
        return []
    every = [("", "Tous", not chosen)]
    return [*every, *((code, code, code == chosen) for code in places)]
