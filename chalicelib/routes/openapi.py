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
from ..domain.forms import ADDRESS, ANSWERS, SIGN_IN, START, Form
from ..domain.words import CATALOGUES, LANGUAGES, say
from ..services import said
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
    """What one view takes and says: ``status`` and ``says`` where all is well, else ``problems`` of its own."""

    problems: tuple[str, ...] = ()
    body: Form | None = None
    says: Any = None
    status: int = 200
    session: bool = False
    gives_cookie: bool = False
    address: tuple[str, ...] = ("contest",)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all problems that may be told here: of any request, any body, the form's fields, and its own."""
        of_body = () if self.body is None else (*OF_A_BODY, *(field.code for field in self.body.values()))
        return (*ANYWHERE, *of_body, *self.problems)


ATTEMPT = ("contest", "round_id", "number")
OF_AN_ATTEMPT = ("no-such-contest", "not-signed-in", "no-such-round", "no-such-attempt", "handed-in", "late", "moved")
# What only the paper knows: how many questions it has, which letters each has, whether it asks for a prediction.
OF_A_PAPER = ("unfit-choice", "unfit-no-prediction")

OPERATIONS: Mapping[str, Operation] = {
    "sign_in": Operation(
        ("no-such-contest", "wrong-code", "excluded", "too-many"), body=SIGN_IN, says=said.Welcome, gives_cookie=True
    ),
    "sign_out": Operation(("no-such-contest",), status=204, gives_cookie=True),
    "me": Operation(("no-such-contest", "not-signed-in"), says=said.Me, session=True),
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
    "openapi": Operation(says=dict[str, Any], address=()),
}
OF_FIELDS = {field.code for form in (SIGN_IN, START, ANSWERS) for field in form.values()}

# Of which kind a problem is, and with it its status. The codes of one kind are those of `errors` and of who raises them.
KINDS: Mapping[str, type[errors.Refusal]] = {
    "not-signed-in": errors.NotSignedIn,
    "wrong-code": errors.NotSignedIn,
    "past-the-door": errors.Forbidden,
    "excluded": errors.Excluded,
    "not-found": errors.NotFound,
    "no-such-contest": errors.NotFound,
    "no-such-round": errors.NotFound,
    "no-such-attempt": errors.NotFound,
    "unfit-type": errors.WrongType,
    "unfit-encoding": errors.WrongType,
    "unfit-long": errors.TooLong,
    "too-many": errors.TooMany,
    "busy": errors.Busy,
    "attempt-before-open": errors.Conflict,
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
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": _both("api.session")}
            },
        },
    }


HEADERS: Mapping[str, Schema] = {
    "Server-Time": {"schema": {"type": "integer", "minimum": 0}},
    "Retry-After": {"schema": {"type": "integer", "minimum": 1}, "required": True},
    "Set-Cookie": {"schema": {"type": "string", "pattern": f"^{COOKIE}="}, "required": True},
    "Cache-Control": {"schema": {"type": "string"}, "required": True},
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
        "parameters": [_parameter(part) for part in operation.address],
        "security": [{"session": []}] if operation.session else [],
        "responses": {str(operation.status): _good(operation), **_refusals(operation)},
    }
    if operation.body is not None:
        content = {"application/json": {"schema": _of_form(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameter(name: str) -> Schema:
    field = ADDRESS[name]
    return {"name": name, "in": "path", "required": True, "schema": field.schema(), "description": _of_field("", name)}


def _of_form(form: Form) -> Schema:
    return _object({name: {**field.schema(), "description": _of_field("", name)} for name, field in form.items()})


def _good(operation: Operation) -> Schema:
    names = ["Server-Time", "Cache-Control", *(["Set-Cookie"] if operation.gives_cookie else [])]
    answer: Schema = {"description": _both("api.good"), "headers": _headers(names)}
    if operation.says is not None:
        answer["content"] = {"application/json": {"schema": _reference(operation.says)}}
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
