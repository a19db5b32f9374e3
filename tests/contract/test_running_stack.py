"""The deployed stack held to its OpenAPI document by schemathesis: odd and fitting requests, of people and of nobody."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chalicelib.domain.forms import TAKING_PART, filled_in
from chalicelib.routes.openapi import OF_FIELDS, OPERATIONS
from chalicelib.routes.views import COOKIE
from local.proxy import LONGEST_ADDRESS
from tests.deployed import OF_THE_CRAWLER, OVERDUE, Town, session_secret, session_token
from tests.sizes import size, soaking
from tests.watch import look

pytestmark = [pytest.mark.stack, pytest.mark.soak]

CASES = size(test=200, soak=5_000)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ANYTHING = settings(
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
# What is said of a body that doesn't fit its form, or of an address that can't be one. What fits is never told so.
OF_FORM = OF_FIELDS - {"unfit-choices"} | {"unfit-fields"}
# What a form of registration can't know: if the work is done, which notice is shown, which entries the contest asks for.
OF_THE_CONTEST = {
    "sign_in": {"unfit-consent": {"consent"}},
    "register": {"unfit-work": {"work"}, "unfit-consent": {"consent"}, "unfit-fields": {"birth_date", "position"}},
    "mail_code": {"unfit-work": {"work"}},
    "lost_code": {"unfit-work": {"work"}},
}
# Each fitting request is held against a password: a third of a second of a core, as it should be.
DEAR, DEARER = {"staff_sign_in", "put_password"}, 5


@dataclass
class People:
    """Sessions of contestants whom no other test knows, each with what has been answered to them last."""

    town: Town
    known: list[str]
    secret: bytes
    papers: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def cookie(self, contestant: str, contest: str = "") -> str:
        """Return the cookie of a session of ``contestant``."""
        return session_token(self.secret, contest or self.town.demo.contest, contestant)

    def start(self, contestant: str) -> None:
        """Have ``contestant`` start the open round's attempt, and keep the letters that each question of the paper has."""
        path = f"/api/contests/{self.town.demo.contest}/rounds/{self.town.demo.open_round}/attempts/1"
        sent = {"Cookie": f"{COOKIE}={self.cookie(contestant)}"}
        told = self.town.send("PUT", path, {"nonce": "0" * 32}, **sent).document
        if "paper" not in told:
            return  # In `make soak` the round may have closed by now.
        self.papers[contestant] = ["".join(each["letter"] for each in one["options"]) for one in told["paper"]["questions"]]
        self.versions[contestant] = told["attempt"]["version"]


@pytest.fixture(scope="module")
def people(city: Town) -> People:
    return People(city, city.unshown[:-OF_THE_CRAWLER], session_secret(city))


@pytest.fixture(scope="module")
def operations(city: Town) -> dict[str, Any]:
    """The operations of the document that the stack serves, by their names."""
    schema = schemathesis.openapi.from_dict(city.send("GET", "/api/openapi.json").document)
    found = (each.ok() for each in schema.get_all_operations())
    return {each.definition.raw["operationId"]: each for each in found}


# Of the document there is but one request: nothing in it could be different, and nothing wrong.
OF_MANY = [name for name, operation in OPERATIONS.items() if operation.address]
FITTING, UNFIT = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
ASKED = [("openapi", FITTING), *product(OF_MANY, (FITTING, UNFIT))]


def in_turn(place: int, name: str, mode: GenerationMode) -> Any:
    """Give a test to one of two processes in `make soak`, each with a stack of its own: one alone would take two hours."""
    group = "stack" if place % 2 or not soaking() else "another stack"
    return pytest.param(name, mode, marks=pytest.mark.xdist_group(group), id=f"{name}-{mode.value}")


