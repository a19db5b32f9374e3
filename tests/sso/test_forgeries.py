"""Whatever is forged, bent, stolen or sent twice: nobody gets in by it, nothing fails, and nothing personal is logged.

A token comes to us from the server's own address over TLS, and all the same it is believed for its signature and its claims
alone. Each forgery is told from every other by the word that the logs have of it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.domain.notice import notice_version
from chalicelib.services import id_tokens, provider, single_sign_on
from chalicelib.services.login import login_hash
from chalicelib.services.rules import rules_of
from chalicelib.storage import contestants
from chalicelib.storage.contestants import Profile
from tests.factories import CONTEST, OPENS
from tests.sso.conftest import Browser, connect
from tests.sso.server import (
    ACCESS,
    AN_CLAIMS,
    AN_SUB,
    CLIENT,
    ISSUER,
    Claims,
    Server,
    base64,
    ec_key,
    public,
    reply,
    rsa_key,
    text_of,
)
from tests.town import Town

NOW = OPENS // 1000
KID = {"kid": "2022-1"}


def no_signature(claims: Claims) -> str:
    return text_of({"alg": "none"}, json.dumps(claims).encode(), lambda body: b"")


def signed(payload: bytes, header: Claims | None = None) -> str:
    """Return these very bytes as the server would sign them."""
    algorithm = jwt.get_algorithm_by_name("RS256")
    return text_of({"alg": "RS256", **KID, **(header or {})}, payload, lambda body: algorithm.sign(body, rsa_key()))


def by_the_public_key(claims: Claims) -> str:
    """The oldest trick: what everybody may read, taken for a secret that two share."""
    pem = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return text_of({"alg": "HS256", **KID}, json.dumps(claims).encode(), lambda body: hmac.digest(pem, body, "sha256"))


def headed(**header: Any) -> Callable[[Claims], str]:
    return lambda claims: signed(json.dumps(claims).encode(), header)


def by_another(key: Any, algorithm: str = "RS256", **header: Any) -> Callable[[Claims], str]:
    return lambda claims: jwt.encode(claims, key, algorithm, {**KID, **header})


def doubled(claims: Claims) -> str:
    """One reader believes the first name of two, another the second."""
    text = json.dumps(claims)
    return signed((text[:-1] + f', "sub": "{AN_SUB}-another"}}').encode())


def stretched(claims: Claims) -> str:
    """The signature is of other text than what a lenient reader would take it for."""
    head, body, seal = signed(json.dumps(claims).encode()).split(".")
    return f"{head}.{body}\n.{seal}"


def swapped(claims: Claims) -> str:
    """The header and the signature of one token around the claims of another."""
    head, _, seal = signed(json.dumps(claims).encode()).split(".")
    return f"{head}.{base64(json.dumps({**claims, 'sub': 'somebody-else'}).encode())}.{seal}"


TOKENS: dict[str, tuple[Callable[[Claims], str], str]] = {
    "without a signature": (no_signature, "form"),
    "by no algorithm, signed": (headed(alg="none"), "algorithm"),
    "by no algorithm in odd letters": (headed(alg="nOnE"), "algorithm"),
    "by HS256 with the public key": (by_the_public_key, "algorithm"),
    "by HS256 with the client's secret": (lambda claims: jwt.encode(claims, "s" * 32, "HS256", KID), "algorithm"),
    "by RS512": (lambda claims: jwt.encode(claims, rsa_key(), "RS512", KID), "algorithm"),
    "by RS256 that calls itself PS256": (headed(alg="PS256"), "signature"),
    "by ES256 under the RSA key's name": (by_another(ec_key(), "ES256"), "key"),
    "by a list of algorithms": (headed(alg=["RS256"]), "algorithm"),
    "without an algorithm": (headed(alg=None), "algorithm"),
    "by a stranger's key under the server's name": (by_another(rsa_key("stranger")), "signature"),
    "by a key that isn't published": (by_another(rsa_key("stranger"), kid="2022-9"), "key"),
    "by a key called by a path": (by_another(rsa_key(), kid="../../dev/null"), "key"),
    "by a key called by a statement": (by_another(rsa_key(), kid="' OR 1=1 --"), "key"),
    "by a key whose name is a number": (headed(kid=7), "key"),
    "by a key whose name has 10,000 letters": (headed(kid="k" * 10_000), "key"),
    "with a key of its own": (by_another(rsa_key("stranger"), jwk=public(rsa_key("stranger"), "2022-1")), "signature"),
    "with an address for keys (jku)": (
        by_another(rsa_key("stranger"), jku="https://evil.example/jwks", kid="evil"),
        "key",
    ),
    "with an address for a certificate (x5u)": (by_another(rsa_key("stranger"), x5u="https://evil.example/x"), "signature"),
    "with a certificate (x5c)": (by_another(rsa_key("stranger"), x5c=["MIIB"]), "signature"),
    "with something critical": (headed(crit=["exp"], exp=1), "critical"),
    "with its payload apart (b64)": (headed(b64=False, crit=["b64"]), "critical"),
    "an access token": (headed(typ="at+jwt"), "type"),
    "a logout token": (headed(typ="logout+jwt"), "type"),
    "around other claims": (swapped, "signature"),
    "with a line break in it": (stretched, "signature"),
    "with a claim twice": (doubled, "form"),
    "with NaN for an hour": (lambda claims: signed(json.dumps({**claims, "exp": float("nan")}).encode()), "form"),
    "with half a character": (lambda claims: signed(json.dumps({**claims, "name": "\ud800"}).encode()), "form"),
    "a list": (lambda claims: signed(json.dumps([claims]).encode()), "form"),
    "no JSON": (lambda claims: signed(b"\xff\xfe"), "form"),
    "nested too deep": (lambda claims: signed(b"[" * 8_000), "form"),
    "of two parts": (lambda claims: "a.b", "form"),
    "of five parts (encrypted)": (lambda claims: "a.b.c.d.e", "form"),
    "of nothing": (lambda claims: "", "form"),
    "of signs that aren't base 64": (lambda claims: "é.é.é", "form"),
    "of a header that is a list": (lambda claims: f"{base64(b'[]')}.e30.e30", "form"),
    "of 100,000 characters": (lambda claims: signed(json.dumps({**claims, "pad": "p" * 90_000}).encode()), "long"),
}

CLAIMS: dict[str, tuple[Claims, str]] = {
    "of another issuer": ({"iss": "https://sso.evil.example"}, "issuer"),
    "of the issuer with a slash": ({"iss": f"{ISSUER}/"}, "issuer"),
    "of the issuer in capitals": ({"iss": ISSUER.upper()}, "issuer"),
    "of two issuers": ({"iss": [ISSUER]}, "issuer"),
    "of no issuer": ({"iss": None}, "issuer"),
    "for somebody else": ({"aud": "another"}, "audience"),
    "for others": ({"aud": ["another", "a third"]}, "audience"),
    "for nobody": ({"aud": []}, "audience"),
    "for whoever": ({"aud": None}, "audience"),
    "for us and a number": ({"aud": [CLIENT, 7], "azp": CLIENT}, "audience"),
    "asked for by somebody else": ({"azp": "another"}, "party"),
    "for us among others, asked for by nobody": ({"aud": [CLIENT, "another"]}, "party"),
    "for us among others, asked for by another": ({"aud": [CLIENT, "another"], "azp": "another"}, "party"),
    "expired": ({"exp": NOW - 60}, "expired"),
    "without an end": ({"exp": None}, "hours"),
    "with a text for an end": ({"exp": "2099"}, "hours"),
    "with a yes for an end": ({"exp": True}, "hours"),
    "that ends before the year 0": ({"exp": -1}, "hours"),
    "that ends after the last day": ({"exp": 10**300}, "hours"),
    "of tomorrow": ({"iat": NOW + 61}, "issued"),
    "of before the button was pressed": ({"iat": NOW - 61}, "issued"),
    "of no hour": ({"iat": None}, "hours"),
    "not good yet": ({"nbf": NOW + 61}, "early"),
    "without a nonce": ({"nonce": None}, "nonce"),
    "with another nonce": ({"nonce": "n" * 43}, "nonce"),
    "with a list of nonces": ({"nonce": ["n"]}, "nonce"),
    "with the hash of another access token": ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "at-hash"),
    "with a number for a hash": ({"at_hash": 7}, "at-hash"),
    "of nobody": ({"sub": None}, "subject"),
    "of an empty subject": ({"sub": ""}, "subject"),
    "of a subject of spaces": ({"sub": "  "}, "subject"),
    "of a number": ({"sub": 7}, "subject"),
    "of a subject of 1,000 letters": ({"sub": "s" * 1_000}, "subject"),
    "of a subject with accents": ({"sub": "nguyễn"}, "subject"),
    "of a subject with a line break": ({"sub": "a\nb"}, "subject"),
    "of a list of subjects": ({"sub": [AN_SUB]}, "subject"),
}


def without_nones(claims: Claims) -> Claims:
    return {name: value for name, value in claims.items() if value is not None}


def words(text: str) -> list[str]:
    """Return the words by which the logs tell why a token was not believed."""
    told = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [each["why"] for each in told if each["message"] == "single sign-on" and each["step"] == "token"]


# What must never be in a line of the logs: of the person, of the server's answer, of the way there and back.
PERSONAL = ("Hồ Thị", "H\\u1ed3 Th", AN_SUB, ACCESS, "code-0", "eyJ", "Sở Nội vụ", "TRƯỞNG")


@dataclass
class Attack:
    """A browser that has pressed the button, and what the logs say of what comes back."""

    browser: Browser
    server: Server
    said: dict[str, str]
    logs: Callable[[], str]
    entered: list[Profile]

    def refused(self) -> tuple[str, list[str]]:
        """Come back; return the refusal and the logs' words for it. Nobody may be in, and nothing personal told."""
        went = self.browser.come_back(self.said)
        logs = self.logs()
        assert went.status == 302
        assert went.location == f"/{CONTEST}/index.html#loi={went.refused}"
        assert not self.browser.is_signed_in
        assert all("__Host-hoithi=" not in cookie for cookie in self.browser.given)
        own = (self.said.get("state") or "—", self.browser.given[0][18:60])
        assert [word for word in (*PERSONAL, *own) if word in logs] == []
        assert self.entered == []
        return went.refused, words(logs)


