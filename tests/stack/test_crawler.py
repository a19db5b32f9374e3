"""Somebody hostile tries the front door of the deployed stack, from its OpenAPI document and the links of its pages."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest

from chalicelib.routes.views import COOKIE
from chalicelib.services import sessions
from chalicelib.services.sessions import Session
from tests.deployed import OF_THE_CRAWLER, Town
from tests.sizes import size
from tests.stack import crawler as hostile
from tests.stack.crawler import FINE, JSON, Crawler, Told, Try
from tests.watch import ONLY_PUBLICATION_BRINGS

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack"), pytest.mark.soak]

# Of every kind of attack so many tries are made, drawn from all that there are.
OF_A_KIND = size(test=40, soak=100_000)
HOUR_MS = 3_600_000
AT_ONCE = size(test=3, soak=6)


class Intruder:
    """One contestant who tries everything, what they may know, and what belongs to others."""

    def __init__(self, town: Town):
        self.town, self.demo = town, town.demo
        self.document = town.send("GET", "/api/openapi.json").document
        people = [item for item in self.items("ContestantsTable") if "full_name" in item and self.is_of_contest(item)]
        papers = str([item["attempt"] for item in self.items("AttemptsTable") if self.demo.open_round in item["shard"]["S"]])
        self.who, *self.victims = town.unshown[-OF_THE_CRAWLER:]
        assert not any(who in papers for who in (self.who, *self.victims)), "somebody else has started their papers"
        self.names = {item["pseudonym"]["S"]: item["full_name"]["S"] for item in people}
        self.crawler = Crawler(town.site, self.secrets(), self.private(), own=frozenset([self.who, self.names[self.who]]))
        self.parts = {"contest": self.demo.contest, "round_id": self.demo.open_round, "number": "1", "unit": "x"}

    def items(self, table: str) -> list[dict[str, Any]]:
        """Return the items of a table of the stack."""
        client = self.town.emulator.client("dynamodb")
        return list(client.scan(TableName=self.town.stack.names[table], ConsistentRead=True)["Items"])

    def is_of_contest(self, item: dict[str, Any]) -> bool:
        return str(item["person"]["S"]).startswith(f"{self.demo.contest}#") and "pseudonym" in item

    def unpublished(self) -> list[str]:
        """Return the rounds of the contest whose results nobody may see yet."""
        rounds = [item for item in self.items("RoundsTable") if item["contest"]["S"] == self.demo.contest]
        return sorted(
            each["round"]["S"] for each in rounds if each.get("state", {}).get("S") in ("draft", "ready", "closing")
        )

    def secrets(self) -> dict[str, str]:
        """Return what nobody may be told, as it stands in the vault: seeds, salts, keys of the deployment."""
        found = {self.value_of(name): f"the secret {name}" for name in ("SessionSecret", "PersonSecret")}
        found[self.town.stack.edge_secret] = "the edge's secret"
        for round_id in self.unpublished():
            for kind in ("paper", "lot"):
                found |= {
                    seed.hex(): f"a {kind} seed" for seed in self.vault(f"seeds/{kind}/{self.demo.contest}/{round_id}")
                }
            for bank in self.vault(f"banks/{self.demo.contest}/{round_id}"):
                found |= {question["salt"]: "a salt" for question in json.loads(bank)["questions"] if question["salt"]}
        return found

    def private(self) -> dict[str, str]:
        """Return what the API may tell to nobody but its owner: pseudonyms and names."""
        return {
            **dict.fromkeys(self.names, "somebody's pseudonym"),
            **{self.names[who]: "a name" for who in self.victims},
        }

    def vault(self, prefix: str) -> Iterator[bytes]:
        """Give the objects of the private bucket under ``prefix``."""
        s3, bucket = self.town.emulator.client("s3"), self.town.stack.names["PrivateBucket"]
        for key in self.town.objects("PrivateBucket", prefix):
            yield s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def value_of(self, secret: str) -> str:
        client = self.town.emulator.client("secretsmanager")
        return str(client.get_secret_value(SecretId=self.town.stack.names[secret])["SecretString"])

    def token(self, who: str, contest: str = "", lasts_ms: int = HOUR_MS, device: int = 0) -> str:
        """Return a token as the identity function makes it."""
        now = time.time_ns() // 1_000_000
        session = Session(contest or self.demo.contest, who, "", f"{device:016x}", now, now + lasts_ms)
        with mock.patch.object(sessions, "secret", return_value=self.value_of("SessionSecret").encode()):
            return sessions.token(session)

    def cookie(self, who: str, **changes: Any) -> dict[str, str]:
        return {**JSON, "Cookie": f"{COOKIE}={self.token(who, **changes)}"}

    def attempt(self, path: str = "") -> str:
        return f"/api/contests/{self.demo.contest}/rounds/{self.demo.open_round}/attempts/1{path}"

    def start(self, headers: dict[str, str]) -> Told:
        return self.crawler.send("PUT", self.attempt(), headers, json.dumps({"nonce": f"{1:032x}"}).encode())

    def said(self, nonce: int, version: int, choices: str) -> bytes:
        body = {"nonce": f"{nonce:032x}", "version": version, "choices": choices, "prediction": ""}
        return json.dumps(body).encode()

    def stored_of_victims(self) -> list[dict[str, Any]]:
        """Return what is stored of the victims: their profiles and their papers."""
        kept = [*self.items("AttemptsTable"), *self.items("ContestantsTable")]
        return [item for item in kept if any(who in str(item) for who in self.victims)]

    def go(self, tries: Iterable[Try]) -> list[Told]:
        """Make as many of ``tries`` as there is time for, drawn from all of them."""
        every = list(tries)
        return self.crawler.go(random.Random(7).sample(every, min(OF_A_KIND, len(every))))


@pytest.fixture(scope="module")
def intruder(city: Town) -> Intruder:
    """Somebody hostile, who has a session of their own; three others have a paper that is running."""
    city.cookie = ""
    here = Intruder(city)
    for victim in here.victims:
        assert here.start(here.cookie(victim)).status == 200
    return here


@pytest.fixture
def crawler(intruder: Intruder) -> Iterator[Crawler]:
    """The crawler, which has found nothing yet; in the end nothing of the victims may have changed."""
    intruder.crawler.findings.clear()
    before = intruder.stored_of_victims()
    yield intruder.crawler
    assert intruder.stored_of_victims() == before


def cookie_of(intruder: Intruder) -> str:
    return intruder.cookie(intruder.who)["Cookie"]


def test_no_page_leads_elsewhere_or_tells_what_nobody_may_know(intruder: Intruder, crawler: Crawler):
    for path, told, links in hostile.pages(crawler, "/"):
        crawler.count("page")
        for found in crawler.judged(told, path):
            crawler.note("page", f"{path} {found}")
        for link in links:
            crawler.count("link")
            if not crawler.is_ours(link) and urlsplit(link).scheme not in ("data", "mailto", "tel"):
                crawler.note("link", f"{path} leads to {link}")

    assert crawler.findings == []
    assert crawler.tried["page"] >= 5


def test_no_redirect_leads_elsewhere(intruder: Intruder, crawler: Crawler):
    gets = [path for method, path, _ in hostile.operations(intruder.document, intruder.parts) if method == "GET"]
    intruder.go(hostile.redirects([*gets, "/", f"/{intruder.demo.contest}/", "/nowhere"]))

    assert crawler.findings == []


def test_no_token_that_is_nobodys_opens_anything(intruder: Intruder, crawler: Crawler):
    ended = intruder.token(intruder.who, lasts_ms=-1)
    foreign = intruder.token(intruder.who, contest="another-contest")
    others = {"ended": ended, "of another contest": foreign}
    tokens = hostile.forged_tokens(intruder.token(intruder.who)) | others
    intruder.go(hostile.with_tokens(intruder.document, intruder.parts, COOKIE, tokens))

    assert crawler.findings == []


def test_nobody_elses_anything_is_reached_by_naming_them(intruder: Intruder, crawler: Crawler):
    told = intruder.go(hostile.others_paths(intruder.document, intruder.parts, cookie_of(intruder), intruder.victims))

    shown = {each.document["contestant"] for each in told if each.status == 200}
    assert crawler.findings == []
    assert shown == {intruder.who}


def test_no_result_is_there_before_its_hour(intruder: Intruder, crawler: Crawler):
    start = f"{intruder.demo.contest}/{intruder.demo.published_round}"
    keys = [key.removeprefix(start) for key in intruder.town.objects("SiteBucket", f"{start}/")]
    published = [f"/{start}{key}" for key in keys if ONLY_PUBLICATION_BRINGS.fullmatch(key)]
    for round_id in intruder.unpublished():
        intruder.go(hostile.early_results(published, round_id, intruder.victims))

    assert published != []
    assert crawler.findings == []


def test_the_crawler_finds_a_result_that_somebody_has_put_there_too_early(intruder: Intruder):
    """The control: without it a crawler that asks for nothing would find nothing either."""
    s3, bucket = intruder.town.emulator.client("s3"), intruder.town.stack.names["SiteBucket"]
    key = f"{intruder.demo.contest}/{intruder.demo.open_round}/results.json"
    blind = Crawler(intruder.town.site, {"planted": "what was planted"})
    s3.put_object(Bucket=bucket, Key=key, Body=b'{"planted": true}', ContentType="application/json")
    published = f"/{intruder.demo.contest}/{intruder.demo.published_round}/results.json"
    try:
        blind.go(hostile.early_results([published], intruder.demo.open_round, []))
    finally:
        s3.delete_object(Bucket=bucket, Key=key)

    assert len([each for each in blind.findings if "answered 200" in each]) >= 2
    assert len([each for each in blind.findings if "tells what was planted" in each]) >= 1


def test_no_body_is_taken_that_does_not_fit(intruder: Intruder, crawler: Crawler):
    intruder.go(hostile.wrong_bodies(intruder.document, intruder.parts, cookie_of(intruder)))

    assert crawler.findings == []


def test_no_method_is_taken_that_a_path_has_not(intruder: Intruder, crawler: Crawler):
    pages = ["/", f"/{intruder.demo.contest}/", f"/{intruder.demo.contest}/{intruder.demo.published_round}/results.json"]
    on_pages = [Try("other method", method, page) for page in pages for method in ("PUT", "POST", "DELETE", "PATCH")]
    intruder.go([*hostile.other_methods(intruder.document, intruder.parts, cookie_of(intruder)), *on_pages])

    assert crawler.findings == []


def test_no_other_spelling_of_a_path_gets_past_anything(intruder: Intruder, crawler: Crawler):
    cookie, contest = cookie_of(intruder), intruder.demo.contest
    hidden = [f"/{contest}/{intruder.demo.open_round}/results.json", "/private/seeds", "/api/../private/seeds"]
    mine = [f"/api/contests/{contest}/me", "/api/openapi.json", f"/{contest}/index.html"]
    intruder.go([*hostile.encoded_paths(hidden, cookie), *hostile.encoded_paths(mine, cookie, FINE)])

    assert crawler.findings == []


def test_no_header_is_believed_that_a_client_has_written(intruder: Intruder, crawler: Crawler):
    me, page = f"/api/contests/{intruder.demo.contest}/me", f"/{intruder.demo.contest}/index.html"
    told = intruder.go(hostile.smuggled_headers([me, page, "/api/openapi.json"], cookie_of(intruder)))

    assert crawler.findings == []
    assert {each.document["contestant"] for each in told if "contestant" in (each.document or {})} <= {intruder.who}


def test_no_made_up_address_gets_more_guesses(intruder: Intruder, crawler: Crawler):
    headers = [each for each in hostile.SMUGGLED if any("203.0.113" in value for value in each.values())]
    body = {"identifier": str(time.time_ns())[-12:], "code": "0000-0000", "consent": ""}
    path = f"/api/contests/{intruder.demo.contest}/session"
    told = []
    for number in range(12):
        written = {
            name: value.replace("203.0.113.9", f"203.0.113.{number}")
            for name, value in headers[number % len(headers)].items()
        }
        told.append(crawler.send("POST", path, {**JSON, **written}, json.dumps(body).encode()))
        crawler.count("guess from a made-up address")

    assert [each.problem for each in told] == ["wrong-code"] * 5 + ["too-many"] * 7


def test_a_paper_handed_in_twice_at_once_counts_once_and_replays_change_nothing(intruder: Intruder, crawler: Crawler):
    mine = intruder.cookie(intruder.who)
    shown = intruder.start(mine).document
    fits = "".join(question["options"][0]["letter"] for question in shown["paper"]["questions"])
    bodies = [intruder.said(10 + number, 1, fits[:-1] + letter) for number, letter in enumerate("_" * AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda body: crawler.send("PUT", intruder.attempt("/submission"), mine, body), bodies))
    taken = next(each for each in told if each.status == 200)

    replays = [crawler.send("PUT", intruder.attempt("/submission"), mine, body) for body in bodies]
    after = [
        crawler.send("PUT", intruder.attempt("/answers"), mine, intruder.said(30, 1, fits)),
        crawler.send("PUT", intruder.attempt("/answers"), mine, intruder.said(31, 2, fits)),
        intruder.start(mine),
    ]
    crawler.count("double submit and replay", len(told) + len(replays) + len(after))

    assert sorted(each.status for each in told) == [200] + [409] * (AT_ONCE - 1)
    assert [each.body for each in replays if each.status == 200] == [taken.body]
    assert [each.problem for each in after] == ["handed-in"] * 3


def test_a_token_that_somebody_has_copied_is_good_for_nothing_after_the_sign_out(intruder: Intruder, crawler: Crawler):
    victim = intruder.victims[0]
    own = intruder.cookie(victim, device=7)
    shown = intruder.start(own).document["attempt"]
    out = crawler.send("DELETE", f"/api/contests/{intruder.demo.contest}/session", own)

    body = intruder.said(40, shown["version"], "_" * 10)
    told = [crawler.send("PUT", intruder.attempt(f"/{act}"), own, body) for act in ("answers", "submission")]
    told.append(intruder.start(own))
    crawler.count("double submit and replay", 4)
    intruder.start(intruder.cookie(victim))  # They sign in again.

    assert (out.status, [each.status in (401, 422) for each in told]) == (204, [True] * 3)
    assert told[-1].problem == "not-signed-in"


def test_links_of_scripts_lead_to_fixed_places(intruder: Intruder, crawler: Crawler):
    """No script of ours sends anybody to an address that somebody else has chosen."""
    scripts = [path for path, _, _ in hostile.pages(crawler, "/") if urlsplit(path).path.endswith(".js")]
    for path in scripts:
        text = crawler.send("GET", path).text
        crawler.count("script")
        for found in hostile.NAVIGATION.findall(text):
            if not hostile.FIXED.fullmatch(found.strip()):
                crawler.note("script", f"{path} leads to {found}")

    assert crawler.findings == []


def test_what_was_tried_is_counted(intruder: Intruder):
    """Run last: every kind of attack has been made, and there are as many tries as the documentation tells of."""
    tried = intruder.crawler.tried

    assert len(tried) >= 12
    assert sum(tried.values()) >= size(test=350, soak=1_500)
