"""The shape of everything that an organizer's event may hold, looked at once, at the door: behind it nobody asks again.

A laptop may run an older program, or somebody else's; an event comes with odd types, half characters, rows by the million.
Whether what it says makes sense is for each act to decide; here is decided that it is of its kind, and of a size to be read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from ..domain.bank import LONGEST, MOST_QUESTIONS
from ..domain.errors import Unfit
from ..domain.evidence import MOST_BYTES as MOST_BYTES_OF_EVIDENCE
from ..domain.exclusion_list import LONGEST_REASON
from ..domain.formulas import looks_like_formula
from ..domain.hidden import hidden_character
from ..domain.person_names import LONGEST_NAME, mended_name, name_fault
from ..domain.roster import LONGEST_UNIT_ID, LONGEST_UNIT_NAME
from ..domain.unit_facts import MOST_FACTS
from ..domain.unit_list import MOST_HEADS, MOST_UNITS
from ..domain.vietnamese import slug
from ..domain.yaml_text import MOST_BYTES

# One invocation's payload is at most 6 MB, in and out; the command line sends a larger roster in parts.
MOST_PEOPLE = 5_000
MOST_SUBJECTS = 200
LONGEST_EVIDENCE = -(-MOST_BYTES_OF_EVIDENCE // 3) * 4

_MOST_FIELDS = 5
_LONGEST_PATH = 80


# As it is printed, a picture has some 60 KB: `printing/pictures.py`.
LONGEST_PICTURE = 400_000

Check = Callable[[str], bool]


def _is_visible(text: str) -> bool:
    return hidden_character(text) is None


def _is_one_line(text: str) -> bool:
    return text == " ".join(text.split())


def _is_a_name(text: str) -> bool:
    return _is_one_line(text) and not looks_like_formula(text)


def _is_a_persons_name(text: str) -> bool:
    return text == mended_name(text) and not name_fault(text)


def _text(longest: int, *checks: Check, least: int = 0) -> AfterValidator:
    """Return what bounds a text: so many characters, none of them hidden, and whatever ``checks`` ask for."""

    def fit(text: str) -> str:
        if not least <= len(text) <= longest or not all(check(text) for check in (_is_visible, *checks)):
            raise PydanticCustomError("unfit", "unfit")
        return text

    return AfterValidator(fit)


_Short = Annotated[str, _text(100)]
_Contest = Annotated[str, _text(100, least=1)]
_Nonce = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
_Picture = Annotated[str, StringConstraints(max_length=LONGEST_PICTURE, pattern=r"^[A-Za-z0-9+/=]*$")]
_Id = Annotated[str, StringConstraints(max_length=LONGEST_UNIT_ID, pattern=r"^([a-z0-9][a-z0-9-]*)?$")]


class _Part(BaseModel):
    """Every field is there and of its type, and no other: a misspelt ``dry_run`` must not be taken for none."""

    model_config = ConfigDict(strict=True, extra="forbid")


class _Person(_Part):
    full_name: Annotated[str, _text(LONGEST_NAME, _is_a_persons_name)]
    identifier: Annotated[str, _text(40, _is_one_line, least=1)]
    unit: _Id
    unit_name: Annotated[str, _text(LONGEST_UNIT_NAME, _is_a_name)]
    leader: bool
    excluded: _Id
    excluded_reason: Annotated[str, _text(1_000)]
    excused: Annotated[str, _text(1_000)] = ""


class _Unit(_Part):
    id: Annotated[_Id, Field(min_length=1)]
    name: Annotated[str, _text(LONGEST_UNIT_NAME, _is_a_name)]
    klass: _Id
    headcount: Annotated[int, Field(ge=0, le=10**9)]
    parent: _Id = ""


class _ListedUnit(_Part):
    id: Annotated[_Id, Field(min_length=1)]
    name: Annotated[str, _text(LONGEST_UNIT_NAME, _is_a_name, least=1)]
    klass: _Id
    headcount: Annotated[int, Field(ge=1, le=MOST_HEADS)] | None
    parent: _Id = ""


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
    contest: _Contest
    round: _Short
    questions: Annotated[list[_Question], Field(max_length=MOST_QUESTIONS)]


class Asked(_Part):
    """What any act may be asked with. Whether a round is called so, or a code is one, the act says in its own words."""

    act: Any
    contest: _Short | None = None
    round: _Short | None = None
    by: _Short | None = None
    of: _Short | None = None
    dry_run: bool = False


class _Definition(Asked):
    text: Annotated[str, StringConstraints(max_length=2 * MOST_BYTES)]
    file: Annotated[str, _text(300)]


class _ImportBank(Asked):
    contest: _Contest
    round: _Short
    bank: _Bank


class _ImportRoster(Asked):
    contest: _Contest
    people: Annotated[list[_Person], Field(max_length=MOST_PEOPLE)]
    units: Annotated[list[_Unit], Field(max_length=MOST_PEOPLE)] = []
    new_codes: bool = False
    nonce: Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")] = ""


class _ImportUnits(Asked):
    contest: _Contest
    units: Annotated[list[_ListedUnit], Field(min_length=1, max_length=MOST_UNITS)]
    whole: bool = False


class _UnitFact(_Part):
    unit: Annotated[_Id, Field(min_length=1)]
    gate: _Short
    value: Annotated[str, _text(20, least=1)]


class _UnitFacts(Asked):
    contest: _Contest
    facts: Annotated[list[_UnitFact], Field(max_length=MOST_FACTS)]


class _CloseEarly(Asked):
    closes: _Short | None = None
    reason: _Short | None = None


class _Evidence(_Part):
    """A file that a decision rests on, its bytes in base 64."""

    name: Annotated[str, _text(200, _is_one_line, least=1)]
    data: Annotated[str, StringConstraints(max_length=LONGEST_EVIDENCE, pattern=r"^[A-Za-z0-9+/=]*$")]


class _Reasoned(Asked):
    """A decision about a round: why, in a code and in people's own words, and what it rests on."""

    contest: _Contest
    round: _Contest
    reason: _Short | None = None
    text: Annotated[str, _text(4_000)] = ""
    evidence: _Evidence | None = None
    nonce: _Nonce