Another = Callable[..., Attack]


@pytest.fixture
def another(server: Server, sso_town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Another:
    """Return what presses the button in a new browser and signs in; what comes of it is the test's matter.

    ``said`` changes what the browser brings back, the rest what the server does.
    """

    add, entered, consent = contestants.add, [], notice_version(rules_of(CONTEST))
    monkeypatch.setattr(contestants, "add", lambda newcomers: entered.extend(newcomers) or add(newcomers))

    def begun(said: dict[str, Any] | None = None, **bent: Any) -> Attack:
        browser = Browser(sso_town.client, consent=consent)
        sent = server.sign_in(browser.press().location)
        vars(server).update(bent)
        return Attack(browser, server, without_nones({**sent, **(said or {})}), lambda: capsys.readouterr().out, entered)

    return begun


@pytest.fixture
def attack(another: Another) -> Attack:
    """A browser that has pressed the button, whose person has signed in."""
    return another()


def test_a_token_that_the_server_did_not_make_so_is_not_believed(another: Another):
    found = {kind: another(sign=sign).refused() for kind, (sign, _) in TOKENS.items()}

    assert found == {kind: ("sso-token", [why]) for kind, (_, why) in TOKENS.items()}


def test_a_token_whose_claims_do_not_answer_us_is_not_believed(another: Another):
    found = {kind: another(claims=changed(changes), sign=as_it_is).refused() for kind, (changes, _) in CLAIMS.items()}

    assert found == {kind: ("sso-token", [why]) for kind, (_, why) in CLAIMS.items()}


def as_it_is(claims: Claims) -> str:
    """Sign also what a library would refuse to sign."""
    return signed(json.dumps(claims).encode())


def changed(changes: Claims) -> Callable[[Claims], Claims]:
    return lambda claims: without_nones({**claims, **changes})


def test_without_the_checks_of_claims_a_foreign_token_would_let_somebody_in(attack: Attack, monkeypatch: pytest.MonkeyPatch):
    attack.server.claims = changed({"aud": "another", "nonce": "n" * 43})
    monkeypatch.setattr(id_tokens, "claims_of", lambda payload, asked, now: json.loads(payload))

    assert attack.browser.come_back(attack.said).refused == ""


JWKS: dict[str, list[Any]] = {
    "none at all": [],
    "two of one name": [public(rsa_key(), "2022-1"), public(rsa_key("stranger"), "2022-1")],
    "for encrypting": [public(rsa_key(), "2022-1", use="enc")],
    "for another algorithm": [public(rsa_key(), "2022-1", alg="RS512")],
    "a shared secret": [{"kty": "oct", "k": "c2VjcmV0", "kid": "2022-1", "alg": "RS256"}],
    "of 1,024 bits": [public(rsa_key("short", 1024), "2022-1")],
    "a modulus of 100,000 digits": [{"kty": "RSA", "n": "A" + "_" * 100_000, "e": "AQAB", "kid": "2022-1"}],
    "a modulus that is a number": [{"kty": "RSA", "n": 7, "e": "AQAB", "kid": "2022-1"}],
    "texts": ["2022-1", None, 7],
}
BROKEN_KEYS: dict[str, list[Any]] = {
    "without an exponent": [{"kty": "RSA", "n": public(rsa_key(), "x")["n"], "kid": "2022-1"}],
    "an exponent that is no number": [{**public(rsa_key(), "2022-1"), "e": "!!"}],
    "an even exponent": [{**public(rsa_key(), "2022-1"), "e": "Ag"}],
    "somebody else's": [public(rsa_key("stranger"), "2022-1")],
}


def keyed(another: Another, keys: list[Any], **bent: Any) -> tuple[str, list[str]]:
    provider.forget()
    return another(keys=keys, **bent).refused()


def test_a_key_that_may_not_be_used_is_none(another: Another):
    found = {kind: keyed(another, keys) for kind, keys in JWKS.items()}

    assert found == dict.fromkeys(JWKS, ("sso-token", ["key"]))


def test_a_key_that_is_none_verifies_nothing(another: Another):
    found = {kind: keyed(another, keys) for kind, keys in BROKEN_KEYS.items()}

    assert found == dict.fromkeys(BROKEN_KEYS, ("sso-token", ["signature"]))


def test_a_point_that_is_not_on_the_curve_verifies_nothing(another: Another):
    bent = [{**public(ec_key(), "2022-1"), "x": point} for point in ("AA", "A" * 43)]

    found = [keyed(another, [key], sign=by_another(ec_key(), "ES256")) for key in bent]

    assert found == [("sso-token", ["signature"])] * 2


def test_a_curve_other_than_that_of_the_algorithm_is_no_key(another: Another):
    bent = {**public(ec_key(), "2022-1"), "crv": "P-384"}

    assert keyed(another, [bent], sign=by_another(ec_key(), "ES256")) == ("sso-token", ["key"])


STATE = "__Host-hoithi-sso"
COOKIES: dict[str, Callable[[str, str], str]] = {
    "another seal": lambda body, seal: f"{body}.{seal[::-1]}",
    "no seal": lambda body, seal: body,
    "an empty seal": lambda body, seal: f"{body}.",
    "no body": lambda body, seal: f".{seal}",
    "another body": lambda body, seal: f"{base64(json.dumps([CONTEST, '0' * 32, '0' * 12, OPENS]).encode())}.{seal}",
    "accents": lambda body, seal: "é" * 40,
    "long": lambda body, seal: "a" * 8_000,
}


class TestWayBack:
    """What comes back through the browser may come from anybody."""

    def test_a_state_that_is_not_ours(self, another: Another):
        states = (None, "", "s" * 43, "é", "s" * 3_000)

        found = {state: another(said={"state": state}).refused() for state in states}

        assert found == dict.fromkeys(states, ("sso-state", []))

    def test_no_cookie_as_for_somebody_who_was_sent_a_link(self, attack: Attack):
        attack.browser.jar.clear()

        assert attack.refused() == ("sso-state", [])

    def test_a_cookie_that_we_have_not_sealed(self, another: Another):
        found = {}
        for kind, bend in COOKIES.items():
            attack = another()
            attack.browser.jar[STATE] = bend(*attack.browser.jar[STATE].split("."))
            found[kind] = attack.refused()

        assert found == dict.fromkeys(COOKIES, ("sso-state", []))

    def test_a_session_in_the_place_of_the_cookie(self, sso_town: Town, attack: Attack):
        attack.browser.jar[STATE] = sso_town.phone(next(iter(sso_town.codes))).cookie.partition("=")[2]

        assert attack.refused() == ("sso-state", [])

    def test_the_cookie_in_the_place_of_a_session_opens_nothing(self, attack: Attack):
        attack.browser.jar["__Host-hoithi"] = attack.browser.jar[STATE]

        assert attack.browser.go("/me").status == 401

    def test_after_ten_minutes_and_before_it_began(self, sso_town: Town, another: Another):
        late, early = another(), another()

        found = [each_at(sso_town, each, OPENS + after) for each, after in ((late, single_sign_on.LASTS_MS), (early, -1))]

        assert found == [("sso-state", [])] * 2

    def test_to_another_contest(self, attack: Attack):
        attack.browser.contest = "thi-tran-2024"

        went = attack.browser.come_back(attack.said)

        assert (went.location, attack.browser.is_signed_in) == ("/thi-tran-2024/index.html#loi=sso-state", False)

    @pytest.mark.parametrize("code", [{}, {"code": "code-of-somebody"}], ids=["the same", "with another code"])
    def test_a_second_time(self, attack: Attack, code: dict[str, str]):
        kept = dict(attack.browser.jar)
        assert attack.browser.come_back(attack.said).refused == ""
        thief = Browser(attack.browser.client, jar=kept)

        went = thief.come_back({**attack.said, **code})

        assert (went.refused, thief.is_signed_in, attack.server.asked.count("/token")) == ("sso-state", False, 1)

    def test_the_code_of_another_sign_on(self, another: Another):
        victim, thief = another(), another()
        thief.said |= {"code": victim.said["code"]}

        assert thief.refused() == ("sso-token", ["code"])

    def test_the_code_of_another_sign_on_at_a_server_that_knows_no_pkce(self, another: Another):
        victim, thief = another(), another()
        codes, stolen = victim.server.codes, victim.said["code"]
        challenge = codes[thief.said["code"]][1]["code_challenge"]
        codes[stolen] = (codes[stolen][0], {**codes[stolen][1], "code_challenge": challenge})
        thief.said |= {"code": stolen}

        assert thief.refused() == ("sso-token", ["nonce"])

    def test_a_code_that_there_is_not(self, attack: Attack):
        attack.said |= {"code": "guessed"}

        assert attack.refused() == ("sso-token", ["code"])

    def test_no_code(self, another: Another):
        found = [another(said={"code": code}).refused() for code in ("", None)]

        assert found == [("sso-state", [])] * 2

    def test_of_another_server(self, another: Another):
        senders = ("https://sso.evil.example", f"{ISSUER}/", "", None)

        found = {iss: another(said={"iss": iss}).refused() for iss in senders}

        assert found == dict.fromkeys(senders, ("sso-token", ["sender"]))

    def test_of_no_server_by_name_is_fine_where_it_never_names_itself(self, attack: Attack):
        attack.server.document = lambda document: {
            name: value for name, value in document.items() if not name.startswith("authorization_response")
        }
        provider.forget()
        del attack.said["iss"]

        assert attack.browser.come_back(attack.said).refused == ""

    def test_with_a_parameter_twice(self, attack: Attack):
        query = "&".join(f"{name}={value}" for name, value in attack.said.items())

        went = attack.browser.go(f"/sso/callback?{query}&code=another")

        assert (went.refused, attack.browser.is_signed_in) == ("sso-state", False)

    def test_with_an_error(self, another: Another):
        errors = {
            "access_denied": "sso-denied",
            "server_error": "sso-silent",
            "temporarily_unavailable": "sso-silent",
            "Hồ Thị Gấm": "sso-denied",
            "<script>alert(1)</script>": "sso-denied",
        }

        found = {each: another(said={"code": None, "error": each, "error_description": each}).refused() for each in errors}

        assert found == {error: (refusal, []) for error, refusal in errors.items()}

    def test_with_an_error_and_a_state_that_is_not_ours(self, attack: Attack):
        attack.said = {"state": "s" * 43, "error": "access_denied"}

        assert attack.refused() == ("sso-state", [])

    def test_with_whatever_else_nobody_asks_for(self, attack: Attack):
        attack.said |= {"return_to": "https://evil.example", "session_state": "x" * 5_000, "loi": "x"}

        assert attack.browser.come_back(attack.said).location == f"/{CONTEST}/index.html"


def each_at(town: Town, attack: Attack, now: int) -> tuple[str, list[str]]:
    town.at(now)
    return attack.refused()


ANSWERS: dict[str, tuple[Any, tuple[str, list[str]]]] = {
    "null for a token": ({"id_token": None, "access_token": ACCESS}, ("sso-token", ["form"])),
    "an object for a token": ({"id_token": {"sub": AN_SUB}, "access_token": ACCESS}, ("sso-token", ["form"])),
    "a number for the access token": ({"id_token": "a.b.c", "access_token": 7}, ("sso-token", ["form"])),
    "no token": ({"access_token": ACCESS}, ("sso-token", ["form"])),
    "nothing": ({}, ("sso-token", ["form"])),
    "a page": (reply(b"<html>"), ("sso-unfit", [])),
    "a list": (reply([]), ("sso-unfit", [])),
    "a name twice": (reply(b'{"id_token":"a","id_token":"b"}'), ("sso-unfit", [])),
    "nested too deep": (reply(b"[" * 50_000), ("sso-unfit", [])),
    "half a character": (reply({"id_token": "\ud800"}), ("sso-unfit", [])),
    "that it doesn't know us": (reply({"error": "invalid_client"}, 401), ("sso-unfit", [])),
    "an error in its own words": (reply({"error": "Hồ Thị Gấm"}, 400), ("sso-unfit", [])),
    "somewhere else": (reply(b"", 302), ("sso-unfit", [])),
    "nowhere": (reply(b"", 404), ("sso-unfit", [])),
    "too many": (reply(b"", 429), ("sso-silent", [])),
    "failed": (reply(b"", 500), ("sso-silent", [])),
    "too busy": (reply(b"", 503), ("sso-silent", [])),
}
SELVES: list[Claims] = [
    {"issuer": f"{ISSUER}/"},
    {"issuer": "https://sso.evil.example"},
    {"issuer": None},
    {"token_endpoint": "http://sso.hue.example.vn/token"},
    {"token_endpoint": "ftp://sso.hue.example.vn/token"},
    {"token_endpoint": None},
    {"jwks_uri": "file:///etc/passwd"},
    {"jwks_uri": ["https://sso.hue.example.vn/jwks"]},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"authorization_endpoint": "//evil.example/authorize"},
    {"authorization_endpoint": "https://user:word@sso.hue.example.vn/authorize"},
    {"authorization_endpoint": "https://sso.hue.example.vn/a b"},
    {"authorization_endpoint": "https://sso.hue.example.vn/#a"},
    {"authorization_endpoint": "https://sso.hue.example.vn:x/"},
    {"authorization_endpoint": "https://" + "a" * 3_000},
    {"userinfo_endpoint": "http://169.254.169.254/latest/meta-data"},
]
DOCUMENTS: dict[str, tuple[Any, str]] = {
    "a page": (reply(b"<html>"), "sso-unfit"),
    "an object": (reply({"keys": {}}), "sso-unfit"),
    "somewhere else": (reply(b"", 301), "sso-unfit"),
    "too busy": (reply(b"", 503), "sso-silent"),
}


