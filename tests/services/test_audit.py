"""What the audit tells of real use cases: who did what when, and nothing that is private."""

import json

import pytest

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.record import AuditEvent, IdempotencyRecord
from harkat.services import accounts, registration, staff_accounts, training
from tests import given
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")


class TestAudit:
    def test_has_one_row_of_who_did_what_when(self):
        teacher = given.staff(Role.TRAINING_STAFF)

        class_public_id = training.open_class(
            actor_id=teacher.id,
            course_id=1,
            kelurahan_code=given.LEGOK,
            venue="Balai Contoh",
            starts_on=TODAY,
            ends_on=TODAY,
            seats=20,
            key=given.key(),
            at=NOON,
        )

        row = db.session.query(AuditEvent).filter_by(action="training.open_class").one()
        assert (row.at, row.actor_id) == (NOON, teacher.id)
        assert row.details == {
            "course_id": 1,
            "starts_on": "2026-11-23",
            "ends_on": "2026-11-23",
            "seats": 20,
            "result": class_public_id,
        }

    def test_holds_no_name_number_free_text_or_secret(self):
        siti = given.owner("Siti Rahasia Contoh", is_trained=True)
        admin = given.staff(Role.SECURITY_ADMIN)
        link = staff_accounts.create_admin(
            full_name="Gita Contoh", phone="+628110000001", role=Role.AUDITOR, at=NOON
        )
        staff_accounts.activate(token=link.token, password="perahu kertas malam", at=NOON)
        new_staff = staff_accounts.add_staff(
            actor_id=admin.id,
            full_name="Hadi Contoh",
            phone="+628110000002",
            role=Role.AUDITOR,
            bank_id=None,
            key=given.key(),
            at=NOON,
        )
        other_link = staff_accounts.issue_link(
            actor_id=admin.id, account_public_id=new_staff, at=NOON
        )
        accounts.sign_in(phone=siti.phone, password=given.PASSWORD, allow_demo=True, at=NOON)
        registration.set_payout_account(
            actor_id=siti.id,
            bank_name="Bank Contoh",
            account_no="9876501234",
            holder="Siti Rahasia Contoh",
            key=given.key(),
            at=NOON,
        )

        db.session.rollback()
        told = "".join(
            json.dumps(details) for details in db.session.scalars(db.select(AuditEvent.details))
        ) + "".join(
            json.dumps([record.result, record.body_hash])
            for record in db.session.query(IdempotencyRecord)
        )

        secrets = [
            siti.nik,
            siti.phone,
            given.PASSWORD,
            link.token,
            other_link.token,
            "9876501234",
            "perahu kertas",
            "Rahasia",
            "Contoh",
            "628110000002",
        ]
        assert [secret for secret in secrets if secret in told] == []
