"""What the viewer has told about the own person and money, to be shown and corrected."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.affordability import MoneyUnit, MonthlyMoney
from harkat.domain.identity import Sex, nik_masked, phone_masked
from harkat.domain.money import Rupiah
from harkat.domain.people import Education, MaritalStatus
from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.circumstances import MoneyStatement, PersonDetails
from harkat.models.people import Person
from harkat.queries.told import newest_money


@dataclass(frozen=True, kw_only=True)
class OwnDetails:
    """The own person: as the KTP has it, and as it was told; what is not told yet is None."""

    full_name: str
    nik_masked: str
    phone_masked: str
    birth_on: date
    sex: Sex
    kk_no_masked: str | None
    is_confirmed: bool
    kelurahan_code: str | None
    kelurahan: str | None
    kecamatan: str | None
    rt: str | None
    street: str | None
    marital_status: MaritalStatus | None
    spouse_name: str | None
    other_phone: str | None
    education: Education | None
    is_complete: bool

    @property
    def street_and_rt(self) -> str | None:
        """The address within the kelurahan; RT 00 stands for none."""
        if self.street is None or self.rt is None or int(self.rt) == 0:
            return self.street
        return f"{self.street}, RT {self.rt}"


@dataclass(frozen=True, kw_only=True)
class OwnMoney:
    """The newest statement as it was told, and what it comes to in a month."""

    unit: MoneyUnit
    open_days: int
    sales: Rupiah
    purchases: Rupiah
    other_costs: Rupiah
    household: Rupiah
    other_instalments: Rupiah
    monthly: MonthlyMoney
    stated_at: datetime


def details(viewer: Viewer) -> OwnDetails | None:
    """Return the viewer's own person, or None for an account without one."""
    person = db.session.get(Person, viewer.person_id) if viewer.person_id else None
    if person is None:
        return None
    told = db.session.scalar(
        select(PersonDetails)
        .filter_by(person_id=person.id)
        .options(joinedload(PersonDetails.kelurahan).joinedload(Kelurahan.kecamatan))
    )
    kelurahan = told.kelurahan if told else None
    return OwnDetails(
        full_name=person.full_name,
        nik_masked=nik_masked(person.nik),
        phone_masked=phone_masked(person.account.phone),
        birth_on=person.birth_on,
        sex=person.sex,
        kk_no_masked=nik_masked(person.kk_no) if person.kk_no else None,
        is_confirmed=told is not None,
        kelurahan_code=told.kelurahan_code if told else None,
        kelurahan=kelurahan.name if kelurahan else None,
        kecamatan=kelurahan.kecamatan.name if kelurahan else None,
        rt=told.rt if told else None,
        street=told.street if told else None,
        marital_status=told.marital_status if told else None,
        spouse_name=told.spouse_name if told else None,
        other_phone=told.other_phone if told else None,
        education=told.education if told else None,
        is_complete=told is not None and told.is_complete,
    )


def money(viewer: Viewer) -> OwnMoney | None:
    """Return what the viewer stated last, or None."""
    if viewer.person_id is None:
        return None
    told: MoneyStatement | None = newest_money([viewer.person_id]).get(viewer.person_id)
    if told is None:
        return None
    return OwnMoney(
        unit=told.unit,
        open_days=told.open_days,
        sales=told.sales,
        purchases=told.purchases,
        other_costs=told.other_costs,
        household=told.household,
        other_instalments=told.other_instalments,
        monthly=told.monthly,
        stated_at=told.stated_at,
    )
