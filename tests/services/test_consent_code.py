"""A code agrees to one application in one version, once, and leaves proof of what was agreed to."""

from datetime import timedelta

import pytest
from flask import Flask

from harkat.domain.key_facts import KeyFacts, digest_of
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.phone_codes import LIFE, CodeVerdict
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.key_facts import KeyFactsSheet
from harkat.services import consent, key_facts
from harkat.services.consent import CodeRefused
from harkat.services.files import ChangedMeanwhile, NotFound
from tests import given
from tests.moments import NOON
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")


def approved(somebody: given.Somebody, desk: given.BankDesk | None = None) -> str:
    desk = desk or given.bank()
    return given.approve(desk, given.propose(desk, given.submitted(desk, {somebody: 5_000_000})))


def answer(somebody: given.Somebody, public_id: str, code: str, *, at=NOON) -> None:
    consent.consent(
        actor_id=somebody.id,
        application_public_id=public_id,
        version=given.application(public_id).version,
        digest=given.facts_digest(somebody.id, public_id, at=at),
        code=code,
        at=at,
    )


class TestCode:
    def test_of_another_or_an_old_one_agrees_to_nothing(self):
        siti, rina = (given.owner(name, is_trained=True) for name in ("Siti", "Rina"))
        desk = given.bank()
        hers, other = approved(siti, desk), approved(rina, desk)
        code, foreign = given.consent_code(siti.id, hers), given.consent_code(rina.id, other)

        with pytest.raises(CodeRefused) as refused:
            answer(siti, hers, foreign if foreign != code else "000000")
        assert refused.value.answer.verdict is CodeVerdict.WRONG
        with pytest.raises(CodeRefused) as refused:
            answer(siti, hers, code, at=NOON + LIFE)
        assert refused.value.answer.verdict is CodeVerdict.EXPIRED
        assert given.application(hers).lines[0].status is LineStatus.APPROVED

    def test_of_an_earlier_version_is_worthless(self):
        desk, kelompok = given.bank(), given.group(5)
        parts = dict.fromkeys(kelompok.people[:4], 3_000_000)
        public_id = given.submitted(desk, parts, product_code="kelompok")
        given.approve(desk, given.propose(desk, public_id))
        code = given.consent_code(kelompok.leader.id, public_id)
        consent.refuse(
            actor_id=kelompok.people[3].id,
            application_public_id=public_id,
            version=given.application(public_id).version,
            key=given.key(),
            at=NOON,
        )

        with pytest.raises(CodeRefused) as refused:
            answer(kelompok.leader, public_id, code)

        assert refused.value.answer.verdict is CodeVerdict.EXPIRED

    def test_is_not_used_up_by_terms_that_were_not_shown(self):
        siti = given.owner(is_trained=True)
        public_id = approved(siti)
        code = given.consent_code(siti.id, public_id)
        with pytest.raises(ChangedMeanwhile):
            consent.consent(
                actor_id=siti.id,
                application_public_id=public_id,
                version=given.application(public_id).version,
                digest="0" * 64,
                code=code,
                at=NOON,
            )

        answer(siti, public_id, code)

        assert given.application(public_id).status is ApplicationStatus.CONSENTED

    def test_of_a_page_opened_before_midnight_counts_just_after_it(self):
        siti = given.owner(is_trained=True)
        public_id = approved(siti)
        before, after = NOON + timedelta(hours=11, minutes=59), NOON + timedelta(hours=12)
        code = given.consent_code(siti.id, public_id, at=before)

        consent.consent(
            actor_id=siti.id,
            application_public_id=public_id,
            version=given.application(public_id).version,
            digest=given.facts_digest(siti.id, public_id, at=before),
            code=code,
            at=after,
        )

        assert db.session.scalars(db.select(KeyFactsSheet)).one().shown_on == before.date()

    def test_agrees_once_however_often_it_is_sent_at_once(self, app: Flask):
        siti = given.owner(is_trained=True)
        public_id = approved(siti)
        version = given.application(public_id).version
        digest = given.facts_digest(siti.id, public_id)
        code = given.consent_code(siti.id, public_id)

        def deed() -> None:
            consent.consent(
                actor_id=siti.id,
                application_public_id=public_id,
                version=version,
                digest=digest,
                code=code,
                at=NOON,
            )

        outcomes = at_once(app, [deed, deed, deed])

        assert sum(outcome is None for outcome in outcomes) == 1
        assert all(
            outcome is None or isinstance(outcome, ChangedMeanwhile | IllegalTransition)
            for outcome in outcomes
        )
        db.session.rollback()
        assert given.application(public_id).status is ApplicationStatus.CONSENTED


class TestProof:
    def test_holds_the_facts_that_were_shown(self):
        siti = given.owner(is_trained=True)
        public_id = approved(siti)
        shown = given.facts_digest(siti.id, public_id)

        given.consent_all(public_id)

        kept = db.session.scalars(db.select(KeyFactsSheet)).one()
        assert (kept.digest, digest_of(kept.facts)) == (shown, shown)
        assert kept.consented_at == NOON
        facts = KeyFacts.from_json(kept.facts)
        assert (facts.principal, facts.loaned.borrower_name) == (5_000_000, siti.name)
        assert siti.nik not in str(kept.facts)

    def test_is_the_sheet_given_out_afterwards_whatever_the_day(self):
        siti = given.owner(is_trained=True)
        public_id = approved(siti)
        first, again, next_day = (
            key_facts.issue_own(actor_id=siti.id, application_public_id=public_id, at=at)
            for at in (NOON, NOON, NOON + timedelta(days=1))
        )
        given.consent_all(public_id, at=NOON + timedelta(days=1))

        later = key_facts.issue_own(
            actor_id=siti.id, application_public_id=public_id, at=NOON + timedelta(days=30)
        )

        assert first == again
        assert (next_day != first, later) == (True, next_day)

    def test_is_not_given_to_others(self):
        siti, rina = given.owner(is_trained=True), given.owner("Rina")
        public_id = approved(siti)
        line = given.application(public_id).lines[0].public_id
        with pytest.raises(NotFound):
            key_facts.issue_own(actor_id=rina.id, application_public_id=public_id, at=NOON)
        with pytest.raises(NotFound):
            key_facts.issue_for_bank(
                actor_id=given.bank().maker.id,
                application_public_id=public_id,
                line_public_id=line,
                at=NOON,
            )
