"""The API's own description, in OpenAPI 3.1: made from the registered routes, the forms of bodies and the types of answers.

Nobody who sits at the door waits for this module: the one view that shows the document imports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice
from pydantic import TypeAdapter

from ..domain import errors
from ..domain.forms import (
    ADDRESS,
    ANSWERS,
    LOST_CODE,
    MAILED_CODE,
    NOTHING,
    REGISTRATION,
    SIGN_IN,
    SSO_BACK,
    SSO_BEGIN,
    STAFF_PASSWORD,
    STAFF_SIGN_IN,
    START,
    Form,
    may_be_left_out,
)
from ..domain.words import CATALOGUES, LANGUAGES, say
from ..services import said
from .staff import STAFF_COOKIE
from .views import COOKIE, STATUSES

Schema = dict[str, Any]


# The gateway answers some requests by itself, and every request may find the function in trouble.
ANYWHERE = ("not-found", "unfit", "unfit-long", "unfit-type", "past-the-door", "failed", "busy")
OF_A_BODY = (
    "unfit-encoding",
    "unfit-json",
    "unfit-object",
    "unfit-number",
    "unfit-twice",
    "unfit-deep",
    "unfit-half",
    "unfit-fields",
)


@dataclass(frozen=True)
class Operation:
    """What one view takes and says: ``status`` and ``says`` where all is well, else ``problems`` of its own. One that
    ``reads`` changes nothing, so that pages of other sites may ask for it. One that ``goes`` sends the browser elsewhere,
    whatever is wrong with its ``query``. One that ``gives_file`` says its media type, and says nothing else.
    """

    problems: tuple[str, ...] = ()
    body: Form | None = None
    says: Any = None
    status: int = 200
    session: bool = False
    staff: bool = False
    gives_cookie: bool = False
    gives_file: str = ""
    reads: bool = False
    query: Form | None = None
    goes: bool = False
    address: tuple[str, ...] = ("contest",)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all problems that may be told here: of any request, any body, the form's fields, and its own."""
        of_body = () if self.body is None else (*OF_A_BODY, *(field.code for field in self.body.values()))
        of_a_change = () if self.reads else ("foreign-page",)
        return tuple(dict.fromkeys((*ANYWHERE, *of_a_change, *of_body, *self.problems)))


ATTEMPT = ("contest", "round_id", "number")
OF_STAFF = ("no-such-contest", "staff-signed-out", "not-your-role", "not-your-contest")
OF_AN_ATTEMPT = (
    *("no-such-contest", "not-signed-in", "no-such-round", "no-such-attempt"),
    *("handed-in", "late", "moved", "attempt-replaced"),
)
# What only the paper knows: how many questions it has, which letters each has, whether it asks for a prediction.
OF_A_PAPER = ("unfit-choice", "unfit-no-prediction")

OF_CERTIFICATES = ("no-such-contest", "not-signed-in")
OF_REGISTRATION = ("no-such-contest", "no-registration")
OF_WORK = ("work-over", "work-early")
# What is wrong with single entries, which are told of all together.
OF_ENTRIES = (
    *(f"unfit-name-{fault}" for fault in ("missing", "long", "hidden", "digits", "script", "signs")),
    *(f"unfit-{name}" for name in ("unit", "unit-by", "citizen-id", "phone", "email", "birth-date", "age", "position")),
)