class TestAnswers:
    """The server itself may be broken, or somebody else."""

    def test_what_is_no_answer_is_told_as_what_it_is(self, another: Another):
        found = {kind: another(answer=lambda _, said=said: said).refused() for kind, (said, _) in ANSWERS.items()}

        assert found == {kind: told for kind, (_, told) in ANSWERS.items()}

    def test_a_server_that_says_of_itself_what_can_not_be_is_not_used(self, server: Server, sso_town: Town):
        found = []
        for changes in SELVES:
            provider.forget()
            server.document = changed_document(changes)
            found.append((Browser(sso_town.client).press().refused, changes))

        assert found == [("sso-unfit", changes) for changes in SELVES]

    @pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks"])
    def test_a_document_that_is_none(self, another: Another, path: str):
        found = {}
        for kind, (said, _) in DOCUMENTS.items():
            attack = another(bends={})
            provider.forget()
            attack.server.bends[path] = lambda said=said: said
            found[kind] = attack.refused()
            attack.server.bends.clear()

        assert found == {kind: (refusal, []) for kind, (_, refusal) in DOCUMENTS.items()}

    def test_userinfo_about_somebody_else_is_not_believed(self, attack: Attack):
        attack.server.userinfo = ("name",)
        attack.server.bends["/userinfo"] = lambda: reply({"sub": "another", "name": "Trần Thị Bình"})

        assert attack.refused() == ("sso-token", ["userinfo"])

    def test_userinfo_changes_nothing_that_was_signed(self, attack: Attack):
        attack.server.userinfo = ("position",)
        attack.server.bends["/userinfo"] = lambda: reply({"sub": AN_SUB, "name": "Trần Thị Bình", "iss": "x"})

        attack.browser.come_back(attack.said)

        assert profile_of(AN_SUB).full_name == "Hồ Thị Gấm"

    def test_an_access_token_that_can_not_be_sent_is_not(self, another: Another, server: Server):
        tokens = ("", "a\r\nHost: evil", "é", "a" * 9_000)
        server.userinfo = ("name",)
        server.claims = changed({"at_hash": None})

        found = {each: another(answer=lambda told, each=each: {**told, "access_token": each}).refused() for each in tokens}

        assert found == dict.fromkeys(tokens, ("sso-token", ["access"]))
        assert "/userinfo" not in server.asked

    def test_no_answer_is_told_as_such(self, another: Another, server: Server):
        def silent() -> Any:
            raise provider.Unreached("TimeoutError")

        server.userinfo = ("name",)
        paths = ("/.well-known/openid-configuration", "/jwks", "/token", "/userinfo")
        found = {}
        for path in paths:
            attack = another()
            provider.forget()
            server.bends = {path: silent}
            found[path] = attack.refused()
            server.bends = {}

        assert found == dict.fromkeys(paths, ("sso-silent", []))

    def test_a_server_that_is_another_today_is_asked_by_its_own_name(self, attack: Attack):
        connect(issuer="https://sso.moved.example.vn")

        assert attack.refused() == ("sso-silent", [])