class _Decide(_Reasoned):
    kind: _Short
    subjects: Annotated[list[_Contest], Field(max_length=MOST_SUBJECTS)] = []
    after: Annotated[str, _text(2_000)] = ""


class _ExtendRound(_Reasoned):
    closes: _Short


class _NewAttempt(_Reasoned):
    """Which attempt is meant, by its name, or whose newest one, by a pseudonym or an identifier."""

    attempt: Annotated[str, _text(100, _is_one_line, least=1)]


class _ExtendAttempt(_NewAttempt):
    until: _Short


class _Confirm(Asked):
    contest: _Contest
    round: _Contest
    decision: _Nonce


class _RestsOn(Asked):
    """One decision, or every one of the round."""

    contest: _Contest
    round: _Contest
    decision: _Nonce | None = None


class _Links(Asked):
    hours: Any = None
    revision: Any = None


_Password = Annotated[str, _text(300)]
# What is typed to be let in is right or wrong, whatever stands in it: with a hidden character it is a wrong password.
_TypedPassword = Annotated[str, StringConstraints(max_length=300)]


class _Pulse(Asked):
    contests: Annotated[list[_Id], Field(max_length=1_000)] = []
    clock: bool = False


class _FirstChief(Asked):
    nonce: _Nonce


class _SignIn(Asked):
    contest: _Contest
    account: _Short
    password: _TypedPassword
    role: _Short | None = None
    address: _Short = ""


class _SignOut(Asked):
    session: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class _Holder(Asked):
    """Who stands behind an account. Roles that can't take part need the identifier."""

    full_name: Annotated[str, _text(LONGEST_NAME, _is_a_name)] = ""
    identifier: Annotated[str, _text(100, _is_one_line)] = ""
    even_if_in: bool = False


class _ChangePassword(_Holder):
    old: _TypedPassword
    new: _TypedPassword
    address: _Short = ""


class _OfAccount(Asked):
    contest: _Contest
    account: _Short


