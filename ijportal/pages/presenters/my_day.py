"""« Ma journée » as page values: the week, the kinds, the groups and their lines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from accounts.perimeter import Replaced
from core.charts.numbers import NNBSP, WEEKDAYS, date_fr, fr
from core.due import Due, Wording
from ijportal.pages.my_day import SUNDAY, Day, Group, Placed, zone_at
from prescribers.presenters.words import counted


# Chip of the filter: word of the address, then label of the line, label of the filter, icon.
KINDS: Mapping[str, tuple[str, str, str]] = {
    "entretien": ("Entretien", "Entretiens", "interviews"),
    "engagement": ("Engagement", "Engagements", "check"),
    "contact": ("Contact", "Contacts", "phone"),
    "sosij": ("SOS IJ", "SOS IJ", "sosij"),
    "import": ("Import", "Imports", "download"),
    "export": ("Export", "Exports", "download"),
    "traitement": ("Traitement", "Traitements", "jobs"),
    "habilitation": ("Habilitation", "Habilitations", "key"),
    "delegation": ("Délégation", "Délégations", "people"),
}
TITLES = {
    Group.TODAY: "Aujourd’hui",
    Group.WEEK: "Cette semaine",
    Group.THIRD_PARTY: "En attente d’un tiers",
    Group.LATER: "Ensuite",
}
LATE = "retard"
FRIDAY = 4
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; an unknown word asks for nothing."""

    kind: str = ""
    day: str = ""
    group: Group | None = None

    @classmethod
    def of(cls, address: Mapping[str, str]) -> "Asked":
        kind, group = address.get("nature", ""), address.get("groupe", "")
        known = Group(group) if group in set(Group) else None
        return cls(kind if kind in KINDS else "", address.get("jour", ""), known)

    def query(self, **changed: str) -> str:
        """The address of the same page with some words changed."""
        said = {"nature": self.kind, "jour": self.day, "groupe": self.group or "", **changed}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"


@dataclass(frozen=True)
class Cell:
    """A day of the strip."""

    title: str
    count: str
    url: str
    current: bool
    past: bool


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class DayLine:
    key: str
    tone: str
    when: str
    left: str
    kind: str
    icon: str
    words: Wording
    url: str
    who: str
    instead: str


@dataclass(frozen=True)
class GroupPart:
    """`count`: all of the group; `lines`: those of the page; `more_url` when there are others."""

    code: str
    title: str
    count: int
    late: int
    lines: Sequence[DayLine]
    more_url: str

    @property
    def left_out(self) -> int:
        return self.count - len(self.lines)


def day_sentence(placed: Sequence[Placed]) -> str:
    """« 17 actes vous attendent : 1 en retard, 4 aujourd’hui, 6 cette semaine… »."""
    if not placed:
        return "Rien ne vous attend."
    groups = Counter(one.group for one in placed)
    late = sum(one.late for one in placed if one.group is Group.TODAY)
    today = groups[Group.TODAY] - late
    parts = [f"{fr(late)} en retard"] if late else []
    parts += [f"{fr(today)} aujourd’hui"] if today else []
    parts += [f"{fr(groups[Group.WEEK])} cette semaine"] if groups[Group.WEEK] else []
    parts += [f"{fr(groups[Group.LATER])} ensuite"] if groups[Group.LATER] else []
    waiting = groups[Group.THIRD_PARTY]
    parts += [f"{fr(waiting)} en attente d’un tiers"] if waiting else []
    whole = counted(len(placed), "acte vous attend", "actes vous attendent")
    return f"{whole}{NNBSP}: {', '.join(parts)}."


def chosen(placed: Sequence[Placed], asked: Asked, on: date) -> list[Placed]:
    """The rows of the kind and of the day asked for."""
    return [
        one
        for one in placed
        if (not asked.kind or one.due.kind == asked.kind)
        and (not asked.day or _cell_code(one.days, on, late=one.late) == asked.day)
    ]


def chips(placed: Sequence[Placed], asked: Asked) -> list[Chip]:
    """Every kind that is there, in the order of the table; nothing to cut with a single one."""
    counts = Counter(one.due.kind for one in placed)
    kinds = [code for code in KINDS if counts[code]]
    if len(kinds) < 2 and not asked.kind:
        return []
    everything = Chip("Tout", len(placed), asked.query(nature="", groupe=""), not asked.kind)
    return [
        everything,
        *(
            Chip(KINDS[code][1], counts[code], asked.query(nature=code, groupe=""),
                 code == asked.kind)
            for code in kinds
        ),
    ]  # fmt: skip


