"""System checks: nothing is open, and no field stored, without a line in droits.yaml."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import CompositePrimaryKey, Field, Model

from accounts import roles
from accounts.permissions import Route, routes


@register
def rights_are_readable(**_: Any) -> list[CheckMessage]:
    try:
        roles.rights()
    except (roles.RightsError, KeyError, OSError) as error:
        return [Error(f"droits.yaml: {error}", id="accounts.E001")]
    return []


@register
def every_view_has_an_action(**_: Any) -> list[CheckMessage]:
    return list(views_without_action(routes()))


@register
def every_field_has_a_class(**_: Any) -> list[CheckMessage]:
    return list(fields_without_class(apps.get_models(), roles.rights()))


@register
def every_class_has_a_field(**_: Any) -> list[CheckMessage]:
    return list(classes_without_field(apps.get_models(), roles.rights()))


def views_without_action(known: Iterable[Route]) -> Iterator[Error]:
    for route in known:
        if route.action is None:
            yield Error(
                f"the view of /{route.pattern} declares no action: it is refused",
                hint=f"decorate it with @action(…), or put {route.name!r} in routes_tierces",
                obj=route.view,
                id="accounts.E002",
            )


def fields_without_class(models: Iterable[type[Model]], known: roles.Rights) -> Iterator[Error]:
    for model in models:
        label = _label(model)
        missing = [name for name in field_names(model) if known.class_of(label, name) is None]
        if missing:
            classes = "|".join(known.classes)
            lines = "\n".join(f"    {name}: {classes}" for name in missing)
            yield Error(
                f"{label}: {len(missing)} fields have no class in droits.yaml",
                hint=f"paste under « champs » and judge each class:\n  {label}:\n{lines}",
                obj=model,
                id="accounts.E003",
            )


def classes_without_field(models: Iterable[type[Model]], known: roles.Rights) -> Iterator[Error]:
    stored = {_label(model): set(field_names(model)) for model in models}
    for label, line in known.fields.items():
        if gone := set(line) - stored.get(label, set()):
            yield Error(
                f"droits.yaml: {label} has no field {', '.join(sorted(gone))}",
                id="accounts.E004",
            )


def field_names(model: type[Model]) -> list[str]:
    """The stored fields of a model; a composite key only repeats them."""
    options = model._meta  # noqa: SLF001 (Django's documented name)
    own: list[Field[Any, Any]] = [*options.fields, *options.many_to_many]
    return [field.name for field in own if not isinstance(field, CompositePrimaryKey)]


def _label(model: type[Model]) -> str:
    return model._meta.label  # noqa: SLF001 (Django's documented name)
