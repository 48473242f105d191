"""Owners fill an application, send it, mend it and withdraw it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain.calendar import business_day
from harkat.domain.eligibility import Obstacle, ObstacleCode
from harkat.domain.lifecycle import COMMITTED_LINES
from harkat.domain.money import Rupiah
from harkat.domain.people import LoanPurpose
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import (
    ApplicationEvent,
    ApplicationStatus,
    GroupStatus,
    LineEvent,
    LineStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.area import Kelurahan
from harkat.models.bank import Bank, LoanProduct
from harkat.models.business import Business
from harkat.models.group import LoanGroup
from harkat.queries.readiness import arrears_obstacles_of, live_lines, obstacles_of
from harkat.queries.rules import rules_on
from harkat.services import (
    bank_moves,
    commitment,
    group_choices,
    helping,
    numbering,
    outbox,
    transitions,
)
from harkat.services.authority import owner
from harkat.services.files import application_for
from harkat.services.membership import is_member, led_group_of, locked_group
from harkat.services.transaction import keyed_use_case, use_case

_MENDABLE = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_FIX})


class NoSuchOffer(LookupError):
    """The product is closed, the bank does not lend, or the length is not offered."""


class LeaderStarts(ValueError):
    """A group's application is started and sent by its leader."""


class OpenAlready(ValueError):
    """The group, or this person at any bank, has an open application."""


class NotMendable(ValueError):
    """The application was sent; it can be changed again only when it comes back."""


class NotReady(ValueError):
    """Something still stands in the way; `obstacles` says what."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(", ".join(obstacle.code for obstacle in obstacles))
        self.obstacles = obstacles


@keyed_use_case
def start_application(
    *,
    actor_id: int,
    product_code: str,
    bank_code: str,
    instalments: int,
    key: str,
    at: datetime,
) -> str:
    """Start an application at a bank, for the group the actor leads or for the actor alone.

    :raises NoSuchOffer: if product, bank or length is not on offer today
    :raises LeaderStarts: if the product is for groups and the actor leads none
    :raises NotReady: if a loan of the group is too late, or its members are called on
    :raises OpenAlready: if the group has an open application
    """
    _viewer, person_id = owner(actor_id)
    product = db.session.scalar(select(LoanProduct).filter_by(code=product_code, is_open=True))
    bank = db.session.scalar(select(Bank).filter_by(code=bank_code, is_open=True))
    if product is None or bank is None:
        raise NoSuchOffer(product_code, bank_code)
    rules = rules_on(product_id=product.id, on=business_day(at))
    if instalments not in rules.instalment_choices:
        raise NoSuchOffer(instalments)
    group = _locked_led_group(person_id) if product.is_for_groups else None
    if group is not None:
        barred = arrears_obstacles_of(group, product_id=product.id, on=business_day(at))
        if barred:
            raise NotReady(barred)
    application = LoanApplication(
        reference_no=numbering.next_reference(ReferenceKind.APPLICATION, at=at),
        product_id=product.id,
        bank_id=bank.id,
        group_id=group.id if group else None,
        applicant_id=person_id,
        instalments=instalments,
        every=rules.every,
        started_at=at,
        touched_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(application)
    except IntegrityError:
        raise OpenAlready from None
    return application.public_id


@use_case
def fill_part(
    *,
    actor_id: int,
    application_public_id: str,
    requested: Rupiah,
    purpose: str,
    purpose_kind: LoanPurpose | None = None,
    instalments: int | None = None,
    at: datetime,
) -> None:
    """Say how much the actor wants to borrow in this application and what for, or change it.

    Whoever sends the application may choose another length with it.

    :raises NotFound: if the application is not the actor's, the own group's included
    :raises NotMendable: if it was sent
    :raises OpenAlready: if the actor has a part in another open application, at any bank
    :raises LeaderStarts: if another length is chosen by somebody who does not send it
    :raises NoSuchOffer: if the length is not on offer today
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    _require_mendable(application)
    _require_party(application, person_id)
    line = _own_line(application, person_id)
    if line is None:
        line = ApplicationLine(application_id=application.id, person_id=person_id)
        try:
            with db.session.begin_nested():
                db.session.add(line)
        except IntegrityError:
            raise OpenAlready from None
        db.session.refresh(application, ["lines"])
    line.requested, line.purpose, line.purpose_kind = requested, purpose, purpose_kind
    application.touched_at = at
    if instalments is not None and instalments != application.instalments:
        _change_length(application, instalments, person_id=person_id, on=business_day(at))
    if line.status is LineStatus.OPEN:
        transitions.record(line, LineEvent.FILLED, actor_id=actor_id, at=at)


