"""What the demo's makers do while they verify a file."""

from contextlib import suppress
from datetime import datetime

from harkat.cli.demo.lending import Story
from harkat.domain.business_days import business_days_after
from harkat.domain.calendar import business_day
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.visits import DayPart
from harkat.queries import demo_files
from harkat.queries.deadlines import holidays_of_coming_year
from harkat.services import blocked_parts, visits


def plan_visit(story: Story, at: datetime) -> None:
    """Let the maker plan a visit for the next working day."""
    today = business_day(at)
    (line,) = demo_files.file(story.public_id).requested
    with suppress(visits.NotVisited):  # a year drawn together may end before it is taken up
        visits.plan(
            actor_id=story.desk.maker_id,
            application_public_id=story.public_id,
            line_public_ids=[line],
            visit_on=business_days_after(today, 1, holidays_of_coming_year(today)),
            part=DayPart.MORNING,
            key=f"{story.key}-visit",
            at=at,
        )


def block_part(story: Story, at: datetime) -> None:
    """Let the maker block the second borrower's part for arrears elsewhere; the others choose."""
    with suppress(IllegalTransition):  # a year drawn together may end before it is taken up
        blocked_parts.block(
            actor_id=story.desk.maker_id,
            application_public_id=story.public_id,
            line_public_id=list(demo_files.file(story.public_id).requested)[1],
            reason=Reason(
                code=ReasonCode.KREDIT_1, next_step="Lunasi, lalu bawa surat lunas ke bank."
            ),
            at=at,
        )
