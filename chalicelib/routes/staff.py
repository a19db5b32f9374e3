"""Unit managers sign in, and see who of their own units has taken part. The `organizer` function says who they are and which
people are theirs; this function says who has begun a paper. Neither could say both.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalice.app import Request, Response

from .. import clock, functions
from ..config import config
from ..domain.errors import NotSignedIn
from ..domain.forms import STAFF_PASSWORD, STAFF_SIGN_IN
from ..domain.roles import UNIT_MANAGER
from ..domain.times import Millis
from ..domain.times import read as instant
from ..services.turnout import turnout, units_and_rounds
from .bodies import body
from .views import Views, address, json_response

if TYPE_CHECKING:
    from ..services.said import OwnUnits, Turnout

STAFF_COOKIE = "__Host-hoithi-staff"
STAFF = "/contests/{contest}/staff"

staff = Views(__name__)


@staff.route(f"{STAFF}/session", methods=["POST"])
def staff_sign_in(contest: str) -> Response:
    """Give a session to a unit manager."""
    request = staff.current_request
    entries = body(request, STAFF_SIGN_IN)
    return _welcomed(_ask("sign-in", contest, role=UNIT_MANAGER, address=address(request), **entries))


@staff.route(f"{STAFF}/session", methods=["DELETE"])
def staff_sign_out(contest: str) -> Response:
    """End a unit manager's session, here and everywhere."""
    if token := _token(staff.current_request):
        with suppress(NotSignedIn):  # It had ended already.
            _ask("sign-out", contest, token=token)
    return Response("", {**_cookie("", 0, 0)}, 204)


@staff.route(f"{STAFF}/password", methods=["PUT"])
def put_password(contest: str) -> Response:
    """Take a password of the manager's own in the place of the present one."""
    request = staff.current_request
    entries = body(request, STAFF_PASSWORD)
    return _welcomed(_ask("change-password", contest, token=_signed_in(request), address=address(request), **entries))


@staff.route(f"{STAFF}/units", methods=["GET"])
def own_units(contest: str) -> OwnUnits:
    """Say which units and which rounds a manager may look at."""
    units = _ask("own-units", contest, token=_signed_in(staff.current_request))
    return units_and_rounds(contest, units)


@staff.route(f"{STAFF}/units/{{unit}}/rounds/{{round_id}}", methods=["GET"])
def own_turnout(contest: str, unit: str, round_id: str) -> Turnout:
    """Say who of a unit has taken part in a round."""
    people = _ask("own-people", contest, token=_signed_in(staff.current_request), unit=unit)
    return turnout(contest, round_id, people, clock.now())


def _ask(act: str, contest: str, **event: Any) -> Any:
    return functions.ask(config().organizer_function, {"act": act, "contest": contest, **event})


def _signed_in(request: Request) -> str:
    """Return the token of a manager's session; whether it is one, the `organizer` function says. Raises NotSignedIn."""
    token = _token(request)
    if not token:
        raise NotSignedIn("staff-signed-out")
    return token


def _token(request: Request) -> str:
    pairs = (pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";"))
    return next((value for name, _, value in pairs if name == STAFF_COOKIE), "")


def _welcomed(welcome: dict[str, Any]) -> Response:
    said = {name: welcome[name] for name in ("account", "expires_at", "password_to_change")}
    return json_response(said, headers=_cookie(welcome["token"], instant(welcome["expires_at"]), clock.now()))


def _cookie(token: str, expires: Millis, now: Millis) -> dict[str, str]:
    """Return the header that gives the browser its session. It lies beside a contestant's, and neither is the other."""
    age = max(0, (expires - now) // 1000)
    return {"Set-Cookie": f"{STAFF_COOKIE}={token}; Max-Age={age}; Path=/; Secure; HttpOnly; SameSite=Strict"}
