"""The one question of rights: who may do what, where, today. Its answer comes from droits.yaml."""

from accounts.permissions.declared import Route, action, action_of, routes
from accounts.permissions.held import HeldRights, can, perimeter_for, rights_of
from accounts.permissions.request import PortalRequest


__all__ = [
    "HeldRights",
    "PortalRequest",
    "Route",
    "action",
    "action_of",
    "can",
    "perimeter_for",
    "rights_of",
    "routes",
]
