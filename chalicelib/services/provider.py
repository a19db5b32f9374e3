"""The province's server of single sign-on: who it is, where it is asked, which keys it signs with.

Which server that is, and with which secret it knows us, belongs to the deployment: a secret that an operator writes
(`organizer sso set`) and that is read again each minute. What the server says of itself is kept by the process for an hour.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..config import config
from ..domain.errors import Busy, Conflict
from ..domain.id_token import key_for
from ..domain.strict_json import strict_object
from ..domain.times import Millis
from ..fetch import Reply, Unreached, fetch, may_be_asked
from ..log import log
from ..storage.secrets import fresh_secret

SETTINGS_LAST_MS = 60_000
LASTS_MS = 3_600_000
# A token under a key that isn't known makes us look at the keys again, but not each token.
ROTATION_MS = 60_000

_WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Provider:
    """One contest's server, and what it knows us as. ``site`` is our own address, under which it has registered us.

    ``secret`` is None for a public client; ``by_header`` says whether it is sent as HTTP's own (client_secret_basic) or in
    the form. ``names_itself``: every answer of this server that comes by way of the browser says whose it is (RFC 9207).
    """

    contest: str
    issuer: str
    client: str
    secret: str | None
    site: str
    authorize_at: str
    token_at: str
    keys_at: str
    person_at: str
    by_header: bool
    names_itself: bool

    @property
    def redirect(self) -> str:
        """Where the server sends people back to: one fixed address, which its administrators have registered."""
        return f"{self.site}/api/contests/{self.contest}/sso/callback"


@dataclass
class _Kept:
    """Something that was fetched, and when."""

    value: Any
    at: Millis


_settings: dict[str, _Kept] = {}
_documents: dict[str, _Kept] = {}
_keys: dict[str, _Kept] = {}


def forget() -> None:
    """Forget everything that this process keeps: for a test that begins anew."""
    for kept in (_settings, _documents, _keys):
        kept.clear()


def provider_of(contest: str, now: Millis) -> Provider:
    """Return the server that signs people on to ``contest``.

    Raises Conflict where no operator has set one or where it says of itself what can't be, and Busy where it says nothing.
    """
    told = _set_for(contest, now)
    document = _kept(_documents, told["issuer"], LASTS_MS, now, lambda: _discovered(contest, told["issuer"]))
    methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        contest=contest,
        issuer=told["issuer"],
        client=told["client_id"],
        secret=told["client_secret"],
        site=told["site"],
        authorize_at=document["authorization_endpoint"],
        token_at=document["token_endpoint"],
        keys_at=document["jwks_uri"],
        person_at=document.get("userinfo_endpoint") or "",
        by_header="client_secret_basic" in methods or "client_secret_post" not in methods,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
    )


def signing_key(provider: Provider, header: Mapping[str, Any], now: Millis) -> dict[str, Any] | None:
    """Return the provider's key for a token with this header; None where it has none. Raises Busy and Conflict."""
    address = provider.keys_at
    keys = _kept(_keys, address, LASTS_MS, now, lambda: _published(provider))
    found = key_for(header, keys)
    if found is None and now - _keys[address].at >= ROTATION_MS:
        _keys[address] = _Kept(_published(provider), now)
        found = key_for(header, _keys[address].value)
    return found


def asked_for_json(contest: str, step: str, ask: Callable[[], Reply]) -> dict[str, Any]:
    """Return the JSON object that a provider answers with.

    Raises Busy where it does not answer, or says that it can't just now, and Conflict for any other answer.
    """
    reply = heard(contest, step, ask)
    if reply.status != 200:
        raise unfit(contest, step, f"status {reply.status}")
    return read_object(contest, step, reply)


def heard(contest: str, step: str, ask: Callable[[], Reply]) -> Reply:
    """Return whatever a provider answers. Raises Busy where it does not, or says that it can't just now."""
    try:
        reply = ask()
    except Unreached as error:
        log.warning("single sign-on", contest=contest, step=step, why=str(error))
        raise Busy("sso-silent") from None
    if reply.status == 429 or reply.status >= 500:
        log.warning("single sign-on", contest=contest, step=step, why=f"status {reply.status}")
        raise Busy("sso-silent")
    return reply


def read_object(contest: str, step: str, reply: Reply) -> dict[str, Any]:
    """Return the JSON object of an answer. Raises Conflict."""
    try:
        return strict_object(reply.body)
    except ValueError:
        raise unfit(contest, step, "no JSON") from None


def unfit(contest: str, step: str, why: str) -> Conflict:
    """Return the refusal for a provider that isn't set up as the standard says, and tell the operators why."""
    log.warning("single sign-on", contest=contest, step=step, why=why)
    return Conflict("sso-unfit")


def at_home() -> bool:
    """Return whether a provider may be on this very machine, without https."""
    return config().stage in ("local", "test")


def _kept(kept: dict[str, _Kept], name: str, lasts: Millis, now: Millis, fetched: Callable[[], Any]) -> Any:
    known = kept.get(name)
    if known is None or not 0 <= now - known.at < lasts:
        kept[name] = known = _Kept(fetched(), now)
    return known.value


def _set_for(contest: str, now: Millis) -> dict[str, Any]:
    name = config().sso_secret
    told = _kept(_settings, name, SETTINGS_LAST_MS, now, lambda: _read(name)).get(contest)
    if not isinstance(told, dict) or not all(isinstance(told.get(each), str) for each in ("issuer", "client_id", "site")):
        raise Conflict("sso-not-set")
    if not may_be_asked(told["issuer"], at_home()) or not isinstance(told.get("client_secret"), str | None):
        raise Conflict("sso-not-set")
    return {"client_secret": None, **told}


def _read(name: str) -> dict[str, Any]:
    try:
        value = json.loads(fresh_secret(name))
    except ValueError:
        log.warning("single sign-on", step="settings", why="no JSON")
        return {}
    return value if isinstance(value, dict) else {}


def _discovered(contest: str, issuer: str) -> dict[str, Any]:
    """Return what a server says of itself (OpenID Connect Discovery 1.0, 4). It must call itself what we call it."""
    address = issuer.rstrip("/") + _WELL_KNOWN
    document = asked_for_json(contest, "discovery", lambda: fetch(address))
    if document.get("issuer") != issuer:
        raise unfit(contest, "discovery", "another issuer")
    needed = [document.get(each) for each in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    offered = [document[each] for each in ("userinfo_endpoint",) if document.get(each)]
    if not all(may_be_asked(each, at_home()) for each in needed + offered):
        raise unfit(contest, "discovery", "an address that may not be asked")
    return document


def _published(provider: Provider) -> list[Any]:
    document = asked_for_json(provider.contest, "keys", lambda: fetch(provider.keys_at))
    keys = document.get("keys")
    if not isinstance(keys, list):
        raise unfit(provider.contest, "keys", "no list")
    return keys