def changed_document(changes: Claims) -> Callable[[Claims], Claims]:
    return lambda document: {**document, **changes}


ODD_CLAIMS: dict[str, tuple[Claims, str]] = {
    "no name": ({"name": None}, "sso-name"),
    "a name of spaces": ({"name": " \u3000 "}, "sso-name"),
    "a name that is a number": ({"name": 7}, "sso-name"),
    "a name in an object": ({"name": {"vi": "An"}}, "sso-name"),
    "a name of 10,000 letters": ({"name": "An " * 3_000}, "sso-name"),
    "a name with what nobody sees": ({"name": "Hồ\u200b Thị Gấm"}, "sso-name"),
    "a name that turns round": ({"name": "An\u202enA"}, "sso-name"),
    "a name in two scripts": ({"name": "Hồ Thị Gаm"}, "sso-name"),
    "a name that is a formula": ({"name": "=HYPERLINK(1)"}, "sso-name"),
    "a name that is a page": ({"name": "<img src=x onerror=alert(1)>"}, "sso-name"),
    "no unit": ({"unit": None}, "sso-no-unit"),
    "an empty unit": ({"unit": " "}, "sso-no-unit"),
    "a list of units": ({"unit": ["Sở Nội vụ"]}, "sso-no-unit"),
    "a yes for a unit": ({"unit": True}, "sso-no-unit"),
    "a unit that isn't listed": ({"unit": "Sở Ngoại vụ"}, "sso-unit"),
    "a unit of 3,000 letters": ({"unit": "Sở " * 1_000}, "sso-unit"),
    "a unit by a part of its name": ({"unit": "Nội vụ"}, "sso-unit"),
    "a unit that two could be": ({"unit": "Phuong Tan Thanh"}, "sso-unit"),
    "a position of 1,000 letters": ({"position": "Trưởng " * 150}, "sso-position"),
    "a position with what nobody sees": ({"position": "Trưởng\u202e phòng"}, "sso-position"),
    "a position that is a formula": ({"position": "@SUM(1)"}, "sso-position"),
}