OPERATIONS: Mapping[str, Operation] = {
    "sign_in": Operation(
        ("no-such-contest", "wrong-code", "excluded", "erased", "too-many"),
        body=SIGN_IN,
        says=said.Welcome,
        gives_cookie=True,
    ),
    "challenge": Operation(("no-such-contest",), says=said.Challenge, reads=True),
    "register": Operation(
        (
            *OF_REGISTRATION,
            *OF_ENTRIES,
            *OF_WORK,
            "registration-over",
            "registered-already",
            "excluded",
            "wrong-contest-password",
            "wrong-mailed-code",
            "no-contest-password",
            "no-text-messages",
            "too-many",
        ),
        body=REGISTRATION,
        says=said.Registered,
        gives_cookie=True,
    ),
    "mail_code": Operation(
        (*OF_REGISTRATION, *OF_WORK, "unfit-email", "no-mail", "mail-failed", "too-many-letters"),
        body=MAILED_CODE,
        says=said.CodeSent,
    ),
    "lost_code": Operation((*OF_REGISTRATION, *OF_WORK, "no-mail", "too-many-letters"), body=LOST_CODE, says=said.CodeSent),
    "renew": Operation(
        ("no-such-contest", "not-signed-in", "excluded"), body=NOTHING, says=said.Welcome, session=True, gives_cookie=True
    ),
    "sign_out": Operation(("no-such-contest",), status=204, gives_cookie=True),
    "sso_begin": Operation(("no-such-contest",), query=SSO_BEGIN, status=302, goes=True, gives_cookie=True, reads=True),
    "sso_callback": Operation(("no-such-contest",), query=SSO_BACK, status=302, goes=True, gives_cookie=True, reads=True),
    "sso_refusal": Operation(("no-such-contest", "no-refusal"), says=said.Refused, reads=True),
    "me": Operation(("no-such-contest", "not-signed-in"), says=said.Me, session=True, reads=True),
    "own_certificates": Operation(OF_CERTIFICATES, says=said.OwnCertificates, session=True, reads=True),
    "own_certificate": Operation(
        (*OF_CERTIFICATES, "no-such-certificate", "no-glyph", "no-room"),
        gives_file="application/pdf",
        session=True,
        reads=True,
        address=("contest", "certificate"),
    ),
    "certificate_check": Operation(
        ("no-such-contest", "no-such-certificate"), says=said.Confirmed, reads=True, address=("contest", "certificate")
    ),
    "put_attempt": Operation(
        (*OF_AN_ATTEMPT, "not-open", "not-open-any-more", "attempt-before-open"),
        body=START,
        says=said.Shown,
        session=True,
        gives_cookie=True,
        address=ATTEMPT,
    ),
    "put_answers": Operation(
        (*OF_AN_ATTEMPT, *OF_A_PAPER, "elsewhere"), body=ANSWERS, says=said.Saved, session=True, address=ATTEMPT
    ),
    "put_submission": Operation(
        (*OF_AN_ATTEMPT, *OF_A_PAPER, "elsewhere"), body=ANSWERS, says=said.Receipt, session=True, address=ATTEMPT
    ),
    "staff_sign_in": Operation(
        ("no-such-contest", "wrong-password", "not-a-unit-manager", "too-many"),
        body=STAFF_SIGN_IN,
        says=said.StaffWelcome,
        gives_cookie=True,
    ),
    "staff_sign_out": Operation(("no-such-contest",), status=204, gives_cookie=True),
    "put_password": Operation(
        (*OF_STAFF, "wrong-password", "unfit-password", "unfit-password-hidden", "unfit-password-known", "too-many"),
        body=STAFF_PASSWORD,
        says=said.StaffWelcome,
        staff=True,
        gives_cookie=True,
    ),
    "own_units": Operation((*OF_STAFF, "account-incomplete"), says=said.OwnUnits, staff=True, reads=True),
    "own_turnout": Operation(
        (*OF_STAFF, "account-incomplete", "no-such-unit", "no-such-round"),
        says=said.Turnout,
        staff=True,
        reads=True,
        address=("contest", "unit", "round_id"),
    ),
    "openapi": Operation(says=dict[str, Any], address=(), reads=True),
}
OF_FIELDS = {field.code for each in OPERATIONS.values() for field in (each.body or {}).values()}

