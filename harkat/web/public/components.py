"""The page of components, for whoever builds pages; it exists in development only."""

from flask import render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from harkat.config import Environment
from harkat.web.access import public as everybody
from harkat.web.components import examples
from harkat.web.public import public


@everybody
def components() -> ResponseReturnValue:
    """Show every component in every state."""
    return render_template("public/components.html", **examples())


@public.record
def register(state: BlueprintSetupState) -> None:
    """Add the page where the application is developed."""
    if state.app.config["ENVIRONMENT"] is Environment.DEVELOPMENT:
        state.add_url_rule("/_komponen", endpoint="components", view_func=components)
