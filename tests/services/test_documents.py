"""Owners add, replace and take away photos; the bank sees what it was sent; every look counts."""

import os
import sys
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from harkat import storage
from harkat.domain.documents import (
    QUOTA_BYTES,
    DocumentKind,
    FileRefused,
    MediaType,
    PhotoWarning,
    Refusal,
    ScanState,
)
from harkat.domain.eligibility import Obstacle, ObstacleCode
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.extensions import db
from harkat.models.documents import DocumentView, PersonDocument
from harkat.queries import file_documents, own_documents
from harkat.services import document_views, documents, origination, upload_sweep
from harkat.services.document_intake import ReadyFile, made_ready
from harkat.services.documents import DocumentsLocked
from harkat.services.files import NotFound
from harkat.services.origination import NotReady
from harkat.services.transaction import KeyReused
from tests import given, photos
from tests.given import Somebody
from tests.moments import NOON, TODAY
from tests.rules import set_rule

LATER = NOON + timedelta(hours=1)
ID_CARD, STALL = DocumentKind.ID_CARD, DocumentKind.BUSINESS_PLACE


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path) -> Path:
    """A folder of uploads that no other test writes to."""
    app.config["UPLOADS"] = str(tmp_path)
    return tmp_path


@pytest.fixture
def siti() -> Somebody:
    """An owner who has everything but photos."""
    return given.owner(has_documents=False, is_trained=True)


def as_viewer(somebody: Somebody) -> Viewer:
    return Viewer(
        user_id=somebody.id,
        role=somebody.role,
        bank_id=somebody.bank_id,
        person_id=somebody.person_id,
    )


def counting(somebody: Somebody, kind: DocumentKind) -> list[str]:
    own = own_documents.documents(as_viewer(somebody), on=TODAY).of_kind(kind)
    return [file.public_id for file in own.files]


def stored(public_id: str) -> PersonDocument:
    return db.session.scalars(db.select(PersonDocument).filter_by(public_id=public_id)).one()


def seen_by(officer: Somebody, application: str, somebody: Somebody) -> list[str]:
    found = file_documents.documents_of(as_viewer(officer), application)
    return [document.public_id for document in found.get(somebody.person_id or 0, [])]


def opened(officer: Somebody, application: str, document: str) -> bytes:
    return document_views.open_for_bank(
        actor_id=officer.id,
        application_public_id=application,
        document_public_id=document,
        at=LATER,
    ).content


