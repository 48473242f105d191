"""The decision file on one screen, and how it is shown again when a step did not go through."""

from collections.abc import Mapping

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.calendar import business_day
from harkat.domain.indonesian import time_of_day
from harkat.domain.money import Rupiah
from harkat.domain.personal_data import OpenedData
from harkat.domain.roles import Permission
from harkat.queries import (
    assisting,
    broker_signs,
    decision_file,
    file_documents,
    testimony_checks,
    visits,
)
from harkat.queries.business_pins import pins_of
from harkat.queries.decision_file import DecisionFile
from harkat.services import data_openings
from harkat.web.access import requires, viewer
from harkat.web.labels import label
from harkat.web.officer import officer
from harkat.web.officer.actions import actions_for
from harkat.web.officer.ages import age
from harkat.web.officer.forms import AmountsForm, StepForm, amounts_form, is_in_form
from harkat.web.sentences import REASONS, obstacle_sentence


@officer.get("/pengajuan/<public_id>")
@requires(Permission.APPLICATION_READ)
def application(public_id: str) -> ResponseReturnValue:
    """Show everything known about an application and what the viewer can do with it."""
    file = open_file(public_id)
    data_openings.note(
        actor_id=viewer().user_id,
        person_ids=[line.person_id for line in file.lines],
        what=OpenedData.APPLICATION,
        reference_no=file.reference_no,
        at=clock.now(),
    )
    return show(file, new_form(file))


def open_file(public_id: str) -> DecisionFile:
    """Return the file as it stands now; another bank's does not exist."""
    file = decision_file.decision_file(viewer(), public_id, on=clock.today())
    if file is None:
        abort(404)
    return file


def show(file: DecisionFile, form: AmountsForm | None) -> str:
    """Return the file's page with a form, new or as it was sent."""
    now = clock.now()
    if form is not None:
        form.confirmed.data = ""  # only the page that asks once more may say so
    names = {line.person_id: line.name for line in file.lines}
    return render_template(
        "officer/application.html",
        file=file,
        helps=assisting.helps_with(viewer(), file.public_id),
        witnessed=testimony_checks.steps_of(viewer(), file.public_id),
        signs=[
            (names[person_id], kinds)
            for person_id, kinds in broker_signs.signs_of(
                viewer(), names, on=business_day(now)
            ).items()
        ],
        documents=file_documents.documents_of(viewer(), file.public_id),
        pins=pins_of(viewer(), file.public_id),
        actions=actions_for(viewer(), file),
        visits=visits.visits_of_file(viewer(), file.public_id),
        form=form,
        step_form=StepForm(formdata=None),
        age=age(file.submitted_at, at=now),
        obstacles=[
            (names.get(obstacle.person_id or 0), obstacle_sentence(obstacle))
            for obstacle in file.obstacles
        ],
        reasons=REASONS,
        now=now,
    )


def show_changed(public_id: str) -> ResponseReturnValue:
    """Show the file anew, saying what happened to it since the viewer opened it."""
    file = open_file(public_id)
    last = file.steps[0]
    who = last.actor_name or "sistem"
    flash(
        f"Berkas berubah sejak Anda buka: {label(last.word)} ({who}, {time_of_day(last.at)}). "
        "Periksa lagi.",
        "error",
    )
    return show(file, new_form(file)), 409


def sent_form(file: DecisionFile) -> AmountsForm:
    """Return the form as it was sent, with the borrowers it asked about."""
    lines = [line for line in file.lines if is_in_form(line, request.form)]
    return amounts_form(lines, amounts={}, version=file.version)


def new_form(file: DecisionFile) -> AmountsForm | None:
    """Return the form of the step the viewer can take, as the file stands now."""
    actions = actions_for(viewer(), file)
    if actions.propose:
        amounts = requested_amounts(file) | proposed_amounts(file)
    elif actions.approve:
        amounts = proposed_amounts(file)
    else:
        return None
    lines = [line for line in file.live_lines if line.public_id in amounts]
    return amounts_form(lines, amounts=amounts, version=file.version, formdata=None)


def is_usable(form: AmountsForm, file: DecisionFile, *, limits: Mapping[str, Rupiah]) -> bool:
    """Tell whether the form was sent and can be used.

    A form of an older version of the file is not held against the limits of today: whether it was
    sent before, or is out of date, is for the use case to tell.
    """
    if not form.validate_on_submit():
        return False
    return form.version_seen != file.version or form.is_complete(limits)


def requested_amounts(file: DecisionFile) -> dict[str, Rupiah]:
    """Return what each borrower asked, by the lines' public ids."""
    return {line.public_id: line.requested for line in file.live_lines}


def proposed_amounts(file: DecisionFile) -> dict[str, Rupiah]:
    """Return what was proposed above zero, by the lines' public ids."""
    return {line.public_id: line.proposed for line in file.live_lines if line.proposed}