def week(day: Day, asked: Asked) -> list[Cell]:
    """What is late, today, the working days left, the end of the week if anything is, then all."""
    counts: Counter[str] = Counter()
    # A day of thousands of rows has a few dozen distances.
    for (late, days), number in Counter((one.late, one.days) for one in day.placed).items():
        counts[_cell_code(days, day.on, late=late)] += number
    cells = [_cell(day, asked, LATE, "En retard", counts)]
    for ahead in range(SUNDAY - day.on.weekday() + 1):
        on = day.on + timedelta(days=ahead)
        if ahead and on.weekday() > FRIDAY and not counts[on.isoformat()]:
            continue
        title = f"{WEEKDAYS[on.weekday()][:3].capitalize()}. {on.day}"
        title += ", aujourd’hui" if not ahead else ""
        cells.append(_cell(day, asked, on.isoformat(), title, counts))
    cells.append(_cell(day, asked, Group.LATER.value, "Ensuite", counts))
    return cells


def _cell(day: Day, asked: Asked, code: str, title: str, counts: Mapping[str, int]) -> Cell:
    current = asked.day == code
    return Cell(
        title=title,
        count=counted(counts[code], "acte", "actes") if counts[code] else "rien",
        url=asked.query(jour="" if current else code, groupe=""),
        current=current,
        past=code == LATE,
    )


def _cell_code(days: int | None, on: date, *, late: bool) -> str:
    if late:
        return LATE
    if days is None or days > SUNDAY - on.weekday():
        return Group.LATER.value
    return (on + timedelta(days=max(days, 0))).isoformat()


def day_line(one: Placed, words: Wording, day: Day, me: int) -> DayLine:
    due = one.due
    label, _, icon = KINDS[due.kind]
    people = dict(due.people)
    colleague = next((day.replaced[who] for who in people if who in day.replaced), None)
    instead = None if me in people else colleague
    tone = "overdue" if one.late else "soon" if one.days is not None and one.days <= 0 else ""
    return DayLine(
        key=due.key,
        tone="third-party" if one.group is Group.THIRD_PARTY and not one.late else tone,
        when=_when(one, day.now),
        left=_left(one, day.now),
        kind=label,
        icon=icon,
        words=words,
        url=reverse(due.route, args=due.args),
        who=_who(due, words, me),
        instead=_instead(instead),
    )


def _instead(colleague: Replaced | None) -> str:
    if colleague is None:
        return ""
    return f"pour {colleague.name}, en absence jusqu’au {date_fr(colleague.last_day)}"


def _who(due: Due, words: Wording, me: int) -> str:
    """« Vous », a colleague, or who may act of a service."""
    said = ["Vous" if who == me else name for who, name in due.people]
    return ", ".join(said) or words.crew or "Vous"


def _when(one: Placed, now: datetime) -> str:
    """« 14 h 30 » today, « Hier, 18 h », « Mer. 18/11, 9 h 15 », « 12/01/2027 »."""
    due, zone = one.due, zone_at(one.due.caisse)
    day = due.day(zone)
    if day is None:
        return "Sans attendre" if one.days == 0 else "Sans date"
    clock = _clock(due.by.astimezone(zone)) if isinstance(due.by, datetime) else ""
    if one.days == 0:
        return clock or "Ce soir"
    far = day.year != now.astimezone(zone).year
    named = "Hier" if one.days == -1 else "Demain" if one.days == 1 else _short(day)
    return f"{date_fr(day) if far else named}{', ' if clock else ''}{clock}"


def _left(one: Placed, now: datetime) -> str:
    """How far it is, and the whole date: « dans 3 h 40 », « dans 2 jours, le 19/11/2026 »."""
    if one.days is None or one.due.by is None:
        return ""
    if one.days == 0:
        if not isinstance(one.due.by, datetime):
            return "dans la journée"
        behind = one.due.by < now
        span = _span(now - one.due.by if behind else one.due.by - now)
        return f"dépassée de {span}" if behind else f"dans {span}"
    day = one.due.day(zone_at(one.due.caisse))
    apart = counted(abs(one.days), "jour", "jours")
    said = f"dépassée de {apart}" if one.days < 0 else f"dans {apart}"
    return f"{said}, {date_fr(day)}" if day else said


def _short(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3].capitalize()}. {day:%d/%m}"


def _clock(moment: datetime) -> str:
    minutes = f"{NNBSP}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NNBSP}h{minutes}"


def _span(span: timedelta) -> str:
    hours, rest = divmod(span, HOUR)
    minutes = rest // timedelta(minutes=1)
    if not hours:
        return f"{minutes}{NNBSP}min"
    return f"{hours}{NNBSP}h{f'{NNBSP}{minutes:02d}' if minutes else ''}"
