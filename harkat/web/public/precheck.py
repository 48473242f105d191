"""The pre-check: seven questions, one on a page, whose answers stand in the address alone.

No cookie is set and nothing is kept but sums. The last page carries a signed mark made with the
first; it lets the run be counted once, and says nothing about anybody.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from harkat import clock
from harkat.domain.money import format_rupiah
from harkat.domain.precheck import (
    Answer,
    Limits,
    Need,
    Outcome,
    Question,
    asked,
    check,
    choices,
)
from harkat.domain.programme_rules import Rules
from harkat.queries.start import start_facts
from harkat.services.precheck import MARK_LIFE, count_result
from harkat.web.access import public as everybody
from harkat.web.forms import ChoiceField, QueryForm
from harkat.web.precheck_words import (
    HINTS,
    QUESTIONS,
    READY_LIST,
    answer_words,
    title,
    way,
)
from harkat.web.public import public
from harkat.web.public.business_start import business_start_form
from harkat.web.public.calculator import Estimate, usual_estimate
from harkat.web.sharing import official_url, whatsapp_url

_ASKED_NOW = "di"
_MARK = "k"
_LONGEST_MARK = 200  # characters of a signed one; ours are far shorter


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where somebody is: what they answered, and the question that comes next."""

    answers: Mapping[Question, Answer]
    question: Question | None
    is_refused: bool


def _step(sent: MultiDict[str, str], limits: Limits) -> Step:
    """Read the answers in order, up to the first that is missing or no answer at all."""
    answers: dict[Question, Answer] = {}
    for question in asked(limits):
        given = sent.getlist(str(question))
        offered = {str(answer): answer for answer in choices(question, limits)}
        if len(given) == 1 and given[0] in offered:
            answers[question] = offered[given[0]]
            continue
        is_refused = bool(given) or sent.get(_ASKED_NOW) == str(question)
        return Step(answers=answers, question=question, is_refused=is_refused)
    return Step(answers=answers, question=None, is_refused=False)


@public.get("/cek")
@everybody
def precheck() -> ResponseReturnValue:
    """Ask the next question; once all are answered, lead to the result."""
    limits = Limits.of(start_facts(on=clock.today()).rules)
    step = _step(request.args, limits)
    if step.question is None:
        return redirect(_result_url(step.answers), 303)
    return _question_page(step, limits, mark=request.args.get(_MARK))


@public.post("/cek/hasil")
@everybody
def count_precheck() -> ResponseReturnValue:
    """Count the run, if it was not counted before, and lead to its result."""
    mark = request.form.get(_MARK)
    if mark is None:
        abort(400)
    limits = Limits.of(start_facts(on=clock.today()).rules)
    step = _step(request.form, limits)
    if step.question is not None:
        return _question_page(step, limits, mark=mark)
    known = _known_mark(mark)
    if known is not None:
        outcome = check(step.answers, limits).outcome
        count_result(mark=known, answers=step.answers, outcome=outcome, at=clock.now())
    return redirect(_result_url(step.answers), 303)


@public.get("/cek/hasil")
@everybody
def precheck_result() -> ResponseReturnValue:
    """Show what the answers in the address amount to; opening it again counts nothing."""
    today = clock.today()
    rules = start_facts(on=today).rules
    limits = Limits.of(rules)
    step = _step(request.args, limits)
    if step.question is not None:
        return redirect(_url(step.answers), 303)
    result = check(step.answers, limits)
    ways = [way(need, limits) for need in result.needs]
    heading = title(result.outcome, count=len(ways))
    found = usual_estimate(rules, on=today)
    start = (
        business_start_form(months=limits.business_months, on=today)
        if Need.BUSINESS_TOO_YOUNG in result.needs
        else None
    )
    page = render_template(
        "public/precheck_result.html",
        outcome=result.outcome,
        heading=heading,
        ways=ways,
        estimate=found,
        workdays=rules.process_days,
        ready_list=READY_LIST,
        share_url=_share_url(result.outcome, heading, found, rules),
        again_url=url_for("public.precheck"),
        start=start,
        answers=_words(step.answers),
        business_months=limits.business_months,
        young_sentence=way(Need.BUSINESS_TOO_YOUNG, limits).sentence,
    )
    return page, 422 if start is not None and start.errors else 200


