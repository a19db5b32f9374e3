"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Response

from .. import clock, functions
from ..config import config
from ..domain.forms import SIGN_IN
from ..domain.times import read
from ..services.mine import mine
from .bodies import body
from .views import Views, cookie, json_response, session

if TYPE_CHECKING:
    from ..services.said import Me

sessions = Views(__name__)


@sessions.route("/contests/{contest}/session", methods=["POST"])
def sign_in(contest: str) -> Response:
    """Give a session to whoever knows an identifier and its code."""
    entries = body(sessions.current_request, SIGN_IN)
    welcome: dict[str, Any] = functions.ask(config().identity_function, {"act": "sign-in", "contest": contest, **entries})
    token = welcome.pop("token")
    return json_response(welcome, headers=cookie(token, read(welcome["expires_at"]), clock.now()))


@sessions.route("/contests/{contest}/session", methods=["DELETE"])
def sign_out(contest: str) -> Response:
    """Take the session off this device."""
    return Response("", {**cookie("", 0, 0)}, 204)


@sessions.route("/contests/{contest}/me", methods=["GET"])
def me(contest: str) -> Me:
    """Say who is signed in and which attempts are theirs."""
    now = clock.now()
    return mine(session(sessions.current_request, contest, now), now)
