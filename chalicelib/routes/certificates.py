"""A person's own certificates, and what the site says of one that certifies having taken part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Request, Response

from .. import clock, functions
from ..config import config
from ..services.sessions import token
from .views import Views, session

if TYPE_CHECKING:
    from ..services.said import Confirmed, OwnCertificates

certificates = Views(__name__)


@certificates.route("/contests/{contest}/me/certificates", methods=["GET"])
def own_certificates(contest: str) -> OwnCertificates:
    """Give the certificates that somebody has."""
    told: OwnCertificates = _asked("certificates", contest, token=_token(contest))
    return told


@certificates.route("/contests/{contest}/me/certificates/{certificate}", methods=["GET"])
def own_certificate(contest: str, certificate: str) -> Response:
    """Give one of them, to be kept as a file.

    The gateway passes text as it is, and what isn't text only to browsers that ask for just that: so the PDF is text.
    """
    site = _site(certificates.current_request)
    told = _asked("certificate", contest, token=_token(contest), certificate=certificate, site=site)
    headers: dict[str, str | list[str]] = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="{told["file"]}"',
    }
    return Response(told["pdf"], headers)


@certificates.route("/contests/{contest}/certificates/{certificate}", methods=["GET"])
def certificate_check(contest: str, certificate: str) -> Confirmed:
    """Say whether a certificate of having taken part holds, to whoever knows its code."""
    from ..services.took_part import refuse_unfinished  # No start waits for what only this needs.

    refuse_unfinished(contest)
    told: Confirmed = _asked("certificate-check", contest, certificate=certificate)
    return told


def _token(contest: str) -> str:
    return token(session(certificates.current_request, contest, clock.now()))


def _site(request: Request) -> str:
    """Return the address of the site: CloudFront says on which name somebody is there. One machine alone has no TLS."""
    scheme = "http" if config().stage == "local" else "https"
    return f"{scheme}://{request.headers.get('x-hoithi-site', '')}"


def _asked(act: str, contest: str, **asked: str) -> Any:
    return functions.ask(config().identity_function, {"act": act, "contest": contest, **asked})
