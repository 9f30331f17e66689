"""Public holidays of each French territory, with its time zone."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import holidays


SATURDAY = 5
# The library also gives days that are a custom of one island, in no text of law.
CUSTOMS = frozenset({"Mi-Carême", "Fête de Victor Schoelcher"})
# Holidays are known for these years only: outside them a table by hand would be a guess.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Calendar:
    """Where a delay runs: `code` is kept with what was computed by it."""

    code: str
    words: str
    subdivision: str
    zone: str

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def holiday(self, day: date) -> str:
        """« Toussaint », or nothing on an ordinary day."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(f"no holidays are known for {day.year}")
        return _holidays(self.subdivision, day.year).get(day, "")

    def is_working(self, day: date) -> bool:
        """From Monday to Friday, save the holidays: « jour ouvré »."""
        return day.weekday() < SATURDAY and not self.holiday(day)


@cache
def _holidays(subdivision: str, year: int) -> dict[date, str]:
    known = holidays.country_holidays("FR", subdiv=subdivision or None, years=year, language="fr")
    good_friday = subdivision in GOOD_FRIDAY
    return {
        day: name
        for day, name in known.items()
        if name not in CUSTOMS and (good_friday or name != "Vendredi saint")
    }


# Good Friday and 26 December: ordinance of 16 August 1892, article L3134-13 of the labour code
# (Good Friday in the communes with a Protestant church: taken for all of them).
GOOD_FRIDAY = frozenset({"57", "6AE"})
METROPOLE = Calendar("FR", "métropole", "", "Europe/Paris")
MOSELLE = Calendar("FR-57", "Moselle", "57", "Europe/Paris")
ALSACE = Calendar("FR-6AE", "Alsace", "6AE", "Europe/Paris")
# The abolition of slavery: article L3422-2 of the labour code.
OVERSEAS = (
    Calendar("FR-971", "Guadeloupe", "971", "America/Guadeloupe"),
    Calendar("FR-972", "Martinique", "972", "America/Martinique"),
    Calendar("FR-973", "Guyane", "973", "America/Cayenne"),
    Calendar("FR-974", "La Réunion", "974", "Indian/Reunion"),
    Calendar("FR-976", "Mayotte", "976", "Indian/Mayotte"),
)
CALENDARS = {calendar.code: calendar for calendar in (METROPOLE, MOSELLE, ALSACE, *OVERSEAS)}
_BY_DEPARTEMENT = {
    "57": MOSELLE,
    "67": ALSACE,
    "68": ALSACE,
    **{calendar.subdivision: calendar for calendar in OVERSEAS},
}


def calendar_of(departement: str) -> Calendar:
    """The calendar of a département, by its code (06, 2A, 974)."""
    return _BY_DEPARTEMENT.get(departement, METROPOLE)


def calendar_of_caisse(caisse: str) -> Calendar:
    """A code of caisse is its département and a rank (061, 591), or an overseas département."""
    overseas = caisse.startswith("97")
    return calendar_of(caisse if overseas else caisse[:2])