def test_claims_that_can_not_be_a_person_of_the_contest_get_a_sentence_that_says_whom_to_ask(
    another: Another, server: Server
):
    server.document = changed_document({"userinfo_endpoint": None})
    found = {}
    for kind, (changes, _) in ODD_CLAIMS.items():
        attack = another(claims=changed(changes))
        found[kind] = (*attack.refused(), "liên hệ: Văn phòng." in attack.browser.refusal()["vi"]["detail"])

    assert found == {kind: (refusal, [], True) for kind, (_, refusal) in ODD_CLAIMS.items()}


SPELLINGS = {
    "its id": ("so-noi-vu", "so-noi-vu"),
    "its name": ("Sở Nội vụ", "so-noi-vu"),
    "capitals and spaces": ("  SỞ  NỘI  VỤ ", "so-noi-vu"),
    "decomposed": ("So\u031b\u0309 No\u0323\u0302i vu\u0323", "so-noi-vu"),
    "without accents": ("So noi vu", "so-noi-vu"),
    "with the other tone": ("Phường Tân Thạnh", "tan-thanh-2"),
}


def test_a_unit_is_found_by_any_spelling_that_can_mean_no_other(server: Server, sso_town: Town):
    server.people = {kind: {**AN_CLAIMS, "sub": kind, "unit": unit} for kind, (unit, _) in SPELLINGS.items()}

    for kind in SPELLINGS:
        Browser(sso_town.client).sign_on(server, sub=kind)

    assert {kind: profile_of(kind).unit for kind in SPELLINGS} == {kind: unit for kind, (_, unit) in SPELLINGS.items()}


POSITIONS: list[tuple[Any, bool]] = [
    ("  trưởng  PHÒNG", True),
    ("PHÓ TRƯỞNG PHÒNG", True),
    ("Chuyên viên", False),
    ("Truong phong", False),
    (["Chuyên viên", "Trưởng phòng"], True),
    ([], False),
    (7, False),
    (True, False),
    ({"a": 1}, False),
]


def test_who_leads_is_told_by_the_claim_and_the_definition(server: Server, sso_town: Town):
    server.people = {str(n): {**AN_CLAIMS, "sub": str(n), "position": said} for n, (said, _) in enumerate(POSITIONS)}

    for sub in server.people:
        Browser(sso_town.client).sign_on(server, sub=sub)

    assert {sub: profile_of(sub).leader for sub in server.people} == {
        str(n): leads for n, (_, leads) in enumerate(POSITIONS)
    }


def profile_of(sub: str) -> Profile:
    found = contestants.by_login(CONTEST, login_hash(CONTEST, f"sso|{ISSUER}|{sub}"))
    assert found is not None
    return found
