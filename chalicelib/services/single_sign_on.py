"""A person signs on with an account of the province: OpenID Connect's authorization code with PKCE, exchanged here.

RFC 9700 and the pattern of a backend for frontend (OAuth 2.0 for browser-based applications): this function alone speaks
with the server. What the page and its browser get is a session like any other, in a cookie that no script can read.

On the way there and back the browser keeps a sealed cookie. State, nonce and the verifier of PKCE are keyed hashes of the
number in it, so that the cookie itself opens nothing; it lasts ten minutes and is good for one way back.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus, urlencode

from .. import chance
from ..domain import claims as mapped
from ..domain.claims import SignedOn, asked, signed_on, unit_of
from ..domain.definition import Definition
from ..domain.errors import Busy, Conflict, Unfit
from ..domain.id_token import Asked, Untrue
from ..domain.notice import notice_version
from ..domain.roster import Unit, new_pseudonym
from ..domain.times import Millis, written
from ..domain.ways_in import SingleSignOn
from ..fetch import Reply, fetch
from ..log import log
from ..storage import contestants, signed_on_again, spent
from ..storage.contestants import Profile
from .barred import refuse_barred
from .erase import refuse_erased
from .id_tokens import verified
from .login import login_hash
from .provider import Provider, asked_for_json, heard, provider_of, read_object, unfit
from .rules import rules_of, units_of
from .sealed import derived, opened, sealed
from .welcome import welcome

LASTS_MS = 10 * 60_000
_KIND = "sso"
_LONGEST_TOKEN = 8_192
_TOLD = re.compile("[a-z_]{1,40}")
# What a server says when nobody is at fault but itself (OAuth 2.0, 4.1.2.1).
_PASSING = ("server_error", "temporarily_unavailable")


@dataclass(frozen=True)
class _Begun:
    """A sign-on that is under way, as the browser's cookie holds it."""

    contest: str
    id: str
    consent: str
    at: Millis

    @property
    def ends(self) -> Millis:
        return self.at + LASTS_MS

    def secret(self, what: str) -> str:
        """Return the text of 43 characters that stands for this sign-on as its ``state``, ``nonce`` or ``verifier``."""
        return derived(_KIND, what, self.contest, self.id)


def begin(contest: str, consent: str, now: Millis) -> dict[str, str]:
    """Return where to send the browser (``location``), the ``cookie`` that it has to bring back, and when that ends.

    Raises NotFound for an unknown contest, Unfit for a consent to another notice than today's, Conflict where the contest
    has no single sign-on or its server isn't set or unfit, and Busy where that server doesn't answer.
    """
    rules = rules_of(contest)
    sso = _offered(rules)
    if consent != notice_version(rules):
        raise Unfit("unfit-consent")
    provider = provider_of(contest, now)
    begun = _Begun(contest, chance.random_bytes(16).hex(), consent, now)
    return {
        "location": _location(provider, begun, sso),
        "cookie": sealed(_KIND, [*vars(begun).values()]),
        "expires_at": written(begun.ends),
    }


def _offered(rules: Definition) -> SingleSignOn:
    if rules.ways_in.sso is None:
        raise Conflict("sso-not-offered")
    return rules.ways_in.sso


def _location(provider: Provider, begun: _Begun, sso: SingleSignOn) -> str:
    asks = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": provider.redirect,
        "scope": mapped.scope_of(sso.claims),
        "state": begun.secret("state"),
        "nonce": begun.secret("nonce"),
        "code_challenge": _challenge(begun.secret("verifier")),
        "code_challenge_method": "S256",
    }
    joined = "&" if "?" in provider.authorize_at else "?"
    return f"{provider.authorize_at}{joined}{urlencode(asks)}"


def _challenge(verifier: str) -> str:
    """Return the code challenge of a verifier by S256 (RFC 7636, 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def end(contest: str, cookie: str, said: dict[str, str], now: Millis) -> dict[str, Any]:
    """Return what `welcome` says to the person whom the server has sent back with ``said``, the address's parameters.

    Raises Conflict ``sso-state`` for a way back that doesn't belong to a sign-on of this browser or is gone already,
    ``sso-denied`` where the server let nobody in, Unfit ``sso-token`` where what it says can't be believed, Unfit where its
    claims can't be a person of this contest, Excluded for who may not take part, and what `begin` raises.
    """
    begun = _belongs(contest, cookie, said.get("state", ""), now)
    rules = rules_of(contest)
    sso, provider = _offered(rules), provider_of(contest, now)
    try:
        _check_sender(provider, said)
        code = _code(provider, sso, rules, said)
        _spend(begun)
        told = _told(provider, begun, code, sso, now)
    except Untrue as untrue:
        log.warning("single sign-on", contest=contest, step="token", why=untrue.why)
        raise Unfit("sso-token") from None
    return welcome(_entered(rules, sso, provider, told, begun, now), now)


def _belongs(contest: str, cookie: str, state: str, now: Millis) -> _Begun:
    """Return the sign-on that ``cookie`` and ``state`` are of. Who was lured here by somebody's link has no cookie."""
    carried = opened(_KIND, cookie)
    begun = _Begun(*carried) if carried else None
    if begun is None or begun.contest != contest or not begun.at <= now < begun.ends:
        raise Conflict("sso-state")
    if not hmac.compare_digest(state.encode(errors="replace"), begun.secret("state").encode()):
        raise Conflict("sso-state")
    return begun


def _check_sender(provider: Provider, said: dict[str, str]) -> None:
    """Two servers must not be taken for one another (RFC 9207, 2.4). Raises Untrue."""
    if said.get("iss", provider.issuer) != provider.issuer or (provider.names_itself and "iss" not in said):
        raise Untrue("sender")