def _question_page(step: Step, limits: Limits, *, mark: str | None) -> ResponseReturnValue:
    question = step.question
    assert question is not None
    questions = asked(limits)
    number = questions.index(question) + 1
    form = _form(question, limits, is_refused=step.is_refused)
    page = render_template(
        "public/precheck.html",
        form=form,
        field=form[str(question)],
        hint=HINTS.get(question),
        number=number,
        total=len(questions),
        is_last=number == len(questions),
        carried={
            **_words(step.answers),
            _ASKED_NOW: str(question),
            _MARK: mark if mark is not None and _known_mark(mark) else _new_mark(),
        },
        back_url=_back_url(step.answers),
    )
    return page, 422 if step.is_refused else 200


def _form(question: Question, limits: Limits, *, is_refused: bool) -> QueryForm:
    """Return a form of this one question."""

    class OneQuestion(QueryForm):
        """The question of this page."""

    offered = {
        str(answer): answer_words(question, answer, limits) for answer in choices(question, limits)
    }
    setattr(OneQuestion, str(question), ChoiceField(QUESTIONS[question], choices=offered))
    form = OneQuestion(formdata=None)
    if is_refused:
        form[str(question)].errors = ["Pilih salah satu. Boleh juga Tidak tahu."]
    return form


def _url(answers: Mapping[Question, Answer]) -> str:
    return _asking("public.precheck", answers)


def _result_url(answers: Mapping[Question, Answer]) -> str:
    return _asking("public.precheck_result", answers)


def _back_url(answers: Mapping[Question, Answer]) -> str:
    """Return the address of the question before, with what was answered before it."""
    if not answers:
        return url_for("public.start")
    return _url(dict(list(answers.items())[:-1]))


def _asking(endpoint: str, answers: Mapping[Question, Answer]) -> str:
    words = _words(answers)
    return f"{url_for(endpoint)}?{urlencode(words)}" if words else url_for(endpoint)


def _words(answers: Mapping[Question, Answer]) -> Mapping[str, str]:
    """Return the answers as an address carries them."""
    return {str(question): str(answer) for question, answer in answers.items()}


def _share_url(outcome: Outcome, heading: str, found: Estimate | None, rules: Rules) -> str:
    """Return the link that sends the result and the list to oneself, without the answers."""
    lines = [f"Bank Harkat: {heading}."]
    if outcome is not Outcome.NOT_NOW:
        if found is not None:
            principal = format_rupiah(found.plan.terms.principal)
            lines.append(
                f"Pinjam {principal}: cicilan kira-kira {format_rupiah(found.instalment)}."
            )
        lines.append(f"Lama proses kira-kira {rules.process_days} hari kerja.")
        lines.append(f"Siapkan: {', '.join(READY_LIST)}.")
    return whatsapp_url(" ".join([*lines, official_url("public.precheck")]))


def _marks() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="precheck")


def _new_mark() -> str:
    return str(_marks().dumps(secrets.token_urlsafe(16)))


def _known_mark(signed: str) -> str | None:
    """Return the word of a mark this service made lately, or None."""
    if len(signed) > _LONGEST_MARK:
        return None
    try:
        return str(_marks().loads(signed, max_age=int(MARK_LIFE.total_seconds())))
    except BadData:
        return None


@public.record
def count_without_a_cookie(state: BlueprintSetupState) -> None:
    """Let the counting form do without the token that lives in a cookie: its mark is its token.

    Whoever sends one from another site can at most add a run to the sums, as they can by answering.
    """
    state.app.extensions["csrf"].exempt(count_precheck)
