"""The shape of everything that an organizer's event may hold, looked at once, at the door: behind it nobody asks again.

A laptop may run an older program, or somebody else's; an event comes with odd types, half characters, rows by the million.
Whether what it says makes sense is for each act to decide; here is decided that it is of its kind, and of a size to be read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from ..domain.bank import LONGEST, MOST_QUESTIONS
from ..domain.errors import Unfit
from ..domain.formulas import looks_like_formula
from ..domain.hidden import hidden_character
from ..domain.roster import LONGEST_NAME, LONGEST_UNIT_ID, LONGEST_UNIT_NAME
from ..domain.yaml_text import MOST_BYTES

# One invocation's payload is at most 6 MB, in and out; the command line sends a larger roster in parts.
MOST_PEOPLE = 5_000

_MOST_FIELDS = 5
_LONGEST_PATH = 80


Check = Callable[[str], bool]


def _is_visible(text: str) -> bool:
    return hidden_character(text) is None


def _is_one_line(text: str) -> bool:
    return text == " ".join(text.split())


def _is_a_name(text: str) -> bool:
    return _is_one_line(text) and not looks_like_formula(text)


def _text(longest: int, *checks: Check, least: int = 0) -> AfterValidator:
    """Return what bounds a text: so many characters, none of them hidden, and whatever ``checks`` ask for."""

    def fit(text: str) -> str:
        if not least <= len(text) <= longest or not all(check(text) for check in (_is_visible, *checks)):
            raise PydanticCustomError("unfit", "unfit")
        return text

    return AfterValidator(fit)


_Short = Annotated[str, _text(100)]
_Id = Annotated[str, StringConstraints(max_length=LONGEST_UNIT_ID, pattern=r"^([a-z0-9][a-z0-9-]*)?$")]


class _Part(BaseModel):
    """Every field is there and of its type, and no other: a misspelt ``dry_run`` must not be taken for none."""

    model_config = ConfigDict(strict=True, extra="forbid")


class _Person(_Part):
    full_name: Annotated[str, _text(LONGEST_NAME, _is_a_name, least=1)]
    identifier: Annotated[str, _text(40, _is_one_line, least=1)]
    unit: _Id
    unit_name: Annotated[str, _text(LONGEST_UNIT_NAME, _is_a_name)]
    leader: bool
    excluded: _Id
    excluded_reason: Annotated[str, _text(1_000)]


class _Unit(_Part):
    id: Annotated[_Id, Field(min_length=1)]
    name: Annotated[str, _text(LONGEST_UNIT_NAME, _is_a_name)]
    klass: _Id
    headcount: Annotated[int, Field(ge=0, le=10**9)]


class _Question(_Part):
    id: Annotated[str, _text(LONGEST["id"])]
    text: Annotated[str, _text(LONGEST["text"])]
    options: Annotated[dict[_Short, Annotated[str, _text(LONGEST["A"])]], Field(max_length=26)]
    right: _Short
    fixed: bool
    topic: Annotated[str, _text(LONGEST["topic"])]
    difficulty: _Short
    source: Annotated[str, _text(LONGEST["source"])]
    explanation: Annotated[str, _text(LONGEST["explanation"])]
    salt: _Short


class _Bank(_Part):
    contest: _Short
    round: _Short
    questions: Annotated[list[_Question], Field(max_length=MOST_QUESTIONS)]


class Asked(_Part):
    """What any act may be asked with. Whether a round is called so, or a code is one, the act says in its own words."""

    act: Any
    contest: _Short | None = None
    round: _Short | None = None
    by: _Short | None = None
    dry_run: bool = False


class _Definition(Asked):
    text: Annotated[str, StringConstraints(max_length=2 * MOST_BYTES)]
    file: Annotated[str, _text(300)]


class _ImportBank(Asked):
    contest: _Short
    round: _Short
    bank: _Bank


class _ImportRoster(Asked):
    contest: _Short
    people: Annotated[list[_Person], Field(max_length=MOST_PEOPLE)]
    units: Annotated[list[_Unit], Field(max_length=MOST_PEOPLE)] = []
    new_codes: bool = False
    nonce: Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")] = ""


class _CloseEarly(Asked):
    closes: _Short | None = None
    reason: _Short | None = None


class _Links(Asked):
    hours: Any = None


SHAPES: dict[str, type[Asked]] = {
    "import-definition": _Definition,
    "import-bank": _ImportBank,
    "import-roster": _ImportRoster,
    "close-early": _CloseEarly,
    "links": _Links,
}
"""The shapes of those acts that take more than every act does."""


def check_shape(act: str, event: dict[str, Any]) -> None:
    """Raise Unfit, naming the first places in ``event`` that are not of the shape of ``act``."""
    try:
        SHAPES.get(act, Asked).model_validate(event)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        more = ["…"] if len(found) > _MOST_FIELDS else []
        raise Unfit("unfit-event", act=act, fields=", ".join([*map(_place, found[:_MOST_FIELDS]), *more])) from None


def _place(error: ErrorDetails) -> str:
    """Return where something is wrong as people read it: ``people[3].full_name``. Its name may be anything at all."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"]).lstrip(".")
    return path.encode("ascii", "backslashreplace").decode()[:_LONGEST_PATH]
