"""Habilitations and delegations: a role, an organisation, dates.

`valid_to` is the first day without the right, so that a withdrawal takes effect at once; a row is
closed by that date and never deleted.
"""

from datetime import date
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.enums import OrganisationKind, Role
from accounts.models.organisation import Organisation


class GrantQuerySet(models.QuerySet):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)

    def not_ended(self, on: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def reaching(self, organisation: OuterRef | int) -> Self:
        """Those held at this organisation or at one above it; a row may come twice."""
        return self.filter(
            Q(organisation=organisation)
            | Q(organisation__children=organisation)
            | Q(organisation__kind=OrganisationKind.NATION)
        )

    def as_grants(self) -> models.QuerySet[Any, Any]:
        """Role, kind, code and the caisses of a region: what a perimeter is built from."""
        caisses = Organisation.objects.caisses().filter(parent=OuterRef("organisation"))
        return self.order_by().values_list(
            "role",
            "organisation__kind",
            "organisation__code",
            ArraySubquery(caisses.values("code")),
        )


class DelegationQuerySet(GrantQuerySet):
    def effective(self, on: date) -> Self:
        """In force while the delegator is active and still holds the role: nobody gives more."""
        held = Habilitation.objects.filter(user=OuterRef("delegator"), role=OuterRef("role"))
        return self.in_force(on).filter(
            Exists(held.in_force(on).reaching(OuterRef("organisation"))),
            delegator__is_active=True,
        )


def _dates_ordered(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        violation_error_message="La fin ne peut pas précéder le début.",
    )


class Habilitation(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="compte",
        related_name="habilitations",
    )
    role = models.CharField("rôle", max_length=24, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="organisme")
    valid_from = models.DateField("à partir du")
    valid_to = models.DateField("premier jour sans ce droit", null=True, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    end_reason = models.CharField("motif de la fin", max_length=300, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField("accordée le", auto_now_add=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "habilitation"
        ordering = ["user__full_name", "role", "organisation", "-valid_from"]
        constraints = [
            _dates_ordered("habilitation_dates_ordered"),
            models.CheckConstraint(
                name="habilitation_role_known", condition=Q(role__in=Role.values)
            ),
            models.UniqueConstraint(
                name="habilitation_open_once",
                fields=["user", "role", "organisation"],
                condition=Q(valid_to__isnull=True),
                violation_error_message="Cette habilitation est déjà ouverte.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="given_once",
                fields=["user", "role", "organisation", "valid_from", "reason", "granted_by"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"


class Delegation(models.Model):
    """The delegator's role, lent for a period; it never outlives the delegator's own right."""

    delegator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="délégant",
        related_name="delegations_given",
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="délégataire",
        related_name="delegations_received",
    )
    role = models.CharField("rôle", max_length=24, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="organisme")
    valid_from = models.DateField("à partir du")
    valid_to = models.DateField("premier jour sans ce droit")
    reason = models.CharField("motif", max_length=300)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "délégation"
        verbose_name_plural = "délégations"
        ordering = ["-valid_from", "id"]
        constraints = [
            _dates_ordered("delegation_dates_ordered"),
            models.CheckConstraint(name="delegation_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="delegation_to_another",
                condition=~Q(delegator=F("delegate")),
                violation_error_message="Choisissez une autre personne que le délégant.",
            ),
            models.CheckConstraint(name="delegation_reason_given", condition=~Q(reason="")),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="given_once",
                fields=[
                    "delegator",
                    "delegate",
                    "role",
                    "organisation",
                    "valid_from",
                    "reason",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.delegator_id} → {self.delegate_id}"
