"""People ask a group to let them in, and its leader answers."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from harkat.domain.joining import (
    MOST_REQUESTS,
    REQUEST_LIFE,
    REQUEST_PERIOD,
    RequestWay,
    first_name,
)
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import JoinRequestEvent, JoinRequestStatus
from harkat.extensions import db
from harkat.models.group import LoanGroup
from harkat.models.joining import JoinRequest
from harkat.models.people import Person
from harkat.services import group_codes, grouping, helping, membership, outbox, transitions
from harkat.services.authority import owner
from harkat.services.transaction import keyed_use_case, use_case


class AskedAlready(ValueError):
    """The actor has an open request to this group."""


class TooManyRequests(ValueError):
    """The actor has asked enough groups for today."""


class RequestGone(LookupError):
    """The request was answered, withdrawn or lapsed, or was never made to this group."""


@keyed_use_case
def ask_by_code(*, actor_id: int, code: str, key: str, at: datetime) -> str:
    """Ask to join with the joint-liability text as shown; return the request's public id.

    :raises NoSuchCode: if no group has the code now
    :raises InGroupAlready: if the actor is in a live group
    :raises AskedAlready: if the actor has asked this group
    :raises TooManyRequests: if the actor has asked enough groups for today
    :raises NotPermitted: if somebody helps: nobody agrees to answer for others that way
    """
    if helping.current() is not None:
        raise NotPermitted("joint liability takes the own account, or a witness")
    return request_by_code(
        group_codes.group_by_code(actor_id, code, at=at), actor_id=actor_id, at=at
    )


def request_by_code(group: LoanGroup, *, actor_id: int, at: datetime) -> str:
    """Write down a proved request with the joint-liability text; part of a use case."""
    _viewer, person_id = owner(actor_id)
    return ask(
        group,
        person_id=person_id,
        way=RequestWay.CODE,
        liability_text_version=LIABILITY_TEXT_VERSION,
        at=at,
    )


@use_case
def answer_request(
    *, actor_id: int, request_public_id: str, is_accepted: bool, at: datetime
) -> None:
    """Let the person in, or not, as the leader.

    Who came by the code said yes before and is a member at once; who came by the list is invited,
    and says yes or no on the own account.

    :raises RequestGone: if it is not open any more
    :raises NotPermitted: if the actor does not lead the group
    :raises InGroupAlready: if the person is in a group by now
    :raises GroupFull: if the last place went to somebody else
    """
    _viewer, _person_id = owner(actor_id)
    group = _locked_group_of_request(request_public_id)
    grouping.led_group(actor_id, group.public_id)
    request = _open_request(request_public_id, at=at)
    request.answered_at = at
    if not is_accepted:
        transitions.record(request, JoinRequestEvent.REFUSED, actor_id=actor_id, at=at)
        _tell_asker(request, "join_refused", at=at)
        return
    membership.refuse_second_group(request.person_id)
    membership.refuse_full_group(group, at=at)
    transitions.record(request, JoinRequestEvent.ACCEPTED, actor_id=actor_id, at=at)
    if request.way is RequestWay.CODE:
        _let_in(request, group, actor_id=actor_id, at=at)
    else:
        invite_person(group, request.person, actor_id=actor_id, at=at)


@use_case
def withdraw_request(*, actor_id: int, request_public_id: str, at: datetime) -> None:
    """Take the own request back.

    :raises RequestGone: if it is not the actor's, or not open any more
    """
    _viewer, person_id = owner(actor_id)
    _locked_group_of_request(request_public_id)
    request = _open_request(request_public_id, at=at)
    if request.person_id != person_id:
        raise RequestGone
    request.answered_at = at
    transitions.record(request, JoinRequestEvent.WITHDRAWN, actor_id=actor_id, at=at)


def ask(
    group: LoanGroup,
    *,
    person_id: int,
    way: RequestWay,
    liability_text_version: str | None,
    at: datetime,
) -> str:
    """Write a request down and tell the leader; part of a use case."""
    membership.refuse_second_group(person_id)
    asked = db.session.scalars(
        select(func.count())
        .select_from(JoinRequest)
        .where(JoinRequest.person_id == person_id, JoinRequest.made_at > at - REQUEST_PERIOD)
    ).one()
    if asked >= MOST_REQUESTS:
        raise TooManyRequests
    _let_old_request_lapse(group, person_id, at=at)
    request = JoinRequest(
        group_id=group.id,
        person_id=person_id,
        way=way,
        made_at=at,
        liability_text_version=liability_text_version,
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:
        raise AskedAlready from None
    outbox.put(
        recipient_id=group.leader.account_id, template="join_asked", at=at, group=group.reference_no
    )
    return request.public_id


def invite_person(group: LoanGroup, person: Person, *, actor_id: int, at: datetime) -> None:
    """Invite somebody who is looking, without telling the leader the phone number.

    Whoever has no phone is on no list and cannot be invited.
    """
    if person.account.phone is None:
        return
    try:
        grouping.send_invitation(
            group,
            name=first_name(person.full_name),
            phone=person.account.phone,
            actor_id=actor_id,
            at=at,
        )
    except grouping.InvitedAlready:
        return  # Two ways led to the same invitation; it stands.
    outbox.put(
        recipient_id=person.account_id, template="group_invites", at=at, group=group.reference_no
    )


def _let_in(request: JoinRequest, group: LoanGroup, *, actor_id: int, at: datetime) -> None:
    person = request.person
    grouping.end_open_invitation(group, phone=person.account.phone, actor_id=actor_id, at=at)
    member = membership.new_member(
        group, name=person.full_name, phone=person.account.phone, actor_id=actor_id, at=at
    )
    membership.join(
        member,
        person_id=request.person_id,
        actor_id=actor_id,
        at=at,
        liability_text_version=request.liability_text_version or "",
    )
    _tell_asker(request, "join_accepted", at=at)


def _tell_asker(request: JoinRequest, template: str, *, at: datetime) -> None:
    outbox.put(
        recipient_id=request.person.account_id,
        template=template,
        at=at,
        group=request.group.reference_no,
    )


def _locked_group_of_request(public_id: str) -> LoanGroup:
    """Lock the group first, as everything that changes its members does."""
    group_id = db.session.scalar(select(JoinRequest.group_id).filter_by(public_id=public_id))
    if group_id is None:
        raise RequestGone
    return membership.locked_group(group_id)


def _open_request(public_id: str, *, at: datetime) -> JoinRequest:
    request = db.session.scalar(
        select(JoinRequest)
        .filter_by(public_id=public_id, status=JoinRequestStatus.OPEN)
        .where(JoinRequest.made_at > at - REQUEST_LIFE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if request is None:
        raise RequestGone
    return request


def _let_old_request_lapse(group: LoanGroup, person_id: int, *, at: datetime) -> None:
    unanswered = db.session.scalar(
        select(JoinRequest)
        .filter_by(group_id=group.id, person_id=person_id, status=JoinRequestStatus.OPEN)
        .where(JoinRequest.made_at <= at - REQUEST_LIFE)
        .with_for_update()
    )
    if unanswered is not None:
        transitions.record(unanswered, JoinRequestEvent.LAPSED, actor_id=None, at=at)