@use_case
def take_back_part(*, actor_id: int, application_public_id: str, at: datetime) -> None:
    """Take the actor's own part out of an application that was not sent or came back.

    :raises NotFound: if the application is not the actor's, the own group's included
    :raises NotMendable: if it was sent
    :raises NotPermitted: if the actor has no part in it
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    _require_mendable(application)
    line = _own_line(application, person_id)
    if line is None:
        raise NotPermitted("no part to take back")
    transitions.record(line, LineEvent.REMOVED, actor_id=actor_id, at=at)
    bank_moves.follow_borrowers(application, actor_id=actor_id, at=at)


@keyed_use_case
def submit(*, actor_id: int, application_public_id: str, key: str, at: datetime) -> str:
    """Send the application to the bank, or send it again after mending; return its reference.

    Where each business is, is frozen here: it decides the kecamatan the money counts for.

    :raises NotFound: if it is not the actor's
    :raises LeaderStarts: if it is a group's and the actor does not lead it
    :raises NotReady: if something still stands in the way; nothing is changed
    :raises IllegalTransition: if it was sent already
    :raises OwnCodeMissing: if somebody helps and the owner's own phone has not confirmed it
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    _require_applicant(application, person_id)
    found = obstacles_of(application, on=business_day(at))
    if not found and not live_lines(application):
        found = (Obstacle(code=ObstacleCode.LINE_OPEN, person_id=person_id),)
    if found:
        raise NotReady(found)
    helping.require_own_code(application_id=application.id, at=at)
    for line in live_lines(application):
        _freeze_place(line)
    if application.status is ApplicationStatus.NEEDS_FIX:
        event = ApplicationEvent.RESUBMITTED
    else:
        event, application.submitted_at = ApplicationEvent.SUBMITTED, at
    transitions.record(application, event, actor_id=actor_id, at=at)
    for line in live_lines(application):
        outbox.put_about(line, "application_submitted", at=at)
    return application.reference_no


@use_case
def withdraw(*, actor_id: int, application_public_id: str, at: datetime) -> None:
    """Withdraw the application; what was promised for it is free again in the same moment.

    The other borrowers are told that their parts ended with it.

    :raises NotFound: if it is not the actor's
    :raises LeaderStarts: if it is a group's and the actor does not lead it
    :raises IllegalTransition: if the money is on its way or the application has ended
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    _require_applicant(application, person_id)
    transitions.record(application, ApplicationEvent.WITHDRAWN, actor_id=actor_id, at=at)
    group_choices.overtake(application, actor_id=actor_id, at=at)
    live = live_lines(application)
    promised = [line for line in live if line.status in COMMITTED_LINES]
    for line in live:
        event = LineEvent.LAPSED if line in promised else LineEvent.REMOVED
        transitions.record(line, event, actor_id=actor_id, at=at)
        if line.person_id != person_id:
            outbox.put_about(line, "application_withdrawn", at=at)
    commitment.cancel_agreement(application, actor_id=actor_id, at=at)
    commitment.release(application, promised, actor_id=actor_id, at=at)


def _locked_led_group(person_id: int) -> LoanGroup:
    """Return the group the person leads; nobody else comes to lead it meanwhile."""
    led = led_group_of(person_id)
    group = None if led is None else locked_group(led.id)
    if group is None or group.leader_id != person_id or group.status is GroupStatus.DISSOLVED:
        raise LeaderStarts
    return group


def _own_line(application: LoanApplication, person_id: int) -> ApplicationLine | None:
    return next((line for line in live_lines(application) if line.person_id == person_id), None)


def _change_length(
    application: LoanApplication, instalments: int, *, person_id: int, on: date
) -> None:
    _require_applicant(application, person_id)
    rules = rules_on(product_id=application.product_id, on=on)
    if instalments not in rules.instalment_choices or rules.every is not application.every:
        raise NoSuchOffer(instalments)
    application.instalments = instalments
    application.version += 1


def _require_mendable(application: LoanApplication) -> None:
    if application.status not in _MENDABLE:
        raise NotMendable(application.status)


def _require_party(application: LoanApplication, person_id: int) -> None:
    group_id = application.group_id
    is_party = is_member(person_id, group_id) if group_id else application.applicant_id == person_id
    if not is_party:
        raise NotPermitted("not a party of this application")


def _require_applicant(application: LoanApplication, person_id: int) -> None:
    leader_id = application.group.leader_id if application.group else application.applicant_id
    if leader_id != person_id:
        raise LeaderStarts


def _freeze_place(line: ApplicationLine) -> None:
    business = db.session.scalars(select(Business).filter_by(person_id=line.person_id)).one()
    kelurahan = db.session.get_one(Kelurahan, business.kelurahan_code)
    line.kelurahan_code, line.kecamatan_code = kelurahan.code, kelurahan.kecamatan_code
    line.sector = business.sector
