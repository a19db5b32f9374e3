"""The family of refusals that the contest's rules know.

    Refusal
    ├── NotSignedIn        no session, or one that has ended
    ├── Forbidden          signed in, but this may not be done by this person
    │   ├── Excluded       the plan keeps this person's body out
    │   └── NotYours       an account's role, or the contest that it is bound to, doesn't reach so far
    ├── NotFound           no such contest, round or attempt
    ├── Unfit              the request's own words are wrong
    │   ├── WrongType      they are not JSON, or are packed
    │   └── TooLong        there are too many of them
    ├── TooMany            slowed down: too many guesses
    ├── Busy               AWS takes no more just now, or has failed; the same request may be sent again
    │   └── NotAllDone     some of what is due failed; the clock does everything else, and comes again in a minute
    └── Conflict           the request is well formed, but what is stored says no
        ├── NotOpen        the round has not opened yet, or takes no starts any more
        ├── Late           the deadline is past
        ├── HandedIn       the attempt was handed in before
        ├── Elsewhere      another device has taken the attempt over, or has saved since
        └── NotYet         the act is not due in the round's present state

``code`` names the sentences in the catalogues (``problem.<code>.title`` and ``.detail``); ``values`` fills them in;
``facts`` are handed to the program at the other end (ids, times, what is stored), never to be read aloud.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A request that the rules turn down, with a sentence for the person who made it."""

    code = "refused"

    def __init__(self, code: str | None = None, *, facts: dict[str, Any] | None = None, **values: object):
        self.code = code or self.code
        self.values = values
        self.facts = facts or {}
        super().__init__(self.code)


class NotSignedIn(Refusal):
    code = "not-signed-in"


class Forbidden(Refusal):
    code = "forbidden"


class Excluded(Forbidden):
    code = "excluded"


class NotYours(Forbidden):
    code = "not-yours"


class NotFound(Refusal):
    code = "not-found"


class Unfit(Refusal):
    code = "unfit"


class WrongType(Unfit):
    code = "unfit-type"


class TooLong(Unfit):
    code = "unfit-long"


class TooMany(Refusal):
    code = "too-many"


class Busy(Refusal):
    code = "busy"


class NotAllDone(Busy):
    code = "not-all-done"

    def __str__(self) -> str:
        return f"{self.code}: {self.values.get('acts')}"


class Conflict(Refusal):
    code = "conflict"


class NotOpen(Conflict):
    code = "not-open"


class Late(Conflict):
    code = "late"


class HandedIn(Conflict):
    code = "handed-in"


class Elsewhere(Conflict):
    code = "elsewhere"


class NotYet(Conflict):
    code = "not-yet"
