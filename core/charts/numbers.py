"""How the portal writes a number, a ratio, a month, a date: French, once for page and paper."""

import math
from datetime import date, datetime


NNBSP = "\u202f"  # narrow no-break space
NBSP = "\u00a0"
MINUS = "\u2212"
NOTHING = "–"
GIBIBYTE = 1 << 30
MEBIBYTE = 1 << 20

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
SHORT_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


def fr(value: float | None, decimals: int = 0, *, sign: bool = False) -> str:
    """12480 → « 12 480 », 1.5 → « 1,5 », -3 with a true minus; nothing to write → « – »."""
    if value is None or not math.isfinite(value):
        return NOTHING
    digits = f"{abs(value):,.{decimals}f}"
    text = digits.replace(",", NNBSP).replace(".", ",")
    rounds_to_zero = not digits.strip("0,.") if sign or value < 0 else True
    if rounds_to_zero:
        return text
    return (MINUS if value < 0 else "+") + text


def percent(share: float | None, decimals: int = 0, *, sign: bool = False) -> str:
    """0.026 → « 3 % », with one decimal « 2,6 % »."""
    if share is None or not math.isfinite(share):
        return NOTHING
    return f"{fr(share * 100, decimals, sign=sign)}{NNBSP}%"


def interval(low: float | None, high: float | None, decimals: int = 2) -> str:
    """« (1,31–1,90) »."""
    return f"({fr(low, decimals)}–{fr(high, decimals)})"


def ratio(value: float | None, low: float | None, high: float | None) -> str:
    """« 1,58 (1,31–1,90) », or the bare dash when no ratio is computed."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{fr(value, 2)}{NBSP}{interval(low, high)}"


def times(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """« 1,58 fois (1,31–1,90) »."""
    if value is None or not math.isfinite(value):
        return NOTHING
    text = f"{fr(value, 2)}{NBSP}fois"
    return text if low is None else f"{text} {interval(low, high)}"


def abridged(value: float | None) -> tuple[str, str]:
    """A key figure in three digits and its unit: 6490000 → (« 6,49 », « millions »)."""
    if value is None or not math.isfinite(value):
        return NOTHING, ""
    for size, one, many in ((10**9, "milliard", "milliards"), (10**6, "million", "millions")):
        if abs(value) >= size:
            scaled = value / size
            return fr(scaled, _three_digits(scaled)), many if abs(scaled) >= 2 else one
    return fr(value), ""


def _three_digits(value: float) -> int:
    return 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0


def month_name(day: date) -> str:
    """« août 2026 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def short_month(day: date) -> str:
    """« sept. »."""
    return SHORT_MONTHS[day.month - 1]


def date_fr(day: date) -> str:
    """« 24/11/2026 »."""
    return f"{day:%d/%m/%Y}"


def long_date(day: date) -> str:
    """« mardi 24 novembre 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {month_name(day)}"


def hour(moment: datetime) -> str:
    """« 14 h 05 »."""
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"


def duration(seconds: float | None) -> str:
    """« 0,4 s », « 11 s », « 2 min 05 s », « 1 h 20 »."""
    if seconds is None or not math.isfinite(seconds):
        return NOTHING
    if seconds < 9.5:
        tenths = fr(max(seconds, 0), 1).removesuffix(",0")
        return f"{tenths}{NBSP}s"
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest}{NBSP}s"
    hours, left = divmod(minutes, 60)
    if hours:
        return f"{fr(hours)}{NBSP}h{NBSP}{left:02d}"
    return f"{minutes}{NBSP}min{NBSP}{rest:02d}{NBSP}s"


def size_words(size: int) -> str:
    """« 2 Gio », « 512 Mio »."""
    if size >= GIBIBYTE:
        return f"{fr(size / GIBIBYTE, 0 if size % GIBIBYTE == 0 else 1)}{NBSP}Gio"
    if size >= MEBIBYTE:
        return f"{fr(size / MEBIBYTE, 0 if size % MEBIBYTE == 0 else 1)}{NBSP}Mio"
    return f"{fr(max(1, round(size / 1024)))}{NBSP}Kio"


def add_months(month: date, count: int) -> date:
    """The first day of the month, `count` months after."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)
