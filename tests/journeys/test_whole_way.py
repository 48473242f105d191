"""The whole way once: from an owner's registration to the absorbed rupiah, clicked in a browser."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from harkat import clock
from harkat.domain.roles import Role
from harkat.models.record import OutboxMessage
from tests import given, photos
from tests.books import offences
from tests.browsers import PATIENCE_MS
from tests.journeys.visitor import Visitor
from tests.phones import code_sent_to

SECRET = "perahu kayu biru"
NAMES = ("Siti Contoh", "Rina Rekaan", "Tono Umpama", "Wati Misalnya", "Joko Khayali")
AMOUNTS = ("8.000.000", "6 juta", "6.000.000")


def phone_of(number: int) -> str:
    return f"+6281344400{number:03d}"


def nik_of(number: int) -> str:
    return f"15710645068{8 - number % 5}{7100 + number}"


def numbered(kind: str) -> str:
    """Return how this year's numbers of a kind begin."""
    return f"{kind}{clock.today():%y}-"


def sent_code() -> str:
    """Return the code that the phone shows last."""
    given.db.session.rollback()  # What was read before belongs to an older picture.
    code = given.db.session.scalars(
        given.db.select(OutboxMessage.secret)
        .filter_by(template="code_consent")
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    ).one()
    given.db.session.rollback()
    return code


class Town:
    """Everybody on the other side of the counter, and the visitor who plays all parts."""

    def __init__(self, page: Page, address: str) -> None:
        page.set_viewport_size({"width": 360, "height": 740})
        page.set_default_timeout(PATIENCE_MS)
        self.at = Visitor(page=page, address=address)
        self.desk = given.bank(slice_amount=100_000_000)
        self.teacher = given.staff(Role.TRAINING_STAFF)
        self.dinas = given.staff(Role.DINAS_OFFICER)
        self.today: date = clock.today()
        given.db.session.rollback()

    def register(self, number: int) -> None:
        self.at.sign_out()
        self.at.open("/daftar")
        self.at.fill(phone="0" + phone_of(number).removeprefix("+62"))
        self.at.press("Lanjutkan")
        given.db.session.rollback()
        self.at.fill(code=code_sent_to(phone_of(number)))
        self.at.press("Lanjutkan")
        self.at.fill(password=SECRET)
        self.at.press("Lanjutkan")
        self.at.fill(nik=nik_of(number), full_name=NAMES[number])
        self.at.press("Lanjutkan")
        self.at.tick("process_loan", "check_record")
        self.at.press("Daftar")
        self.at.expect("Terima kasih")

    def describe_business(self) -> None:
        self.at.open("/saya/usaha")
        self.at.fill(name="Warung Contoh", address="Jalan Contoh 1", started_year=2021, workers=1)
        self.at.tick("sector", value="food")
        self.at.choose(kelurahan_code=given.LEGOK, started_month="5")
        self.at.tick("place", value="home")
        self.at.tick("has_nib", value="no")
        self.at.press("Simpan")

    def tell_all(self, number: int) -> None:
        """Tell about the person, the business and its money, each where the list of tasks leads."""
        self.at.open("/saya")
        self.at.press("1 Data diri")
        self.at.fill(kk_no=f"157106010120{7100 + number}")
        self.at.press("Ya, benar")
        self.at.choose(kelurahan_code=given.LEGOK)
        self.at.fill(rt=7, street="Jalan Contoh 1")
        self.at.press("Lanjutkan")
        self.at.tick("marital_status", value="single")
        self.at.press("Simpan")
        self.describe_business()
        self.at.press("3 Uang")
        self.at.tick("unit", value="day")
        self.at.tick("open_days", value="6")
        self.at.fill(
            sales="400.000",
            purchases="200.000",
            other_costs="500.000",
            household="1.500.000",
            other_instalments="0",
        )
        self.at.press("Hitung sebulan")
        self.at.expect("Rp10.400.000", "Rp3.200.000")
        self.at.press("Simpan")

    def say_account(self, number: int) -> None:
        self.at.open("/saya/rekening")
        self.at.fill(bank_name="Bank Contoh", account_no=f"00112233{number}", holder=NAMES[number])
        self.at.press("Simpan")

    def show_papers(self, *slugs: str, photo: bytes = b"") -> None:
        for slug in slugs or ("ktp", "kk", "tempat-usaha"):
            self.at.open(f"/saya/berkas/foto/{slug}")
            content = photo or photos.jpeg()
            file = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": content}
            self.at.page.set_input_files("#photo", file)
            self.at.press("Kirim foto", stays=True)
            self.at.page.get_by_text("tersimpan.").first.wait_for(timeout=60_000)

    def enter(self, number: int) -> None:
        self.at.sign_in(phone_of(number), SECRET)

    def train(self, numbers: range) -> None:
        self.at.sign_in(self.teacher.phone)
        self.at.open("/balikat/kelas/baru")
        self.at.page.select_option("main select[name=course_id]", index=1)
        self.at.choose(kelurahan_code=given.LEGOK)
        first, last = self.today - timedelta(days=4), self.today - timedelta(days=2)
        self.at.fill(
            venue="Balai Contoh", starts_on=first, ends_on=last, start_time="09.00", seats=20
        )
        self.at.press("Buka kelas")
        for number in numbers:
            self.at.fill(nik=nik_of(number), completed_on=last)
            self.at.press("Cari namanya")
            self.at.expect(NAMES[number])
            self.at.press("Catat selesai")
            self.at.expect(numbered("BK"))

    def open_file(self, somebody: given.Somebody, chip: str = "Tugas saya") -> None:
        self.at.sign_in(somebody.phone)
        self.at.open("/petugas/antrean")
        self.at.press(chip)
        self.at.press("BH")

    def decide(self, *, is_taken_up: bool = False) -> None:
        self.open_file(self.desk.maker)
        if not is_taken_up:
            self.at.press("Mulai p")
        self.at.press("Usulkan ke pemutus")
        self.open_file(self.desk.checker)
        self.at.press("Setujui")
        self.at.press("Ya, setujui")

    def consent(self, number: int, *sentences: str) -> None:
        self.enter(number)
        self.at.open("/saya")
        self.at.press("Baca ringkasan dan jawab")
        self.at.expect(*sentences)
        self.at.press("Kirim kode")
        self.at.fill(code=sent_code())
        self.at.tick("has_read")
        self.at.press("Setuju")

    def disburse(self, lines: int) -> None:
        self.at.sign_in(self.desk.disburser.phone)
        self.at.open("/petugas/pencairan")
        self.at.press("Catat dan siapkan uang")
        for number in range(lines):
            self.at.open("/petugas/pencairan")
            form = self.at.page.locator("main form", has_text="Catat terkirim").first
            form.locator("[name$=bank_reference]").fill(f"TRF-{number}")
            form.get_by_role("button", name="Catat terkirim").click()
            self.at.page.wait_for_load_state()
            self.at.press("Ya, catat")

    def repay(self, name: str) -> None:
        self.at.sign_in(self.desk.cashier.phone)
        self.at.open("/petugas/pinjaman")
        self.at.fill(cari=name)
        self.at.press("Cari")
        self.at.press("PJ")
        self.at.press("Catat dan buat kuitansi")
        self.at.expect(numbered("KW"))

    def settle(self, name: str) -> None:
        self.at.sign_in(self.desk.cashier.phone)
        self.at.open("/petugas/pinjaman")
        self.at.fill(cari=name)
        self.at.press("Cari")
        self.at.press("PJ")
        self.at.press("Lunasi hari ini")
        self.at.press("Sudah diterima, lunasi")
        self.at.expect(numbered("KW"))

    def take_back_payment(self, name: str) -> None:
        self.at.sign_in(self.desk.checker.phone)
        self.at.open("/petugas/pinjaman")
        self.at.fill(cari=name)
        self.at.press("Cari")
        self.at.press("PJ")
        self.at.press("Koreksi")
        self.at.fill(reason_note="Salah nomor pinjaman.")
        self.at.press("Koreksi pembayaran ini")


