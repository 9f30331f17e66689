"""Where and how a prescriber practises today at the caisse of the profile."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from prescribers.models import Attachment, Profile, Standing


def with_practice(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """Annotates `practice`: mode, sector, departement, quintile, last interview and its kind.

    None without an open attachment.

    One probe of an index a row, for the rows that are read and no other.
    """
    open_there = Attachment.objects.filter(
        prescriber=OuterRef("prescriber"), caisse=OuterRef("caisse"), end__isnull=True
    )
    standing = Standing.objects.filter(prescriber=OuterRef("prescriber"), caisse=OuterRef("caisse"))
    said = JSONObject(
        mode=F("mode"),
        sector=F("sector"),
        departement=F("departement"),
        quintile=F("iris__quintile"),
        interview_on=Subquery(standing.values("last_interview_on")[:1]),
        interview_kind=Subquery(standing.values("last_interview_kind")[:1]),
    )
    return profiles.annotate(practice=Subquery(open_there.values_list(said)[:1]))
