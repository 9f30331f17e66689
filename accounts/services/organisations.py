"""Write the caisses and what holds them; a code stays, its label gets a new dated line."""

from datetime import date

from django.db import transaction

from accounts.enums import OrganisationKind
from accounts.models import Organisation, OrganisationLabel
from core import journal


NATION_CODE = "FR"
NATION_LABEL = "France entière"


@transaction.atomic
def upsert_caisse(
    *,
    code: str,
    label: str,
    region_code: str,
    region_label: str,
    valid_from: date,
    by: int | None,
    system: str = "",
) -> Organisation:
    """Create or update a caisse under its region; the same line twice changes nothing."""
    nation = upsert_nation(valid_from=valid_from, by=by, system=system)
    region = _upsert(OrganisationKind.REGION, region_code, nation, by=by, system=system)
    _name(region, region_label, valid_from, by=by, system=system)
    caisse = _upsert(OrganisationKind.CAISSE, code, region, by=by, system=system)
    _name(caisse, label, valid_from, by=by, system=system)
    return caisse


@transaction.atomic
def upsert_nation(*, valid_from: date, by: int | None, system: str = "") -> Organisation:
    nation = _upsert(OrganisationKind.NATION, NATION_CODE, None, by=by, system=system)
    _name(nation, NATION_LABEL, valid_from, by=by, system=system)
    return nation


@transaction.atomic
def upsert_carsat(
    *, code: str, label: str, valid_from: date, by: int | None, system: str = ""
) -> Organisation:
    nation = upsert_nation(valid_from=valid_from, by=by, system=system)
    carsat = _upsert(OrganisationKind.CARSAT, code, nation, by=by, system=system)
    _name(carsat, label, valid_from, by=by, system=system)
    return carsat


def _upsert(
    kind: OrganisationKind,
    code: str,
    parent: Organisation | None,
    *,
    by: int | None,
    system: str,
) -> Organisation:
    found, created = Organisation.objects.get_or_create(
        kind=kind, code=code, defaults={"parent": parent}
    )
    moved = not created and found.parent_id != (parent and parent.pk)
    if moved:
        found.parent = parent
        found.save(update_fields=["parent"])
    if created or moved:
        _journal("organisme.creer" if created else "organisme.rattacher", found, by, system)
    return found


def _name(
    organisation: Organisation, label: str, valid_from: date, *, by: int | None, system: str
) -> None:
    """Make `label` the name from `valid_from` on, unless it is already the last one."""
    last = OrganisationLabel.objects.filter(organisation=organisation).last()
    if last is not None and (last.label == label or valid_from < last.valid_from):
        return
    if last is not None and last.valid_from == valid_from:
        last.label = label
        last.save(update_fields=["label"])
    else:
        _close(last, valid_from)
        OrganisationLabel.objects.create(
            organisation=organisation, label=label, valid_from=valid_from
        )
    _journal("organisme.nommer", organisation, by, system)


def _close(label: OrganisationLabel | None, day: date) -> None:
    if label is not None and label.valid_to is None:
        label.valid_to = day
        label.save(update_fields=["valid_to"])


def _journal(action: str, organisation: Organisation, by: int | None, system: str) -> None:
    obj = ("organisme", f"{organisation.kind}:{organisation.code}")
    journal.record(action=action, by=by, system=system, obj=obj)
