"""Sending the questionnaire, and taking an answer without knowing whose it is.

`sosij.models.survey` argues what ties an answer to nobody, and what remains. Here: nothing is
journalled when a doctor answers, since an instant is a name, and no log keeps the address of a
link (`secret_links` of the project); the token is deleted, and the answers of the month are
written again with the new one, in the order of their random keys.
"""

import re
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.charts.numbers import date_fr
from core.errors import Refusal
from core.journal import Author, record
from core.nir import holds_nir
from sosij.enums import SurveyKind
from sosij.models import Survey, SurveyAnswer, SurveyInvitation, SurveyToken
from sosij.rules.satisfaction import QUESTIONS
from sosij.rules.survey import Said, Targets, closes_on, digest_of, shown_departements
from sosij.selectors.questionnaire import targets


OBJECT = "questionnaire SOS IJ"
LONGEST_REMARK = 1_000
ALREADY = "Le questionnaire de cette période est déjà préparé."
# A number of eight digits or more (telephone, RPPS, file), or an address.
_NAMES = re.compile(r"(?:\d[\s.\-]?){8,}|@")


@dataclass(frozen=True)
class Link:
    """The only place where a token and a doctor stand together: the file that is downloaded."""

    rpps: str
    kind: SurveyKind
    token: str


def moments(since: date, until: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    return datetime.combine(since, time.min, zone), datetime.combine(until, time.max, zone)


@transaction.atomic
def prepare_survey(caisse: str, since: date, until: date, author: Author) -> list[Link]:
    """Invite the doctors of a period; the clear tokens are returned here and nowhere else.

    Raises:
        Refusal: a period not over, one already sent, or fewer than eleven doctors to ask.
    """
    today = timezone.localdate(author.at)
    if not since <= until < today:
        raise Refusal("PERIODE", "Choisissez une période finie, dans l’ordre de ses dates.")
    found = targets(caisse, moments(since, until), today)
    invited = {kind: found.invited(kind) for kind in SurveyKind}
    if not any(invited.values()):
        if _overlapping(caisse, since, until):
            raise Refusal("DEJA_ENVOYE", ALREADY)
        raise Refusal(
            "TROP_PEU",
            "Moins de onze médecins à interroger : leurs réponses ne seraient pas anonymes.",
        )
    survey = _survey(caisse, since, until, author, found)
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(survey=survey, rpps=rpps, kind=kind)
        for kind, doctors in invited.items()
        for rpps in sorted(doctors)
    )
    links = [
        Link(rpps, kind, secrets.token_urlsafe(32))
        for kind, doctors in invited.items()
        for rpps in sorted(doctors)
    ]
    _keep_tokens(survey, links, found)
    _recorded("preparer", survey, author)
    return links


@transaction.atomic
def cancel_survey(survey: Survey, author: Author) -> None:
    """The links stop working, the period can be sent again: the file was lost, or never sent.

    Raises:
        Refusal: a doctor has answered, and would be asked twice; or it is cancelled already.
    """
    held = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if held.cancelled_at is not None:
        raise Refusal("ANNULE", "Cet envoi est déjà annulé.")
    if held.tokens.count() != held.users + held.non_users:
        raise Refusal("DEJA_REPONDU", "Un médecin a déjà répondu : cet envoi ne s’annule plus.")
    held.tokens.all().delete()
    held.cancelled_at = author.at
    held.save(update_fields=["cancelled_at"])
    _recorded("annuler", held, author)


@transaction.atomic
def answer_survey(token: str, said: Said, now: datetime) -> None:
    """Use the link and keep the answer, in one transaction and without anything in common.

    Raises:
        Refusal: the link was used, is closed or unknown; or the remark names somebody.
    """
    today = timezone.localdate(now)
    remark = checked_remark(said.remark)
    known = SurveyToken.objects.select_related("survey").select_for_update(of=("self",))
    link = known.filter(digest=digest_of(token), survey__closes_on__gt=today).first()
    if link is None:
        raise Refusal("LIEN", "Ce lien a déjà servi, ou il n’est plus valable.")
    link.delete()
    _stir_in(
        SurveyAnswer(
            caisse=link.survey.caisse,
            departement=link.departement,
            kind=link.kind,
            month=today.replace(day=1),
            brakes=list(said.brakes),
            remark=remark,
            **{question: said.marks.get(question) for question in QUESTIONS},
        )
    )


def checked_remark(text: str) -> str:
    """A remark, which may be empty.

    Raises:
        Refusal: too long, or it holds a number or an address that names somebody.
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_REMARK:
        raise Refusal("REMARQUE", f"Abrégez la remarque : {LONGEST_REMARK} caractères au plus.")
    if holds_nir(text) or _NAMES.search(text):
        raise Refusal(
            "REMARQUE",
            "La remarque contient un numéro ou une adresse qui désigne quelqu’un : retirez-les.",
        )
    return text


def _overlapping(caisse: str, since: date, until: date) -> bool:
    sent = Survey.objects.filter(caisse=caisse, cancelled_at__isnull=True)
    return sent.filter(since__lte=until, until__gte=since).exists()


def _survey(caisse: str, since: date, until: date, author: Author, found: Targets) -> Survey:
    survey = Survey(
        caisse=caisse,
        since=since,
        until=until,
        closes_on=closes_on(timezone.localdate(author.at)),
        users=len(found.invited(SurveyKind.USER)),
        non_users=len(found.invited(SurveyKind.NON_USER)),
        prepared_at=author.at,
        by_id=author.person,
    )
    try:
        with transaction.atomic():
            survey.save()
    except IntegrityError as clash:
        raise Refusal("DEJA_ENVOYE", ALREADY) from clash
    return survey


def _keep_tokens(survey: Survey, links: list[Link], found: Targets) -> None:
    """In the order of their digests, which is that of chance."""
    shown = {kind: shown_departements(Counter(found.invited(kind).values())) for kind in SurveyKind}
    tokens = []
    for link in links:
        place = found.of(link.kind)[link.rpps]
        tokens.append(
            SurveyToken(
                digest=digest_of(link.token),
                survey=survey,
                kind=link.kind,
                departement=place if place in shown[link.kind] else "",
            )
        )
    SurveyToken.objects.bulk_create(sorted(tokens, key=lambda token: token.digest))


def _stir_in(answer: SurveyAnswer) -> None:
    """Write the answers of the month again with this one: one transaction for all, in key order.

    The lock lets one answer in at a time: two would each leave the other out. A month of a caisse
    is a few hundred rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE sosij_surveyanswer IN SHARE ROW EXCLUSIVE MODE")
    month = SurveyAnswer.objects.filter(caisse=answer.caisse, month=answer.month)
    held = [*month, answer]
    month.delete()
    SurveyAnswer.objects.bulk_create(sorted(held, key=lambda one: one.id))


def _recorded(act: str, survey: Survey, author: Author) -> None:
    record(
        action=f"sosij.questionnaire-{act}",
        by=author.person,
        obj=(OBJECT, str(survey.pk)),
        caisse=survey.caisse,
        reason=f"du {date_fr(survey.since)} au {date_fr(survey.until)}, "
        f"{survey.users + survey.non_users} liens",
    )
