"""Single sign-on: out to the province's server, and back from it.

Both ways are the browser's own, with nobody there to read a document: so whatever comes of them is told on the contest's
page, which is always the same address. Why somebody could not sign on is carried there in a sealed cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalice.app import Request, Response

from .. import clock, functions
from ..config import config
from ..domain import errors
from ..domain.forms import SSO_BACK, SSO_BEGIN, Form
from ..domain.times import Millis, read
from ..domain.words import say
from ..functions import Died
from ..log import log
from ..services.sealed import opened, sealed
from ..storage.aws_errors import told_as_busy
from .views import Views, cookie

if TYPE_CHECKING:
    from ..services.said import Refused

sso = Views(__name__)

STATE, REFUSAL = "__Host-hoithi-sso", "__Host-hoithi-refusal"
REFUSAL_LASTS_MS = 2 * 60_000
# A browser keeps cookies of up to 4 KB: what a sentence quotes is cut so that two such texts have room.
_LONGEST_QUOTED = 300


@sso.route("/contests/{contest}/sso", methods=["GET"])
def sso_begin(contest: str) -> Response:
    """Send the browser to the server that signs people on, if the person has agreed to the notice."""
    return _on_the_page(contest, lambda: _out(contest, sso.current_request))


@sso.route("/contests/{contest}/sso/callback", methods=["GET"])
def sso_callback(contest: str) -> Response:
    """Take the person whom the server sends back to the contest's page, with a session or with a refusal."""
    return _on_the_page(contest, lambda: _back(contest, sso.current_request))


@sso.route("/contests/{contest}/sso/refusal", methods=["GET"])
def sso_refusal(contest: str) -> Refused:
    """Say why this browser's person could not sign on a moment ago."""
    carried = opened(REFUSAL, _cookie(sso.current_request, REFUSAL))
    if carried is None or carried[0] != contest or clock.now() >= carried[3]:
        raise errors.NotFound("no-refusal")
    _, code, values, _ = carried
    vi, en = ({part: say(f"problem.{code}.{part}", each, **values) for part in ("title", "detail")} for each in ("vi", "en"))
    return {"code": code, "vi": vi, "en": en}  # type: ignore[typeddict-item]


def _on_the_page(contest: str, way: Callable[[], Response]) -> Response:
    """Go a way; a refusal of it is told on the contest's page. Where there is no such contest there is no page either."""
    try:
        with told_as_busy(Died):
            return way()
    except errors.NotFound:
        raise
    except errors.Refusal as refusal:
        return _refused(contest, refusal)
    except RuntimeError:
        log.exception("view failed", contest=contest)
        return _refused(contest, errors.Refusal("failed"))


def _out(contest: str, request: Request) -> Response:
    # Another site could send people on this way without their knowing, as if they had agreed.
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise errors.Unfit("unfit-consent")
    asked = {"act": "sso-begin", "contest": contest, "consent": _parameters(request, SSO_BEGIN).get("consent", "")}
    told = functions.ask(config().identity_function, asked)
    return _gone(told["location"], [_lax(STATE, told["cookie"], read(told["expires_at"]), clock.now())])


def _back(contest: str, request: Request) -> Response:
    said = _parameters(request, SSO_BACK)
    asked = {"act": "sso-end", "contest": contest, "cookie": _cookie(request, STATE), "said": said}
    welcome = functions.ask(config().identity_function, asked)
    now = clock.now()
    session = cookie(welcome["token"], read(welcome["expires_at"]), now)["Set-Cookie"]
    return _gone(_page(contest), [session, *(_lax(name, "", now, now) for name in (STATE, REFUSAL))])


def _refused(contest: str, refusal: errors.Refusal) -> Response:
    now = clock.now()
    until = now + REFUSAL_LASTS_MS
    values = {name: str(value)[:_LONGEST_QUOTED] for name, value in refusal.values.items()}
    carried = _lax(REFUSAL, sealed(REFUSAL, [contest, refusal.code, values, until]), until, now)
    response = _gone(f"{_page(contest)}#loi={refusal.code}", [carried])
    response.problem = refusal.code  # type: ignore[attr-defined] # For the line in the logs.
    return response


def _page(contest: str) -> str:
    return f"/{contest}/index.html"


def _gone(to: str, cookies: list[str]) -> Response:
    """Send the browser elsewhere. The addresses on this way hold codes, which no other site is to be told."""
    return Response("", {"Location": to, "Set-Cookie": cookies, "Referrer-Policy": "no-referrer"}, 302)


def _lax(name: str, value: str, until: Millis, now: Millis) -> str:
    """Return a cookie that comes along when the browser comes back from another site, by an address alone."""
    return f"{name}={value}; Max-Age={max(0, (until - now) // 1000)}; Path=/; Secure; HttpOnly; SameSite=Lax"


def _parameters(request: Request, form: Form) -> dict[str, str]:
    """Return those parameters of the address that ``form`` names. Raises Conflict for one that stands there twice."""
    told: Any = request.query_params or {}
    found = {name: told.getlist(name) for name in form if name in told}
    if any(len(values) > 1 for values in found.values()):
        raise errors.Conflict("sso-state")
    return {name: values[0] for name, values in found.items()}


def _cookie(request: Request, wanted: str) -> str:
    """Return the browser's cookie of this name, or an empty text. No other site can set one of such a name."""
    pairs = (pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";"))
    return next((value for name, _, value in pairs if name == wanted), "")
