"""The logs: one line for each request under the id that people are told, and nothing in any line about who they are."""

from __future__ import annotations

import json
import logging
import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError
from chalice.test import Client

import app as deployed
from chalicelib import functions
from chalicelib.domain.times import read
from chalicelib.log import Log, follow, trouble
from tests.factories import AN, CONTEST, FIRST, NONCE, OPENS, PEOPLE, nonce
from tests.lines import lines
from tests.town import Phone, Town, all_right

# Taken before any test puts a simulation in its place.
ASK = functions.ask


@pytest.fixture
def asked_for_real(monkeypatch: pytest.MonkeyPatch, cloud: object) -> None:
    """Have one function ask another through its handler, as Lambda would, and not as a simulation does."""
    client = Client(deployed.app)

    def invoke(FunctionName: str, Payload: bytes) -> dict[str, Any]:
        try:
            said = client.lambda_.invoke(FunctionName, json.loads(Payload)).payload
        except functions.Failed as failed:
            said = {"errorMessage": str(failed), "errorType": "Failed"}
            return {"Payload": SimpleNamespace(read=lambda: json.dumps(said)), "FunctionError": "Unhandled"}
        return {"Payload": SimpleNamespace(read=lambda: json.dumps(said))}

    monkeypatch.setattr(functions, "ask", ASK)
    monkeypatch.setattr(functions, "_lambda", lambda *settings: SimpleNamespace(invoke=invoke))


@pytest.mark.usefixtures("gateway")
def test_each_request_writes_one_line_that_says_what_where_and_how_it_went(phone: Phone, capsys: pytest.CaptureFixture[str]):
    phone.me()
    lines(capsys)

    phone.save("AAA", NONCE)

    (line,) = lines(capsys)
    told = {name: line[name] for name in line if name not in ("ms", "cold") and name not in _measured(line)}
    assert told == {
        "level": "INFO",
        "message": "request",
        "trace": "request-7",
        "act": "save",
        "contest": CONTEST,
        "round": FIRST,
        "status": 404,
        "problem": "no-such-attempt",
    }
    assert (line["cold"], line["ms"] >= 0) == (False, True)


def _measured(line: dict[str, Any]) -> set[str]:
    """Return the members of a line that are there for its measurement."""
    metrics = [metric["Name"] for each in line.get("_aws", {}).get("CloudWatchMetrics", []) for metric in each["Metrics"]]
    return {"_aws", "stage", *metrics} if metrics else set()


@pytest.mark.usefixtures("gateway", "asked_for_real")
def test_one_id_finds_the_lines_of_every_function_that_a_request_went_through(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(functions, "ask", ASK)
    town.stranger().sign_in(AN, town.codes[AN])

    assert [(line["trace"], line.get("function", line.get("act"))) for line in lines(capsys)][-2:] == [
        ("request-7", "identity"),
        ("request-7", "sign_in"),
    ]


@pytest.mark.usefixtures("gateway", "asked_for_real")
def test_a_function_that_fails_is_found_under_the_id_that_the_person_is_told(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    from chalicelib.services import sign_in

    def fails(*asked: object) -> None:
        raise ZeroDivisionError(f"not for {asked}")

    monkeypatch.setattr(functions, "ask", ASK)
    monkeypatch.setattr(sign_in, "sign_in", fails)

    answer = town.stranger().sign_in(AN, town.codes[AN])

    written = lines(capsys)
    failed = [line for line in written if line["level"] == "ERROR"]
    assert (answer.status, answer.document["trace"]) == (500, "request-7")
    assert {line["trace"] for line in failed} == {"request-7"}
    assert failed[0]["function"] == "identity"
    assert failed[0]["error"][0] == "ZeroDivisionError"
    assert AN not in json.dumps(written)


def test_no_line_says_who_somebody_is_or_what_they_answered(town: Town, capsys: pytest.CaptureFixture[str]):
    phone = town.stranger()
    phone.sign_in(AN, "0000-0000")
    phone.sign_in(AN, town.codes[AN])
    paper = phone.start(NONCE)
    phone.save(all_right(paper), nonce(1), prediction="57")
    phone.hand_in(all_right(paper), nonce(2), 2, prediction="57")
    me = phone.me().document
    town.at(OPENS + 7_200_000).tick()
    town.look()

    text = capsys.readouterr().out

    kept = [AN, town.codes[AN], PEOPLE[0].full_name, me["contestant"], phone.cookie.partition("=")[2], NONCE, nonce(1)]
    kept += [
        me["attempts"][0]["receipt"],
        f'"{all_right(paper)}"',
        *(each["text"] for each in paper.document["paper"]["questions"]),
    ]
    assert [each for each in kept if each in text] == []
    assert f'"round:closure:create","contest":"{CONTEST}","round":"{FIRST}"' in text


@pytest.mark.parametrize("typed", ["dao-thi-\u1ea5n", "x\u2028y", "x\u0085y", "A" * 20, "a" * 61, "031090001234 an"])
def test_what_is_no_id_is_not_written_down(town: Town, capsys: pytest.CaptureFixture[str], typed: str):
    Client(deployed.app).http.delete(f"/contests/{quote(typed)}/session")

    (line,) = lines(capsys)
    assert (line["act"], line["contest"]) == ("sign_out", "")


def test_an_error_is_told_by_its_kind_its_place_and_awss_words_and_never_by_its_own():
    refused = ClientError({"Error": {"Code": "AccessDenied", "Message": "not authorized"}}, "GetObject")

    with pytest.raises(ValueError, match="034096000001") as raised:
        read("034096000001")
    raised.value.__cause__ = refused

    kind, *places, awss = trouble(raised.value)
    assert (kind, awss) == ("ValueError", "ClientError AccessDenied: not authorized")
    assert all(re.fullmatch(r"  at chalicelib/domain/times\.py:\d+ \w+", place) for place in places)
    assert len(places) >= 1


def test_lines_below_the_level_are_left_out_and_vietnamese_is_written_as_it_is(capsys: pytest.CaptureFixture[str]):
    follow("an id")
    quiet = Log()
    quiet.least = logging.ERROR

    quiet.warning("một điều nhỏ")
    Log().warning("một điều", số=1)

    assert capsys.readouterr().out == '{"level":"WARNING","message":"một điều","trace":"an id","số":1}\n'


def test_a_trace_that_somebody_made_up_takes_no_more_room_than_an_id(capsys: pytest.CaptureFixture[str]):
    follow("x" * 5000)

    Log().info("here")

    assert lines(capsys)[0]["trace"] == "x" * 128
