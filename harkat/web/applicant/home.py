"""The first page of an owner: what to do next, and how far things have come."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.domain.statuses import LoanStatus
from harkat.queries import own_home
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant, tasks, tracker
from harkat.web.applicant.helped_view import shown
from harkat.web.applicant.loan_words import status_word
from harkat.web.sentences import REASONS


@applicant.get("/saya")
@requires(Permission.OWN_APPLY)
def home() -> ResponseReturnValue:
    """Show the owner's tasks, invitations, applications and loans."""
    found = own_home.home(viewer(), at=clock.now())
    if found is None:
        abort(404)
    applications = [shown(progress) for progress in found.applications]
    live = [progress for progress in applications if tracker.is_live(progress)]
    sent = [item for item in live if item.public_id != found.tasks.application_public_id]
    has_loan = any(loan.status is LoanStatus.ACTIVE for loan in found.loans)
    asks_tasks = bool(not sent and (found.tasks.application_public_id or not has_loan))
    return render_template(
        "applicant/home.html",
        home=found,
        tasks=found.tasks,
        task_rows=tasks.rows(found.tasks) if asks_tasks else tasks.data_rows(found.tasks),
        next_url=tasks.next_url(found.tasks),
        asks_tasks=asks_tasks,
        live=[(progress, tracker.stages(progress)) for progress in sent],
        ended=[progress for progress in applications if progress not in live],
        reasons=REASONS,
        status_word=status_word,
    )
