"""Which cases of arrears elsewhere a viewer may see: the own one, or all for those who follow."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, true

from harkat.domain.roles import Permission, Role, Viewer
from harkat.models.arrears import ArrearsCase


def arrears_cases_seen_by(viewer: Viewer) -> Select[Any]:
    """Return the cases the viewer may open."""
    return select(ArrearsCase).where(_rule(viewer))


def _rule(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role is Role.BUSINESS_OWNER and viewer.person_id is not None:
        return ArrearsCase.person_id == viewer.person_id
    return true() if viewer.has(Permission.ARREARS_FOLLOW) else false()
