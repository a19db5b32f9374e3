"""People register themselves, and ask for codes by e-mail. What costs something is asked for with work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Response

from .. import clock, functions
from ..config import config
from ..domain.forms import LOST_CODE, MAILED_CODE, REGISTRATION, Form
from ..services import work
from .bodies import body
from .views import Views, address, welcomed

if TYPE_CHECKING:
    from ..services.said import Challenge, CodeSent

registration = Views(__name__)


@registration.route("/contests/{contest}/challenge", methods=["GET"])
def challenge(contest: str) -> Challenge:
    """Give a puzzle to solve, or a ticket to wait with, before something that costs."""
    return work.challenge(contest, clock.now())


@registration.route("/contests/{contest}/registration", methods=["POST"])
def register(contest: str) -> Response:
    """Take somebody in who registers themselves, and sign them in."""
    return welcomed(_asked("register", contest, REGISTRATION))


@registration.route("/contests/{contest}/registration/code", methods=["POST"])
def mail_code(contest: str) -> CodeSent:
    """Send a code to an e-mail address, to be shown with the registration."""
    sent: CodeSent = _asked("mail-code", contest, MAILED_CODE)
    return sent


@registration.route("/contests/{contest}/session/code", methods=["POST"])
def lost_code(contest: str) -> CodeSent:
    """Send a code to the address of whoever has lost their own."""
    sent: CodeSent = _asked("lost-code", contest, LOST_CODE)
    return sent


def _asked(act: str, contest: str, form: Form) -> Any:
    request = registration.current_request
    event = {"act": act, "contest": contest, "address": address(request), "body": body(request, form)}
    return functions.ask(config().identity_function, event)
