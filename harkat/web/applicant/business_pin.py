"""Where the business is found on the map: asked of nobody, shown to the verifying officer only."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.map_pin import MapPin, PinOutside, UnclearPin, parse_pin
from harkat.domain.roles import Permission
from harkat.queries.business_pins import own_pin
from harkat.services import business_pins
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.form_fields import WrittenField
from harkat.web.forms import HarkatForm
from harkat.web.headers import WITH_LOCATION

_MOST_LETTERS = 2000


class PinField(WrittenField):
    """A link copied from a map, or two numbers."""

    data: MapPin | None
    attributes = {"autocomplete": "off", "spellcheck": "false"}  # noqa: RUF012
    when_empty = "Isi titik lokasi, atau kembali tanpa titik."

    def read(self, typed: str) -> MapPin:
        """Return the point."""
        try:
            return parse_pin(typed[:_MOST_LETTERS])
        except UnclearPin:
            raise ValueError(
                "Titik tidak terbaca. Tulis dua angka seperti -1.61, 103.61, "
                "atau tempel tautan peta yang panjang."
            ) from None
        except PinOutside:
            raise ValueError("Titik ini di luar Kota Jambi. Periksa lagi di peta.") from None


class PinForm(HarkatForm):
    """Where the business is found."""

    point = PinField("Titik lokasi usaha")


@applicant.route("/saya/usaha/titik", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def business_pin() -> ResponseReturnValue:
    """Ask where the business is on the map; the browser may tell, on this page only."""
    known = own_pin(viewer())
    if known is None:
        return redirect(url_for("applicant.business"), 303)
    form = PinForm()
    if form.validate_on_submit() and form.point.data is not None:
        business_pins.save_pin(actor_id=viewer().user_id, pin=form.point.data, at=clock.now())
        flash("Titik lokasi tersimpan.", "success")
        return redirect(url_for("applicant.business"), 303)
    page = render_template("applicant/business_pin.html", form=form, known=known)
    answer = make_response(page, 422 if form.errors else 200)
    answer.headers["Permissions-Policy"] = WITH_LOCATION
    return answer


@applicant.post("/saya/usaha/titik/hapus")
@requires(Permission.OWN_APPLY)
def remove_business_pin() -> ResponseReturnValue:
    """Forget the point; pressing twice forgets it once."""
    business_pins.remove_pin(actor_id=viewer().user_id, at=clock.now())
    flash("Titik lokasi dihapus.", "success")
    return redirect(url_for("applicant.business"), 303)
