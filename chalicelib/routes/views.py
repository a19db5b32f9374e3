"""How every view answers: JSON in UTF-8, the server's time beside it, refusals as RFC 9457 problem documents."""

from __future__ import annotations

import functools
import hmac
import json
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Request, Response

from .. import clock
from ..config import config
from ..domain import errors
from ..domain.times import Millis
from ..domain.words import say
from ..log import log
from ..services.sessions import Session, read

COOKIE = "__Host-hoithi"
LONGEST_BODY = 8_192

View = Callable[..., Any]

# Found along the class's ancestry, so that a new kind of refusal has its parent's status until it needs its own.
STATUSES: dict[type[errors.Refusal], int] = {
    errors.Refusal: 400,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    # Not 403: CloudFront shows its page for unknown addresses in the place of every 403, the API's too.
    errors.Excluded: 409,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Unfit: 422,
    errors.TooMany: 429,
    errors.Busy: 503,
}


class Views(Blueprint):
    """A blueprint whose views may raise the rules' refusals. Chalice's middleware would see them as a 500 already."""

    def route(self, path: str, **settings: Any) -> Callable[[View], View]:
        """Register a view as Chalice does; bodies are read by `body`, which says what is wrong in our own words."""
        register = super().route(path, content_types=[], **settings)

        def wrapped(view: View) -> View:
            registered: View = register(answering(self, view))
            return registered

        return wrapped


def answering(views: Blueprint, view: View) -> View:
    """Return ``view`` with its answer as a Response and its refusals as problems."""

    @functools.wraps(view)
    def answer(**arguments: str) -> Response:
        request: Request = views.current_request
        now = clock.now()
        try:
            said = _carried_out(view, arguments, request)
        except Exception:  # noqa: BLE001 - nothing may pass here: people get a sentence and an id to quote.
            log.exception("view failed", trace=_trace(request), view=view.__name__)
            said = problem(errors.Refusal("failed"), _trace(request), status=500)
        return _finished(said, now)

    return answer


def _carried_out(view: View, arguments: dict[str, str], request: Request) -> Any:
    try:
        _only_through_the_front_door(request)
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
    return response


def status_of(refusal: errors.Refusal) -> int:
    """Return the HTTP status for ``refusal``: that of its nearest ancestor in the table."""
    return next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES)


def _sentences(refusal: errors.Refusal, language: Any) -> dict[str, str]:
    return {part: say(f"problem.{refusal.code}.{part}", language, **refusal.values) for part in ("title", "detail")}


def body(request: Request) -> dict[str, Any]:
    """Return the request's body, a JSON object of at most 8 KB. Raises Unfit, saying what is wrong with it."""
    raw = request.raw_body
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        raise errors.Unfit("unfit-type")
    if len(raw) > LONGEST_BODY:
        raise errors.Unfit("unfit-long", most=LONGEST_BODY)
    try:
        value = json.loads(raw)
        json.dumps(value, ensure_ascii=False).encode()  # JSON can escape half a character, which no text can hold.
    except (ValueError, RecursionError) as error:
        raise errors.Unfit("unfit-json") from error
    if not isinstance(value, dict):
        raise errors.Unfit("unfit-json")
    return value


def session(request: Request, contest: str, now: Millis) -> Session:
    """Return who is signed in to ``contest``. Raises NotSignedIn.

    Cookies of other sites on the same parent domain come along, in any form; they must not keep anybody out.
    """
    pairs = (pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";"))
    for name, _, value in pairs:
        if name == COOKIE and (found := _opened(value, contest, now)):
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


def _only_through_the_front_door(request: Request) -> None:
    """Refuse what did not come through CloudFront, which alone knows the secret of this deployment."""
    secret = config().edge_secret
    if secret and not hmac.compare_digest(request.headers.get("x-hoithi-edge", "").encode(), secret.encode()):
        raise errors.Forbidden("past-the-door")


def _trace(request: Request) -> str:
    return str(request.context.get("requestId", ""))


def _finished(said: Any, now: Millis) -> Response:
    response = said if isinstance(said, Response) else json_response(said)
    response.headers["Server-Time"] = str(now)
    response.headers["Cache-Control"] = "no-store"
    return response
