"""What officers type into their pages, and how they get there."""

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason, ReasonCode
from harkat.services import origination, registration, underwriting
from tests.given import BankDesk, Somebody, application, key
from tests.moments import NOON
from tests.pages import hidden_fields, sign_in

UNREADABLE = Reason(code=ReasonCode.DOK_1, next_step="Foto ulang KTP di tempat terang.")


def at_desk(app: Flask, officer: Somebody) -> FlaskClient:
    """Return a browser in which an officer has signed in."""
    return sign_in(app.test_client(), officer)


def everybody(desk: BankDesk) -> Mapping[str, Somebody]:
    """Return a bank's officers by what they do."""
    return {
        "maker": desk.maker,
        "checker": desk.checker,
        "disburser": desk.disburser,
        "cashier": desk.cashier,
    }


def line_ids(public_id: str) -> list[str]:
    """Return the public ids of an application's lines."""
    return [line.public_id for line in application(public_id).lines]


def typed_amounts(public_id: str, *amounts: str) -> dict[str, str]:
    """Return what is typed for the lines of an application, in their order."""
    return {
        f"line_{line}-amount": amount
        for line, amount in zip(line_ids(public_id), amounts, strict=True)
    }


def file_url(public_id: str, step: str = "") -> str:
    """Return the address of a file or of a step in it."""
    return f"/petugas/pengajuan/{public_id}{step}"


def form_of(client: FlaskClient, page: str) -> dict[str, str]:
    """Open a page and return what its form carries."""
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return hidden_fields(answer.text)


def mend(desk: BankDesk, public_id: str) -> None:
    """Send a file back to its applicant, who sends it again: it is another version then."""
    applicant = application(public_id).applicant
    underwriting.return_to_applicant(
        actor_id=desk.maker.id, application_public_id=public_id, reason=UNREADABLE, at=NOON
    )
    origination.submit(
        actor_id=applicant.account_id, application_public_id=public_id, key=key(), at=NOON
    )


def propose_again(desk: BankDesk, public_id: str, amount: int) -> None:
    """Give a proposal of one line back to its maker, who proposes another amount."""
    underwriting.return_to_maker(
        actor_id=desk.checker.id, application_public_id=public_id, reason=UNREADABLE, at=NOON
    )
    underwriting.propose(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        version=application(public_id).version,
        amounts=dict.fromkeys(line_ids(public_id), Rupiah(amount)),
        reasons={},
        key=key(),
        at=NOON,
    )


def set_account(somebody: Somebody, account_no: str) -> None:
    """Let somebody give an account number."""
    registration.set_payout_account(
        actor_id=somebody.id,
        bank_name="Bank Contoh",
        account_no=account_no,
        holder=somebody.name,
        key=key(),
        at=NOON,
    )
