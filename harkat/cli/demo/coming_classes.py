"""The demo's coming classes: one with seats, one that is full, people who wish and who claim."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from harkat.cli.demo.owners import Owner
from harkat.domain.calendar import business_day
from harkat.services import enrolment, training, training_claims, training_demand

# Days from now, course, seats, hours, kelurahan.
_CLASSES = (
    (5, 2, 6, ("08.30", "12.00"), "15.71.10.1003"),
    (9, 5, 20, ("09.00", "15.00"), "15.71.07.1001"),
    (16, 3, 25, ("13.00", "16.00"), "15.71.10.1003"),
)


def open_and_fill(groups: Sequence[Sequence[Owner]], *, teacher_id: int, at: datetime) -> None:
    """Open three classes, fill the first with a line behind it, and let others wish and claim."""
    people = [owner for group in groups for owner in group]
    today = business_day(at)
    classes = [
        training.open_class(
            actor_id=teacher_id,
            course_id=course_id,
            kelurahan_code=kelurahan_code,
            venue="Balai Latihan Contoh",
            starts_on=today + timedelta(days=ahead),
            ends_on=today + timedelta(days=ahead + 2),
            seats=seats,
            start_time=start_time,
            end_time=end_time,
            key=f"demo-coming-{ahead}-class",
            at=at,
        )
        for ahead, course_id, seats, (start_time, end_time), kelurahan_code in _CLASSES
    ]
    for number, owner in enumerate(people[:14]):
        enrolment.enrol(
            actor_id=owner.account_id,
            class_public_id=classes[0] if number < 8 else classes[1],
            key=owner.key,
            at=at,
        )
    for number, owner in enumerate(people[14:20]):
        training_demand.ask(
            actor_id=owner.account_id,
            course_id=4,
            kecamatan_code=("15.71.01", "15.71.10")[number % 2],
            key=owner.key,
            at=at,
        )
    training_claims.claim(
        actor_id=people[20].account_id,
        course_id=1,
        claimed_no="BLK-2025-117",
        note="Maret 2025, di kantor lurah",
        key=people[20].key,
        at=at,
    )
