"""People, organisations and rights for every test of the house."""

from datetime import date

import factory

from accounts.enums import OrganisationKind, Role
from accounts.models import Delegation, Habilitation, Organisation, OrganisationLabel, User


SINCE = date(2024, 1, 1)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A caisse of Provence-Alpes-Côte d'Azur unless a trait says otherwise."""

    class Meta:
        model = Organisation
        django_get_or_create = ("kind", "code")
        skip_postgeneration_save = True

    class Params:
        region = factory.Trait(
            kind=OrganisationKind.REGION,
            code="93",
            parent=factory.SubFactory("tests.accounts.factories.OrganisationFactory", nation=True),
        )
        nation = factory.Trait(kind=OrganisationKind.NATION, code="FR", parent=None)
        carsat = factory.Trait(kind=OrganisationKind.CARSAT, code="20093", parent=None)

    kind = OrganisationKind.CAISSE
    code = factory.Sequence(lambda n: f"{100 + n % 900}")
    parent = factory.SubFactory("tests.accounts.factories.OrganisationFactory", region=True)

    @factory.post_generation
    def label(self, create, extracted, **kwargs):
        if create and extracted:
            OrganisationLabel.objects.create(organisation=self, label=extracted, valid_from=SINCE)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    class Params:
        closed = factory.Trait(is_active=False)
        demo = factory.Trait(synthetic=True)

    full_name = factory.Sequence(lambda n: f"Camille Roux {n}")
    email = factory.Sequence(lambda n: f"camille.roux{n}@caisse.example")
    password = "!"  # nothing matches


class HabilitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Habilitation

    class Params:
        ended = factory.Trait(valid_to=date(2024, 6, 1))
        national = factory.Trait(organisation=factory.SubFactory(OrganisationFactory, nation=True))

    user = factory.SubFactory(UserFactory)
    role = Role.MEDECIN_CONSEIL
    organisation = factory.SubFactory(OrganisationFactory)
    valid_from = SINCE
    reason = "Prise de poste"


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation

    delegator = factory.SubFactory(UserFactory)
    delegate = factory.SubFactory(UserFactory)
    role = Role.MEDECIN_CONSEIL
    organisation = factory.SubFactory(OrganisationFactory)
    valid_from = SINCE
    valid_to = date(2030, 1, 1)
    reason = "Congé annuel"


def caisse(code, label=None):
    return OrganisationFactory(code=code, label=label)


def nation():
    return OrganisationFactory(nation=True)


def person(role, at=None, **fields):
    """Somebody who holds `role` at a caisse code, an organisation, or nationally."""
    user = UserFactory(**fields)
    organisation = caisse(at) if isinstance(at, str) else at or nation()
    HabilitationFactory(user=user, role=role, organisation=organisation)
    return user
