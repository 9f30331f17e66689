"""A delay counted in office hours: how much has run, and when it will have run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.workdays.calendars import Calendar


# Fifteen years of days: a delay that has not ended by then is a wrong parameter.
LONGEST = 5_500


@dataclass(frozen=True)
class OfficeHours:
    """The hours of a desk; `every_day` counts Saturdays, Sundays and holidays as well."""

    calendar: Calendar
    opens: time
    closes: time
    every_day: bool = False

    @property
    def day(self) -> timedelta:
        """What one day is worth."""
        some = date(2000, 1, 1)
        return datetime.combine(some, self.closes) - datetime.combine(some, self.opens)

    def counts(self, day: date) -> bool:
        return self.every_day or self.calendar.is_working(day)

    def day_of(self, moment: datetime) -> date:
        """The civil date of an instant where the desk is."""
        return moment.astimezone(self.calendar.timezone).date()

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is at the desk."""
        day = self.day_of(moment)
        return any(opening <= moment <= closing for opening, closing in self._openings(day, day))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Office time from `start` to `end`; nothing when `end` comes first."""
        total = timedelta()
        for opening, closing in self._openings(self.day_of(start), self.day_of(end)):
            total += max(timedelta(), min(closing, end) - max(opening, start))
        return total

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """The first instant at which `amount` of office time has run since `start`."""
        left = amount
        last = self.day_of(start) + timedelta(days=LONGEST)
        for opening, closing in self._openings(self.day_of(start), last):
            begins = max(opening, start)
            if begins < closing and left <= closing - begins:
                return begins + left
            left -= max(timedelta(), closing - begins)
        raise OverflowError("the delay does not end")

    def _openings(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        zone, day = self.calendar.timezone, first
        while day <= last:
            if self.counts(day):
                yield (
                    datetime.combine(day, self.opens, zone),
                    datetime.combine(day, self.closes, zone),
                )
            day += timedelta(days=1)
