"""`droits.yaml` read once and checked: roles, actions, classes of fields, third-party routes.

Nothing here touches the database: the application, the checks, the tests and the help page read the
same object.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from accounts.enums import Access, FieldClass, Role


SOURCE = Path(__file__).with_name("droits.yaml")
Word = TypeVar("Word", Role, FieldClass, Access)


class RightsError(ValueError):
    """droits.yaml is wrong; the message names the line's path and what was expected."""


class UnknownActionError(LookupError):
    """An action that droits.yaml does not know: closed, and said aloud."""


@dataclass(frozen=True)
class RoleRule:
    role: Role
    sentence: str
    never: frozenset[FieldClass]


@dataclass(frozen=True)
class Action:
    code: str
    label: str
    access: Access
    classes: frozenset[FieldClass]
    roles: frozenset[Role]


@dataclass(frozen=True)
class Rights:
    classes: Mapping[FieldClass, str]
    roles: Mapping[Role, RoleRule]
    actions: Mapping[str, Action]
    fields: Mapping[str, Mapping[str, FieldClass]]
    app_defaults: Mapping[str, FieldClass]
    third_party_routes: Mapping[str, str]

    def action(self, code: str) -> Action:
        try:
            return self.actions[code]
        except KeyError:
            raise UnknownActionError(f"action « {code} » absente de droits.yaml") from None

    def class_of(self, model: str, field: str) -> FieldClass | None:
        """The class of `app.Model` `field`, from its own line or from its app's default."""
        own = self.fields.get(model, {}).get(field)
        return own or self.app_defaults.get(model.partition(".")[0])


@functools.cache
def rights() -> Rights:
    """The rights of this installation."""
    return parse(SOURCE.read_text(encoding="utf-8"))


def action_named(code: str) -> Action:
    return rights().action(code)


def parse(text: str) -> Rights:
    """Read and check a whole file; a first mistake stops with its place."""
    document = yaml.safe_load(text)
    sections = {"classes", "roles", "actions", "champs", "applications", "routes_tierces"}
    if not isinstance(document, dict) or set(document) != sections:
        raise RightsError(f"sections attendues : {', '.join(sorted(sections))}")
    roles = _roles(document["roles"])
    actions = {code: _action(code, line) for code, line in document["actions"].items()}
    _refuse_forbidden_classes(roles, actions)
    return Rights(
        classes=_classes(document["classes"]),
        roles=roles,
        actions=actions,
        fields={model: _field_classes(model, line) for model, line in document["champs"].items()},
        app_defaults=_field_classes("applications", document["applications"]),
        third_party_routes=_routes(document["routes_tierces"], actions),
    )


def _classes(section: Mapping[str, str]) -> dict[FieldClass, str]:
    said = {_word(FieldClass, code, "classes"): sentence for code, sentence in section.items()}
    if missing := set(FieldClass) - set(said):
        raise RightsError(f"classes : sans phrase, {', '.join(sorted(missing))}")
    return said


def _roles(section: Mapping[str, Mapping[str, Any]]) -> dict[Role, RoleRule]:
    rules = {}
    for code, line in section.items():
        role = _word(Role, code, "roles")
        never = _words(FieldClass, line["jamais"], f"roles.{code}.jamais")
        rules[role] = RoleRule(role=role, sentence=line["phrase"], never=never)
    if missing := set(Role) - set(rules):
        raise RightsError(f"roles : absents, {', '.join(sorted(missing))}")
    return rules


def _action(code: str, line: Mapping[str, Any]) -> Action:
    place = f"actions.{code}"
    if unknown := set(line) - {"libelle", "acces", "classes", "roles"}:
        raise RightsError(f"{place} : clés inconnues, {', '.join(sorted(unknown))}")
    access = _word(Access, line.get("acces", Access.ROLES), f"{place}.acces")
    roles = _words(Role, line.get("roles", []), f"{place}.roles")
    if (access is Access.ROLES) != bool(roles):
        raise RightsError(f"{place} : des rôles si, et seulement si, l’accès est par rôle")
    classes = _words(FieldClass, line["classes"], f"{place}.classes")
    return Action(code=code, label=line["libelle"], access=access, classes=classes, roles=roles)


def _refuse_forbidden_classes(
    roles: Mapping[Role, RoleRule], actions: Mapping[str, Action]
) -> None:
    for action in actions.values():
        for role in sorted(action.roles):
            if seen := roles[role].never & action.classes:
                raise RightsError(
                    f"actions.{action.code} : {role.value} ne lit jamais {', '.join(sorted(seen))}"
                )


def _field_classes(place: str, line: Mapping[str, str]) -> Any:
    return {
        name: _word(FieldClass, value, f"champs.{place}.{name}") for name, value in line.items()
    }


def _routes(section: Mapping[str, str], actions: Mapping[str, Action]) -> dict[str, str]:
    for route, code in section.items():
        if code not in actions:
            raise RightsError(f"routes_tierces.{route} : action inconnue « {code} »")
    return dict(section)


def _words(words: type[Word], values: list[str], place: str) -> frozenset[Word]:
    return frozenset(_word(words, value, place) for value in values)


def _word(words: type[Word], value: str, place: str) -> Word:
    try:
        return words(value)
    except ValueError:
        known = ", ".join(str(word.value) for word in words)
        raise RightsError(f"{place} : « {value} » inconnu ; connus : {known}") from None
