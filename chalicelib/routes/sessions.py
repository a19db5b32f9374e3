"""Signing in and out."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from chalice.app import Response

from .. import clock, functions
from ..config import config
from ..domain.errors import NotSignedIn
from ..domain.forms import NOTHING, SIGN_IN
from ..services import sign_out as service
from ..services.mine import mine
from ..services.sessions import token
from .bodies import body
from .views import Views, address, cookie, session, welcomed

if TYPE_CHECKING:
    from ..services.said import Me

sessions = Views(__name__)


@sessions.route("/contests/{contest}/session", methods=["POST"])
def sign_in(contest: str) -> Response:
    """Give a session to whoever knows an identifier and its code."""
    request = sessions.current_request
    entries = body(request, SIGN_IN)
    asked = {"act": "sign-in", "contest": contest, "address": address(request), **entries}
    return welcomed(functions.ask(config().identity_function, asked))


@sessions.route("/contests/{contest}/session/renewal", methods=["POST"])
def renew(contest: str) -> Response:
    """Give a session ten minutes more, if its person may still take part."""
    who = session(sessions.current_request, contest, clock.now())
    body(sessions.current_request, NOTHING)
    return welcomed(functions.ask(config().identity_function, {"act": "renew", "contest": contest, "token": token(who)}))


@sessions.route("/contests/{contest}/session", methods=["DELETE"])
def sign_out(contest: str) -> Response:
    """Take the session off this device, and the paper that runs on it."""
    now = clock.now()
    with suppress(NotSignedIn):  # Then there is nothing to take off but the cookie.
        service.sign_out(session(sessions.current_request, contest, now), now)
    return Response("", {**cookie("", 0, 0)}, 204)


@sessions.route("/contests/{contest}/me", methods=["GET"])
def me(contest: str) -> Me:
    """Say who is signed in and which attempts are theirs."""
    now = clock.now()
    return mine(session(sessions.current_request, contest, now), now)
