"""Consent to the notice on personal data, of somebody whom a list has put in: who comes in alone agrees on the way."""

from __future__ import annotations

from ..domain.errors import Unfit
from ..domain.notice import notice_version
from ..domain.times import Millis
from ..storage import contestants
from ..storage.contestants import Profile
from .rules import rules_of


def record_consent(profile: Profile, version: str, now: Millis) -> None:
    """Record that the person of ``profile`` agreed to this ``version`` of the notice; once, however often they sign in.

    An empty text says nothing. Raises Unfit for another version than the one in force: it isn't what they would hold to.
    """
    if not version or version == profile.consent:
        return
    if version != notice_version(rules_of(profile.contest)):
        raise Unfit("unfit-consent", facts={"fields": ["consent"]})
    contestants.agree(profile, version, now)
