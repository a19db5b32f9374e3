"""How every view answers: JSON in UTF-8, the server's time beside it, refusals as RFC 9457 problem documents."""

from __future__ import annotations

import functools
import hmac
import json
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Request, Response

from .. import clock, metrics
from ..config import config
from ..domain import errors
from ..domain.forms import check_address, id_or_nothing
from ..domain.networks import network_of
from ..domain.times import Millis
from ..domain.times import read as instant
from ..domain.words import say
from ..functions import Died
from ..log import follow, is_cold, log
from ..services.sessions import Session, read, refuse_revoked
from ..storage.aws_errors import told_as_busy

COOKIE = "__Host-hoithi"

# An answer is data: no browser shall make a page of it, or show it inside another. CloudFront adds the rest.
INERT = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}

# What the requests are called in logs and measurements, where it isn't the view's own name.
ACTS = {"put_attempt": "start", "put_answers": "save", "put_submission": "hand_in"}

View = Callable[..., Any]

# Found along the class's ancestry, so that a new kind of refusal has its parent's status until it needs its own.
STATUSES: dict[type[errors.Refusal], int] = {
    errors.Refusal: 400,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    # Not 403: CloudFront shows its page for unknown addresses in the place of every 403, the API's too.
    errors.Excluded: 409,
    errors.NotYours: 409,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Unfit: 422,
    errors.WrongType: 415,
    errors.TooLong: 413,
    errors.TooMany: 429,
    errors.Busy: 503,
}


class Views(Blueprint):
    """A blueprint whose views may raise the rules' refusals. Chalice's middleware would see them as a 500 already."""

    def route(self, path: str, **settings: Any) -> Callable[[View], View]:
        """Register a view as Chalice does; bodies are read by `bodies.body`, which says what is wrong in our own words."""
        register = super().route(path, content_types=[], **settings)

        def wrapped(view: View) -> View:
            registered: View = register(answering(self, view))
            return registered

        return wrapped


def answering(views: Blueprint, view: View) -> View:
    """Return ``view`` with its answer as a Response and its refusals as problems."""

    act = ACTS.get(view.__name__, view.__name__)

    @functools.wraps(view)
    def answer(**arguments: str) -> Response:
        request: Request = views.current_request
        now, began = clock.now(), clock.stopwatch()
        follow(_trace(request))
        try:
            said = _carried_out(view, arguments, request)
        except Exception:  # noqa: BLE001 - nothing may pass here: people get a sentence and an id to quote.
            log.exception("view failed", act=act)
            said = problem(errors.Refusal("failed"), _trace(request), status=500)
        finished = _finished(said, now)
        _write_down(act, arguments, finished, now, clock.stopwatch() - began)
        return finished

    return answer


def _write_down(act: str, arguments: dict[str, str], said: Response, now: Millis, took_ms: float) -> None:
    """Write the one line that there is of each request. Addresses are typed by anybody, so only ids are kept of them."""
    refused = getattr(said, "problem", "")
    cold = is_cold()
    log.info(
        "request",
        act=act,
        contest=id_or_nothing(arguments.get("contest")),
        round=id_or_nothing(arguments.get("round_id")),
        status=said.status_code,
        problem=refused,
        ms=round(took_ms, 1),
        cold=cold,
        **metrics.of_request(act, said.status_code, refused, took_ms, now, cold),
    )


def _carried_out(view: View, arguments: dict[str, str], request: Request) -> Any:
    try:
        _only_through_the_front_door(request)
        _only_from_our_own_pages(request)
        check_address(arguments)
        with told_as_busy(Died):
            return view(**arguments)
    except errors.Refusal as refusal:
        return problem(refusal, _trace(request))


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return ``body`` as JSON in UTF-8: Chalice alone would escape every Vietnamese letter."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, status)