# Of which kind a problem is, and with it its status. The codes of one kind are those of `errors` and of who raises them.
KINDS: Mapping[str, type[errors.Refusal]] = {
    "not-signed-in": errors.NotSignedIn,
    "wrong-code": errors.NotSignedIn,
    "staff-signed-out": errors.NotSignedIn,
    "wrong-password": errors.NotSignedIn,
    "not-your-role": errors.NotYours,
    "not-your-contest": errors.NotYours,
    "not-a-unit-manager": errors.NotYours,
    "account-incomplete": errors.Conflict,
    "no-such-unit": errors.NotFound,
    "past-the-door": errors.Forbidden,
    "foreign-page": errors.Refusal,
    "excluded": errors.Excluded,
    "erased": errors.Excluded,
    "not-found": errors.NotFound,
    "no-such-contest": errors.NotFound,
    "no-refusal": errors.NotFound,
    "no-such-round": errors.NotFound,
    "no-such-attempt": errors.NotFound,
    "no-such-certificate": errors.NotFound,
    "unfit-type": errors.WrongType,
    "unfit-encoding": errors.WrongType,
    "unfit-long": errors.TooLong,
    "too-many": errors.TooMany,
    "busy": errors.Busy,
    "attempt-before-open": errors.Conflict,
    "attempt-replaced": errors.Conflict,
    "no-registration": errors.Conflict,
    "registration-over": errors.NotOpen,
    "registered-already": errors.Conflict,
    "no-contest-password": errors.Conflict,
    "no-text-messages": errors.Conflict,
    "no-mail": errors.Conflict,
    "mail-failed": errors.Conflict,
    "work-over": errors.Conflict,
    "work-early": errors.TooMany,
    "too-many-letters": errors.TooMany,
    "not-open": errors.NotOpen,
    "not-open-any-more": errors.NotOpen,
    "late": errors.Late,
    "handed-in": errors.HandedIn,
    "elsewhere": errors.Elsewhere,
    "moved": errors.Elsewhere,
}
# Statuses that no kind has: of what nobody expected, and of what the gateway says by itself.
STATUSES_OF: Mapping[str, tuple[int, ...]] = {"failed": (500,), "unfit": (400,)}
FACTS: Mapping[str, Any] = {
    "too-many": said.Locked,
    "work-early": said.Locked,
    "too-many-letters": said.Locked,
    "registration-over": said.Hours,
    **dict.fromkeys(OF_ENTRIES, said.WrongEntries),
    **dict.fromkeys(("wrong-contest-password", "wrong-mailed-code"), said.WrongFields),
    "not-open": said.Hours,
    "not-open-any-more": said.Hours,
    "late": said.Counted,
    "handed-in": said.HandedInBefore,
    "elsewhere": said.SavedElsewhere,
    "moved": said.SavedElsewhere,
    **dict.fromkeys((*OF_FIELDS, *OF_A_PAPER, "unfit-fields", "unfit-twice"), said.WrongFields),
}


def document(app: Chalice) -> Schema:
    """Return the OpenAPI document of ``app``. Raises LookupError where a route is not described, or a description has no
    route.
    """
    paths = {path: {method.lower(): _named(entry) for method, entry in of.items()} for path, of in app.routes.items()}
    views = sorted(name for of in paths.values() for name in of.values())
    if views != sorted(OPERATIONS):
        raise LookupError(f"routes {views} and descriptions {sorted(OPERATIONS)} differ")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hoithi", "version": "1", "description": _both("api.detail")},
        "servers": [{"url": "/api"}],
        "paths": {path: {method: _operation(name) for method, name in of.items()} for path, of in paths.items()},
        "components": {
            "schemas": {**_models(), "Problem": _any_problem(), **{f"problem-{code}": _problem(code) for code in _codes()}},
            "headers": {name: {**header, "description": _both(f"api.header.{name}")} for name, header in HEADERS.items()},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": _both("api.session")},
                "staff": {"type": "apiKey", "in": "cookie", "name": STAFF_COOKIE, "description": _both("api.staff")},
            },
        },
    }


HEADERS: Mapping[str, Schema] = {
    "Server-Time": {"schema": {"type": "integer", "minimum": 0}},
    "Retry-After": {"schema": {"type": "integer", "minimum": 1}, "required": True},
    "Set-Cookie": {"schema": {"type": "string", "pattern": f"^{COOKIE}"}, "required": True},
    "Location": {"schema": {"type": "string", "pattern": "^(/|https?://)"}, "required": True},
    "Cache-Control": {"schema": {"type": "string"}, "required": True},
    "Content-Disposition": {"schema": {"type": "string", "pattern": "^attachment; filename="}, "required": True},
}


def statuses(code: str) -> tuple[int, ...]:
    """Return the statuses under which the problem ``code`` is told."""
    kind = KINDS.get(code, errors.Unfit)
    return STATUSES_OF.get(code) or (next(STATUSES[each] for each in kind.__mro__ if each in STATUSES),)


def _named(entry: Any) -> str:
    return str(entry.view_function.__name__)


def _codes() -> list[str]:
    return sorted({code for operation in OPERATIONS.values() for code in operation.codes})


def _both(key: str) -> str:
    return "\n\n".join(say(key, language) for language in LANGUAGES)