@pytest.mark.parametrize(("name", "mode"), [in_turn(place, *asked) for place, asked in enumerate(ASKED)])
def test_whatever_is_sent_is_answered_as_the_document_says(
    city: Town, people: People, operations: dict[str, Any], name: str, mode: GenerationMode
) -> None:
    operation = operations[name]
    who, where = _people_for(people, name), _addresses_for(city)
    seen: list[int] = []

    cases = CASES // 2 // (DEARER if name in DEAR else 1) if name in OF_MANY else 10

    @settings(ANYTHING, max_examples=cases)
    @given(
        case=operation.as_strategy(generation_mode=mode),
        cookie=who,
        address=where,
        fits=st.sampled_from([True, True, False]),
    )
    def answered(case: Case, cookie: tuple[str, str], address: dict[str, str], fits: bool) -> None:
        contestant, case.cookies[COOKIE] = cookie
        if _is(case, ParameterLocation.PATH, FITTING) and address:
            case.path_parameters.update({part: address[part] for part in case.path_parameters})
        if fits and _is(case, ParameterLocation.BODY, FITTING):
            case.body |= _fitting(people, name, contestant)
        response = case.call(base_url=f"{city.site}/api")
        seen.append(response.status_code)
        if response.status_code == 413 and len(str(response.request.path_url)) > LONGEST_ADDRESS:
            return  # CloudFront says so by itself, and the document is not CloudFront's.
        case.validate_response(response, checks=CHECKS)
        _look_at(name, case, response.status_code, response.text)
        _remember(people, contestant, response.status_code, response.text)

    answered()

    assert len(seen) >= (cases if name in OF_MANY else 1), "too few cases have come through"


def _people_for(people: People, name: str) -> st.SearchStrategy[tuple[str, str]]:
    """Return who may ask: somebody, somebody of another contest, a forger, nobody. A hand-in uses up its person."""
    own = {"me": people.known[:1], "put_answers": people.known[1:2], "put_submission": people.known[2:22]}.get(name, [])
    for contestant in own if name.startswith("put") else []:
        if contestant not in people.papers:
            people.start(contestant)
    own = own or people.known[22:]
    somebody = st.sampled_from([(who, people.cookie(who)) for who in own])
    foreign = people.cookie(people.known[0], OVERDUE[0])
    forged = people.cookie(own[0])[:-4] + "AAAA"
    nobody = st.sampled_from([("", foreign), ("", forged), ("", "")])
    return st.one_of(somebody, somebody, nobody)


def _addresses_for(city: Town) -> st.SearchStrategy[dict[str, str]]:
    """Return addresses: the open attempt's, those of a round that is over or not open yet, and whatever was drawn."""
    demo = city.demo
    unit = city.send("GET", f"/{demo.contest}/units.json").document[0]["id"]
    rounds = [*[demo.open_round] * 4, demo.published_round, "tuan-4"]
    parts = {"contest": demo.contest, "number": "1", "unit": unit, "certificate": TAKING_PART}
    true = [{**parts, "round_id": each} for each in rounds]
    return st.sampled_from([*true, {}, {}])


def _is(case: Case, part: ParameterLocation, mode: GenerationMode) -> bool:
    found = case.meta.components.get(part)
    return found is not None and found.mode is mode


def _fitting(people: People, name: str, contestant: str) -> dict[str, Any]:
    """Return what makes a body true: what stands on a slip; answers to the person's paper and to the version stored."""
    if name == "sign_in":
        return {part: people.town.demo.people[0][part] for part in ("identifier", "code")}
    if contestant not in people.papers:
        return {}
    choices = "".join(letters[0] for letters in people.papers[contestant])
    return {"choices": choices, "version": people.versions[contestant]}


def _look_at(name: str, case: Case, status: int, text: str) -> None:
    """What is wrong is refused, what fits its form is not called unfit; and nothing that nobody may know is told."""
    told = _document(text)
    problem = str(told.get("type", "")).removeprefix("/problems/")
    wrong = [part for part in (ParameterLocation.PATH, ParameterLocation.BODY) if _is(case, part, UNFIT)]
    assert status >= 400 or not wrong, f"taken, though {wrong} is wrong"
    if _is(case, ParameterLocation.BODY, FITTING) and not wrong:
        fields = set(told.get("facts", {}).get("fields", []))
        of_contest = OF_THE_CONTEST.get(name, {}).get(problem, set())
        if of_contest:
            filled_in(OPERATIONS[name].body or {}, case.body)  # What the form itself refuses is no matter of the contest's.
        assert problem not in OF_FORM or (fields and fields <= of_contest), text
    look(text, {}, f"the answer to {case.method} {case.path}")
    for trace in ("Traceback", "site-packages", "/var/task", ".py", "botocore", "dynamodb"):
        # A field that there is not is called by its name, and the names that are drawn stand in our code too.
        assert trace not in text or status == 200 or trace in str(case.body)


def _document(text: str) -> dict[str, Any]:
    """Return what was said as JSON; nothing of an empty answer, and of a file."""
    return json.loads(text) if text.startswith("{") else {}


def _remember(people: People, contestant: str, status: int, text: str) -> None:
    told = _document(text)
    stored = told if status == 200 and "saved_at" in told else told.get("facts", {}).get("attempt", {})
    if contestant in people.papers and stored.get("version"):
        people.versions[contestant] = stored["version"]
