"""Grant a role somewhere, end it, lend it: dated, reasoned, never by and for oneself."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.enums import OrganisationKind, Role
from accounts.models import Delegation, DualHabilitation, Habilitation, Organisation, User
from accounts.rules.cumul import rivals_of
from core import journal
from core.errors import Refusal


@dataclass(frozen=True)
class DirectorDecision:
    """The director's own decision to let one person help and instruct."""

    director: User
    decided_on: date
    reason: str


@transaction.atomic
def grant_habilitation(  # noqa: PLR0913 (keyword-only, and each says one thing)
    *,
    user: User,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    by: int | None,
    valid_to: date | None = None,
    reason: str = "",
    system: str = "",
    decision: DirectorDecision | None = None,
) -> Habilitation:
    """Give a role somewhere, from a date.

    Raises:
        Refusal: to oneself, to a closed account, over the same right, dates out of order, or
            beside a rival role (`accounts.rules.cumul`) without the director's decision.
    """
    if user.pk == by:
        raise Refusal("own-right", "Une autre personne doit vous accorder une habilitation.")
    if not user.is_active:
        raise Refusal("account-closed", "Ce compte est désactivé : réactivez-le d’abord.")
    if valid_to is not None and valid_to <= valid_from:
        raise Refusal("dates", "La fin doit suivre le début.")
    _refuse_overlap(user, role, organisation, valid_from, valid_to)
    rivals = _rivals(user, role, valid_from, valid_to)
    _check_decision(decision, rivals, user, organisation, valid_from)
    given = Habilitation.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        granted_by_id=by,
    )
    _journal("habilitation.accorder", given, by=by, system=system, reason=reason)
    if decision is not None:
        DualHabilitation.objects.create(
            habilitation=given,
            director=decision.director,
            decided_on=decision.decided_on,
            reason=decision.reason,
        )
        _journal("habilitation.cumuler", given, by=by, system=system, reason=decision.reason)
    return given


@transaction.atomic
def end_habilitation(
    *,
    habilitation: Habilitation,
    valid_to: date,
    on: date,
    reason: str,
    by: int | None,
    system: str = "",
) -> None:
    """Set the first day without the right: `on` withdraws it at the person's next request."""
    held = Habilitation.objects.select_for_update(of=("self",)).get(pk=habilitation.pk)
    if held.user_id == by:
        raise Refusal("own-right", "Une autre personne doit mettre fin à votre habilitation.")
    if held.valid_to is not None and held.valid_to <= on:
        raise Refusal("ended", "Cette habilitation est déjà terminée.")
    if valid_to < on:
        raise Refusal("past", "Choisissez aujourd’hui ou une date à venir.")
    # A right that had not begun ends on its own first day: it never existed in force.
    held.valid_to = max(valid_to, held.valid_from)
    held.end_reason = reason
    held.save(update_fields=["valid_to", "end_reason"])
    _journal("habilitation.terminer", held, by=by, system=system, reason=reason)


@transaction.atomic
def delegate(  # noqa: PLR0913 (keyword-only, and each says one thing)
    *,
    delegator: User,
    delegate: User,
    role: Role,
    organisation: Organisation,
    valid_from: date,
    valid_to: date,
    reason: str,
    by: int | None,
    system: str = "",
) -> Delegation:
    """Lend a role held by the delegator; it falls with the delegator's own right."""
    if delegator.pk == delegate.pk:
        raise Refusal("own-right", "Choisissez une autre personne que le délégant.")
    if delegate.pk == by:
        raise Refusal("own-right", "Une autre personne doit enregistrer cette délégation.")
    if valid_to <= valid_from:
        raise Refusal("dates", "La fin doit suivre le début.")
    if not _holds(delegator, role, organisation, valid_from):
        raise Refusal("not-held", "Le délégant ne tient pas ce rôle pour cet organisme.")
    if _rivals(delegate, role, valid_from, valid_to):
        raise Refusal(
            "cumul",
            "Le délégataire aide les médecins et instruirait leurs dossiers, ou l’inverse : "
            "accordez plutôt une habilitation, avec la décision de la direction.",
        )
    lent = Delegation.objects.create(
        delegator=delegator,
        delegate=delegate,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
    )
    _journal("delegation.creer", lent, by=by, system=system, reason=reason)
    return lent


@transaction.atomic
def end_delegation(
    *, delegation: Delegation, on: date, reason: str, by: int | None, system: str = ""
) -> None:
    lent = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if lent.valid_to <= on:
        raise Refusal("ended", "Cette délégation est déjà terminée.")
    lent.valid_to = max(on, lent.valid_from)
    lent.save(update_fields=["valid_to"])
    _journal("delegation.terminer", lent, by=by, system=system, reason=reason)


def _refuse_overlap(
    user: User, role: Role, organisation: Organisation, start: date, end: date | None
) -> None:
    same = Habilitation.objects.select_for_update().filter(
        user=user, role=role, organisation=organisation
    )
    later = same.not_ended(start)
    if end is not None:
        later = later.filter(valid_from__lt=end)
    if later.exists():
        raise Refusal("already-held", "Cette personne tient déjà ce rôle à ces dates.")


def _rivals(user: User, role: Role, start: date, end: date | None) -> set[Role]:
    """The rival roles that the person holds or is lent at one moment of this period."""
    held: set[str] = set()
    for grants in (
        Habilitation.objects.filter(user=user),
        Delegation.objects.filter(delegate=user),
    ):
        meanwhile = grants.filter(role__in=rivals_of(role)).not_ended(start)
        if end is not None:
            meanwhile = meanwhile.filter(valid_from__lt=end)
        held.update(meanwhile.values_list("role", flat=True))
    return {Role(found) for found in held}


def _check_decision(
    decision: DirectorDecision | None,
    rivals: set[Role],
    user: User,
    organisation: Organisation,
    start: date,
) -> None:
    if decision is None:
        if rivals:
            names = ", ".join(sorted(str(rival.label) for rival in rivals))
            raise Refusal(
                "cumul",
                f"Cette personne tient déjà : {names}. Aider un médecin et instruire son dossier "
                "demande la décision datée et motivée de la direction : remplissez le cumul.",
            )
        return
    if not rivals:
        raise Refusal(
            "no-cumul", "Il n’y a pas de cumul à ces dates : laissez vide la décision de direction."
        )
    if decision.director.pk == user.pk:
        raise Refusal("own-right", "La direction ne décide pas de son propre cumul.")
    if decision.decided_on > start:
        raise Refusal("dates", "La décision de direction précède le début de l’habilitation.")
    if not _holds(decision.director, Role.DIRECTION, organisation, decision.decided_on):
        raise Refusal(
            "not-director", "Cette personne ne dirigeait pas cet organisme le jour de la décision."
        )


def _holds(user: User, role: Role, organisation: Organisation, on: date) -> bool:
    held = Habilitation.objects.filter(user=user, role=role).in_force(on)
    return user.is_active and held.reaching(organisation.pk).exists()


def _journal(
    action: str,
    grant: Habilitation | Delegation,
    *,
    by: int | None,
    system: str,
    reason: str,
) -> None:
    at = grant.organisation
    journal.record(
        action=action,
        by=by,
        system=system,
        obj=(action.partition(".")[0], str(grant.pk)),
        caisse=at.code if at.kind == OrganisationKind.CAISSE else "",
        reason=reason,
    )
