"""What the routes ask of the `identity` function, each act by its name. It alone reads who people are, and it decides for
itself whom it believes: the routes pass on what somebody typed, or a session as it was sealed.

Each act imports its service when it is first asked for: a cold start must not wait for what another act needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..domain.errors import Unfit
from ..domain.times import Millis

Event = dict[str, Any]


def identify(event: Event, now: Millis) -> Any:
    """Do the act that ``event`` names, at the hour of this function's own clock. Raises Unfit for an unknown one."""
    name = event.get("act")
    if not isinstance(name, str) or name not in ACTS:
        raise Unfit("unknown-act", act=repr(name)[:40], known=", ".join(sorted(ACTS)))
    return ACTS[name](event, now)


def _sign_in(event: Event, now: Millis) -> Any:
    from .sign_in import sign_in

    return sign_in(event["contest"], event["identifier"], event["code"], event["address"], now, event["consent"])


def _renew(event: Event, now: Millis) -> Any:
    from .renew import renew

    return renew(event["contest"], event["token"], now)


def _sso_begin(event: Event, now: Millis) -> Any:
    from .single_sign_on import begin

    return begin(event["contest"], event["consent"], now)


def _sso_end(event: Event, now: Millis) -> Any:
    from .single_sign_on import end

    return end(event["contest"], event["cookie"], event["said"], now)


def _register(event: Event, now: Millis) -> Any:
    from .register import register

    return register(event["contest"], event["body"], event["address"], now)


def _mail_code(event: Event, now: Millis) -> Any:
    from .mailed_codes import mail_code

    return mail_code(event["contest"], event["body"], event["address"], now)


def _lost_code(event: Event, now: Millis) -> Any:
    from .mailed_codes import lost_code

    return lost_code(event["contest"], event["body"], event["address"], now)


def _certificates(event: Event, now: Millis) -> Any:
    from .own_certificates import listed

    return listed(event["contest"], event["token"], now)


def _certificate(event: Event, now: Millis) -> Any:
    from .own_certificates import printed

    return printed(event["contest"], event["token"], event["certificate"], event["site"], now)


def _certificate_check(event: Event, now: Millis) -> Any:
    from .own_certificates import confirmed

    return confirmed(event["contest"], event["certificate"])


ACTS: Mapping[str, Callable[[Event, Millis], Any]] = {
    "certificate": _certificate,
    "certificate-check": _certificate_check,
    "certificates": _certificates,
    "lost-code": _lost_code,
    "mail-code": _mail_code,
    "register": _register,
    "renew": _renew,
    "sign-in": _sign_in,
    "sso-begin": _sso_begin,
    "sso-end": _sso_end,
}
