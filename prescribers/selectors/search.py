"""What a person types: the beginning of an RPPS number, pieces of names, a commune."""

from django.db.models import Q

from prescribers.ingestion.sort_names import sort_name
from prescribers.models import Commune


RPPS_DIGITS = 11
# Shorter than this, a piece found anywhere would find everybody: it must begin a word.
ANYWHERE_FROM = 3


def matching(text: str) -> Q:
    """Every word must be found: in the name, in the commune, or at the start of the RPPS number.

    The words are compared without accents, case or hyphens. No trigram index: a piece found
    anywhere is 25 ms over the index of the list, 8 MB for the 60 000 profiles of the nation.
    """
    found = Q()
    for word in sort_name(text).split():
        found &= _rpps(word) if word.isdigit() else _name(word) | _commune(word)
    return found


def _rpps(digits: str) -> Q:
    return Q(rpps__startswith=digits[:RPPS_DIGITS])


def _name(word: str) -> Q:
    return _inside("name_sort", word)


def _commune(word: str) -> Q:
    communes = Commune.objects.filter(_inside("name_sort", word))
    return Q(commune_name__in=communes.values("name"))


def _inside(field: str, word: str) -> Q:
    if len(word) >= ANYWHERE_FROM:
        return Q(**{f"{field}__contains": word})
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
