"""What a device asks and sends: the session of the person, JSON, nothing kept on the way."""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import PortalRequest, action
from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.journal import Author, record
from interviews.enums import FieldOutcome
from interviews.models import FieldReport, Interview
from interviews.presenters.field_form import carried_line, shape
from interviews.selectors import field_reports as select
from interviews.selectors.interviews import one_interview, writes_medical
from interviews.services.field_reports import Sent, receive
from interviews.views.field_forms import (
    ASKED_WHEN,
    MEDICAL,
    NEEDED,
    PLAIN,
    blank_form,
    read_form,
    said_in,
)


# A report of twelve fields is 3 kB; a text of a thousand signs and its accents, 6 kB.
MOST_BYTES = 64 << 10
NOT_YOURS = "Cet entretien n’est pas, ou n’est plus, parmi les vôtres."
RIGHTS_CHANGED = (
    "Vos droits ont changé depuis que ce compte rendu a été écrit\u202f: il n’est pas enregistré. "
    "Voyez avec votre responsable ce qu’il devient."
)
UNREADABLE = "Ce compte rendu n’a pas pu être lu par le portail."


def told(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """An answer is kept nowhere between the portal and the page."""

    @wraps(view)
    def answered(request: PortalRequest) -> JsonResponse:
        answer = view(request)
        patch_cache_control(answer, private=True, no_store=True)
        return answer

    return answered


@action("entretiens.tenir")
@require_safe
@told
def me(request: PortalRequest) -> JsonResponse:
    """Who is signed in, by a name that says nothing; the time; the token of the posts."""
    return JsonResponse(
        {
            "now": timezone.now().isoformat(),
            "person": salted_hmac("terrain", str(request.perimeter.user_id)).hexdigest()[:32],
            "csrf": get_token(request),
        }
    )


@action("entretiens.tenir")
@require_safe
@told
def carried(request: PortalRequest) -> JsonResponse:
    """The interviews to tell and the forms that tell them; no total, no figure of a doctor."""
    now = timezone.now()
    found = list(select.carried(request.perimeter, now))
    medical = [one for one in found if writes_medical(request.perimeter, one)]
    cases = _cases(medical)
    lines = []
    for one in found:
        line = carried_line(one, MEDICAL if one in medical else PLAIN)
        if one in medical:
            line["cases"] = cases.get(one.pk, [])
        lines.append(line)
    record(action="terrain.emporter", by=request.user.pk, obj=("entretiens", ""))
    forms = {
        name: shape(blank_form(now, medical=name == MEDICAL), ASKED_WHEN, NEEDED)
        for name in sorted({line["form"] for line in lines})
    }
    return JsonResponse({"now": now.isoformat(), "interviews": lines, "forms": forms})


def _cases(interviews: list[Interview]) -> dict[int, list[tuple[str, str]]]:
    if not interviews:
        return {}
    with database_role(DatabaseRole.MEDICAL, {one.caisse for one in interviews}):
        return select.cases_of(interviews)


@action("entretiens.tenir")
@require_POST
@told
def send(request: PortalRequest) -> JsonResponse:
    """Write a report sent by a device: 200 done or done already, 409 to choose, 422 refused."""
    try:
        posted = _posted(request)
        interview = _own(request, posted)
    except ValueError:
        return _answer(FieldOutcome.REFUSED, UNREADABLE, status=400)
    except Http404:
        return _answer(FieldOutcome.REFUSED, NOT_YOURS, status=404)
    medical = writes_medical(request.perimeter, interview)
    if posted["form"] != (MEDICAL if medical else PLAIN):
        return _answer(FieldOutcome.REFUSED, RIGHTS_CHANGED, status=422)
    if not medical:
        return _received(request, interview, posted, medical=False)
    with database_role(DatabaseRole.MEDICAL, {interview.caisse}):
        return _received(request, interview, posted, medical=True)


def _posted(request: PortalRequest) -> dict[str, Any]:
    """The envelope, each part of the type that it has to be.

    Raises:
        ValueError: anything else.
    """
    if len(request.body) > MOST_BYTES:
        raise ValueError("too long")
    told = json.loads(request.body)
    if not isinstance(told, dict) or not isinstance(told.get("fields"), dict):
        raise ValueError("no fields")  # noqa: TRY004 (what was posted is no report)
    for name in ("revision", "interview", "edition"):
        if type(told.get(name)) is not int or not 0 <= told[name] < 1 << 53:
            raise ValueError(name)
    fields = told["fields"]
    if told["revision"] < 1 or not all(_is_typed(value) for value in fields.values()):
        raise ValueError("fields")
    return {
        **{name: told[name] for name in ("revision", "interview", "edition", "fields")},
        "uuid": UUID(str(told.get("uuid"))),
        "form": str(told.get("form")),
        "starts": _instant(told.get("starts")),
        "device_time": _instant(told.get("device_time")),
        "digest": sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest(),
    }


def _is_typed(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str)


def _instant(value: object) -> Any:
    moment = parse_datetime(value) if isinstance(value, str) else None
    return moment if moment is not None and timezone.is_aware(moment) else None


def _own(request: PortalRequest, posted: dict[str, Any]) -> Interview:
    """Another person's interview is as if it did not exist."""
    found = one_interview(request.perimeter, posted["interview"])
    if found is None or found.lead_id != request.perimeter.user_id:
        raise Http404
    return found


def _received(
    request: PortalRequest, interview: Interview, posted: dict[str, Any], *, medical: bool
) -> JsonResponse:
    form = read_form(interview, posted["fields"], medical=medical)
    if not form.is_valid():
        errors = {name: [str(one) for one in said] for name, said in form.errors.items()}
        words = "Complétez le compte rendu, puis terminez-le de nouveau."
        return _answer(FieldOutcome.REFUSED, words, status=422, errors=errors)
    sent = Sent(
        uuid=posted["uuid"],
        revision=posted["revision"],
        digest=posted["digest"],
        device_time=posted["device_time"],
        said=said_in(form, edition=posted["edition"], held_at=posted["starts"]),
        raw=posted["fields"],
    )
    author = Author(at=timezone.now(), by=request.perimeter.user_id)
    try:
        row, words = receive(interview, sent, author, medical=medical)
    except Refusal as refusal:
        return _answer(FieldOutcome.REFUSED, refusal.message, status=422)
    return _answer(FieldOutcome(row.outcome), words or _words(row), row=row)


STATUS = {FieldOutcome.CONFLICT: 409, FieldOutcome.REFUSED: 422}


def _words(row: FieldReport) -> str:
    return f"{FieldOutcome(row.outcome).label}."


def _answer(
    outcome: FieldOutcome,
    words: str,
    *,
    status: int | None = None,
    row: FieldReport | None = None,
    errors: dict[str, list[str]] | None = None,
) -> JsonResponse:
    said: dict[str, Any] = {
        "now": timezone.now().isoformat(),
        "outcome": outcome.value,
        "message": words,
        "errors": errors or {},
    }
    if row is not None:
        said |= {"edition": row.edition, "revision": row.revision}
    return JsonResponse(said, status=status or STATUS.get(outcome, 200))