def files_in(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


class TestAdd:
    def test_keeps_the_photo_sealed_and_reads_it_back_for_its_owner(
        self, siti: Somebody, own_folder: Path
    ):
        file = made_ready(photos.taken_at_home())

        public_id = given.show(siti, ID_CARD, file=file)

        read = document_views.open_own(actor_id=siti.id, document_public_id=public_id, at=NOON)
        assert (read.content, read.media_type) == (file.content, MediaType.JPEG)
        [path] = [path for path in own_folder.rglob("*") if path.is_file()]
        assert file.content[:100] not in path.read_bytes()

    def test_puts_the_new_one_in_the_old_ones_place_where_one_counts(self, siti: Somebody):
        old = given.show(siti, ID_CARD)
        new = given.show(siti, ID_CARD, at=LATER)

        assert counting(siti, ID_CARD) == [new]
        assert stored(old).replaced_at == LATER

    def test_takes_several_of_a_place_and_stops_at_the_limit(
        self, siti: Somebody, own_folder: Path
    ):
        shown = [given.show(siti, STALL) for _ in range(5)]

        with pytest.raises(FileRefused) as refused:
            given.show(siti, STALL)

        assert refused.value.reason is Refusal.TOO_MANY_FILES
        assert (counting(siti, STALL), files_in(own_folder)) == (shown, 5)

    def test_acts_once_however_often_it_is_sent(self, siti: Somebody, own_folder: Path):
        file, key = given.ready_file(), given.key()

        def send(sent: ReadyFile) -> str:
            return documents.add(
                actor_id=siti.id, kind=STALL, file=sent, is_accepted=True, key=key, at=NOON
            )

        assert send(file) == send(file)
        assert files_in(own_folder) == 1
        with pytest.raises(KeyReused):
            send(given.ready_file())

    def test_stops_at_the_quota_with_what_was_just_taken_away_counted(
        self, siti: Somebody, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(documents, "QUOTA_BYTES", 250)
        large = given.ready_file(b"x" * 100)
        for _ in range(2):
            public_id = given.show(siti, STALL, file=given.ready_file(large.content))
        documents.remove(actor_id=siti.id, document_public_id=public_id, at=NOON)

        with pytest.raises(FileRefused) as refused:
            given.show(siti, STALL, file=large)
        assert refused.value.reason is Refusal.OVER_QUOTA
        assert QUOTA_BYTES >= 10 * 500_000

        two_days_later = NOON + timedelta(days=2)
        assert given.show(siti, STALL, file=large, at=two_days_later)

    def test_is_for_owners_alone(self, siti: Somebody):
        officer = given.bank().maker

        with pytest.raises(NotPermitted):
            given.show(officer, ID_CARD)
        assert counting(siti, ID_CARD) == []


class TestUnclearPhoto:
    @pytest.fixture
    def unclear(self) -> ReadyFile:
        return made_ready(photos.dark())

    def test_waits_for_its_owners_answer_and_counts_for_nothing(
        self, siti: Somebody, unclear: ReadyFile
    ):
        clear = given.show(siti, ID_CARD)
        waiting = given.show(siti, ID_CARD, file=unclear, is_accepted=False)

        own = own_documents.documents(as_viewer(siti), on=TODAY).of_kind(ID_CARD)
        assert [file.public_id for file in own.files] == [clear]
        assert own.waiting is not None
        assert (own.waiting.public_id, own.waiting.warning) == (waiting, PhotoWarning.DARK)

        documents.accept(actor_id=siti.id, document_public_id=waiting, at=LATER)
        documents.accept(actor_id=siti.id, document_public_id=waiting, at=LATER)

        assert counting(siti, ID_CARD) == [waiting]
        assert stored(clear).replaced_at == LATER

    def test_makes_way_for_the_next_one(self, siti: Somebody, unclear: ReadyFile):
        waiting = given.show(siti, ID_CARD, file=unclear, is_accepted=False)
        clear = given.show(siti, ID_CARD)

        assert counting(siti, ID_CARD) == [clear]
        with pytest.raises(NotFound):
            documents.accept(actor_id=siti.id, document_public_id=waiting, at=LATER)


class TestRemove:
    def test_leaves_nothing_of_what_no_bank_has_seen(self, siti: Somebody, own_folder: Path):
        public_id = given.show(siti, ID_CARD)

        documents.remove(actor_id=siti.id, document_public_id=public_id, at=NOON)

        assert counting(siti, ID_CARD) == []
        with pytest.raises(NotFound):
            document_views.open_own(actor_id=siti.id, document_public_id=public_id, at=NOON)
        age_files(own_folder, NOON)
        assert upload_sweep.sweep(at=NOON + timedelta(days=2)) == 1
        assert files_in(own_folder) == 0

    def test_of_somebody_elses_finds_nothing(self, siti: Somebody):
        public_id = given.show(siti, ID_CARD)
        stranger = given.owner("Tono Asing")

        for use in (documents.remove, documents.accept, document_views.open_own):
            with pytest.raises(NotFound):
                use(actor_id=stranger.id, document_public_id=public_id, at=NOON)
        assert counting(siti, ID_CARD) == [public_id]


class TestSending:
    def test_needs_every_required_photo(self):
        siti = given.owner(is_trained=True, has_documents=False)
        given.show(siti, ID_CARD)
        given.show(siti, STALL, file=made_ready(photos.dark()), is_accepted=False)
        application = given.draft(given.bank(), {siti: 5_000_000})

        def send() -> str:
            return origination.submit(
                actor_id=siti.id, application_public_id=application, key=given.key(), at=NOON
            )

        with pytest.raises(NotReady) as refused:
            send()
        assert refused.value.obstacles == tuple(
            Obstacle(code=ObstacleCode.DOCUMENT_MISSING, person_id=siti.person_id, document=kind)
            for kind in (DocumentKind.FAMILY_CARD, STALL)
        )
        assert own_documents.documents(as_viewer(siti), on=TODAY).summary == own_documents.Summary(
            done=1, needed=3
        )

        set_rule("documents_required", "id_card")
        assert send()

    def test_locks_the_photos_until_the_bank_sends_the_file_back(self):
        siti, desk = given.owner(is_trained=True), given.bank()
        [sent] = counting(siti, ID_CARD)
        waiting = given.show(siti, ID_CARD, file=made_ready(photos.dark()), is_accepted=False)
        application = given.submitted(desk, {siti: 5_000_000})

        with pytest.raises(DocumentsLocked):
            given.show(siti, ID_CARD, at=LATER)
        for use, public_id in ((documents.remove, sent), (documents.accept, waiting)):
            with pytest.raises(DocumentsLocked):
                use(actor_id=siti.id, document_public_id=public_id, at=LATER)
        assert own_documents.documents(as_viewer(siti), on=TODAY).is_locked

        given.return_to_applicant(desk, application, at=LATER)
        mended = given.show(siti, ID_CARD, at=LATER)

        assert not own_documents.documents(as_viewer(siti), on=TODAY).is_locked
        assert counting(siti, ID_CARD) == [mended]


class TestBankSees:
    def test_what_was_sent_and_not_what_came_after(self):
        siti, desk = given.owner(is_trained=True), given.bank()
        [first] = counting(siti, ID_CARD)
        application = given.submitted(desk, {siti: 5_000_000})
        given.return_to_applicant(desk, application, at=LATER)
        second = given.show(siti, ID_CARD, at=LATER)

        assert first in seen_by(desk.maker, application, siti)
        assert second not in seen_by(desk.maker, application, siti)

        resent_at = LATER + timedelta(hours=1)
        origination.submit(
            actor_id=siti.id, application_public_id=application, key=given.key(), at=resent_at
        )
        assert second in seen_by(desk.maker, application, siti)
        assert first not in seen_by(desk.maker, application, siti)

    def test_also_what_its_owner_took_away_after_it_was_sent(self):
        siti, desk = given.owner(is_trained=True), given.bank()
        [first] = counting(siti, ID_CARD)
        application = given.submitted(desk, {siti: 5_000_000})
        given.return_to_applicant(desk, application, at=LATER)

        documents.remove(actor_id=siti.id, document_public_id=first, at=LATER)

        assert counting(siti, ID_CARD) == []
        assert opened_size(desk.maker, application, first)

    def test_nothing_of_another_banks_file_or_of_a_draft(self):
        siti, rina = given.owner(is_trained=True), given.owner("Rina", is_trained=True)
        desk, other_desk = given.bank(), given.bank()
        application = given.submitted(desk, {siti: 5_000_000})
        draft = given.draft(desk, {rina: 5_000_000})
        [siti_card], [rina_card] = counting(siti, ID_CARD), counting(rina, ID_CARD)

        strangers = [
            (other_desk.maker, application, siti_card),
            (desk.cashier, application, siti_card),
            (given.staff(Role.DINAS_OFFICER), application, siti_card),
            (desk.maker, draft, rina_card),
            (desk.maker, application, rina_card),
            (siti, application, siti_card),
        ]
        for viewer, address, document in strangers:
            with pytest.raises((NotFound, NotPermitted)):
                opened(viewer, address, document)
            assert document not in seen_by(viewer, address, siti)
        assert views() == []

    def test_the_viewers_name_all_over_a_photo_and_leaves_one_line_per_look(self):
        siti, desk = given.owner(is_trained=True), given.bank()
        plain = made_ready(photos.jpeg(Image.new("RGB", (900, 600), (90, 120, 90))))
        card = given.show(siti, ID_CARD, file=plain)
        application = given.submitted(desk, {siti: 5_000_000})

        looks = [opened(officer, application, card) for officer in (desk.maker, desk.checker)]

        assert plain.content not in looks
        assert looks[0] != looks[1]  # another name
        assert all(Image.open(BytesIO(look)).size == (900, 600) for look in looks)
        assert [(view.viewer_id, view.at) for view in views()] == [
            (desk.maker.id, LATER),
            (desk.checker.id, LATER),
        ]
        document_views.open_own(actor_id=siti.id, document_public_id=card, at=LATER)
        told = own_documents.document_views(as_viewer(siti))
        assert [(seen.name, seen.kind) for seen in told] == [
            ("Citra Pemutus", ID_CARD),
            ("Budi Pengusul", ID_CARD),
        ]
        assert len(views()) == 3

    def test_that_somebody_else_sent_the_same_file(self):
        siti, rina = given.owner(is_trained=True), given.owner("Rina", is_trained=True)
        desk = given.bank()
        copy = made_ready(photos.tiny())
        own = given.show(siti, ID_CARD, file=copy)
        application = given.submitted(desk, {siti: 5_000_000})

        def flagged() -> list[str]:
            found = file_documents.documents_of(as_viewer(desk.maker), application)
            return [row.public_id for row in found[siti.person_id or 0] if row.is_same_photo]

        assert flagged() == []
        given.show(rina, DocumentKind.OTHER, file=copy)
        assert flagged() == [own]


class TestScanning:
    def test_refuses_the_test_virus_and_hides_what_was_not_scanned(
        self, app: Flask, tmp_path: Path
    ):
        script = tmp_path.parent / f"{tmp_path.name}-scanner.py"
        script.write_text("import sys\nsys.exit(b'EICAR-STANDARD' in sys.stdin.buffer.read())\n")
        siti, desk = given.owner(is_trained=True), given.bank()
        eicar = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
        app.config["SCANNER"] = f"{sys.executable} {script}"
        with pytest.raises(FileRefused) as refused:
            made_ready(photos.jpeg(comment=eicar))
        assert refused.value.reason is Refusal.MALWARE
        clean = made_ready(photos.tiny())

        app.config["SCANNER"] = "/no/such/scanner"
        unscanned = made_ready(photos.tiny())
        assert (clean.scan, unscanned.scan) == (ScanState.CLEAN, ScanState.NOT_SCANNED)
        card = given.show(siti, ID_CARD, file=unscanned)
        application = given.submitted(desk, {siti: 5_000_000})
        with pytest.raises(NotFound):
            opened(desk.maker, application, card)
        assert upload_sweep.scan_again(at=LATER) == (0, 0)

        app.config["SCANNER"] = f"{sys.executable} {script}"
        assert upload_sweep.scan_again(at=LATER) == (1, 0)
        assert opened_size(desk.maker, application, card)


class TestSweep:
    def test_removes_only_old_files_that_no_row_keeps(self, siti: Somebody, own_folder: Path):
        kept = given.show(siti, ID_CARD)
        orphan = storage.put(b"written before a crash")
        age_files(own_folder, NOON)
        fresh = storage.put(b"being sent just now")
        set_time(own_folder, fresh, NOON + timedelta(hours=30))

        at = NOON + timedelta(hours=31)
        assert list(upload_sweep.orphans(at=at)) == [orphan]
        assert upload_sweep.sweep(at=at) == 1
        assert upload_sweep.sweep(at=at) == 0

        assert (storage.has(orphan), storage.has(fresh)) == (False, True)
        assert upload_sweep.lost(at=at) == []
        storage.delete(stored(kept).file_name)
        assert upload_sweep.lost(at=at) == [kept]

    def test_drops_unclear_photos_nobody_answered_for(self, siti: Somebody):
        given.show(siti, ID_CARD, file=made_ready(photos.dark()), is_accepted=False)

        assert upload_sweep.drop_unanswered(at=LATER) == 0
        assert upload_sweep.drop_unanswered(at=NOON + timedelta(days=2)) == 1
        assert own_documents.documents(as_viewer(siti), on=TODAY).of_kind(ID_CARD).waiting is None

    def test_finds_the_file_of_an_upload_that_broke_off_before_its_row(
        self, siti: Somebody, own_folder: Path, monkeypatch: pytest.MonkeyPatch
    ):
        def broken(**_arguments: object) -> None:
            raise RuntimeError("the power went out")

        with monkeypatch.context() as patch:
            patch.setattr(documents, "lookup", broken)
            with pytest.raises(RuntimeError):
                given.show(siti, ID_CARD)

        assert (counting(siti, ID_CARD), files_in(own_folder)) == ([], 1)
        age_files(own_folder, NOON)
        assert upload_sweep.sweep(at=NOON + timedelta(days=2)) == 1


def views() -> list[DocumentView]:
    return list(db.session.scalars(db.select(DocumentView).order_by(DocumentView.id)))


def opened_size(officer: Somebody, application: str, document: str) -> int:
    """Look at a stored photo that need not be a real one, without its watermark."""
    read, _name = document_views._open_sent(
        actor_id=officer.id,
        application_public_id=application,
        document_public_id=document,
        at=LATER,
    )
    return len(read.content)


def age_files(folder: Path, at: datetime) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (at.timestamp(),) * 2)


def set_time(folder: Path, name: str, at: datetime) -> None:
    os.utime(folder / name[:2] / name[2:4] / name, (at.timestamp(),) * 2)
