"""The API describes itself."""

from __future__ import annotations

from functools import cache
from typing import Any

from chalice.app import Chalice, Response

from .views import Views, json_response

description = Views(__name__)


@description.route("/openapi.json", methods=["GET"])
def openapi() -> Response:
    """Show the OpenAPI document of these very routes: the same for everybody, until the next deployment."""
    return json_response(_document(description.current_app), headers={"Cache-Control": "public, max-age=300"})


@cache
def _document(app: Chalice) -> dict[str, Any]:
    # Nobody who sits at the door asks for it, so its modules and pydantic are imported where it is made.
    from .openapi import document

    return document(app)
