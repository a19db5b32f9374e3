"""Papers are issued, saved and handed in. Who acts comes from the session; the address only says which round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Response

from .. import clock
from ..domain.attempt import MOST_NUMBER
from ..domain.errors import NotFound
from ..domain.forms import ANSWERS, START
from ..domain.times import Millis
from ..services.answers import Answers, checked
from ..services.desk import Desk, desk
from ..services.hand_in import hand_in
from ..services.save import save
from ..services.sessions import Session, token
from ..services.start import start
from .bodies import body
from .views import Views, cookie, json_response, session

if TYPE_CHECKING:
    from ..services.said import Saved

attempts = Views(__name__)

ATTEMPT = "/contests/{contest}/rounds/{round_id}/attempts/{number}"


@attempts.route(ATTEMPT, methods=["PUT"])
def put_attempt(contest: str, round_id: str, number: str) -> Response:
    """Start an attempt, or go on with it on this device."""
    now = clock.now()
    who = session(attempts.current_request, contest, now)
    asked = body(attempts.current_request, START)
    shown, prolonged = start(who, round_id, int(number), asked["nonce"], now, asked["device"])
    return json_response(shown, headers=cookie(token(prolonged), prolonged.expires, now))


@attempts.route(f"{ATTEMPT}/answers", methods=["PUT"])
def put_answers(contest: str, round_id: str, number: str) -> Saved:
    """Save what has been answered so far."""
    now = clock.now()
    who, at, answers = _answers(contest, round_id, int(number), now)
    return save(who, at, int(number), answers, now)


@attempts.route(f"{ATTEMPT}/submission", methods=["PUT"])
def put_submission(contest: str, round_id: str, number: str) -> dict[str, str]:
    """Hand in."""
    now = clock.now()
    who, at, answers = _answers(contest, round_id, int(number), now)
    return hand_in(who, at, int(number), answers, now)


def _answers(contest: str, round_id: str, number: int, now: Millis) -> tuple[Session, Desk, Answers]:
    who = session(attempts.current_request, contest, now)
    at = desk(contest, round_id, now)
    if at is None or now < at.record.opens or not 1 <= number <= MOST_NUMBER:
        raise NotFound("no-such-attempt")
    said = body(attempts.current_request, ANSWERS, questions=at.rules.questions)
    return who, at, checked(said, at, who.contestant, number)
