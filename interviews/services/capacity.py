"""Declaring how many minutes a week a person gives to interviews."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import rights_of
from core.errors import Refusal
from core.journal import Author, record
from interviews.models import Capacity
from interviews.models.agenda import LONGEST_WEEK


OBJECT = "capacité d’entretiens"
LEADS = "entretiens.tenir"


@transaction.atomic
def declare_capacity(
    user: User, caisse: str, minutes: int, since: date, today: date, author: Author
) -> Capacity:
    """From a day on, in place of what was declared before.

    Raises:
        Refusal: a day gone by, a week that is too long, or a person who holds no interview there.
    """
    if since < today:
        raise Refusal("JOUR_PASSE", "Choisissez un jour à partir d’aujourd’hui.")
    if not 0 <= minutes <= LONGEST_WEEK:
        raise Refusal("MINUTES", "Déclarez entre 0 et 48 heures par semaine.")
    if not rights_of(user, since).can(LEADS, caisse=caisse):
        raise Refusal("SANS_DROIT", "Cette personne ne tient pas d’entretien à cette caisse.")
    # The person's row is locked first: two declarations made at once are written in turn.
    User.objects.select_for_update().get(pk=user.pk)
    kept = Capacity.objects.filter(user=user, caisse=caisse)
    after = kept.filter(since__gte=since).order_by("since").first()
    if after is not None:
        raise Refusal(
            "DEJA_DECLAREE",
            f"Une capacité est déjà déclarée à partir du {after.since:%d/%m/%Y} : choisissez un "
            "jour plus tardif.",
        )
    kept.on(since).update(until=since)
    made = Capacity.objects.create(user=user, caisse=caisse, minutes=minutes, since=since)
    record(
        action="entretiens.capacite",
        by=author.person,
        obj=(OBJECT, str(made.pk)),
        caisse=caisse,
        reason=f"{minutes} minutes par semaine à partir du {since:%d/%m/%Y}, compte {user.pk}",
    )
    return made