def problem(refusal: errors.Refusal, trace: str, status: int | None = None) -> Response:
    """Return ``refusal`` as an RFC 9457 document: Vietnamese in its own members, English under ``en``."""
    status = status or status_of(refusal)
    document = {
        "type": f"/problems/{refusal.code}",
        **_sentences(refusal, "vi"),
        "status": status,
        "en": _sentences(refusal, "en"),
        "facts": refusal.facts,
        "trace": trace,
    }
    headers = {429: {"Retry-After": "60"}, 503: {"Retry-After": "2"}}.get(status, {})
    response = json_response(document, status, headers)
    response.headers["Content-Type"] = "application/problem+json"
    response.problem = refusal.code  # type: ignore[attr-defined] # For the line in the logs.
    return response


def status_of(refusal: errors.Refusal) -> int:
    """Return the HTTP status for ``refusal``: that of its nearest ancestor in the table."""
    return next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES)


def _sentences(refusal: errors.Refusal, language: Any) -> dict[str, str]:
    return {part: say(f"problem.{refusal.code}.{part}", language, **refusal.values) for part in ("title", "detail")}


def session(request: Request, contest: str, now: Millis) -> Session:
    """Return who is signed in to ``contest``. Raises NotSignedIn.

    Cookies of other sites on the same parent domain come along, in any form; they must not keep anybody out.
    """
    pairs = (pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";"))
    for name, _, value in pairs:
        if name == COOKIE and (found := _opened(value, contest, now)):
            refuse_revoked(found, now)
            return found
    raise errors.NotSignedIn()


def _opened(token: str, contest: str, now: Millis) -> Session | None:
    try:
        return read(token, contest, now)
    except errors.NotSignedIn:
        return None


def cookie(token: str, expires: Millis, now: Millis) -> dict[str, str]:
    """Return the header that gives the browser its session, out of reach of scripts and of other sites."""
    age = max(0, (expires - now) // 1000)
    return {"Set-Cookie": f"{COOKIE}={token}; Max-Age={age}; Path=/; Secure; HttpOnly; SameSite=Strict"}


def welcomed(welcome: dict[str, Any]) -> Response:
    """Return what `services.welcome` said, its token as the cookie."""
    said = {name: value for name, value in welcome.items() if name != "token"}
    return json_response(said, headers=cookie(welcome["token"], instant(welcome["expires_at"]), clock.now()))


def address(request: Request) -> str:
    """Return where ``request`` came from, as CloudFront vouches for it: an IPv4 address, or the /64 of an IPv6 address.

    A household or a phone has a whole /64 and could change its address within it at will. Nothing that a client may write
    (``X-Forwarded-For``) is asked. Empty on a machine where nothing stands before the API, which then has no edge secret.
    """
    try:
        return network_of(request.headers.get("x-hoithi-viewer", ""))
    except ValueError:
        if config().edge_secret.strip():
            raise errors.Forbidden("past-the-door") from None
        return ""


def _only_through_the_front_door(request: Request) -> None:
    """Refuse what did not come through CloudFront, which alone knows the secret of this deployment.

    While the secret is changed there are two, parted by a space: CloudFront takes minutes to learn the new one everywhere.
    """
    told, known = request.headers.get("x-hoithi-edge", "").encode(), config().edge_secret.split()
    if known and not any(hmac.compare_digest(told, each.encode()) for each in known):
        raise errors.Forbidden("past-the-door")


def _only_from_our_own_pages(request: Request) -> None:
    """Refuse to change anything for a page of another site, in the name of whoever happens to have that page open.

    Browsers say which site a request comes from, and no page can say otherwise: in ``Sec-Fetch-Site``, older ones in
    ``Origin`` alone. Who says neither is no browser and has nobody's cookies but its own. The session's cookie is Strict
    and bodies are JSON, so this is the third lock: it keeps out a neighbour on the same parent domain too.
    """
    if request.method in ("GET", "HEAD"):
        return
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    ours = f"//{request.headers.get('x-hoithi-site', '')}"
    if site != "same-origin" if site is not None else origin is not None and origin.partition(":")[2] != ours:
        raise errors.Refusal("foreign-page")


def _trace(request: Request) -> str:
    return str(request.context.get("requestId", ""))


def _finished(said: Any, now: Millis) -> Response:
    response = said if isinstance(said, Response) else json_response(said)
    response.headers["Server-Time"] = str(now)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.update(INERT)
    return response
