"""Which records a viewer may see: every query of people's records starts from one of these."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from harkat.domain.roles import BANK_ROLES, Permission, Role, Viewer
from harkat.domain.statuses import ApplicationStatus, LineStatus, MembershipStatus
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.group import GroupMember
from harkat.models.loan import Loan


def applications_seen_by(viewer: Viewer) -> Select[Any]:
    """Return the applications the viewer may open.

    Owners see those they applied for, have a part in, or whose group they are in; who took the own
    part out and left the group sees nothing of it any more. Officers see those their own bank
    received; the Dinas, the programme and the auditor all that were sent.
    """
    return select(LoanApplication).where(_application_rule(viewer))


def loans_seen_by(viewer: Viewer) -> Select[Any]:
    """Return the loans the viewer may open: the own one, the own bank's, or all for the Dinas."""
    return select(Loan).where(_loan_rule(viewer))


def _application_rule(viewer: Viewer) -> ColumnElement[bool]:
    is_sent = LoanApplication.status != ApplicationStatus.DRAFT
    if viewer.role is Role.BUSINESS_OWNER and viewer.person_id is not None:
        own_parts = (
            select(ApplicationLine.application_id)
            .filter_by(person_id=viewer.person_id)
            .where(ApplicationLine.status != LineStatus.REMOVED)
        )
        own_groups = select(GroupMember.group_id).filter_by(
            person_id=viewer.person_id, status=MembershipStatus.ACCEPTED
        )
        return or_(
            LoanApplication.applicant_id == viewer.person_id,
            LoanApplication.id.in_(own_parts),
            LoanApplication.group_id.in_(own_groups),
        )
    if viewer.role in BANK_ROLES and viewer.has(Permission.APPLICATION_READ):
        return (LoanApplication.bank_id == viewer.bank_id) & is_sent
    if viewer.has(Permission.PORTFOLIO_READ):
        return is_sent
    return false()


def _loan_rule(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role is Role.BUSINESS_OWNER and viewer.person_id is not None:
        return Loan.person_id == viewer.person_id
    if viewer.role in BANK_ROLES and viewer.has(Permission.LOAN_READ):
        return Loan.bank_id == viewer.bank_id
    return true() if viewer.has(Permission.PORTFOLIO_READ) else false()
