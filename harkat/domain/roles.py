"""Who may do what: roles, permissions and the viewer every query is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person is in the programme."""

    BUSINESS_OWNER = "business_owner"
    BANK_MAKER = "bank_maker"
    BANK_CHECKER = "bank_checker"
    BANK_DISBURSER = "bank_disburser"
    BANK_CASHIER = "bank_cashier"
    TRAINING_STAFF = "training_staff"
    DINAS_VIEWER = "dinas_viewer"
    DINAS_OFFICER = "dinas_officer"
    PROGRAM_ADMIN = "program_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"
    ASSISTANT = "assistant"


class Permission(StrEnum):
    """One thing a role may do, as `thing:action`."""

    OWN_APPLY = "own:apply"
    APPLICATION_READ = "application:read"
    APPLICATION_VERIFY = "application:verify"
    APPLICATION_DECIDE = "application:decide"
    LOAN_READ = "loan:read"
    LOAN_DISBURSE = "loan:disburse"
    REPAYMENT_RECORD = "repayment:record"
    REPAYMENT_REVERSE = "repayment:reverse"
    SUSPENSE_REFUND = "suspense:refund"
    STATEMENT_RECORD = "statement:record"
    STATEMENT_RESOLVE = "statement:resolve"
    TRAINING_RECORD = "training:record"
    PORTFOLIO_READ = "portfolio:read"
    PROGRAM_SET = "program:set"
    MONTH_CLOSE = "month:close"
    ACCOUNT_MANAGE = "account:manage"
    IDENTITY_REVEAL = "identity:reveal"
    PHONE_REPLACE = "phone:replace"
    DATA_REQUEST_ANSWER = "data_request:answer"
    ARREARS_FOLLOW = "arrears:follow"
    COMPLAINT_READ = "complaint:read"
    COMPLAINT_ANSWER = "complaint:answer"
    OWNER_ASSIST = "owner:assist"
    OWNER_WITNESS = "owner:witness"
    SIGN_READ = "sign:read"


_BANK_READS = frozenset({Permission.APPLICATION_READ, Permission.LOAN_READ})
_DESK = frozenset({Permission.OWNER_ASSIST, Permission.OWNER_WITNESS})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.BUSINESS_OWNER: frozenset({Permission.OWN_APPLY}),
    Role.BANK_MAKER: _BANK_READS | {Permission.APPLICATION_VERIFY, Permission.IDENTITY_REVEAL},
    Role.BANK_CHECKER: _BANK_READS
    | {
        Permission.APPLICATION_DECIDE,
        Permission.REPAYMENT_REVERSE,
        Permission.SUSPENSE_REFUND,
        Permission.STATEMENT_RESOLVE,
        Permission.IDENTITY_REVEAL,
    },
    Role.BANK_DISBURSER: _BANK_READS | {Permission.LOAN_DISBURSE},
    Role.BANK_CASHIER: frozenset(
        {Permission.LOAN_READ, Permission.REPAYMENT_RECORD, Permission.STATEMENT_RECORD}
    ),
    Role.TRAINING_STAFF: _DESK | {Permission.TRAINING_RECORD},
    Role.DINAS_VIEWER: frozenset({Permission.PORTFOLIO_READ}),
    Role.DINAS_OFFICER: frozenset(
        {
            Permission.PORTFOLIO_READ,
            Permission.PHONE_REPLACE,
            Permission.DATA_REQUEST_ANSWER,
            Permission.ARREARS_FOLLOW,
            Permission.COMPLAINT_READ,
            Permission.COMPLAINT_ANSWER,
            Permission.SIGN_READ,
        }
    ),
    Role.PROGRAM_ADMIN: frozenset(
        {Permission.PROGRAM_SET, Permission.MONTH_CLOSE, Permission.PORTFOLIO_READ}
    ),
    Role.SECURITY_ADMIN: frozenset({Permission.ACCOUNT_MANAGE}),
    Role.AUDITOR: frozenset({Permission.PORTFOLIO_READ, Permission.COMPLAINT_READ}),
    Role.ASSISTANT: _DESK,
}

BANK_ROLES = frozenset({Role.BANK_MAKER, Role.BANK_CHECKER, Role.BANK_DISBURSER, Role.BANK_CASHIER})


class NotPermitted(PermissionError):
    """The actor may not do this: wrong role, other bank, or an account that was closed."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Whoever looks or acts: the account, its role, and the bank or person it stands for."""

    user_id: int
    role: Role
    bank_id: int | None = None
    person_id: int | None = None

    def has(self, permission: Permission) -> bool:
        """Tell whether the viewer's role grants the permission."""
        return permission in GRANTS[self.role]

    def require(self, permission: Permission) -> None:
        """Let the viewer pass only with the permission.

        :raises NotPermitted: if the role does not grant it
        """
        if not self.has(permission):
            raise NotPermitted(f"{self.role} has no {permission}")
