"""The OpenAPI document: valid, served, made from the routes and forms that the checks are made from."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import jsonschema_rs
import openapi_spec_validator
import pytest
from chalice import Chalice
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import app as deployed
from chalicelib.domain.errors import NotFound, Unfit
from chalicelib.domain.forms import (
    ADDRESS,
    ANSWERS,
    LOST_CODE,
    MAILED_CODE,
    REGISTRATION,
    SIGN_IN,
    START,
    Field,
    Form,
    Texts,
    Whole,
    Yes,
    check_address,
    filled_in,
)
from chalicelib.domain.words import CATALOGUES
from chalicelib.routes import openapi
from chalicelib.routes.views import STATUSES
from simulator.cloud import template
from tests.described import NotAsDescribed, described
from tests.town import Phone, Town

FORMS = {
    "sign in": SIGN_IN,
    "start": START,
    "answers": ANSWERS,
    "registration": REGISTRATION,
    "mailed code": MAILED_CODE,
    "lost code": LOST_CODE,
}


def test_the_document_is_valid():
    openapi_spec_validator.validate(described())


def test_the_document_is_served_to_anybody_and_may_be_kept_a_while(village: Town):
    answer = village.client.http.get("/openapi.json")

    assert (answer.status_code, json.loads(answer.body)) == (200, described())
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_a_cold_start_does_not_wait_for_the_document():
    told = "import app, sys; print(*{'pydantic', 'chalicelib.routes.openapi', 'chalicelib.services.said'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


def test_every_route_is_described_and_nothing_else():
    routes = {(path, method.lower()) for path, of in deployed.app.routes.items() for method in of}

    assert {(path, method) for path, of in described()["paths"].items() for method in of} == routes


def test_a_route_that_nobody_has_described_is_noticed(monkeypatch: pytest.MonkeyPatch):
    routes = {**deployed.app.routes, "/new": deployed.app.routes["/openapi.json"]}
    other = Chalice(app_name="other")
    monkeypatch.setattr(other, "routes", routes)

    with pytest.raises(LookupError, match="differ"):
        openapi.document(other)


def test_a_description_without_a_route_is_noticed():
    with pytest.raises(LookupError, match="differ"):
        openapi.document(Chalice(app_name="empty"))


def test_every_member_header_and_operation_is_explained_in_both_languages_and_no_sentence_is_left_over(
    monkeypatch: pytest.MonkeyPatch,
):
    said: set[tuple[str, str]] = set()
    say = openapi.say
    monkeypatch.setattr(openapi, "say", lambda key, language="vi", **values: said.add((key, language)) or say(key, language))

    openapi.document(deployed.app)

    keys = {key for key in CATALOGUES["vi"] if key.startswith("api.")}
    summaries = {key for key in keys if key.endswith(".summary")}
    assert {key for key, language in said if language == "vi" and key.startswith("api.")} == keys
    assert {key for key, language in said if language == "en" and key.startswith("api.")} == keys - summaries


def test_every_status_of_a_refusal_is_one_of_the_table():
    codes = {code for operation in openapi.OPERATIONS.values() for code in operation.problems} | {
        *openapi.OF_A_BODY,
        *openapi.OF_FIELDS,
    }

    assert {status for code in codes for status in openapi.statuses(code)} <= set(STATUSES.values())


def test_what_the_gateway_says_by_itself_is_described_too():
    responses = template()["Resources"]["RestAPI"]["Properties"]["GatewayResponses"].values()
    schemas = described()["components"]

    for each in responses:
        problem = json.loads(each["ResponseTemplates"]["application/json"])
        code = problem["type"].removeprefix("/problems/")
        schema = {**schemas["schemas"][f"problem-{code}"], "components": schemas}
        jsonschema_rs.validate(schema, problem)
        assert problem["status"] == each["StatusCode"]
        assert problem["trace"] == "$context.requestId"


# A machine that is busy with something else is no fault of ours.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestOneSource:
    """What fits a form is what its JSON Schema calls valid, and the other way round."""

    def fits(self, form: Form, body: dict[str, Any]) -> bool:
        try:
            filled_in(form, body, questions=10)
        except Unfit:
            return False
        return True

    def is_valid(self, schema: dict[str, Any], value: object) -> bool:
        return jsonschema_rs.Draft202012Validator(schema).is_valid(value)

    @pytest.mark.parametrize("name", FORMS)
    def test_bodies(self, name: str):
        form, schema = FORMS[name], openapi._of_form(FORMS[name])
        seen: set[bool] = set()

        @PATIENT
        @given(bodies(form))
        @example({})
        @example({**dict.fromkeys(form, ""), "more": 1})
        def agree(body: dict[str, Any]) -> None:
            seen.add(self.fits(form, body))
            assert self.fits(form, body) == self.is_valid(schema, body)

        agree()

        assert seen == {True, False}

    @pytest.mark.parametrize("name", ADDRESS)
    def test_addresses(self, name: str):
        seen: set[bool] = set()

        @PATIENT
        @given(st.one_of(st.from_regex(ADDRESS[name].pattern, fullmatch=True), st.text(max_size=70), st.sampled_from(ODD)))
        @example("a" * 60)
        @example("a" * 61)
        @example("01")
        @example("99")
        def agree(text: str) -> None:
            seen.add(fits := can_be(name, text))
            assert fits == self.is_valid(ADDRESS[name].schema(), text)

        agree()

        assert seen == {True, False}


ODD = [
    "",
    "\n",
    "a\n",
    "0\n",
    "٣",
    "1\x00",
    "é",
    "A" * 32,
    "0" * 32 + "\n",
    "x" * 100,
    "x" * 101,
    "🙂" * 100,
    "🙂" * 101,
    "-",
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 1_000_001),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([1.0, 999_999.0, 1_000_000.0, 1.5, *ODD]),
    st.text(max_size=210),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=1),
)


def _fitting(field: Field) -> st.SearchStrategy[Any]:
    if isinstance(field, Whole):
        return st.integers(1, 999_999)
    if isinstance(field, Texts):
        return st.dictionaries(st.sampled_from([*field.names, *field.names, "more"]), st.text(max_size=field.most + 1))
    if isinstance(field, Yes):
        return st.booleans()
    return st.from_regex(field.pattern or "[A-D_]{10}", fullmatch=True)


@st.composite
def bodies(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """Bodies that fit, but for a field or two."""
    fitting = {name: draw(_fitting(field)) for name, field in form.items()}
    wrong = draw(st.dictionaries(st.sampled_from([*form, "more"]), VALUES, max_size=2))
    missing = draw(st.sets(st.sampled_from([*form]), max_size=1)) if draw(st.booleans()) else set()
    return {name: value for name, value in {**fitting, **wrong}.items() if name not in missing}


def can_be(name: str, text: str) -> bool:
    try:
        check_address({name: text})
    except NotFound:
        return False
    return True


def test_an_answer_that_is_not_as_described_would_be_noticed(phone: Phone, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chalicelib.routes.sessions.mine", lambda *_: {"contestant": "x"})

    with pytest.raises(NotAsDescribed):
        phone.me()
