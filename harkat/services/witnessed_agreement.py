"""What binds an owner without a phone, agreed to before a witness: the terms, joint liability."""

from datetime import datetime

from harkat.domain.calendar import business_day
from harkat.extensions import db
from harkat.models.people import Person
from harkat.queries import read_out
from harkat.queries.key_facts import facts_of
from harkat.services import consent, group_codes, joining, outbox, witnessing
from harkat.services.authority import owner
from harkat.services.transaction import keyed_use_case, use_case
from harkat.services.witnessed_help import require_without_phone


@use_case
def ask_to_consent(*, actor_id: int, application_public_id: str, version: int, at: datetime) -> str:
    """Ask for a witness that the helped owner agrees to the terms as they are today.

    :raises NotPermitted: if nobody helps, or the owner has a phone
    :raises AskedTooOften: if whoever helps has asked for enough today
    :raises NotFound: if the owner has no approved part in it
    :raises ChangedMeanwhile: if amounts or parties are not as shown any more
    :raises ConsentLate: if the approval has lapsed
    :raises IllegalTransition: if the owner has answered already
    """
    help_given = require_without_phone(actor_id)
    application, line = consent.answerable(actor_id, application_public_id, version, at=at)
    return witnessing.ask(
        read_out.consenting(application, line, on=business_day(at)),
        asked_by_id=help_given.assistant_id,
        owner_id=actor_id,
        application_id=application.id,
        at=at,
    )


@keyed_use_case
def agree(
    *, actor_id: int, application_public_id: str, version: int, key: str, at: datetime
) -> None:
    """Agree to the terms for the helped owner, as a witness has confirmed them.

    :raises NotPermitted: if nobody helps, or the owner has a phone
    :raises NoTestimony: if no witness has confirmed exactly these terms today
    :raises NotFound: if the owner has no approved part in it
    :raises ChangedMeanwhile: if amounts or parties are not as shown any more
    :raises ConsentLate: if the approval has lapsed
    :raises IllegalTransition: if the owner has answered already
    """
    help_given = require_without_phone(actor_id)
    application, line = consent.answerable(actor_id, application_public_id, version, at=at)
    told = read_out.consenting(application, line, on=business_day(at))
    witnessing.use(told, asked_by_id=help_given.assistant_id, at=at)
    facts = facts_of(application, line, on=business_day(at))
    consent.agree(application, line, facts, actor_id=actor_id, at=at)
    outbox.put(
        recipient_id=actor_id,
        template="witnessed_consent",
        at=at,
        application=application.reference_no,
    )


@use_case
def ask_to_join(*, actor_id: int, code: str, at: datetime) -> str:
    """Ask for a witness that the helped owner wants to join and answers for the others.

    :raises NotPermitted: if nobody helps, or the owner has a phone
    :raises AskedTooOften: if whoever helps has asked for enough today
    :raises NoSuchCode: if no group has the code now
    """
    help_given = require_without_phone(actor_id)
    group = group_codes.group_by_code(actor_id, code, at=at)
    _viewer, person_id = owner(actor_id)
    return witnessing.ask(
        read_out.joining(group, db.session.get_one(Person, person_id)),
        asked_by_id=help_given.assistant_id,
        owner_id=actor_id,
        at=at,
    )


@keyed_use_case
def join(*, actor_id: int, code: str, key: str, at: datetime) -> str:
    """Ask the group for the helped owner, as a witness has confirmed; return the request's id.

    :raises NotPermitted: if nobody helps, or the owner has a phone
    :raises NoTestimony: if no witness has confirmed exactly this
    :raises NoSuchCode: if no group has the code now
    :raises InGroupAlready: if the owner is in a live group
    :raises AskedAlready: if the owner has asked this group
    :raises TooManyRequests: if the owner has asked enough groups for today
    """
    help_given = require_without_phone(actor_id)
    group = group_codes.group_by_code(actor_id, code, at=at)
    _viewer, person_id = owner(actor_id)
    told = read_out.joining(group, db.session.get_one(Person, person_id))
    witnessing.use(told, asked_by_id=help_given.assistant_id, at=at)
    outbox.put(recipient_id=actor_id, template="witnessed_joining", at=at, group=group.reference_no)
    return joining.request_by_code(group, actor_id=actor_id, at=at)
