"""What people answered in the pre-check: sums of a period, without anybody in them."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import count
from harkat.domain.precheck import Limits, Outcome, Question, choices
from harkat.domain.roles import Permission
from harkat.queries.precheck import PrecheckCounts, precheck_counts
from harkat.queries.start import start_facts
from harkat.services.precheck import RESULT
from harkat.web.access import requires, viewer
from harkat.web.charts import Bar, DrawnBar, bar_list
from harkat.web.dinas import dinas
from harkat.web.dinas.forms import PeriodForm
from harkat.web.labels import label
from harkat.web.precheck_words import QUESTIONS, answer_words

_LONGEST = timedelta(days=366)
_USUAL = timedelta(days=29)


@dinas.get("/cek")
@requires(Permission.PORTFOLIO_READ)
def precheck_sums() -> ResponseReturnValue:
    """Show how often each answer and each result was counted in a period."""
    today = clock.today()
    form = PeriodForm()
    until = today
    since = today - _USUAL
    is_readable = not form.is_asked or form.validate()
    if is_readable and form.is_asked:
        until = min(form.sampai.data or today, today)
        since = form.sejak.data or until - _USUAL
        is_readable = _is_period(form, since, until)
    if not is_readable:
        until, since = today, today - _USUAL
    elif not form.is_asked:
        form.sejak.data, form.sampai.data = since, until
    found = precheck_counts(viewer=viewer(), since=since, until=until)
    limits = Limits.of(start_facts(on=today).rules)
    page = render_template(
        "dinas/precheck.html",
        form=form,
        since=since,
        until=until,
        results=_results(found),
        questions=[(QUESTIONS[asked], _answers(asked, found, limits)) for asked in Question],
        total=sum(found.times.get((RESULT, str(outcome)), 0) for outcome in Outcome),
    )
    return page, 200 if is_readable else 422


def _is_period(form: PeriodForm, since: date, until: date) -> bool:
    if since > until:
        form.sejak.errors = ["Tanggal awal harus sebelum tanggal akhir."]
    elif until - since > _LONGEST:
        form.sejak.errors = ["Paling lama satu tahun. Majukan tanggal awal."]
    return not form.sejak.errors


def _results(found: PrecheckCounts) -> Sequence[DrawnBar]:
    return _bars([(label(word), found.times.get((RESULT, str(word)), 0)) for word in Outcome])


def _answers(question: Question, found: PrecheckCounts, limits: Limits) -> Sequence[DrawnBar]:
    return _bars(
        [
            (
                answer_words(question, answer, limits),
                found.times.get((str(question), str(answer)), 0),
            )
            for answer in choices(question, limits)
        ]
    )


def _bars(rows: Sequence[tuple[str, int]]) -> Sequence[DrawnBar]:
    return bar_list([Bar(label=words, value=times, text=count(times)) for words, times in rows])
