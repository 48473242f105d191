"""What a witness reads out for each step, and the mark that binds a testimony to exactly that."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.people import CONSENT_TEXT_VERSION, ConsentPurpose
from harkat.domain.witnessing import WitnessedStep
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.group import LoanGroup
from harkat.models.people import Person
from harkat.queries.key_facts import facts_of
from harkat.queries.own_file import account_no_masked
from harkat.queries.readiness import live_lines
from harkat.sealing import lookup


@dataclass(frozen=True, kw_only=True)
class ReadOut:
    """One step: `told` is the JSON of what is read out, `subject` the keyed mark of all of it."""

    step: WitnessedStep
    nik_lookup: str
    told: str
    subject: str


def beginning(*, nik: str, full_name: str) -> ReadOut:
    """Return what stands for the code by which an owner lets somebody help."""
    return _read_out(WitnessedStep.ASSISTANCE, nik, {"full_name": full_name})


def registering(*, nik: str, full_name: str, consents: Collection[ConsentPurpose]) -> ReadOut:
    """Return what stands for the code by which an owner registers and allows uses of data."""
    told = {
        "full_name": full_name,
        "consents": sorted(consents),
        "text_version": CONSENT_TEXT_VERSION,
    }
    return _read_out(WitnessedStep.REGISTRATION, nik, told)


def sending(application: LoanApplication, person: Person) -> ReadOut:
    """Return what stands for the code by which an application is sent as it is now."""
    lines = live_lines(application)
    line = next((each for each in lines if each.person_id == person.id), None)
    told = {
        "full_name": person.full_name,
        "reference_no": application.reference_no,
        "bank": application.bank.name,
        "product": application.product.name,
        "instalments": application.instalments,
        "every": application.every,
        "requested": int(line.requested or 0) if line else None,
        "purpose_kind": line.purpose_kind if line else None,
        "purpose": line.purpose if line else None,
        "account": [
            person.payout_bank,
            account_no_masked(person.bank_account_no),
            person.payout_holder,
        ],
        "others": sorted(other.person.full_name for other in lines if other.person_id != person.id),
    }
    mark = sending_mark(application, person.id)
    return _read_out(WitnessedStep.SENDING, person.nik, told, mark=mark)


def consenting(application: LoanApplication, line: ApplicationLine, *, on: date) -> ReadOut:
    """Return what stands for the code by which a borrower agrees to the terms offered."""
    told = {
        "full_name": line.person.full_name,
        "reference_no": application.reference_no,
        "facts": facts_of(application, line, on=on).to_json(),
    }
    mark = f"{application.public_id}:{application.version}"
    return _read_out(WitnessedStep.CONSENT, line.person.nik, told, mark=mark)


def joining(group: LoanGroup, person: Person) -> ReadOut:
    """Return what stands for the own account on which one agrees to joint liability."""
    told = {
        "full_name": person.full_name,
        "group": group.name,
        "reference_no": group.reference_no,
        "leader": group.leader.full_name,
        "text_version": LIABILITY_TEXT_VERSION,
    }
    return _read_out(WitnessedStep.JOINING, person.nik, told, mark=group.public_id)


def sending_mark(application: LoanApplication, person_id: int) -> str:
    """Return a mark of what is sent: bank, length, everybody's amount and account."""
    parts = [
        f"{line.person_id}:{int(line.requested or 0)}:{line.person.bank_account_no_lookup}"
        for line in live_lines(application)
    ]
    told = "|".join(
        (
            application.public_id,
            str(application.version),
            str(application.bank_id),
            str(application.instalments),
            str(person_id),
            *sorted(parts),
        )
    )
    return lookup(field="assisted_sending", text=told)


def _read_out(step: WitnessedStep, nik: str, told: Mapping[str, Any], *, mark: str = "") -> ReadOut:
    nik_lookup = lookup(field="nik", text=nik)
    written = json.dumps(told, sort_keys=True, ensure_ascii=False)
    subject = lookup(field="testimony", text=f"{step}|{nik_lookup}|{mark}|{written}")
    return ReadOut(step=step, nik_lookup=nik_lookup, told=written, subject=subject)
