"""Photos through the pages: what is taken, what is refused and how it is mended, who may look."""

import gc
import socket
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Page, Route
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from harkat.domain.documents import DocumentKind
from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.documents import DocumentView, PersonDocument
from harkat.queries import own_documents
from harkat.services.document_intake import made_ready
from tests import given, photos
from tests.moments import TODAY
from tests.pages import beside, hidden_fields, sign_in, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

ID_CARD = DocumentKind.ID_CARD
PAGE = "/saya/berkas/foto/ktp"
NOWHERE = "x" * 22


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path) -> Path:
    """A folder of uploads that no other test writes to."""
    app.config["UPLOADS"] = str(tmp_path)
    return tmp_path


@pytest.fixture
def siti() -> given.Somebody:
    """An owner who has everything but photos."""
    return given.owner(has_documents=False, is_trained=True)


@pytest.fixture
def at_home(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    """Siti's browser."""
    return sign_in(client, siti)


def send(
    client: FlaskClient, *contents: bytes, page: str = PAGE, name: str = "foto.jpg"
) -> TestResponse:
    """Open the page and send photos with its form."""
    opened = client.get(page)
    assert opened.status_code == 200
    return post(client, hidden_fields(opened.text), *contents, page=page, name=name)


def post(
    client: FlaskClient,
    fields: dict[str, str],
    *contents: bytes,
    page: str = PAGE,
    name: str = "foto.jpg",
) -> TestResponse:
    sent = [FileStorage(BytesIO(content), filename=name) for content in contents]
    boundary, body = encode_multipart(MultiDict([*fields.items(), *(("photo", f) for f in sent)]))
    return client.post(page, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def own(siti: given.Somebody, kind: DocumentKind = ID_CARD) -> own_documents.OwnKind:
    viewer = Viewer(user_id=siti.id, role=siti.role, person_id=siti.person_id)
    return own_documents.documents(viewer, on=TODAY).of_kind(kind)


class TestPhotoPage:
    def test_keeps_a_photo_and_leads_on(self, at_home: FlaskClient, siti: given.Somebody):
        answer = send(at_home, photos.taken_at_home())

        assert (answer.status_code, answer.location) == (303, "/saya/berkas")
        listed = words_of(at_home.get("/saya/berkas").text)
        assert "Foto KTP tersimpan." in listed
        assert "1 dari 3 yang wajib sudah ada." in listed
        [file] = own(siti).files
        kept = at_home.get(f"/saya/berkas/{file.public_id}")
        image = Image.open(BytesIO(kept.data))
        assert (image.size, dict(image.getexif())) == ((300, 480), {})
        assert {
            name: kept.headers[name]
            for name in (
                "Content-Type",
                "Content-Disposition",
                "Content-Security-Policy",
                "Cache-Control",
                "X-Content-Type-Options",
            )
        } == {
            "Content-Type": "image/jpeg",
            "Content-Disposition": 'attachment; filename="ktp.jpg"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }

    @pytest.mark.parametrize(
        ("number", "content", "sentence"),
        [
            (83, b"", "File ini kosong. Ambil foto ulang."),
            (84, b"<!doctype html><script>1</script>", "Pakai JPG, PNG, atau PDF."),
            (86, b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "bukan foto"),
            (87, b"GIF89a" + bytes(90), 'Ketuk "Ambil foto", atau simpan dulu sebagai JPG.'),
            (87, b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(90), "simpan dulu sebagai JPG"),
            (87, b"\x00\x00\x00\x18ftypheic" + bytes(90), "simpan dulu sebagai JPG"),
            (88, photos.flood(), "Ukuran foto terlalu besar."),
            (89, photos.jpeg()[:3000], "Foto ini rusak atau belum terkirim utuh."),
            (91, photos.pdf(password="x"), "PDF ini terkunci sandi."),
            (92, photos.pdf_with_script(), "PDF ini berisi program atau file lain."),
            (92, photos.pdf_with_program(), "PDF ini berisi program atau file lain."),
            (92, photos.pdf_with_file(), "PDF ini berisi program atau file lain."),
            (94, b"\xff\xd8\xff" + bytes(9 * 1024 * 1024), "Foto lebih dari 8 MB."),
        ],
        ids=[
            *("empty", "HTML", "SVG", "GIF", "WebP", "HEIC", "flood", "cut", "locked"),
            *("script", "program", "file", "9 MB"),
        ],
    )
    def test_says_how_to_mend_what_cannot_be_kept(
        self,
        at_home: FlaskClient,
        own_folder: Path,
        number: int,
        content: bytes,
        sentence: str,
    ):
        answer = send(at_home, content)

        assert (answer.status_code, number) == (422, number)
        assert sentence in beside(answer.text, "photo")
        assert "Perlu diperbaiki:" in answer.text
        assert list(own_folder.rglob("*.*")) == []
        assert db.session.scalars(db.select(PersonDocument)).all() == []

    def test_asks_for_the_photo_when_none_was_chosen(self, at_home: FlaskClient):
        for answer in (send(at_home), send(at_home, b"", name="")):
            assert answer.status_code == 422
            assert beside(answer.text, "photo") == 'Foto KTP belum ada. Ketuk "Ambil foto".'

    @pytest.mark.parametrize(
        "content",
        [
            photos.jpeg(comment=b"<?php echo 1 ?><script>alert(1)</script>"),
            photos.jpeg() + photos.pdf_with_script(),
            photos.png() + b"<script>alert(1)</script>",
        ],
        ids=["comment", "polyglot", "appended"],
    )
    def test_gives_out_nothing_but_the_picture(
        self, at_home: FlaskClient, siti: given.Somebody, content: bytes
    ):
        assert send(at_home, content).status_code == 303

        kept = at_home.get(f"/saya/berkas/{own(siti).files[0].public_id}").data
        assert not any(marker in kept for marker in (b"<?php", b"<script", b"%PDF"))

    @pytest.mark.parametrize(
        "name",
        ["..\\..\\x", "../../../etc/passwd", "a" * 300, "ktp.jpg.exe", "\u202egpj.exe"],
    )
    def test_never_uses_the_name_a_file_came_with(
        self, at_home: FlaskClient, siti: given.Somebody, own_folder: Path, name: str
    ):
        answer = send(at_home, photos.tiny(), name=name)

        assert answer.status_code == 303
        [path] = [path for path in own_folder.rglob("*") if path.is_file()]
        assert len(path.name) == 32
        kept = at_home.get(f"/saya/berkas/{own(siti).files[0].public_id}")
        assert kept.headers["Content-Disposition"] == 'attachment; filename="ktp.jpg"'

    def test_takes_a_pdf_and_gives_it_back_to_be_kept(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        assert send(at_home, photos.pdf(2)).status_code == 303

        kept = at_home.get(f"/saya/berkas/{own(siti).files[0].public_id}")
        assert (kept.content_type, kept.data[:5]) == ("application/pdf", b"%PDF-")
        assert "Lihat PDF, 2 halaman" in words_of(at_home.get(PAGE).text)

    def test_keeps_the_good_ones_of_several_and_asks_for_the_bad_one_alone(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        page = "/saya/berkas/foto/tempat-usaha"
        others = [photos.jpeg(photos.picture(200 + n, 150)) for n in range(2)]

        answer = send(at_home, others[0], b"<html>", others[1], page=page)

        assert answer.status_code == 422
        assert "Foto ke-2: File ini bukan foto." in beside(answer.text, "photo")
        assert "2 foto tempat usaha tersimpan." in words_of(answer.text)
        place = DocumentKind.BUSINESS_PLACE
        assert len(own(siti, place).files) == 2
        mended = post(at_home, hidden_fields(answer.text), photos.tiny(), page=page)
        assert mended.status_code == 303
        assert len(own(siti, place).files) == 3
        many = send(at_home, *[photos.tiny()] * 6, page=page)
        assert "Paling banyak 5 foto sekali kirim." in beside(many.text, "photo")

    def test_does_nothing_twice_when_it_is_sent_twice(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        page = "/saya/berkas/foto/tempat-usaha"
        fields = hidden_fields(at_home.get(page).text)

        answers = [post(at_home, fields, photos.tiny(), page=page) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert len(own(siti, DocumentKind.BUSINESS_PLACE).files) == 1

    def test_asks_once_more_about_a_dark_photo_without_sending_it_again(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        answer = send(at_home, photos.dark())

        assert (answer.status_code, answer.location) == (303, PAGE)
        assert own(siti).files == []
        page = at_home.get(PAGE).text
        assert "Tetap pakai foto ini?" in words_of(page)
        assert "Perlu jawaban" in words_of(at_home.get("/saya/berkas").text)
        waiting = own(siti).waiting
        assert waiting is not None
        keep = at_home.post(f"/saya/berkas/{waiting.public_id}/pakai", data=hidden_fields(page))
        assert keep.status_code == 303
        assert [file.public_id for file in own(siti).files] == [waiting.public_id]

    def test_takes_a_photo_away(self, at_home: FlaskClient, siti: given.Somebody):
        send(at_home, photos.tiny())
        address = f"/saya/berkas/{own(siti).files[0].public_id}"

        answer = at_home.post(f"{address}/hapus", data=hidden_fields(at_home.get(PAGE).text))

        assert (answer.status_code, own(siti).files) == (303, [])
        assert at_home.get(address).status_code == 404

    @pytest.mark.parametrize("step", ["hapus", "pakai"])
    def test_says_that_a_photo_is_gone_to_whoever_taps_twice(
        self, at_home: FlaskClient, siti: given.Somebody, step: str
    ):
        send(at_home, photos.dark())
        waiting = own(siti).waiting
        assert waiting is not None
        address, form = f"/saya/berkas/{waiting.public_id}", hidden_fields(at_home.get(PAGE).text)
        at_home.post(f"{address}/hapus", data=form)

        late = at_home.post(f"{address}/{step}", data=form)

        assert (late.status_code, late.location) == (303, "/saya/berkas")
        said = words_of(at_home.get("/saya/berkas").text)
        assert "Foto ini sudah dihapus atau diganti." in said
        assert (own(siti).files, own(siti).waiting) == ([], None)

    def test_lets_a_finger_reach_the_button_in_the_row_of_a_photo(
        self, live_server: str, page_without_scripts: Page, siti: given.Somebody
    ):
        db.session.rollback()
        page = page_without_scripts
        page.goto(f"{live_server}/masuk")
        page.fill("main [name=phone]", "0" + siti.phone.removeprefix("+62"))
        page.fill("main [name=password]", given.PASSWORD)
        page.click("main button[type=submit]")
        page.goto(live_server + PAGE)
        page.set_input_files("#photo", {"name": "a", "mimeType": "", "buffer": photos.tiny()})
        page.click("text=Kirim foto")
        page.goto(live_server + PAGE)

        page.get_by_role("button", name="Hapus").click(timeout=30_000)

        db.session.rollback()
        assert own(siti).files == []

    def test_says_that_a_sent_application_locks_the_photos(self, client: FlaskClient):
        siti = given.owner(is_trained=True)
        sign_in(client, siti)
        fields = hidden_fields(client.get(PAGE).text)
        [file] = own(siti).files
        given.submitted(given.bank(), {siti: 5_000_000})

        late = post(client, fields, photos.tiny())

        assert late.status_code == 422
        assert "Berkas sedang diperiksa bank" in words_of(late.text)
        assert "Kirim foto" not in words_of(client.get(PAGE).text)
        client.post(f"/saya/berkas/{file.public_id}/hapus", data=fields)
        assert [kept.public_id for kept in own(siti).files] == [file.public_id]

    def test_is_open_to_owners_only_and_shows_nobody_elses(
        self, app: Flask, client: FlaskClient, at_home: FlaskClient, siti: given.Somebody
    ):
        send(at_home, photos.tiny())
        address = f"/saya/berkas/{own(siti).files[0].public_id}"
        stranger = sign_in(app.test_client(), given.owner("Tono Asing"))
        officer = sign_in(app.test_client(), given.bank().maker)
        nobody = app.test_client()

        for browser, code in ((stranger, 404), (officer, 404), (nobody, 302)):
            assert browser.get(address).status_code == code
            token = hidden_fields(browser.get("/masuk" if browser is nobody else PAGE).text)
            if browser is stranger:
                for place in (address, f"/saya/berkas/{NOWHERE}"):
                    for step in ("hapus", "pakai"):
                        assert browser.post(f"{place}/{step}", data=token).status_code == 404
        assert client.get("/saya/berkas/foto/paspor").status_code == 404
        assert client.get(f"/saya/berkas/{NOWHERE}").status_code == 404
        assert len(own(siti).files) == 1

    def test_takes_no_more_than_a_few_photos_at_once_and_large_forms_nowhere_else(
        self, at_home: FlaskClient
    ):
        fields = hidden_fields(at_home.get(PAGE).text)
        flood = b"\xff\xd8\xff" + bytes(9 * 1024 * 1024)

        assert post(at_home, fields, flood, flood, flood).status_code == 413
        elsewhere = post(at_home, fields, bytes(300_000), page="/saya/usaha")
        assert elsewhere.status_code == 413
        signed_out = at_home.application.test_client()
        token = hidden_fields(signed_out.get("/masuk").text)
        assert post(signed_out, token, bytes(300_000)).status_code == 413

    def test_is_small(self, at_home: FlaskClient):
        for page in ("/saya/berkas", PAGE):
            assert len(zlib.compress(at_home.get(page).data)) < 14 * 1024


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
class TestCutConnection:
    def test_leaves_nothing_behind(
        self,
        at_home: FlaskClient,
        siti: given.Somebody,
        live_server: str,
        own_folder: Path,
    ):
        fields = hidden_fields(at_home.get(PAGE).text)
        cookie = at_home.get_cookie("harkat")
        assert cookie is not None
        boundary = "potong"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'
            for key, text in fields.items()
        ]
        parts.append(
            f"--{boundary}\r\nContent-Disposition: form-data; "
            'name="photo"; filename="x.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        body = "".join(parts).encode() + photos.jpeg() + f"\r\n--{boundary}--".encode()
        host, port = live_server.removeprefix("http://").split(":")
        head = (
            f"POST {PAGE} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Cookie: {cookie.key}={cookie.value}\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode()
        with socket.create_connection((host, int(port)), timeout=60) as line:
            line.sendall(head + body[: len(body) * 9 // 10])
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(100)

        assert b" 500 " not in answer
        db.session.rollback()
        assert own(siti).files == []
        assert [path for path in own_folder.rglob("*") if path.is_file()] == []
        assert send(at_home, photos.tiny()).status_code == 303
        gc.collect()  # Werkzeug leaves the half that came to the collector.


class TestOfficersSide:
    def test_shows_photos_in_the_file_and_marks_each_look(self, app: Flask):
        siti, desk = given.owner(is_trained=True), given.bank()
        card = given.show(siti, ID_CARD, file=made_ready(photos.jpeg()))
        given.show(siti, DocumentKind.NIB, file=made_ready(photos.pdf()))
        given.show(siti, DocumentKind.FAMILY_CARD, file=made_ready(photos.dark()), is_accepted=True)
        application = given.submitted(desk, {siti: 5_000_000})
        officer = sign_in(app.test_client(), desk.checker)
        address = f"/petugas/pengajuan/{application}"

        page = words_of(officer.get(address).text)
        assert "Siti Contoh: 4 file" in page
        assert "gelap" in page
        assert "foto sama" not in page
        shown = officer.get(f"{address}/berkas/{card}")
        assert f"{address}/berkas/{card}/gambar" in shown.text
        assert views() == 0
        image = officer.get(f"{address}/berkas/{card}/gambar")
        kept = officer.get(f"{address}/berkas/{card}/simpan")
        assert [answer.headers["Content-Disposition"] for answer in (image, kept)] == [
            'inline; filename="ktp.jpg"',
            'attachment; filename="ktp.jpg"',
        ]
        assert image.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert (image.headers["Cache-Control"], views()) == ("no-store", 2)

        owner = sign_in(app.test_client(), siti)
        assert "Citra Pemutus, Bank" in words_of(owner.get("/saya/berkas").text)

    def test_gives_a_pdf_only_to_be_kept(self, app: Flask):
        siti, desk = given.owner(is_trained=True), given.bank()
        nib = given.show(siti, DocumentKind.NIB, file=made_ready(photos.pdf()))
        application = given.submitted(desk, {siti: 5_000_000})
        officer = sign_in(app.test_client(), desk.maker)

        image = officer.get(f"/petugas/pengajuan/{application}/berkas/{nib}/gambar")

        assert image.headers["Content-Disposition"] == 'attachment; filename="nib.pdf"'

    def test_does_not_exist_for_other_banks_and_other_roles(self, app: Flask):
        siti, desk = given.owner(is_trained=True), given.bank()
        card = given.show(siti, ID_CARD)
        application = given.submitted(desk, {siti: 5_000_000})
        address = f"/petugas/pengajuan/{application}/berkas/{card}"

        for person in (given.bank().maker, desk.cashier, siti):
            browser = sign_in(app.test_client(), person)
            for step in ("", "/gambar", "/simpan"):
                assert browser.get(address + step).status_code == 404
        own_officer = sign_in(app.test_client(), desk.maker)
        for strange in (NOWHERE, "x", "%00" * 8, "..%2F..%2Fconfig"):
            wrong = f"/petugas/pengajuan/{application}/berkas/{strange}"
            assert own_officer.get(wrong).status_code == 404
            assert own_officer.get(f"{wrong}/gambar").status_code == 404
        assert views() == 0


class TestPhone:
    def test_makes_the_photo_small_and_sends_it_again_when_the_line_drops(
        self,
        page_with_scripts: Page,
        live_server: str,
        siti: given.Somebody,
        tmp_path_factory: pytest.TempPathFactory,
    ):
        large = tmp_path_factory.mktemp("photos") / "besar.jpg"
        large.write_bytes(photos.jpeg(photos.picture(3600, 2700)))
        page, tries = page_with_scripts, list[int]()

        def drop_once(route: Route) -> None:
            if route.request.method == "POST":
                tries.append(len(route.request.post_data_buffer or b""))
            if len(tries) == 1 and route.request.method == "POST":
                route.abort("connectionreset")
            else:
                route.continue_()

        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"{live_server}/masuk")
        page.fill("main [name=phone]", "0" + siti.phone.removeprefix("+62"))
        page.fill("main [name=password]", given.PASSWORD)
        page.click("main button[type=submit]")
        page.goto(live_server + PAGE)
        page.route("**/saya/berkas/foto/ktp", drop_once)
        page.set_input_files("#photo", large)
        page.click("text=Kirim foto")
        page.wait_for_selector("text=coba lagi")
        page.wait_for_selector("text=Foto KTP tersimpan.")

        assert page.url == f"{live_server}/saya/berkas"
        assert len(tries) == 2
        assert large.stat().st_size > 400_000 > max(tries)
        db.session.rollback()
        assert len(own(siti).files) == 1


def views() -> int:
    db.session.rollback()
    return db.session.query(DocumentView).count()


class TestManyParts:
    def test_are_refused_before_anything_is_read(self, at_home: FlaskClient):
        fields = {f"part-{number}": "x" for number in range(600)}

        assert post(at_home, {**hidden_fields(at_home.get(PAGE).text), **fields}).status_code == 413
