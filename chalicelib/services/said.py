"""What the API says, as types: mypy holds the services to them, and the OpenAPI document is made from them.

Only that document imports this module when the program runs; everybody else does so for mypy alone, and a cold start
waits neither for these types nor for pydantic. Whether answers are as described here, every answer of every test is asked.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from ..domain.fields import Id

Moment = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")]
Number = Annotated[int, Field(ge=1, le=99)]
Version = Annotated[int, Field(ge=1)]
Pseudonym = Annotated[str, Field(pattern="^[a-z2-7]{26}$")]
Nonce = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Choices = Annotated[str, Field(pattern="^[A-D_]*$", max_length=200)]
Prediction = Annotated[str, Field(pattern="^(0|[1-9][0-9]{0,6})?$")]
Status = Annotated[str, Field(pattern="^(open|submitted|timed_out|blank)$")]


class Welcome(TypedDict):
    """Said to a sign-in, beside the cookie."""

    expires_at: Moment
    name: str
    unit: str


class Registered(TypedDict):
    """Said to a registration, beside the cookie."""

    expires_at: Moment
    name: str
    unit: str
    code: Annotated[str, Field(pattern="^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]


class Challenge(TypedDict):
    """Work to be shown with what costs something."""

    challenge: str
    ticket: str
    ticket_from: Moment
    expires_at: Moment


class CodeSent(TypedDict):
    """Said to whoever asks for a code by e-mail, whether or not one was sent."""

    until: Moment
    again: Moment


class Summary(TypedDict):
    """One attempt among a contestant's own. Never a score."""

    round: Id
    number: Number
    status: Status
    started_at: Moment
    deadline_at: Moment
    submitted_at: Moment | None
    receipt: Digest | None
    replaced: bool


class Me(TypedDict):
    """Who is signed in, and the attempts that are theirs."""

    contestant: Pseudonym
    unit: str
    expires_at: Moment
    attempts: list[Summary]


class Stored(TypedDict):
    """What is stored of an open attempt."""

    round: Id
    number: Number
    started_at: Moment
    deadline_at: Moment
    version: Version
    choices: Choices
    prediction: Prediction
    nonce: Nonce
    saved_at: Moment | None


class Option(TypedDict):
    """One option of a question, in the order that this paper shows."""

    letter: Annotated[str, Field(pattern="^[A-D]$")]
    text: str


class Question(TypedDict):
    """One question of a paper."""

    id: str
    text: str
    options: list[Option]


class BothLanguages(TypedDict):
    """A sentence in both languages."""

    vi: str
    en: str


class Paper(TypedDict):
    """What one contestant is asked."""

    questions: list[Question]
    prediction: BothLanguages | None


class Shown(TypedDict):
    """Said to a start: the attempt as it is stored, and its paper."""

    attempt: Stored
    paper: Paper


class Saved(TypedDict):
    """Said to a save."""

    version: Version
    saved_at: Moment
    deadline_at: Moment


class Receipt(TypedDict):
    """Said to a hand-in: the receipt, and everything that it vouches for."""

    receipt: Digest
    attempt: Annotated[str, Field(pattern=r"^[a-z2-7]{26}\.[1-9][0-9]?$")]
    choices: Choices
    contest: Id
    nonce: Nonce
    prediction: Prediction
    questions: str
    round: Id
    started_at: Moment
    submitted_at: Moment


class OwnCertificate(TypedDict):
    """A certificate that somebody has: its number is given when it is first fetched, where it certifies taking part."""

    id: Annotated[str, Field(pattern="^([a-z2-7]{26}|taking-part)$")]
    kind: Literal["won", "took-part"]
    prize_name: str
    round_name: str
    number: str | None


class OwnCertificates(TypedDict):
    """The certificates of whoever is signed in."""

    certificates: list[OwnCertificate]


class Confirmed(TypedDict):
    """What stands on a certificate of having taken part, if it holds."""

    contest: Id
    round: Id
    round_name: str
    kind: Literal["took-part"]
    number: str
    holds: bool
    prize_name: None
    name: str | None
    unit_name: str | None


class StaffWelcome(TypedDict):
    """Said to a unit manager's sign-in, beside the cookie."""

    account: Id
    expires_at: Moment
    password_to_change: bool


class OwnUnit(TypedDict):
    """One unit of a manager's; how many may take part is not known everywhere."""

    id: Id
    name: str
    headcount: int | None


class ShownRound(TypedDict):
    """A round that a manager may look at."""

    id: Id
    name: str
    opens: Moment
    closes: Moment


class OwnUnits(TypedDict):
    """A manager's units, and the rounds to look at."""

    units: list[OwnUnit]
    rounds: list[ShownRound]


class Member(TypedDict):
    """One person of a unit. Never a score."""

    name: str
    leader: bool
    excused: str
    state: Annotated[str, Field(pattern="^(none|open|done)$")]


class Turnout(TypedDict):
    """Who of a unit has taken part in a round, as it stood ``at``; ``came`` counts those who have begun a paper."""

    unit: OwnUnit
    round: ShownRound
    at: Moment
    members: list[Member]
    came: int
    rate: Annotated[str, Field(pattern=r"^([0-9]+\.[0-9]{4})?$")]


class NoFacts(TypedDict):
    """Facts of a problem that is told by its sentences alone."""


class WrongFields(TypedDict):
    """Which fields of the body are wrong."""

    fields: list[str]


class WrongEntry(TypedDict):
    """What is wrong with one entry, in both languages."""

    field: str
    code: str
    vi: str
    en: str


class WrongEntries(TypedDict):
    """Which entries are wrong, and what is wrong with each."""

    fields: list[str]
    faults: list[WrongEntry]


class Locked(TypedDict):
    """Until when no further guess is looked at."""

    until: Moment


class Hours(TypedDict):
    """When the round opens and closes."""

    opens: Moment
    closes: Moment


class Counted(TypedDict):
    """What counts instead of what came too late; its receipt, once the round is closed."""

    attempt: Stored
    receipt: Receipt | None


class HandedInBefore(TypedDict):
    """The receipt of the hand-in that counts."""

    receipt: Receipt


class SavedElsewhere(TypedDict):
    """What is stored, and whether the attempt has moved to another device."""

    attempt: Stored
    moved: bool


class Sentences(TypedDict):
    """Title and detail of a problem."""

    title: str
    detail: str


class Refused(TypedDict):
    """Why a sign-on was refused a moment ago."""

    code: str
    vi: Sentences
    en: Sentences
