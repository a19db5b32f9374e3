"""Pages of other sites, headers that somebody has made up, links that lead elsewhere: none of them is believed."""

from __future__ import annotations

import dataclasses
from typing import Any

import boto3
import pytest

from chalicelib import functions
from chalicelib.config import config
from chalicelib.routes import views
from tests.described import described
from tests.factories import AN, NONCE, OPENS, OTHER_NONCE
from tests.town import Phone, Town

SITE = {"X-Hoithi-Site": "thi.example.vn"}
OURS = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://thi.example.vn"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "https://thi.example.vn"},
    {},
]
THEIRS = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://old.example.vn"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://thi.example.vn"},
    {"Sec-Fetch-Site": "same-origin, cross-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://thi.example.vn.evil.example"},
    {"Origin": "https://evil.example/thi.example.vn"},
    {"Origin": "https://thi.example.vn:8443"},
    {"Origin": "https://thi.example.vn, https://evil.example"},
]
CHANGES = [
    ("POST", "/session", {"identifier": AN, "code": "0000-0000"}),
    ("POST", "/session/renewal", {}),
    ("DELETE", "/session", None),
    ("PUT", "/rounds/tuan-1/attempts/1", {"nonce": NONCE}),
    ("PUT", "/rounds/tuan-1/attempts/1/answers", {"nonce": OTHER_NONCE, "version": 1, "choices": "A__", "prediction": ""}),
    (
        "PUT",
        "/rounds/tuan-1/attempts/1/submission",
        {"nonce": OTHER_NONCE, "version": 1, "choices": "A__", "prediction": ""},
    ),
]


def contents() -> list[dict[str, Any]]:
    tables = (config().attempts_table, config().contestants_table)
    return [item for table in tables for item in boto3.client("dynamodb").scan(TableName=table)["Items"]]


@pytest.mark.parametrize("headers", THEIRS, ids=str)
def test_a_page_of_another_site_changes_nothing_in_anybodys_name(town: Town, phone: Phone, headers: dict[str, str]):
    phone.extra = {**SITE, **headers}
    before = contents()

    answers = [phone.send(*change) for change in CHANGES]

    assert [(said.status, said.problem) for said in answers] == [(400, "foreign-page")] * len(CHANGES)
    assert contents() == before


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_our_own_page_does_in_new_browsers_and_old_ones(town: Town, headers: dict[str, str]):
    phone = town.phone(AN)
    phone.extra = {**SITE, **headers}

    statuses = [phone.send(*change).status for change in CHANGES]

    # Signing in as somebody who guesses is refused as such; after the sign-out the paper isn't theirs any more.
    assert statuses == [401, 200, 204, 401, 401, 401]


def test_reading_is_free_for_all_who_have_the_cookie_that_browsers_do_not_send_along(phone: Phone):
    phone.extra = {**SITE, "Sec-Fetch-Site": "cross-site"}

    assert phone.me().status == 200


def test_every_route_that_changes_something_is_told_to_refuse_foreign_pages():
    changing = {
        (path, method)
        for path, of in described()["paths"].items()
        for method, operation in of.items()
        if "foreign-page" in str(operation["responses"].get("400"))
    }

    every = {(path, method) for path, of in described()["paths"].items() for method in of if method != "get"}
    assert changing == every


class TestTheAddress:
    def of(self, town: Town, monkeypatch: pytest.MonkeyPatch, **headers: str) -> str:
        """Return where a sign-in with these headers was taken to come from."""
        asked: list[str] = []
        listen(monkeypatch, asked)
        town.stranger().send("POST", "/session", {"identifier": AN, "code": town.codes[AN]}, **headers)
        return asked[0]

    def test_it_is_what_stands_before_the_api_vouches_for(self, town: Town, monkeypatch: pytest.MonkeyPatch):
        assert self.of(town, monkeypatch, **{"X-Hoithi-Viewer": "198.51.100.7"}) == "198.51.100.7"

    def test_of_an_ipv6_address_it_is_the_household(self, town: Town, monkeypatch: pytest.MonkeyPatch):
        assert self.of(town, monkeypatch, **{"X-Hoithi-Viewer": "2001:db8:1:2:3:4:5:6"}) == "2001:db8:1:2::/64"

    @pytest.mark.parametrize(
        "name",
        [
            "X-Forwarded-For",
            "Forwarded",
            "X-Real-Ip",
            "True-Client-Ip",
            "Cf-Connecting-Ip",
            "Client-Ip",
            "Via",
            "CloudFront-Viewer-Address",
        ],
    )
    def test_nothing_that_a_client_may_write_is_believed(self, town: Town, monkeypatch: pytest.MonkeyPatch, name: str):
        told = {"X-Hoithi-Viewer": "198.51.100.7", name: "203.0.113.9"}

        assert self.of(town, monkeypatch, **told) == "198.51.100.7"

    def test_without_anything_before_the_api_there_is_none(self, town: Town, monkeypatch: pytest.MonkeyPatch):
        assert self.of(town, monkeypatch, **{"X-Forwarded-For": "203.0.113.9"}) == ""

    def test_behind_the_front_door_it_can_not_be_missing(self, town: Town, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(views, "config", lambda: dataclasses.replace(config(), edge_secret="s" * 32))
        phone = town.stranger()
        phone.extra = {"X-Hoithi-Edge": "s" * 32}

        answer = phone.sign_in(AN, town.codes[AN])

        assert (answer.status, answer.problem) == (403, "past-the-door")

    def test_it_is_in_no_table_and_in_no_log(self, town: Town, capsys: pytest.CaptureFixture[str]):
        phone = town.at(OPENS).stranger()
        phone.extra = {"X-Hoithi-Viewer": "198.51.100.77"}
        phone.sign_in(AN, "0000-0000")
        phone.sign_in(AN, town.codes[AN])

        assert "198.51.100.77" not in str(contents())
        assert "198.51.100.77" not in capsys.readouterr().out


def listen(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    """Write down the address in every event that the `identity` function is sent."""
    ask = functions.ask

    def heard(function: str, event: dict[str, Any]) -> Any:
        asked.append(event["address"])
        return ask(function, event)

    monkeypatch.setattr(functions, "ask", heard)
