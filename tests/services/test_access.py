"""Looking at a full NIK: own bank, a stated reason, and one audit row for each look."""

import pytest
from sqlalchemy import select

from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.record import AuditEvent
from harkat.services import access
from harkat.services.files import NotFound
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")


def looks() -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == access.ACTION)))


def reveal(officer: given.Somebody, line: str, note: str = "Mencocokkan KTP") -> access.Identity:
    return access.reveal_identity(actor_id=officer.id, line_public_id=line, note=note, at=NOON)


class TestRevealIdentity:
    def test_gives_the_numbers_and_records_the_reason(self):
        desk, siti = given.bank(), given.owner("Siti Contoh", is_trained=True)
        line = given.application(given.submitted(desk, {siti: 5_000_000})).lines[0].public_id

        found = reveal(desk.maker, line)

        assert (found.full_name, found.nik, found.phone) == ("Siti Contoh", siti.nik, siti.phone)
        assert siti.nik not in repr(found)
        (look,) = looks()
        assert look.actor_id == desk.maker.id
        assert look.details == {"line_public_id": line, "note": "Mencocokkan KTP"}

    def test_refuses_without_a_reason_and_records_nothing(self):
        desk, siti = given.bank(), given.owner("Siti Contoh", is_trained=True)
        line = given.application(given.submitted(desk, {siti: 5_000_000})).lines[0].public_id

        with pytest.raises(access.NoReason):
            reveal(desk.checker, line, note="  ")

        assert looks() == []

    def test_knows_nothing_of_another_banks_people(self):
        desk, other = given.bank(), given.bank()
        siti = given.owner("Siti Contoh", is_trained=True)
        line = given.application(given.submitted(other, {siti: 5_000_000})).lines[0].public_id

        with pytest.raises(NotFound):
            reveal(desk.maker, line)
        with pytest.raises(NotFound):
            reveal(desk.maker, "tidak-ada")

        assert looks() == []

    @pytest.mark.parametrize("role", [Role.BANK_DISBURSER, Role.BANK_CASHIER, Role.DINAS_OFFICER])
    def test_is_not_for_every_role(self, role: Role):
        desk, siti = given.bank(), given.owner("Siti Contoh", is_trained=True)
        line = given.application(given.submitted(desk, {siti: 5_000_000})).lines[0].public_id
        is_of_bank = role is not Role.DINAS_OFFICER
        officer = given.staff(role, bank_id=desk.bank_id if is_of_bank else None)

        with pytest.raises(NotPermitted):
            reveal(officer, line)

        assert looks() == []
