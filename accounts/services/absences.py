"""Absences: declared, moved, taken back; the substitute sees the lines and gains no right."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from accounts.models import Absence, User
from accounts.selectors.absences import places_of
from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author, record


OBJECT = "absence"
# Longer than a year is a departure: the habilitation ends instead.
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Away:
    """From the first day to the day before `until`, and who answers meanwhile."""

    since: date
    until: date
    substitute: User | None = None


@transaction.atomic
def declare(user: User, away: Away, author: Author, *, today: date) -> Absence:
    """Write an absence down, from today at the earliest.

    Raises:
        Refusal: days gone by, out of order or taken already; or a substitute who does not share a
            role and a caisse, or is away on these days, maybe replaced by this very person.
    """
    _lock(user, away.substitute)
    if away.since < today:
        raise Refusal("DEBUT_PASSE", f"Choisissez le {date_fr(today)} ou plus tard.")
    _refuse_order(away.since, away.until)
    _refuse_substitute(user, away, today)
    with _no_overlap():
        row = Absence.objects.create(
            user=user, substitute=away.substitute, since=away.since, until=away.until
        )
    _journal("absence.declarer", row, author)
    return row


@transaction.atomic
def change(
    absence: Absence, until: date, substitute: User | None, author: Author, *, today: date
) -> Absence:
    """Come back earlier or later, or be replaced by another; what is over stays as it was.

    Raises:
        Refusal: it is over, the end is not after the beginning and today, or the substitute is
            refused as in `declare`.
    """
    _lock(absence.user, substitute)
    row = _locked(absence)
    if row.until <= today:
        raise Refusal("TERMINEE", "Cette absence est déjà terminée.")
    if until <= today:
        raise Refusal("FIN_PASSEE", "Choisissez aujourd’hui ou une date à venir.")
    _refuse_order(row.since, until)
    # Days gone by are nobody's to replace any more.
    _refuse_substitute(row.user, Away(max(row.since, today), until, substitute), today)
    row.until, row.substitute = until, substitute
    with _no_overlap():
        row.save(update_fields=["until", "substitute"])
    _journal("absence.changer", row, author)
    return row


@transaction.atomic
def take_back(absence: Absence, author: Author, *, today: date) -> None:
    """Erase what has not begun; end today what has.

    Raises:
        Refusal: it is over.
    """
    row = _locked(absence)
    if row.until <= today:
        raise Refusal("TERMINEE", "Cette absence est déjà terminée.")
    _journal("absence.annuler", row, author)
    if row.since >= today:
        row.delete()
        return
    row.until = today
    row.save(update_fields=["until"])


def _lock(*people: User | None) -> None:
    """Two absences that name each other, declared at once, are compared in turn."""
    wanted = sorted(user.pk for user in people if user is not None)
    list(User.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def _locked(absence: Absence) -> Absence:
    return (
        Absence.objects.select_for_update(of=("self",))
        .select_related("user", "substitute")
        .get(pk=absence.pk)
    )


def _refuse_order(since: date, until: date) -> None:
    if until <= since:
        raise Refusal("FIN_PASSEE", "Choisissez un dernier jour qui suit le début.")
    if until - since > LONGEST:
        raise Refusal("TROP_LONGUE", "Une absence dure un an au plus.")


def _refuse_substitute(user: User, away: Away, today: date) -> None:
    other = away.substitute
    if other is None:
        return
    if other.pk == user.pk:
        raise Refusal("SOI_MEME", "Choisissez une autre personne pour remplacer.")
    if not other.is_active or not places_of(user.pk, today) & places_of(other.pk, today):
        raise Refusal(
            "SANS_ROLE", f"{other.full_name} ne tient aucun de ces rôles à la même caisse."
        )
    meanwhile = Absence.objects.filter(since__lt=away.until, until__gt=away.since)
    taken = meanwhile.filter(user=other).order_by("since").first()
    if taken is not None:
        days = f"du {date_fr(taken.since)} au {date_fr(taken.until - timedelta(days=1))}"
        circle = taken.substitute_id == user.pk
        raise Refusal(
            "CIRCULAIRE" if circle else "REMPLACANT_ABSENT",
            f"{other.full_name} est en absence {days}"
            + (" et compte sur cette même personne" if circle else "")
            + "\u202f: choisissez une autre personne.",
        )


@contextmanager
def _no_overlap() -> Iterator[None]:
    """Say in words what the database refuses."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        if "absence_no_overlap" not in str(broken):
            raise
        raise Refusal("CHEVAUCHEMENT", "Une absence est déjà inscrite sur ces jours.") from broken


def _journal(act: str, row: Absence, author: Author) -> None:
    last = row.until - timedelta(days=1)
    other = f", remplaçant n° {row.substitute_id}" if row.substitute_id else ", sans remplaçant"
    record(
        action=act,
        by=author.by,
        system=author.system,
        obj=(OBJECT, str(row.pk)),
        reason=f"compte n° {row.user_id}, du {date_fr(row.since)} au {date_fr(last)}{other}",
    )
