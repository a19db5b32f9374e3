"""What a definition says of units: the share of their people that has to take part, and how their prizes are awarded.

Also what it says of certificates. These are parts of `Definition`; the awarding itself is `unit_awards.py`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from .fields import Id, Part, ShortText, Text, YesNo, at_least

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s?%")
WHOLE = 10_000
"""A rate of one, as rates stand in JSON: per ten thousand."""


def _rate(value: Any) -> Any:
    """Return ``70%`` or ``69,5 %`` per ten thousand. A number stays what it is: our own JSON has no other."""
    if not isinstance(value, str):
        return value
    found = _PERCENT.fullmatch(value.strip())
    if not found:
        raise PydanticCustomError("not_a_rate", "not a rate")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


Rate = Annotated[
    int,
    at_least(1, WHOLE),
    BeforeValidator(_rate),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{_PERCENT.pattern}$"}, {"type": "integer"}]}),
]

CERTIFICATE_PAGE = "giay-chung-nhan.html"
"""The page of a contest to which a certificate's QR code leads."""

GateName = Literal["has_entry", "entry_rank", "nobody_with_zero"]
CriterionName = Literal["rate", "people", "papers", "mean_score", "perfect_share", "perfect"]


class Prize(Part):
    """A tier of prizes: how many, and what each is worth in VND (None: no money is named).

    ``note`` says what comes with it besides, such as another body's certificate of merit (S4:126).
    """

    id: Id
    name: Text
    number: Annotated[int, at_least(1, 10_000)]
    vnd: Annotated[int, at_least(1, 10**12)] | None
    note: ShortText | None = None


class UnitClass(Part):
    """A class of units that are compared with one another; ``least_rate`` is the share of people that its units owe."""

    id: Id
    name: Text
    least_rate: Rate | None = None


class Participation(Part):
    """What share of its people each unit owes, over which rounds, and what comes of less (S3:27, S4:53).

    ``least_rate`` is of the units whose class names none of its own; None: only those classes owe anything. ``excused``
    says whether who is on leave or excused stays in the head-count that a rate is made with.
    """

    least_rate: Rate | None
    over: Literal["each_round", "contest"]
    excused: Literal["left_out", "counted"]
    leaders_every_round: YesNo
    below: Literal["report_only", "bars_unit_prize"]


class Gate(Part):
    """What a unit has to meet before it is ranked for a prize; ``most`` is the last rank that an entry may have."""

    name: GateName
    most: Annotated[int, at_least(1, 10_000)] | None = None


class UnitCriterion(Part):
    """A criterion by which units are ranked, more being better; ``weight`` where they are added up by a formula."""

    name: CriterionName
    weight: Annotated[int, at_least(1, 1_000)] | None = None


class SizeGroup(Part):
    """Units of a like head-count, ranked apart: from ``least`` people to ``most`` (None: without an end)."""

    id: Id
    name: Text
    least: Annotated[int, at_least(0, 10_000_000)]
    most: Annotated[int, at_least(1, 10_000_000)] | None


class UnitAward(Part):
    """How units are ranked and what they win, for the contest as a whole.

    ``groups``: all together, each class for itself, or by size; in each group all of ``prizes`` are given. ``formula``: the
    criteria decide one after the other, or their weighted sum does. ``boundary_tie``: what becomes of units that tie for
    fewer places than they are: all of them get the prize, or lots are drawn.
    """

    groups: Literal["together", "by_class", "by_size"]
    sizes: tuple[SizeGroup, ...] = ()
    gates: tuple[Gate, ...]
    formula: Literal["in_order", "weighted"]
    criteria: Annotated[tuple[UnitCriterion, ...], Field(min_length=1)]
    boundary_tie: Literal["all", "lot"]
    prizes: Annotated[tuple[Prize, ...], Field(min_length=1)]


class Certificates(Part):
    """The certificates of a contest's winners: the words that stand on them besides name and prize.

    ``number`` is printed with a count in the place of its ``#``; ``issued_in`` stands before the date. ``everybody`` is the
    like pattern for the certificates of all who took part, counted for themselves; None: only prizes are certified.
    ``for_units`` says whether units get them too: a plan may have another body give them something else (S2:86).
    """

    title: ShortText
    issuer: Text
    number: ShortText
    issued_in: ShortText
    signer_title: Text
    signer_name: ShortText | None
    everybody: ShortText | None = None
    for_units: YesNo = True