def _operation(name: str) -> Schema:
    operation = OPERATIONS[name]
    described: Schema = {
        "operationId": name,
        "summary": say(f"api.{name}.summary"),
        "description": _both(f"api.{name}.detail"),
        "parameters": [*map(_parameter, operation.address), *_of_query(operation.query or {})],
        "security": [{name: []} for name in ("session", "staff") if getattr(operation, name)],
        "responses": {str(operation.status): _good(operation), **_refusals(operation)},
    }
    if operation.body is not None:
        content = {"application/json": {"schema": _of_form(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameter(name: str) -> Schema:
    field = ADDRESS[name]
    return {"name": name, "in": "path", "required": True, "schema": field.schema(), "description": _of_field("", name)}


def _of_query(form: Form) -> list[Schema]:
    """Return the parameters of a query. None is required: whatever is missing or unfit is told on the page."""
    return [
        {"name": name, "in": "query", "schema": field.schema(), "description": _of_field("query", name)}
        for name, field in form.items()
    ]


def _of_form(form: Form) -> Schema:
    members = {name: {**field.schema(), "description": _of_field("", name)} for name, field in form.items()}
    return {**_object(members), "required": [name for name, field in form.items() if not may_be_left_out(field)]}


def _good(operation: Operation) -> Schema:
    more = {
        "Set-Cookie": operation.gives_cookie,
        "Location": operation.goes,
        "Content-Disposition": bool(operation.gives_file),
    }
    names = ["Server-Time", "Cache-Control", *(name for name, given in more.items() if given)]
    answer: Schema = {"description": _both("api.good"), "headers": _headers(names)}
    if operation.says is not None:
        answer["content"] = {"application/json": {"schema": _reference(operation.says)}}
    if operation.gives_file:
        answer["content"] = {operation.gives_file: {"schema": {"type": "string"}}}
    return answer


def _refusals(operation: Operation) -> dict[str, Schema]:
    told: dict[int, list[str]] = {}
    for code in operation.codes:
        for status in statuses(code):
            told.setdefault(status, []).append(code)
    return {str(status): _refusal(status, told[status]) for status in sorted(told)}


def _refusal(status: int, codes: list[str]) -> Schema:
    names = ["Server-Time", "Cache-Control", *(["Retry-After"] if status in (429, 503) else [])]
    lines = [f"- `{code}`: {say(f'problem.{code}.title')} / {say(f'problem.{code}.title', 'en')}" for code in codes]
    schema = {"oneOf": [{"$ref": f"#/components/schemas/problem-{code}"} for code in codes]}
    return {
        "description": "\n".join(lines),
        "headers": _headers(names),
        "content": {"application/problem+json": {"schema": schema}},
    }


def _headers(names: list[str]) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _reference(model: Any) -> Schema:
    return {"type": "object"} if model == dict[str, Any] else {"$ref": f"#/components/schemas/{model.__name__}"}


def _any_problem() -> Schema:
    """Return the JSON Schema of what all problems have in common: RFC 9457's members, and ours."""
    members: Schema = {
        "type": {"type": "string", "pattern": "^/problems/[a-z-]+$"},
        "title": {"type": "string", "minLength": 1},
        "detail": {"type": "string", "minLength": 1},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "en": _reference(said.Sentences),
        "facts": {"type": "object"},
        "trace": {"type": "string"},
    }
    return _object({name: {**schema, "description": _of_field("Problem", name)} for name, schema in members.items()})


def _problem(code: str) -> Schema:
    members = {
        "type": {"const": f"/problems/{code}"},
        "status": {"enum": list(statuses(code))},
        "facts": _reference(FACTS.get(code, said.NoFacts)),
    }
    return {
        "allOf": [{"$ref": "#/components/schemas/Problem"}, {"properties": members}],
        "title": say(f"problem.{code}.title"),
    }


def _object(members: Schema) -> Schema:
    """Return the JSON Schema of an object with these members, no one fewer and no one more."""
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _models() -> dict[str, Schema]:
    """Return the JSON Schema of every type that is said."""
    roots = [each.says for each in OPERATIONS.values() if each.says not in (None, dict[str, Any])]
    told = [*roots, *FACTS.values(), said.NoFacts, said.Sentences]
    adapters = [(model.__name__, "serialization", TypeAdapter(model)) for model in told]
    _, made = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    return {name: _closed(name, schema) for name, schema in sorted(made["$defs"].items())}


def _closed(name: str, schema: Schema) -> Schema:
    members = schema.get("properties", {})
    told = {each: {key: value for key, value in schema.items() if key != "title"} for each, schema in members.items()}
    return _object({each: {**schema, "description": _of_field(name, each)} for each, schema in told.items()})


def _of_field(model: str, name: str) -> str:
    """Return what the catalogues say about a member: that of this model if they do, else that of its name anywhere."""
    own = f"api.field.{model}.{name}"
    return _both(own if own in CATALOGUES["vi"] else f"api.field.{name}")
