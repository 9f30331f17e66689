"""Working days of each French territory, and the office hours that a delay counts."""

from core.workdays.calendars import CALENDARS, Calendar, calendar_of, calendar_of_caisse
from core.workdays.office import OfficeHours


__all__ = ["CALENDARS", "Calendar", "OfficeHours", "calendar_of", "calendar_of_caisse"]
