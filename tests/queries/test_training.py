"""What Balikat's staff and the holder of a certificate's code can read."""

from datetime import timedelta

import pytest

from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.extensions import db
from harkat.models.training import TrainingCompletion
from harkat.queries import training
from tests import given
from tests.moments import NOON, TODAY

TEACHER = Viewer(user_id=1, role=Role.TRAINING_STAFF)


@pytest.mark.usefixtures("app")
class TestClassList:
    def test_parts_what_runs_from_what_is_over(self):
        teacher = given.staff(Role.TRAINING_STAFF)
        over = given.training_class(teacher)
        running = given.training_class(teacher, at=NOON + timedelta(days=30))

        found = training.class_list(viewer=TEACHER, on=TODAY)

        assert [row.public_id for row in found.upcoming] == [running]
        assert [row.public_id for row in found.finished] == [over]

    def test_is_not_for_banks(self):
        with pytest.raises(NotPermitted):
            training.class_list(viewer=Viewer(user_id=1, role=Role.BANK_MAKER), on=TODAY)


@pytest.mark.usefixtures("app")
class TestTrainee:
    def test_is_found_by_the_nik_and_shows_it_masked(self):
        siti = given.owner()
        class_public_id = given.training_class(given.staff(Role.TRAINING_STAFF))

        found = training.trainee(viewer=TEACHER, class_public_id=class_public_id, nik=siti.nik)

        assert found is not None
        assert (found.full_name, found.certificate_no) == (siti.name, None)
        assert siti.nik not in repr(found)

    def test_is_nobody_for_an_unknown_nik(self):
        class_public_id = given.training_class(given.staff(Role.TRAINING_STAFF))

        nobody = training.trainee(
            viewer=TEACHER, class_public_id=class_public_id, nik="1571064506880001"
        )

        assert nobody is None

    def test_has_a_certificate_only_of_the_class_it_was_given_for(self):
        siti = given.owner()
        certificate_no = given.train(siti)
        completion = db.session.scalars(db.select(TrainingCompletion)).one()
        own_class = completion.training_class.public_id
        other_class = given.training_class(given.staff(Role.TRAINING_STAFF))

        numbers = []
        for class_public_id in (own_class, other_class):
            found = training.trainee(viewer=TEACHER, class_public_id=class_public_id, nik=siti.nik)
            assert found is not None
            numbers.append(found.certificate_no)

        assert numbers == [certificate_no, None]


@pytest.mark.usefixtures("app")
class TestCertificate:
    def test_proves_itself_without_a_name(self):
        certificate_no = given.train(given.owner("Siti Aminah Contoh"))
        public_id = db.session.scalars(db.select(TrainingCompletion.public_id)).one()

        proof = training.certificate(public_id)

        assert proof is not None
        assert (proof.certificate_no, proof.initials) == (certificate_no, "S.A.C.")
        assert proof.completed_on == (NOON - timedelta(days=30)).date()
        assert "Siti" not in repr(proof)