def _code(provider: Provider, sso: SingleSignOn, rules: Definition, said: dict[str, str]) -> str:
    if "error" in said:
        why = said["error"] if _TOLD.fullmatch(said["error"]) else "unknown"
        log.warning("single sign-on", contest=provider.contest, step="authorization", why=why)
        if why in _PASSING:
            raise Busy("sso-silent")
        raise Conflict("sso-denied", provider=sso.provider, contact=asked(rules.contact))
    if not said.get("code"):
        raise Conflict("sso-state")
    return said["code"]


def _spend(begun: _Begun) -> None:
    if not spent.spend(begun.contest, f"{_KIND}-{begun.id}", chance.random_bytes(16).hex(), begun.ends):
        raise Conflict("sso-state")


def _told(provider: Provider, begun: _Begun, code: str, sso: SingleSignOn, now: Millis) -> dict[str, Any]:
    """Return the claims: those of the ID token, and beside them what only the server's userinfo tells. Raises Untrue."""
    tokens = _exchanged(provider, begun, code)
    access = tokens.get("access_token", "")
    if not isinstance(tokens.get("id_token"), str) or not isinstance(access, str):
        raise Untrue("form")
    asked_for = Asked(provider.issuer, provider.client, begun.secret("nonce"), begun.at, access)
    claims = verified(tokens["id_token"], asked_for, provider, now)
    if provider.person_at and mapped.missing(claims, sso.claims):
        claims = {**_userinfo(provider, access, claims["sub"]), **claims}
    return claims


def _exchanged(provider: Provider, begun: _Begun, code: str) -> dict[str, Any]:
    """Return what the server gives for a code. Raises Untrue where it gives nothing for this one."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect,
        "code_verifier": begun.secret("verifier"),
    }
    headers, known_as = _credentials(provider)
    reply = heard(provider.contest, "exchange", lambda: fetch(provider.token_at, form=form | known_as, headers=headers))
    if reply.status == 200:
        return read_object(provider.contest, "exchange", reply)
    if _error(provider, reply) == "invalid_grant":
        raise Untrue("code")
    raise unfit(provider.contest, "exchange", f"status {reply.status} {_error(provider, reply)}")


def _credentials(provider: Provider) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers and the members of the form by which the server knows us (RFC 6749, 2.3.1)."""
    if provider.secret is None:
        return {}, {"client_id": provider.client}
    if not provider.by_header:
        return {}, {"client_id": provider.client, "client_secret": provider.secret}
    pair = f"{quote_plus(provider.client)}:{quote_plus(provider.secret)}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}, {}


def _error(provider: Provider, reply: Reply) -> str:
    """Return the code of OAuth's error in an answer; "unknown" for whatever is none."""
    error = read_object(provider.contest, "exchange", reply).get("error")
    return error if isinstance(error, str) and _TOLD.fullmatch(error) else "unknown"


def _userinfo(provider: Provider, access: str, subject: str) -> dict[str, Any]:
    if not (0 < len(access) <= _LONGEST_TOKEN and access.isascii() and access.isprintable()):
        raise Untrue("access")
    headers = {"Authorization": f"Bearer {access}"}
    told = asked_for_json(provider.contest, "userinfo", lambda: fetch(provider.person_at, headers=headers))
    # Without this the answer could be about somebody else (OpenID Connect Core 1.0, 5.3.2).
    if told.get("sub") != subject:
        raise Untrue("userinfo")
    return told


def _entered(
    rules: Definition, sso: SingleSignOn, provider: Provider, told: dict[str, Any], begun: _Begun, now: Millis
) -> Profile:
    """Return the contestant whom the claims name; the first time they become one, in the unit that is named then."""
    contest = rules.contest
    who = signed_on(told, sso, rules.contact)
    refuse_barred(contest, [who.identifier])
    login = login_hash(contest, who.identifier or f"sso|{provider.issuer}|{who.subject}")
    known = contestants.by_login(contest, login)
    if known is None:
        unit = unit_of(told, sso, rules.contact, units_of(contest))
        newcomer = _newcomer(contest, login, who, unit, begun.consent, now)
        if contestants.add([newcomer]):
            return newcomer
        known = contestants.by_login(contest, login)
    if known is None:
        refuse_erased(contest, login)
        raise Busy()
    return _refreshed(known, who, begun.consent, now)


def _newcomer(contest: str, login: str, who: SignedOn, unit: Unit, consent: str, now: Millis) -> Profile:
    """Return a new contestant without a code: nobody can sign in with one whom the server signs on."""
    return Profile(
        contest=contest,
        pseudonym=new_pseudonym(chance.random_bytes),
        login=login,
        code_hash="",
        full_name=who.full_name,
        unit=unit.id,
        unit_name=unit.name,
        leader=who.leader,
        excluded="",
        excluded_reason="",
        way="sso",
        position=who.position,
        consent=consent,
        consent_at=now,
        entered_at=now,
    )


def _refreshed(known: Profile, who: SignedOn, consent: str, now: Millis) -> Profile:
    """Return ``known`` as the server tells of them today. The unit was fixed when they came in (decision 14), and whoever
    is on an organizer's list stands there as the organizers say.
    """
    fresh = known
    if known.way == "sso":
        fresh = replace(known, full_name=who.full_name, position=who.position, leader=who.leader)
    if known.consent != consent:
        fresh = replace(fresh, consent=consent, consent_at=now)
    if fresh != known:
        signed_on_again.refresh(known, fresh)
    return fresh
