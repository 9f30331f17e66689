"""One person and the 2 000 acts that await him: interviews, commitments, requests for help."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from stdnum import luhn


CAISSE = "061"
INTERVIEWS, COMMITMENTS, REQUESTS = 1_200, 400, 400


def build(user: Any, now: datetime) -> None:
    """Half of each is this person's neighbours': the whole table is twice as long."""
    from accounts.models import User  # noqa: PLC0415 (models ask for `django.setup()` first)

    doctors = _doctors()
    neighbour = User.objects.create_user(email="voisine@exemple.fr", full_name="Dr Voisine")
    for lead in (user, neighbour):
        interviews = _interviews(lead, doctors, now)
        _commitments(lead, interviews, now)
        _requests(lead, doctors, now)


def _doctors() -> list[Any]:
    from prescribers.models import Prescriber  # noqa: PLC0415

    return Prescriber.objects.bulk_create(
        Prescriber(
            rpps=rpps, civility="DR", first_name="CAMILLE", last_name=f"ROUX {rpps[-4:]}",
            name_sort=f"roux {rpps[-4:]} camille", specialty="MG", synthetic=True,
        )
        for rpps in islice(_numbers(), INTERVIEWS)
    )  # fmt: skip


def _numbers() -> Iterator[str]:
    for number in range(1_000_000):
        body = f"1{number:09d}"
        yield body + luhn.calc_check_digit(body)


def _interviews(lead: Any, doctors: list[Any], now: datetime) -> list[Any]:
    from interviews.enums import Channel, Kind, Motive, State  # noqa: PLC0415
    from interviews.models import Interview  # noqa: PLC0415

    return Interview.objects.bulk_create(
        Interview(
            prescriber=doctor, caisse=CAISSE, kind=Kind.PEER, motive=Motive.SIGNAL,
            channel=Channel.PRACTICE, lead=lead, proposed_at=now, changed_at=now,
            state=State.SCHEDULED if place % 4 else State.PROPOSED,
            starts_at=now + timedelta(hours=place - 300) if place % 4 else None,
        )
        for place, doctor in enumerate(doctors)
    )  # fmt: skip


def _commitments(lead: Any, interviews: list[Any], now: datetime) -> None:
    from interviews.enums import Owner  # noqa: PLC0415
    from interviews.models import Commitment  # noqa: PLC0415

    Commitment.objects.bulk_create(
        Commitment(
            interview=one, prescriber=one.prescriber, caisse=CAISSE,
            owner=Owner.DOCTOR if place % 2 else Owner.CAISSE, follower=lead,
            words="Relire ensemble les arrêts de plus de six mois",
            due_on=now.date() + timedelta(days=place % 60 - 20), made_at=now,
        )
        for place, one in enumerate(interviews[:COMMITMENTS])
    )  # fmt: skip


def _requests(holder: Any, doctors: list[Any], now: datetime) -> None:
    from sosij.enums import Channel, Desk, Motive, State  # noqa: PLC0415
    from sosij.models import HelpRequest  # noqa: PLC0415

    first = HelpRequest.objects.count()
    HelpRequest.objects.bulk_create(
        HelpRequest(
            reference=f"2026-{first + place:05d}", rpps=doctors[place].rpps, caisse=CAISSE,
            departement="06", specialty="MG", channel=Channel.PORTAL, received_at=now,
            changed_at=now, state=State.HELD, motives=[Motive.WORKPLACE], level=2,
            desk=Desk.MEDICAL, holder=holder, service_level="2025-01", calendar="FR",
            due_at=now + timedelta(hours=place - 100), warn_at=now + timedelta(hours=place - 109),
        )
        for place in range(REQUESTS)
    )  # fmt: skip
