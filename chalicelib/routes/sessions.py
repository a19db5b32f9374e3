"""Signing in and out."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from .. import clock, functions
from ..config import config
from ..domain.errors import Unfit
from ..domain.times import read
from ..services.mine import mine
from .views import Views, body, cookie, json_response, session

sessions = Views(__name__)

LONGEST_ENTRY = 100


@sessions.route("/contests/{contest}/session", methods=["POST"])
def sign_in(contest: str) -> Response:
    """Give a session to whoever knows an identifier and its code."""
    asked = body(sessions.current_request)
    entries = {
        "identifier": _entry(asked, "identifier", "unfit-identifier"),
        "code": _entry(asked, "code", "unfit-login-code"),
    }
    welcome: dict[str, Any] = functions.ask(config().identity_function, {"act": "sign-in", "contest": contest, **entries})
    token = welcome.pop("token")
    return json_response(welcome, headers=cookie(token, read(welcome["expires_at"]), clock.now()))


@sessions.route("/contests/{contest}/session", methods=["DELETE"])
def sign_out(contest: str) -> Response:
    """Take the session off this device."""
    return Response("", {**cookie("", 0, 0)}, 204)


@sessions.route("/contests/{contest}/me", methods=["GET"])
def me(contest: str) -> dict[str, Any]:
    """Say who is signed in and which attempts are theirs."""
    now = clock.now()
    return mine(session(sessions.current_request, contest, now), now)


def _entry(asked: dict[str, Any], name: str, problem: str) -> str:
    entry = asked.get(name)
    if not isinstance(entry, str) or not 1 <= len(entry) <= LONGEST_ENTRY:
        raise Unfit(problem, most=LONGEST_ENTRY)
    return entry
