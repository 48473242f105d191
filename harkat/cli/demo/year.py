"""The year itself: who does what when, counted back from today."""

from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle
from random import Random

from harkat.cli.demo import (
    account_care,
    arrears,
    assisted,
    checking,
    coming_classes,
    finding,
    lending,
    owners,
    voices,
)
from harkat.cli.demo.diary import Diary, moment
from harkat.cli.demo.lending import Habit, Story, Until
from harkat.cli.demo.names import GROUPS, People
from harkat.cli.demo.owners import Kelompok, Owner
from harkat.cli.demo.staff import Desk, Institutions, open_institutions
from harkat.domain.calendar import business_day
from harkat.queries import areas
from harkat.services import end_of_day, origination

_DAYS = 345
_PROGRAMME_STARTS = date(2026, 1, 30)  # Nothing can be in force before the ceiling is.
_MEMBERS = 801
_BORROWING_GROUPS = 12
_SINGLE_BORROWERS = 6
_ASKING_GROUPS = (3, 7, 9, 5)  # two who stopped paying, and two who pay late
_SHARES = ((8_000_000, 6_000_000, 6_000_000), (7_500_000, 7_500_000, 5_000_000))


class Year:
    """Writes the demo's diary; the institutions are there once its first page is lived."""

    def __init__(self, *, seed: int, until: datetime) -> None:
        self.diary = Diary(until=until)
        self._until = until
        today = business_day(until)
        self._chance = Random(seed)  # noqa: S311  (invents people, guards nothing)
        self._people = People(self._chance, today=today)
        self._today = today
        self._days_told = min(_DAYS, (today - _PROGRAMME_STARTS).days)
        self._stories = 0
        self._institutions: Institutions | None = None
        self._groups = self._invent_groups()

    def write(self) -> Diary:
        """Return the diary of the whole year."""
        self.diary.write(self._day(_DAYS), self._open)
        for number, group in enumerate(self._groups):
            self._write_group(group, number)
        self.diary.write(self._day(259), self._write_applications)
        self.diary.write(self._day(1), self._look_after_accounts)
        self.diary.write(moment(self._today - timedelta(days=50), minute=0), self._write_arrears)
        self.diary.write(moment(self._today - timedelta(days=35), minute=0), self._write_voices)
        self.diary.write(self._day(2), self._open_classes)
        self.diary.write(self._day(3), self._help_at_desk)
        waiting = self._groups[_BORROWING_GROUPS + 1]
        self.diary.write(self._until - timedelta(hours=1), partial(finding.be_found, waiting))
        self.diary.write(self._until, self._close_day)
        return self.diary

    def _day(self, days_ago: int) -> datetime:
        """Return a moment so many days ago, drawn together if the programme is younger.

        What lies a day apart stays in order, whatever the chance of the hour.
        """
        ago = timedelta(days=days_ago) * self._days_told / _DAYS
        hours = -ago % timedelta(days=1)
        minute = int(hours / timedelta(days=1) * 360) + self._chance.randrange(100)
        return moment(self._today + (-ago - hours), minute=minute)

    def _open(self, at: datetime) -> None:
        self._institutions = open_institutions(at)

    @property
    def _staff(self) -> Institutions:
        assert self._institutions is not None
        return self._institutions

    def _invent_groups(self) -> list[Kelompok]:
        """Invent 21 groups, their members in one kelurahan each, over the whole city."""
        size, larger = divmod(_MEMBERS, len(GROUPS))
        codes = [kelurahan.code for kelurahan in areas.kelurahan_list()]
        places = self._chance.sample(codes, len(GROUPS))
        return [
            Kelompok(
                name=name,
                kelurahan_code=place,
                owners=[
                    Owner(
                        invented=self._people.another(kecamatan_code=place.rpartition(".")[0]),
                        kelurahan_code=place,
                    )
                    for _ in range(size + (number < larger))
                ],
            )
            for number, (name, place) in enumerate(zip(GROUPS, places, strict=True))
        ]

    def _write_group(self, group: Kelompok, number: int) -> None:
        founded = 335 - number
        self.diary.write(self._day(founded), partial(owners.found, group))
        for position, owner in enumerate(group.owners[1:]):
            day = founded - 1 - position // 8
            self.diary.write(self._day(day), partial(owners.join, group, owner))
        trained = group.owners[: self._chance.randint(10, 16)]
        self.diary.write(
            self._day(300 - number),
            lambda at: owners.train(
                trained,
                teacher_id=self._staff.teacher_id,
                course_id=1 + number % 5,
                kelurahan_code=group.kelurahan_code,
                at=at,
            ),
        )

    def _open_classes(self, at: datetime) -> None:
        newcomers = [group.owners[17:20] for group in self._groups[:8]]
        coming_classes.open_and_fill(newcomers, teacher_id=self._staff.teacher_id, at=at)

    def _write_applications(self, _at: datetime) -> None:
        """Write all applications, once everybody who has a part in one is there."""
        desks = cycle(self._staff.desks)
        habits = cycle((Habit.PUNCTUAL, Habit.LATE, Habit.PUNCTUAL, Habit.STOPS))
        for number in range(_BORROWING_GROUPS):
            self._write_story(
                self._groups[number].owners[:3],
                _SHARES[number % 2],
                desk=next(desks),
                days_ago=255 - 17 * number,
                habit=next(habits),
                has_reversal=number == 1,
            )
        singles = [group.owners[4] for group in self._groups]
        for number in range(_SINGLE_BORROWERS):
            self._write_story(
                singles[number : number + 1],
                (10_000_000 - 250_000 * number,),
                desk=next(desks),
                days_ago=240 - 35 * number,
                habit=next(habits) if number else Habit.PUNCTUAL,
                instalments=12 if number else 6,
            )
        self._write_open_ones(singles[_SINGLE_BORROWERS:], desks=list(self._staff.desks))

    def _write_arrears(self, _at: datetime) -> None:
        arrears.write(
            self.diary,
            self._groups[-1].owners[5:11],
            today=self._today,
            companion_id=self._staff.dinas_id,
        )

    def _write_voices(self, _at: datetime) -> None:
        """Write complaints, and requests of borrowers who do not always pay in time."""
        voices.write_complaints(
            self.diary,
            self._groups[-2].owners[5:8],
            today=self._today,
            officer_id=self._staff.dinas_id,
        )
        desks = self._staff.desks
        voices.write_relief(
            self.diary,
            [
                (self._groups[number].owners[0], desks[number % len(desks)])
                for number in _ASKING_GROUPS
            ],
            today=self._today,
        )

    def _write_open_ones(self, people: list[Owner], *, desks: list[Desk]) -> None:
        """Write one application for every status in which one can be found today."""
        stages = [stage for stage in Until if stage is not Until.REPAYING]
        for stage in stages:
            story = self._write_story(
                [people.pop()],
                (self._chance.randrange(2, 9) * 1_000_000,),
                desk=desks[0] if stage is not Until.REJECTED else desks[1],
                days_ago=2 * stage + 3,
                until=stage,
            )
            if stage is Until.IN_VERIFICATION:
                soon = self._until - timedelta(hours=1)
                self.diary.write(soon, partial(checking.plan_visit, story))
        withdrawn = self._write_story(
            [people.pop()], (4_000_000,), desk=desks[0], days_ago=90, until=Until.SUBMITTED
        )
        self.diary.write(self._day(85), partial(self._withdraw, withdrawn))
        self._write_story(
            [people.pop()], (5_000_000,), desk=desks[0], days_ago=70, until=Until.APPROVED
        )
        self.diary.write(self._day(50), self._close_day)
        group = self._groups[_BORROWING_GROUPS].owners
        self._write_story(group[:3], _SHARES[0], desk=desks[0], days_ago=8, until=Until.IN_DECISION)
        choosing = self._write_story(
            self._groups[_BORROWING_GROUPS + 2].owners[:4],
            (5_000_000, 4_000_000, 6_000_000, 5_000_000),
            desk=desks[0],
            days_ago=7,
            until=Until.IN_VERIFICATION,
        )
        soon = self._until - timedelta(minutes=30)
        self.diary.write(soon, partial(checking.block_part, choosing))

    def _write_story(
        self,
        people: list[Owner],
        amounts: tuple[int, ...],
        *,
        desk: Desk,
        days_ago: int,
        until: Until = Until.REPAYING,
        habit: Habit = Habit.PUNCTUAL,
        instalments: int = 12,
        has_reversal: bool = False,
    ) -> Story:
        self._stories += 1
        story = Story(
            number=self._stories,
            desk=desk,
            people=people,
            parts=dict(enumerate(amounts)),
            product_code="kelompok" if len(people) > 1 else "perorangan",
            until=until,
            chance=self._chance,
            habit=habit,
            instalments=instalments,
            has_reversal=has_reversal,
        )
        lending.write(self.diary, story, self._day(days_ago))
        return story

    def _withdraw(self, story: Story, at: datetime) -> None:
        origination.withdraw(
            actor_id=story.people[0].account_id, application_public_id=story.public_id, at=at
        )

    def _look_after_accounts(self, at: datetime) -> None:
        account_care.ask_and_propose(
            self._groups[-1].owners, officer_id=self._staff.dinas_id, at=at
        )

    def _help_at_desk(self, at: datetime) -> None:
        assisted.apply_together(
            self._groups[-1].owners[3],
            assistant_id=self._staff.assistant_id,
            bank_code=self._staff.desks[0].bank_code,
            chance=self._chance,
            at=at,
        )

    def _close_day(self, at: datetime) -> None:
        end_of_day.close_day(on=business_day(at), at=at)


def diary(*, seed: int, until: datetime) -> Diary:
    """Return the diary of a year up to a moment; the same seed and moment give the same year."""
    return Year(seed=seed, until=until).write()
