"""What every page has: its title, its strip, its help, its way out; and the pages of errors."""

import re

import pytest
from flask import flash, render_template, render_template_string

from harkat.web.components import ExampleForm

PAGE = (
    '{% extends "layouts/LAYOUT.html" %}'
    "{% block title %}Data diri{% endblock %}{% block content %}<h1>Data diri</h1>{% endblock %}"
)
HELP = {"phone": "(0741) 000-000", "whatsapp": "+62 812-0000-0000", "hours": "Senin 08.00 WIB"}
ERRORS = [400, 403, 404, 405, 409, 413, 429, 500, 503]


def page(layout: str = "applicant", **values: object) -> str:
    """Return a page of this layout."""
    return render_template_string(PAGE.replace("LAYOUT", layout), **values)


@pytest.mark.usefixtures("showcase")
class TestLayouts:
    @pytest.mark.parametrize("layout", ["public", "applicant", "staff"])
    def test_say_in_indonesian_that_nothing_costs_money(self, layout):
        html = page(layout)

        assert '<html lang="id">' in html
        assert "Petugas tidak pernah meminta uang atau kode." in html
        assert f'<body class="{layout}">' in html

    def test_name_the_page(self):
        assert "<title>Data diri · Bank Harkat</title>" in page()

    def test_say_in_the_title_that_something_must_be_mended(self):
        form = ExampleForm(formdata=None)
        form.validate()

        html = page(form=form)

        assert "<title>Perlu diperbaiki: Data diri · Bank Harkat</title>" in html
        assert html.index("Ada yang perlu diperbaiki") < html.index("<h1>")

    def test_say_nothing_of_the_kind_of_a_form_without_errors(self):
        assert "Perlu diperbaiki" not in page(form=ExampleForm(formdata=None))

    def test_give_help_in_the_same_place(self):
        html = page(config_help=HELP)

        assert 'href="tel:0741000000"' in html
        assert 'href="https://wa.me/6281200000000"' in html
        assert "Senin 08.00 WIB" in html

    def test_sign_out_with_a_form(self):
        html = page(sign_out_url="/keluar", person={"full_name": "Siti <b>"})

        assert re.search(
            r'<form method="post" action="/keluar" data-signs-out><input [^>]*csrf_token', html
        )
        assert "Siti &lt;b&gt;" in html

    def test_name_the_page_of_the_account_as_other_pages_do(self):
        html = page(account_url="/akun", sign_out_url="/keluar", person={"full_name": "Siti"})

        assert '<a href="/akun">Akun saya</a><span><b>Siti</b></span>' in html

    def test_offer_a_way_in(self):
        assert '<a href="/masuk">Masuk</a>' in page("public", sign_in_url="/masuk")

    def test_mark_the_current_link(self):
        links = [{"label": "Antrean", "url": "/antrean", "is_current": True}]

        assert '<a href="/antrean" aria-current="page">Antrean</a>' in page(navigation=links)

    def test_tell_what_has_just_been_done(self):
        flash("Tersimpan <b>.", "success")
        flash("Belum bisa.", "error")

        html = page()

        assert 'class="notice success" role="status"' in html
        assert "Tersimpan &lt;b&gt;." in html
        assert 'class="notice error" role="alert"' in html

    def test_say_when_everything_is_invented(self):
        assert "Semua orang dan angka di sini dibuat-buat." in page(is_demo=True)


class TestErrorPages:
    @pytest.mark.parametrize("code", ERRORS)
    @pytest.mark.usefixtures("showcase")
    def test_have_a_heading_and_a_way_on(self, code):
        html = render_template(f"errors/{code}.html")
        main = html[html.index("<main") : html.index("</main>")]

        assert main.count("<h1>") == 1
        assert '<a class="button' in main

    @pytest.mark.usefixtures("showcase")
    def test_name_the_incident(self):
        assert "<b>7F3A</b>" in render_template("errors/500.html", incident="7F3A")

    @pytest.mark.usefixtures("showcase")
    def test_know_a_form_that_was_open_for_too_long(self):
        html = render_template("errors/400.html", is_expired=True)

        assert "Halaman ini sudah terlalu lama terbuka" in html

    @pytest.mark.parametrize(
        ("referrer", "way_on"),
        [
            ("http://localhost/pengajuan", "http://localhost/pengajuan"),
            ("http://localhost.evil.example/", "/"),
            ("https://evil.example/", "/"),
            (None, "/"),
        ],
    )
    def test_lead_back_to_our_own_pages_only(self, showcase, referrer, way_on):
        with showcase.test_request_context(
            "/", method="POST", headers={"Referer": referrer} if referrer else {}
        ):
            html = render_template("errors/400.html")

        assert f'<a class="button" href="{way_on}">Buka lagi halaman tadi</a>' in html