def walk_alone(town: Town) -> None:
    """One owner takes an individual loan, from registration to the absorbed figure."""
    at = town.at
    town.register(0)
    town.enter(0)
    town.tell_all(0)
    town.say_account(0)
    at.open("/pengajuan/baru/perorangan")
    at.tick("bank_code", value=town.desk.code)
    at.tick("instalments", value="12")
    at.press("Lanjutkan")
    at.press("6 Pinjaman")
    at.fill(requested="10.000.000", purpose="Tambah etalase")
    at.press("Hitung cicilan")
    at.expect("Rp846.937", "setelah cicilan kira-kira Rp2.353.063")
    at.press("Simpan")
    at.expect("5 dari 8 bagian selesai", "Lihat kelas berikutnya", "Belum bisa")
    town.show_papers()

    town.train(range(1))
    town.enter(0)
    at.open("/saya")
    at.press("Lanjutkan pengajuan")
    at.press("Kirim pengajuan")
    at.expect(numbered("BH"), "Petugas memeriksa berkas paling lambat")
    town.decide()
    town.consent(0, "Rp10.000.000", "Rp846.937", "Rp163.244", "Rp10.163.244", "3%")
    town.disburse(1)
    town.repay("Siti")

    town.enter(0)
    at.open("/saya")
    at.press("Lihat jadwal")
    at.expect("Rp846.937", numbered("KW"))
    see_absorbed(town, "Rp10.000.000", "Rp821.937", "Rp9.178.063")

    town.take_back_payment("Siti")
    see_absorbed(town, "Rp10.000.000", "Rp0")


