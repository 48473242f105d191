"""The five forms that matter most: who fills them in, where, and how often their answer is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from harkat.domain.documents import DocumentKind
from harkat.domain.loan_events import EventKind
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.circumstances import MoneyStatement
from harkat.models.documents import PersonDocument
from harkat.models.loan import Loan, LoanEventRow
from harkat.models.people import Person
from tests import photos
from tests.given import Somebody
from tests.journeys.visitor import Visitor
from tests.phones import code_sent_to


@dataclass(frozen=True, kw_only=True)
class MainForm:
    """One form; `kept` counts what is stored of this test's answer, 0 before it was sent.

    `thanks` stands on the page that follows, also when it is sent once more from a second tab;
    after that `twice` answers are kept.
    """

    who: str
    fill: Callable[[Visitor, Somebody], None]
    button: str
    kept: Callable[[Somebody], int]
    thanks: str
    twice: int = 1


def _count(query: object) -> int:
    db.session.rollback()  # What was read before belongs to an older picture.
    found = int(db.session.scalar(query) or 0)  # type: ignore[call-overload]
    db.session.rollback()
    return found


def _application_of(somebody: Somebody) -> LoanApplication:
    db.session.rollback()
    own = db.select(LoanApplication).filter_by(applicant_id=somebody.person_id)
    return db.session.scalars(own).one()


def _fill_money(at: Visitor, _siti: Somebody) -> None:
    at.open("/saya/uang")
    at.fill(sales="450.000")


def _money(siti: Somebody) -> int:
    said = db.select(db.func.count(MoneyStatement.id)).filter_by(person_id=siti.person_id)
    return _count(said.where(MoneyStatement.sales == 450_000))


def _fill_photo(at: Visitor, _siti: Somebody) -> None:
    at.open("/saya/berkas/foto/tempat-usaha")
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg()}
    at.page.set_input_files("#photo", photo)


def _photos(siti: Somebody) -> int:
    shown = db.select(db.func.count(PersonDocument.id)).filter_by(
        person_id=siti.person_id, kind=DocumentKind.BUSINESS_PLACE
    )
    return _count(shown) - 1


def _fill_sending(at: Visitor, siti: Somebody) -> None:
    at.open(f"/pengajuan/{_application_of(siti).public_id}/kirim")


def _sent(siti: Somebody) -> int:
    steps = db.select(db.func.count(StatusChange.id)).filter_by(
        subject="application", subject_id=_application_of(siti).id, event="submitted"
    )
    return _count(steps)


def _fill_consent(at: Visitor, siti: Somebody) -> None:
    at.open(f"/pengajuan/{_application_of(siti).public_id}/persetujuan")
    if at.page.locator("main [name=code]").count() == 0:
        at.press("Kirim kode")
    db.session.rollback()
    code = code_sent_to(siti.phone)
    db.session.rollback()
    at.fill(code=code)
    at.tick("has_read")


def _consents(siti: Somebody) -> int:
    agreed = db.select(db.func.count(StatusChange.id)).where(
        StatusChange.subject == "application_line",
        StatusChange.event == "consented",
        StatusChange.subject_id.in_(
            db.select(ApplicationLine.id).filter_by(person_id=siti.person_id)
        ),
    )
    return _count(agreed)


def _fill_payment(at: Visitor, _eka: Somebody) -> None:
    db.session.rollback()
    at.open(f"/petugas/pinjaman/{db.session.scalars(_unpaid()).one()}")
    db.session.rollback()
    at.fill(amount="508.162")


def _unpaid() -> object:
    return (
        db.select(Loan.public_id)
        .join(Person, Loan.person_id == Person.id)
        .where(Person.full_name == "Rina Contoh 2")
    )


def _payments(_eka: Somebody) -> int:
    loan_id = db.select(Loan.id).where(Loan.public_id == _unpaid().scalar_subquery())
    paid = db.select(db.func.count(LoanEventRow.id)).filter_by(kind=EventKind.REPAID)
    return _count(paid.where(LoanEventRow.loan_id == loan_id.scalar_subquery()))


MAIN_FORMS = {
    "money": MainForm(
        who="drafting",
        fill=_fill_money,
        button="Simpan",
        kept=_money,
        thanks="Sisa uang sebulan",
    ),
    "photos": MainForm(
        who="drafting",
        fill=_fill_photo,
        button="Kirim foto",
        kept=_photos,
        thanks="tersimpan.",
        twice=2,
    ),
    "sending": MainForm(
        who="ready",
        fill=_fill_sending,
        button="Kirim pengajuan",
        kept=_sent,
        thanks="Petugas memeriksa berkas paling lambat",
    ),
    "consent": MainForm(
        who="answering",
        fill=_fill_consent,
        button="Setuju",
        kept=_consents,
        thanks="Persetujuan Anda sudah tercatat",
    ),
    "payment": MainForm(
        who=str(Role.BANK_CASHIER),
        fill=_fill_payment,
        button="Catat dan buat kuitansi",
        kept=_payments,
        thanks="KW26-",
    ),
}
