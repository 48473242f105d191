"""What was typed off the KTP of somebody without a phone, until a witness has confirmed it."""

from collections.abc import Sequence
from dataclasses import dataclass

from harkat import clock
from harkat.domain.identity import Nik, parse_nik
from harkat.domain.people import ConsentPurpose
from harkat.queries import read_out
from harkat.queries.read_out import ReadOut
from harkat.web import sealed_answers
from harkat.web.sealed_answers import Answers

_WAY = "card"


@dataclass(frozen=True, kw_only=True)
class Card(Answers):
    """NIK and name; once a witness has seen the person, the consents of whoever is new."""

    subject: str = ""
    phone: str = ""
    nik: str
    full_name: str
    consents: Sequence[str] = ()

    @property
    def parsed_nik(self) -> Nik:
        """The NIK as it was read off the card."""
        return parse_nik(self.nik, today=clock.today())

    @property
    def given_consents(self) -> frozenset[ConsentPurpose]:
        """What the new owner allows."""
        return frozenset(map(ConsentPurpose, self.consents))

    @property
    def is_registering(self) -> bool:
        """Tell whether the next testimony is that of registering."""
        return bool(self.proved_at and self.consents)

    @property
    def read_out(self) -> ReadOut:
        """What a witness is asked to confirm next."""
        nik, name = self.nik, self.full_name
        if self.is_registering:
            return read_out.registering(nik=nik, full_name=name, consents=self.given_consents)
        return read_out.beginning(nik=nik, full_name=name)


def known() -> Card | None:
    """Return what the session holds, or None."""
    return sealed_answers.known(_WAY, Card)


def keep(card: Card) -> None:
    """Store what was typed."""
    sealed_answers.keep(_WAY, card)


def forget() -> None:
    """Drop what was typed."""
    sealed_answers.forget(_WAY)