def form_group(town: Town) -> None:
    """Five owners register; the first founds a group, the others accept on their own accounts."""
    at = town.at
    for number in range(5):
        town.register(number)
    town.enter(0)
    town.tell_all(0)
    at.open("/kelompok")
    at.fill(name="Mawar")
    at.press("Buat kelompok")
    for number in range(1, 5):
        at.open("/kelompok/ajak")
        at.fill(name=NAMES[number], phone="0" + phone_of(number).removeprefix("+62"))
        at.press("Kirim ajakan")
    for number in range(1, 5):
        town.enter(number)
        at.page.get_by_role("link", name="Mawar").first.click()
        at.tick("has_read")
        at.press("Terima ajakan")
        town.tell_all(number)
    town.train(range(3))


def apply_together(town: Town) -> None:
    """Three of the five fill in their parts, and the leader sends the application."""
    at = town.at
    town.enter(0)
    at.open("/pengajuan/baru/kelompok")
    at.tick("bank_code", value=town.desk.code)
    at.tick("instalments", value="12")
    at.press("Lanjutkan")
    file = at.page.url.removeprefix(at.address)
    for number, amount in enumerate(AMOUNTS):
        town.enter(number)
        town.say_account(number)
        town.show_papers()
        at.open(f"{file}/bagian")
        at.fill(requested=amount, purpose="Tambah stok")
        at.press("Simpan")
    town.enter(0)
    at.open(f"{file}/kirim")
    at.press("Kirim pengajuan")
    at.expect(numbered("BH"), "Petugas memeriksa berkas paling lambat")


def mend(town: Town) -> None:
    """The bank cannot read a photo and returns the file; the leader mends it and sends it again."""
    at = town.at
    town.open_file(town.desk.maker)
    at.press("Mulai p")
    at.press("Kembalikan")
    at.choose(reason_code="DOK-1", about=NAMES[0])
    at.fill(next_step="Foto ulang KTP di tempat terang.")
    at.press("Kembalikan")
    town.enter(0)
    at.open("/saya")
    at.press("Perbaiki")
    at.expect("Foto KTP tidak terbaca.")
    file = at.page.url.removeprefix(at.address)
    at.press("Foto ulang KTP")
    town.show_papers("ktp")
    at.open(file)
    at.press("Kirim lagi")
    at.press("Kirim")


def walk_together(town: Town) -> None:
    """Five owners form a group, three borrow, mend, agree, get the money, pay and pay off."""
    at = town.at
    form_group(town)
    apply_together(town)
    mend(town)
    town.decide(is_taken_up=True)
    for number, level in enumerate(("Rp677.550", "Rp508.162", "Rp508.162")):
        town.consent(number, level, "Siti Contoh", "Rp20.000.000")
    town.disburse(3)

    town.enter(1)
    at.open("/saya")
    at.expect("Rp6.000.000 sudah masuk utuh?")
    at.press("Ya, utuh")
    town.repay("Rina")
    town.settle("Rina")
    town.enter(1)
    at.open("/saya")
    at.page.get_by_role("link", name=numbered("PJ")).first.click()
    at.page.wait_for_load_state()
    at.expect("Lunas", numbered("KW"))
    see_absorbed(town, "Rp20.000.000", "Rp6.000.000")


def see_absorbed(town: Town, *figures: str) -> None:
    """Read the figures as the Dinas sees them, follow one to its list, and as the public does."""
    at = town.at
    at.sign_in(town.dinas.phone)
    at.open("/dinas")
    at.expect("Penyerapan", "Rp110.000.000.000", *figures)
    at.page.get_by_role("link", name=figures[0]).first.click()
    at.page.wait_for_load_state()
    at.expect(figures[0], numbered("PJ"))
    at.sign_out()
    at.open("/")
    at.expect(figures[0])


def on(database: str) -> pytest.MarkDecorator:
    """Let a walk go on one database: between them the walks go on both, with scripts or without."""
    return pytest.mark.parametrize("databases", [database], indirect=True)


class TestWholeWayOnAPhone:
    @on("postgresql")
    def test_is_walked_alone_without_scripts(self, page_without_scripts: Page, live_server: str):
        walk_alone(Town(page_without_scripts, live_server))
        assert offences() == []

    @on("sqlite")
    def test_is_walked_by_a_group_without_scripts(
        self, page_without_scripts: Page, live_server: str
    ):
        walk_together(Town(page_without_scripts, live_server))
        assert offences() == []

    @on("postgresql")
    def test_is_walked_by_a_group_with_scripts(self, page_with_scripts: Page, live_server: str):
        walk_together(Town(page_with_scripts, live_server))
        assert offences() == []
