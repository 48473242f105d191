"""Invented people: first names with surnames that say so, numbers nobody has."""

from dataclasses import dataclass
from datetime import date
from random import Random

from harkat.domain.people import Sector

_WOMEN = [
    "Siti",
    "Aminah",
    "Nurhayati",
    "Rohana",
    "Halimah",
    "Fatimah",
    "Zubaidah",
    "Rosmawati",
    "Yuliana",
    "Maryam",
    "Dewi",
    "Ratna",
    "Sri",
    "Wulan",
    "Lestari",
    "Kartini",
    "Melati",
    "Suryani",
    "Hasnah",
    "Darmawati",
]
_MEN = [
    "Ahmad",
    "Budi",
    "Hasan",
    "Ibrahim",
    "Jamal",
    "Karim",
    "Lukman",
    "Mahmud",
    "Nasir",
    "Rahman",
    "Saiful",
    "Taufik",
    "Umar",
    "Yusuf",
    "Zainal",
    "Bambang",
    "Dedi",
    "Eko",
    "Hendra",
    "Ridwan",
]
_SURNAMES = [
    "Contoh",
    "Rekaan",
    "Umpama",
    "Misalnya",
    "Andaikan",
    "Khayali",
    "Karangan",
    "Perumpamaan",
    "Teladan",
    "Seumpama",
]
_TRADES = (
    ("Warung", Sector.FOOD),
    ("Toko", Sector.GROCERY),
    ("Lapak Ikan", Sector.FISH_AND_MEAT),
    ("Lapak Sayur", Sector.VEGETABLES),
    ("Jahitan", Sector.CLOTHING),
    ("Kerajinan", Sector.CRAFT),
    ("Bengkel", Sector.REPAIR),
    ("Becak Motor", Sector.TRANSPORT),
    ("Salon", Sector.BEAUTY),
    ("Kolam", Sector.FARMING),
    ("Toko Daring", Sector.ONLINE_TRADE),
    ("Jasa Cuci", Sector.OTHER_SERVICE),
)
GROUPS = [
    "Mawar",
    "Melati",
    "Kenanga",
    "Cempaka",
    "Anggrek",
    "Seroja",
    "Teratai",
    "Dahlia",
    "Flamboyan",
    "Bougenvil",
    "Kamboja",
    "Sakura",
    "Tanjung",
    "Nusa",
    "Bahari",
    "Angsoduo",
    "Batanghari",
    "Gentala",
    "Sekoja",
    "Tanggo",
    "Rajo",
]


@dataclass(frozen=True, kw_only=True)
class Invented:
    """One invented owner."""

    name: str
    phone: str
    nik: str
    business_name: str
    sector: Sector
    started_on: date


class People:
    """Invents one owner after another; the same chance gives the same people."""

    def __init__(self, chance: Random, *, today: date) -> None:
        self._chance = chance
        self._this_year = today.year
        self._born = 0

    def another(self, *, kecamatan_code: str) -> Invented:
        """Invent an owner with a KTP of a kecamatan of Kota Jambi."""
        chance, self._born = self._chance, self._born + 1
        is_woman = chance.randrange(10) < 6
        first = chance.choice(_WOMEN if is_woman else _MEN)
        birth_day = chance.randint(1, 28) + (40 if is_woman else 0)
        birth_month, birth_year = chance.randint(1, 12), self._this_year - chance.randint(23, 61)
        region = kecamatan_code.replace(".", "")
        trade, sector = chance.choice(_TRADES)
        return Invented(
            name=f"{first} {chance.choice(_SURNAMES)}",
            phone=f"+62812000{self._born:05d}",
            nik=f"{region}{birth_day:02d}{birth_month:02d}{birth_year % 100:02d}"
            f"{9000 + self._born % 1000:04d}",
            business_name=f"{trade} {first}",
            sector=sector,
            started_on=date(self._this_year - chance.randint(2, 12), chance.randint(1, 12), 1),
        )
