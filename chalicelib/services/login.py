"""How a person is looked up and recognised: by keyed hashes. An identifier is no key anywhere, and none tells it."""

from __future__ import annotations

import hmac

from ..config import config
from ..domain.canonical import keyed
from ..domain.identifiers import canonical_identifier
from ..domain.roster import code_hash, new_code
from ..storage.contestants import Profile
from ..storage.secrets import secret


def login_hash(contest: str, identifier: str) -> str:
    """Return the keyed hash, in hex, under which an ``identifier``, as `canonical_identifier` writes it, is stored."""
    return keyed(secret(config().person_secret), "login", contest, identifier).hex()


def login_of(contest: str, identifier: str) -> str:
    """Return the keyed hash of ``identifier``, in whatever spelling."""
    return login_hash(contest, canonical_identifier(identifier))


def logins_of(profile: Profile) -> set[str]:
    """Return the keyed hashes of everything that identifies the person of ``profile``."""
    return {login_of(profile.contest, each) for each in said_by(profile)} | ({profile.login} - {""})


def said_by(profile: Profile) -> set[str]:
    """Return whatever identifies the person of ``profile`` and was said by themselves."""
    return {profile.citizen_id, profile.phone, profile.email} - {""}


def repeatable_code(contest: str, identifier: str, nonce: str) -> str:
    """Return the code that a request with this ``nonce`` gives to ``identifier``: the same whenever it is repeated.

    Nobody can foresee it who hasn't the secret.
    """
    told = "\n".join((contest, identifier, nonce)).encode()
    drawn = hmac.digest(b"code" + secret(config().person_secret), told, "sha256")
    return new_code(lambda count: drawn[:count])


def kept_code(contest: str, identifier: str, code: str) -> str:
    """Return what is kept of a code, as typed or as made: a keyed hash in hex."""
    return code_hash(secret(config().person_secret), contest, identifier, code)
