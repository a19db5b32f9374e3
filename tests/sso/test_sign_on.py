"""Signing on with an account of the province: out, back, and in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from chalicelib.domain.notice import notice_version
from chalicelib.domain.times import Millis
from chalicelib.services import provider
from chalicelib.services import single_sign_on as service
from chalicelib.services.barred import bar
from chalicelib.services.login import login_hash
from chalicelib.services.rules import rules_of
from chalicelib.storage import contestants, persons, signed_on_again
from chalicelib.storage.contestants import Profile
from chalicelib.storage.models import ContestantItem
from tests.calls import written_down
from tests.factories import AN, CONTEST, NONCE, OPENS
from tests.sso.conftest import Browser, connect, serving
from tests.sso.server import AN_SUB, CLIENT, ISSUER, SITE, Server, ec_key, known_as, public, rsa_key
from tests.town import Town

PAGE = f"/{CONTEST}/index.html"
LOGIN = f"sso|{ISSUER}|{AN_SUB}"
MINUTE = 60_000


def somebody(login: str = LOGIN) -> Profile:
    """Return the contestant whom this login has become."""
    found = contestants.by_login(CONTEST, login_hash(CONTEST, login))
    assert found is not None
    return found


def nobody(login: str = LOGIN) -> bool:
    return contestants.by_login(CONTEST, login_hash(CONTEST, login)) is None


UNSET: list[dict[str, Any]] = [
    {"issuer": None},
    {"issuer": "http://sso.hue.example.vn"},
    {"issuer": "https://user@sso.hue.example.vn"},
    {"client_id": 7},
    {"client_secret": ["s"]},
    {"site": None},
]


class TestOut:
    """The way to the server."""

    def test_the_browser_is_sent_with_state_nonce_and_challenge_and_gets_none_of_their_secrets(
        self, server: Server, browser: Browser
    ):
        went = browser.press()

        asked = {name: values[0] for name, values in parse_qs(urlsplit(went.location).query).items()}
        cookie = browser.given[0]
        assert (went.status, went.location.partition("?")[0]) == (302, f"{ISSUER}/authorize")
        assert {name: value for name, value in asked.items() if name not in ("state", "nonce", "code_challenge")} == {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": f"{SITE}/api/contests/{CONTEST}/sso/callback",
            "scope": "openid profile",
            "code_challenge_method": "S256",
        }
        assert {len(asked[name]) for name in ("state", "nonce", "code_challenge")} == {43}
        assert cookie.split("; ")[1:] == ["Max-Age=600", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"]
        assert not any(asked[name] in cookie for name in ("state", "nonce", "code_challenge"))

    def test_each_way_out_is_another_one(self, server: Server, browser: Browser):
        first, second = (parse_qs(urlsplit(browser.press().location).query) for _ in range(2))

        assert [name for name in ("state", "nonce", "code_challenge") if first[name] == second[name]] == []

    @pytest.mark.parametrize("consent", ["000000000000", "%20", "ABCDEFABCDEF", "0" * 5_000])
    def test_nobody_is_sent_who_has_not_agreed_to_todays_notice(self, server: Server, browser: Browser, consent: str):
        went = browser.press(consent)

        assert (went.location, browser.jar.keys()) == (f"{PAGE}#loi=unfit-consent", {"__Host-hoithi-refusal"})
        assert server.asked == []

    def test_a_consent_that_stands_there_twice_is_none(self, server: Server, browser: Browser):
        version = notice_version(rules_of(CONTEST))

        assert browser.go(f"/sso?consent={version}&consent={version}").refused == "sso-state"

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_another_site_can_not_agree_in_somebodys_name(self, server: Server, browser: Browser, site: str):
        assert browser.press(**{"Sec-Fetch-Site": site}).refused == "unfit-consent"
        assert browser.press(**{"Sec-Fetch-Site": "same-origin"}).refused == ""

    def test_a_contest_without_single_sign_on_says_so(self, town: Town):
        assert Browser(town.client).press().refused == "sso-not-offered"

    def test_a_contest_that_there_is_not_has_no_page_to_tell_it_on(self, server: Server, browser: Browser):
        browser.contest = "thi-tran-2024"

        went = browser.press()

        assert (went.status, went.document["type"]) == (404, "/problems/no-such-contest")

    def test_what_an_operator_has_not_set_aright_is_not_used(self, server: Server, browser: Browser):
        found = []
        for told in UNSET:
            connect(**told)
            found.append((browser.press().refused, told))

        assert found == [("sso-not-set", told) for told in UNSET]
        assert server.asked == []

    def test_a_server_that_an_operator_sets_is_used_within_a_minute(self, sso_town: Town, server: Server, browser: Browser):
        browser.press()
        service_settings = {"client_id": "another"}
        connect_without_forgetting(**service_settings)

        soon = browser.press()
        sso_town.at(OPENS + MINUTE)
        later = browser.press()

        assert [parse_qs(urlsplit(each.location).query)["client_id"] for each in (soon, later)] == [[CLIENT], ["another"]]


def connect_without_forgetting(**changes: Any) -> None:
    kept = {name: dict(cache) for name, cache in _caches().items()}
    connect(**changes)
    for name, cache in _caches().items():
        cache.update(kept[name])


def _caches() -> dict[str, dict[str, Any]]:
    return {"settings": provider._settings, "documents": provider._documents, "keys": provider._keys}


class TestIn:
    """Who comes back from the server with a code is in."""

    def test_somebody_with_an_account_gets_in(self, server: Server, browser: Browser):
        went = browser.sign_on(server)

        assert (went.status, went.location) == (302, PAGE)
        assert browser.jar.keys() == {"__Host-hoithi"}
        assert browser.me()["unit"] == "so-noi-vu"

    def test_nothing_that_the_server_said_is_in_any_address_or_cookie(self, server: Server, browser: Browser):
        went = browser.sign_on(server)

        told = " ".join([went.location, *browser.given, *map(str, went.headers.values())])
        assert [word for word in ("Hồ Thị", "H\u1ed3", "code-0", "access-token", AN_SUB, "eyJ") if word in told] == []
        assert went.headers["Referrer-Policy"] == "no-referrer"
        assert went.headers["Cache-Control"] == "no-store"

    def test_the_first_time_they_become_a_contestant_as_the_account_says(self, server: Server, browser: Browser):
        browser.sign_on(server)

        profile = somebody()
        assert profile == replace(
            profile,
            code_hash="",
            full_name="Hồ Thị Gấm",
            unit="so-noi-vu",
            unit_name="Sở Nội vụ",
            leader=True,
            excluded="",
            way="sso",
            position="TRƯỞNG PHÒNG",
            consent=notice_version(rules_of(CONTEST)),
            consent_at=OPENS,
            entered_at=OPENS,
        )
        assert len(profile.pseudonym) == 26

    def test_who_is_signed_on_can_take_part(self, sso_town: Town, server: Server, browser: Browser):
        browser.sign_on(server)
        phone = sso_town.stranger()
        phone.cookie = f"__Host-hoithi={browser.jar['__Host-hoithi']}"

        started = phone.start(NONCE)

        assert started.status == 200

    def test_the_same_person_on_two_devices_is_one_contestant(self, sso_town: Town, server: Server):
        one, other = Browser(sso_town.client), Browser(sso_town.client)
        one.sign_on(server)
        other.sign_on(server)

        assert one.me()["contestant"] == other.me()["contestant"]

    def test_later_the_name_the_position_and_the_leading_are_the_accounts_and_the_unit_is_not(
        self, sso_town: Town, server: Server, browser: Browser
    ):
        browser.sign_on(server)
        first = somebody()
        server.people[AN_SUB] |= {"name": "Hồ Thị Gầm", "unit": "Sở Tài chính", "position": "Chuyên viên"}
        sso_town.at(OPENS + MINUTE)

        browser.sign_on(server)

        assert somebody() == replace(first, full_name="Hồ Thị Gầm", position="Chuyên viên", leader=False)

    def test_a_position_that_is_gone_is_gone(self, server: Server, browser: Browser):
        browser.sign_on(server)
        first = somebody()
        del server.people[AN_SUB]["position"]
        server.document = lambda document: {**document, "userinfo_endpoint": None}

        browser.sign_on(server)

        assert somebody() == replace(first, position="", leader=False)

    def test_nothing_is_written_of_somebody_of_whom_nothing_has_changed(self, server: Server, browser: Browser):
        browser.sign_on(server)
        with written_down() as calls:
            browser.sign_on(server)

        assert [call.name for call in calls if call.writes] == ["dynamodb:UpdateItem"]  # The way back is spent.

    def test_a_unit_that_is_on_the_list_no_more_keeps_nobody_out_who_is_in(self, server: Server, browser: Browser):
        browser.sign_on(server)
        server.people[AN_SUB]["unit"] = "Sở đã giải thể"

        assert browser.sign_on(server).refused == ""

    def test_who_has_been_erased_meanwhile_does_not_come_back_by_a_refresh(self, server: Server, browser: Browser):
        browser.sign_on(server)
        before = somebody()
        gone = ContestantItem(f"{CONTEST}#{before.pseudonym}")
        gone.update([ContestantItem.full_name.remove()])

        signed_on_again.refresh(before, replace(before, full_name="Hồ Thị Gầm"))

        assert somebody().full_name == ""

    def test_consent_to_a_newer_notice_is_written_down_with_its_hour(
        self, sso_town: Town, server: Server, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ):
        browser.sign_on(server)
        first = somebody()
        monkeypatch.setattr(service, "notice_version", lambda rules: "aaaaaaaaaaaa")
        sso_town.at(OPENS + MINUTE)

        browser.come_back(server.sign_in(browser.press("aaaaaaaaaaaa").location))

        assert somebody() == replace(first, consent="aaaaaaaaaaaa", consent_at=OPENS + MINUTE)


class TestIdentifier:
    """Where a claim tells an identifier, whoever is on the organizers' list already is that person."""

    @pytest.fixture
    def server(self, named_town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
        yield from serving(named_town, monkeypatch)

    def test_who_is_on_the_list_is_signed_on_as_the_list_says(self, named_town: Town, server: Server):
        server.people[AN_SUB] |= {"cccd": "34 096 000 001", "name": "Khác", "unit": "Sở Tài chính"}
        browser, listed = Browser(named_town.client), named_town.profile(AN)

        browser.sign_on(server)

        assert browser.me()["contestant"] == listed.pseudonym
        stored = named_town.profile(AN)
        assert replace(stored, consent="", consent_at=0) == listed
        assert stored.consent_at == OPENS

    def test_two_accounts_of_one_number_are_one_person(self, named_town: Town, server: Server):
        server.people = {sub: {**server.people[AN_SUB], "sub": sub, "cccd": "046090000777"} for sub in ("a", "b")}
        one, other = Browser(named_town.client), Browser(named_town.client)
        one.sign_on(server, sub="a")
        other.sign_on(server, sub="b")

        assert one.me()["contestant"] == other.me()["contestant"]

    def test_a_number_is_asked_for_and_never_told_again(self, named_town: Town, server: Server):
        browser = Browser(named_town.client)
        server.people[AN_SUB]["cccd"] = "<script>"

        went = browser.sign_on(server)

        assert went.refused == "sso-identifier"
        assert "script" not in str(browser.refusal())

    def test_who_is_barred_by_the_number_reads_why(self, named_town: Town, server: Server):
        bar(CONTEST, "046090000777", "ban-to-chuc", "Giúp việc Hội đồng thi", OPENS)
        server.people[AN_SUB]["cccd"] = "46090000777"
        browser = Browser(named_town.client)

        went = browser.sign_on(server)

        assert (went.refused, browser.is_signed_in) == ("excluded", False)
        assert "Giúp việc Hội đồng thi" in browser.refusal()["vi"]["detail"]
        assert nobody("046090000777")


def test_who_is_kept_out_after_coming_in_reads_why_and_gets_no_session(server: Server, browser: Browser):
    browser.sign_on(server)
    persons.rule(somebody(), "ban-to-chuc", "Giúp việc Hội đồng thi")
    browser.jar.clear()

    went = browser.sign_on(server)

    assert (went.refused, browser.is_signed_in) == ("excluded", False)
    assert "Giúp việc Hội đồng thi" in browser.refusal()["vi"]["detail"]


class TestRefusal:
    """Why somebody could not sign on is told once they are back on the page, in both languages."""

    def test_it_names_what_was_found_and_whom_to_ask(self, server: Server, browser: Browser):
        server.people[AN_SUB]["unit"] = "Sở Ngoại vụ\u202e"
        browser.sign_on(server)

        told = browser.refusal()

        assert told == {
            "code": "sso-unit",
            "vi": {
                "title": "Đơn vị không có trong danh sách",
                "detail": "Theo tài khoản công vụ, đơn vị công tác là “Sở Ngoại vụ”, không có trong danh sách đơn vị của "
                "cuộc thi. Xin liên hệ: Văn phòng.",
            },
            "en": {
                "title": "The unit is not on the list",
                "detail": "By tài khoản công vụ the unit is “Sở Ngoại vụ”, which is not on the contest's list of units. "
                "Please ask: Văn phòng.",
            },
        }

    def test_it_is_told_for_two_minutes(self, sso_town: Town, server: Server, browser: Browser):
        browser.press("000000000000")

        told = [browser_at(sso_town, browser, OPENS + after) for after in (0, 2 * MINUTE - 1, 2 * MINUTE)]

        assert told == ["unfit-consent", "unfit-consent", None]

    def test_it_is_gone_once_the_person_is_in(self, server: Server, browser: Browser):
        browser.press("000000000000")

        browser.sign_on(server)

        assert browser.go("/sso/refusal").status == 404

    def test_nobody_can_put_words_into_it(self, server: Server, browser: Browser):
        browser.press("000000000000")
        body, _, seal = browser.jar["__Host-hoithi-refusal"].partition(".")
        browser.jar["__Host-hoithi-refusal"] = f"{body[:-4]}AAAA.{seal}"

        assert browser.go("/sso/refusal").status == 404

    def test_it_is_of_its_own_contest(self, server: Server, browser: Browser):
        browser.press("000000000000")
        browser.contest = "thi-tran-2024"

        assert browser.go("/sso/refusal").status == 404

    def test_long_claims_fit_into_a_cookie_that_browsers_keep(self, server: Server, browser: Browser):
        server.people[AN_SUB]["unit"] = "Ủ" * 1_000

        browser.sign_on(server)

        assert "Ủ" * 100 + "…" in browser.refusal()["vi"]["detail"]
        assert max(map(len, browser.given)) < 4_000


def browser_at(town: Town, browser: Browser, now: Millis) -> str | None:
    town.at(now)
    return browser.refusal().get("code")


class TestServers:
    """Servers differ, and the standard lets them."""

    def test_signatures_by_elliptic_curves_and_by_pss_are_as_good(self, server: Server, browser: Browser):
        server.keys = [public(rsa_key(), "r"), public(ec_key(), "e")]
        went = []
        for algorithm, key, kid in (("RS256", rsa_key(), "r"), ("PS256", rsa_key(), "r"), ("ES256", ec_key(), "e")):
            server.sign = lambda claims, a=algorithm, k=key, i=kid: jwt.encode(claims, k, a, {"kid": i})
            went.append(browser.sign_on(server).location)

        assert went == [PAGE] * 3

    def test_a_server_with_one_key_need_not_name_it(self, server: Server, browser: Browser):
        server.sign = lambda claims: jwt.encode(claims, rsa_key(), "RS256")

        assert browser.sign_on(server).location == PAGE

    @pytest.mark.parametrize(
        ("methods", "secret", "expected"),
        [
            (["client_secret_basic", "client_secret_post"], "s", "header"),
            (["client_secret_post"], "s", "form"),
            (None, "s", "header"),
            (["none"], None, "nobody"),
        ],
        ids=["both", "in the form", "nothing said", "a public client"],
    )
    def test_the_server_knows_us_as_it_wants_to(
        self, server: Server, browser: Browser, monkeypatch: pytest.MonkeyPatch, methods: Any, secret: Any, expected: str
    ):
        connect(client_secret=secret)
        server.document = lambda document: {**document, "token_endpoint_auth_methods_supported": methods}
        seen: list[str] = []

        def fetch(address: str, *, form: Any = None, headers: Any = None) -> Any:
            if form:
                known = known_as(form, headers)
                seen.append("nobody" if known == (CLIENT, "") else "header" if "Authorization" in headers else "form")
            return server.fetch(address, form=form, headers=headers)

        monkeypatch.setattr(service, "fetch", fetch)
        browser.sign_on(server)

        assert seen == [expected]

    def test_what_the_token_does_not_tell_is_asked_of_the_userinfo(self, server: Server, browser: Browser):
        server.userinfo = ("name", "unit", "position")

        assert browser.sign_on(server).location == PAGE
        assert (somebody().full_name, server.asked[-1]) == ("Hồ Thị Gấm", "/userinfo")

    def test_what_the_token_does_tell_is_not_asked_again(self, server: Server, browser: Browser):
        browser.sign_on(server)

        assert "/userinfo" not in server.asked

    def test_several_audiences_are_fine_where_the_token_was_asked_for_by_us(self, server: Server, browser: Browser):
        server.claims = lambda claims: {**claims, "aud": ["another", CLIENT], "azp": CLIENT}

        assert browser.sign_on(server).location == PAGE

    def test_a_token_without_a_hash_of_the_access_token_is_fine(self, server: Server, browser: Browser):
        server.claims = lambda claims: {name: value for name, value in claims.items() if name != "at_hash"}

        assert browser.sign_on(server).location == PAGE

    def test_the_servers_clock_may_be_a_little_off(self, sso_town: Town, server: Server, browser: Browser):
        for off in (-55, 55):
            server.claims = lambda claims, off=off: {**claims, "iat": claims["iat"] + off, "exp": claims["exp"] + off}
            assert browser.sign_on(server).location == PAGE

    def test_an_address_that_has_parameters_already_keeps_them(self, server: Server, browser: Browser):
        server.document = lambda document: {**document, "authorization_endpoint": f"{ISSUER}/authorize?tenant=7"}

        assert parse_qs(urlsplit(browser.press().location).query)["tenant"] == ["7"]

    def test_discovery_and_keys_are_kept_for_an_hour(self, sso_town: Town, server: Server, browser: Browser):
        for now in (OPENS, OPENS + 59 * MINUTE, OPENS + 60 * MINUTE):
            sso_town.at(now)
            browser.sign_on(server)

        assert [server.asked.count(path) for path in ("/.well-known/openid-configuration", "/jwks", "/token")] == [2, 2, 3]

    def test_keys_that_are_changed_are_looked_for_at_most_once_a_minute(
        self, sso_town: Town, server: Server, browser: Browser
    ):
        browser.sign_on(server)
        server.keys = [public(rsa_key("new"), "2022-2")]
        server.sign = lambda claims: jwt.encode(claims, rsa_key("new"), "RS256", {"kid": "2022-2"})
        told = []
        for now in (OPENS + 59_999, OPENS + MINUTE, OPENS + MINUTE + 1):
            sso_town.at(now)
            told.append(browser.sign_on(server).refused)

        assert (told, server.asked.count("/jwks")) == (["sso-token", "", ""], 2)


def test_a_way_back_is_good_until_the_last_millisecond_of_ten_minutes(sso_town: Town, server: Server, browser: Browser):
    said = server.sign_in(browser.press().location)
    server.claims = lambda claims: {**claims, "iat": OPENS // 1000 + 600}
    sso_town.at(OPENS + service.LASTS_MS - 1)

    assert browser.come_back(said).refused == ""
