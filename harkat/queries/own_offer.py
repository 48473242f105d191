"""The approved terms a borrower reads before agreeing: everything it costs, and with whom."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.identity import phone_masked
from harkat.domain.key_facts import KeyFacts
from harkat.domain.lifecycle import LINE
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.roles import Viewer
from harkat.domain.statuses import LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.scope import applications_seen_by
from harkat.queries.key_facts import PARTIES, Sheet, agreed_sheet, facts_of
from harkat.queries.own_progress import Progress, own_line, progress_of

_GONE = frozenset({LineStatus.REFUSED, LineStatus.LAPSED, LineStatus.REMOVED})


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Who was a party of the approval and is not any more."""

    name: str
    amount: Rupiah


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The terms of the own part under the version shown, and what changed since the approval.

    `facts` are as if the money were sent today, or as they were agreed to. `agreed` is the sheet
    agreed to last; once parties left, that consent does not count any more.
    """

    progress: Progress
    version: int
    facts: KeyFacts
    agreed: Sheet | None
    left: tuple[Leaving, ...]
    phone_masked: str

    @property
    def must_agree_again(self) -> bool:
        """Tell whether an earlier consent was made worthless by a change of the parties."""
        own = self.progress.own
        return self.agreed is not None and own is not None and own.status is LineStatus.APPROVED


def offer(viewer: Viewer, public_id: str, *, on: date) -> Offer | None:
    """Return the terms offered to the viewer, or None if nothing is on offer."""
    found: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == public_id)
        .options(
            joinedload(LoanApplication.bank),
            joinedload(LoanApplication.product),
            joinedload(LoanApplication.group),
            selectinload(LoanApplication.lines).joinedload(ApplicationLine.person),
        )
    )
    if found is None or viewer.person_id is None:
        return None
    line = own_line(found, viewer.person_id)
    if line is None or line.status not in PARTIES or found.terms is None:
        return None
    agreed = agreed_sheet(viewer, application_public_id=public_id)
    stands = agreed is not None and agreed.consented_at == line.consented_at
    return Offer(
        progress=progress_of([found], person_id=viewer.person_id, on=on)[0],
        version=found.version,
        facts=agreed.facts if agreed and stands else facts_of(found, line, on=on),
        agreed=agreed,
        left=_left(found),
        phone_masked=phone_masked(line.person.account.phone),
    )


def was_answer_missed(line_id: int) -> bool:
    """Tell whether a part ended because its own borrower did not answer the approval in time.

    The night alone ends it so; whatever else ends an approved part is somebody's act.
    """
    last = db.session.scalar(
        select(StatusChange)
        .filter_by(subject=LINE.name, subject_id=line_id)
        .order_by(StatusChange.id.desc())
        .limit(1)
    )
    if last is None or last.actor_id is not None:
        return False
    return last.from_status == LineStatus.APPROVED


def _left(found: LoanApplication) -> tuple[Leaving, ...]:
    """Return who left since the approval that stands; an earlier approval is of no matter."""
    if not found.party_changes:
        return ()
    return tuple(
        Leaving(name=line.person.full_name, amount=line.approved or ZERO)
        for line in found.lines
        if line.status in _GONE and line.approved
    )
