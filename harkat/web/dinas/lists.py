"""The list behind a number: its rows add up to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import portfolio
from harkat.queries.portfolio import SUBJECTS, FigurePage, Subject
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.dinas import dinas
from harkat.web.dinas.figures import FIGURES, figure_of
from harkat.web.forms import DropdownField, QueryForm

_NUMBER_OF = {
    Subject.LINE: "Pengajuan",
    Subject.LOAN: "Pinjaman",
    Subject.ENTRY: "Catatan",
}


class FilterForm(QueryForm):
    """Narrows a list to a bank or a kecamatan."""

    bank = DropdownField("Bank", required=None)
    kecamatan = DropdownField("Kecamatan", required=None)


@dataclass(frozen=True, kw_only=True)
class FilterOn:
    """A filter in force; its address is the list without it."""

    label: str
    url: str
    is_current: bool = True


@dinas.get("/daftar/<figure>", endpoint="list")
@requires(Permission.PORTFOLIO_READ)
def figure_list(figure: str) -> ResponseReturnValue:
    """Show the parts of a figure, of everything or of one bank or kecamatan."""
    asked = figure_of(figure)
    if asked is None:
        abort(404)
    bank_code, kecamatan_code = request.args.get("bank"), request.args.get("kecamatan")
    found = portfolio.figure_page(
        viewer=viewer(),
        figure=asked,
        bank_code=bank_code,
        kecamatan_code=kecamatan_code,
        page=asked_page(),
    )
    if found is None:
        abort(404)

    def page_url(page: int) -> str:
        return _url(figure, bank=bank_code, kecamatan=kecamatan_code, page=page)

    return render_template(
        "dinas/list.html",
        words=FIGURES[asked],
        number_label=_NUMBER_OF[SUBJECTS[asked]],
        is_of_entries=SUBJECTS[asked] is Subject.ENTRY,
        found=found,
        filters=_filter_form(found),
        filters_on=_filters_on(figure, found),
        page_url=page_url,
        at=clock.now(),
    )


def _filter_form(found: FigurePage) -> FilterForm:
    form = FilterForm()
    form.bank.choices = [(bank.code, bank.name) for bank in found.banks]
    form.kecamatan.choices = [(place.code, place.name) for place in found.kecamatan_choices]
    return form


def _filters_on(figure: str, found: FigurePage) -> Sequence[FilterOn]:
    bank, kecamatan = found.bank, found.kecamatan
    filters = []
    if bank:
        without = _url(figure, kecamatan=kecamatan.code if kecamatan else None)
        filters.append(FilterOn(label=bank.name, url=without))
    if kecamatan:
        without = _url(figure, bank=bank.code if bank else None)
        filters.append(FilterOn(label=kecamatan.name, url=without))
    return filters


def _url(
    figure: str, *, bank: str | None = None, kecamatan: str | None = None, page: int = 1
) -> str:
    return url_for(
        "dinas.list",
        figure=figure,
        bank=bank or None,
        kecamatan=kecamatan or None,
        halaman=page if page > 1 else None,
    )