class _AccountRole(_OfAccount, _Holder):
    role: _Short
    units: Annotated[list[_Short], Field(max_length=200)] = []


class _AccountAdd(_AccountRole):
    nonce: _Nonce


class _AccountPassword(_OfAccount):
    nonce: _Nonce


class _OfContest(Asked):
    contest: _Contest


class _PasswordSet(_OfContest):
    password: _Password


class _OfRound(_OfContest):
    round: _Contest


class _Certificates(_OfRound):
    """Of prizes; or of ``everybody`` who took part: those of one ``part`` of them, and of one ``unit`` if it is named."""

    everybody: bool = False
    part: Annotated[str, StringConstraints(pattern="^[a-z2-7]{0,4}$")] | None = None
    unit: _Id | None = None


class _Pictures(_OfContest):
    seal: _Picture | None = None
    signature: _Picture | None = None


class _Acts(_OfContest):
    after: _Short = ""


class _OwnPeople(_OfContest):
    unit: _Id


class _OfPerson(_OfContest):
    """Who is meant, by a pseudonym or an identifier."""

    person: Annotated[str, _text(100, _is_one_line, least=1)]


class _Find(_OfContest):
    text: Annotated[str, _text(100, _is_one_line, least=1)]


class _Exclude(_OfPerson):
    body: _Id = ""
    why: Annotated[str, _text(LONGEST_REASON, _is_one_line)] = ""


class _Reinstate(_OfPerson):
    reason: _Short | None = None


class _Move(_Reinstate):
    unit: Annotated[str, _text(LONGEST_UNIT_NAME, _is_one_line, least=1)]


class _NewCode(_OfPerson):
    nonce: _Nonce


class _Excluded(_Part):
    """One line of a list: without an identifier there is a name."""

    full_name: Annotated[str, _text(LONGEST_NAME, _is_a_name)]
    identifier: Annotated[str, _text(100, _is_one_line)]
    unit: _Id
    unit_name: Annotated[str, _text(LONGEST_UNIT_NAME, _is_a_name)]
    body: Annotated[_Id, Field(min_length=1)]
    reason: Annotated[str, _text(LONGEST_REASON, _is_one_line, least=1)]

    @model_validator(mode="after")
    def somebody(self) -> Self:
        """A line names somebody."""
        if not (slug(self.full_name) or self.identifier):
            raise PydanticCustomError("unfit", "unfit")
        return self


class _ImportExclusions(_OfContest):
    people: Annotated[list[_Excluded], Field(min_length=1, max_length=MOST_PEOPLE)]


SHAPES: dict[str, type[Asked]] = {
    "import-definition": _Definition,
    "import-bank": _ImportBank,
    "import-roster": _ImportRoster,
    "import-units": _ImportUnits,
    "unit-facts": _UnitFacts,
    "password-set": _PasswordSet,
    "close-early": _CloseEarly,
    "extend-round": _ExtendRound,
    "extend-attempt": _ExtendAttempt,
    "new-attempt": _NewAttempt,
    "links": _Links,
    "certificates": _Certificates,
    "certificate-pictures": _Pictures,
    "report": _OfRound,
    "decide": _Decide,
    "decision-confirm": _Confirm,
    "decision-evidence": _RestsOn,
    "data-kept": _OfContest,
    "person-export": _OfPerson,
    "person-erase": _OfPerson,
    "pulse": _Pulse,
    "first-chief": _FirstChief,
    "sign-in": _SignIn,
    "sign-out": _SignOut,
    "change-password": _ChangePassword,
    "account-add": _AccountAdd,
    "account-role": _AccountRole,
    "account-close": _OfAccount,
    "account-password": _AccountPassword,
    "account-list": _OfContest,
    "acts": _Acts,
    "own-units": _OfContest,
    "own-people": _OwnPeople,
    "person-find": _Find,
    "person-show": _OfPerson,
    "person-exclude": _Exclude,
    "person-reinstate": _Reinstate,
    "person-unit": _Move,
    "person-revoke": _OfPerson,
    "person-code": _NewCode,
    "import-exclusions": _ImportExclusions,
    "exclusions": _OfContest,
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
