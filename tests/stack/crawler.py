"""Somebody hostile at the front door of the deployed stack: everything tried is counted, whatever succeeds is a finding.

What there is to try comes from the OpenAPI document and from the links of the pages, so a route or a page that is new is
tried without anybody thinking of it. Each kind of attack is one function that gives `Try`s; the judges look at every answer.
"""

from __future__ import annotations

import http.client
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import urljoin, urlsplit

Schema = dict[str, Any]

# What a page may be opened with without anything being learnt: refused, unknown, not allowed. A 500 never is.
REFUSED = frozenset([400, 401, 403, 404, 405, 409, 411, 413, 414, 415, 422, 429, 431, 501, 503])
FINE = REFUSED | {200, 204, 302, 304}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PATIENCE_S = 120
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Try:
    """One request of an attack; any other status than one of ``allowed`` means that it has succeeded."""

    kind: str
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    allowed: frozenset[int] = REFUSED


@dataclass(frozen=True)
class Told:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def document(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def problem(self) -> str:
        told = self.document
        return str(told.get("type", "")).removeprefix("/problems/") if isinstance(told, dict) else ""


@dataclass
class Crawler:
    """Sends tries and judges their answers.

    ``secrets`` is text → what it is, and nobody may be told; ``private`` likewise what the API may tell to its owner alone:
    ``own`` of it is this one's.
    """

    site: str
    secrets: Mapping[str, str]
    private: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    tried: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def send(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Told:
        """Send one request as it is: nothing is made of the path, and no redirect is followed."""
        place = urlsplit(self.site)
        line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE_S)
        try:
            line.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
            for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
                line.putheader(name, value)
            line.endheaders(body)
            answer = line.getresponse()
            return Told(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            line.close()

    def go(self, tries: Iterable[Try]) -> list[Told]:
        """Make every try, and note what has succeeded."""
        return [self._made(each) for each in tries]

    def note(self, kind: str, found: str) -> None:
        """Note what an attack has found out that no judge of a single answer could see."""
        self.findings.append(f"{kind}: {found}")

    def count(self, kind: str, times: int = 1) -> None:
        """Count tries that were not made by `go`."""
        self.tried[kind] += times

    def _made(self, each: Try) -> Told:
        told = self.send(each.method, each.path, each.headers, each.body)
        self.count(each.kind)
        where = f"{each.method} {each.path[:90]} {dict(each.headers)!r:.120} {each.body[:80]!r}"
        if told.status not in each.allowed:
            self.note(each.kind, f"{where} was answered {told.status}")
        for found in self.judged(told, each.path):
            self.note(each.kind, f"{where} {found}")
        return told

    def judged(self, told: Told, path: str) -> Iterator[str]:
        """Give what is wrong with an answer, whatever was asked for."""
        head = "\n".join(f"{name}: {value}" for name, value in told.headers.items() if name != "set-cookie")
        said = f"{head}\n{told.text}"
        hidden = {**self.secrets, **(self.private if path.startswith("/api/") else {})}
        yield from (f"tells {what}" for secret, what in hidden.items() if secret in said and secret not in self.own)
        yield from (f"tells {word}" for word in ("Traceback", "/var/task", "botocore", "arn:aws") if word in said)
        to = told.headers.get("location", "")
        if to and not self.is_ours(urljoin(self.site + path, to)):
            yield f"leads to {to}"
        if told.headers.get("access-control-allow-origin") not in (None, self.site):
            yield "may be read by pages of other sites"
        if path.startswith("/api/") and told.body and "json" not in told.headers.get("content-type", ""):
            yield f"is {told.headers.get('content-type')}"

    def is_ours(self, address: str) -> bool:
        """Whether an address is of this site."""
        return urlsplit(address)[:2] == urlsplit(self.site)[:2]


# --- What there is ------------------------------------------------------------------------------------------------------


_IMPORTED = re.compile(r"""(?:from|import)\s*\(?["']([^"']+\.js)["']""")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name in ("href", "src", "action", "formaction") and value]
        refresh = dict(attributes).get("content") if tag == "meta" else None
        if refresh and "url=" in refresh.lower():
            self.found.append(refresh.lower().partition("url=")[2])


def pages(crawler: Crawler, start: str) -> Iterator[tuple[str, Told, list[str]]]:
    """Follow every link of the site from ``start``; give each page's path, what it is, and its links in full."""
    waiting, seen = [start], {start}
    while waiting:
        path = waiting.pop()
        told = crawler.send("GET", path)
        links = [urljoin(crawler.site + path, link) for link in links_of(told)]
        yield path, told, links
        for link in links:
            place = urlsplit(link)
            if crawler.is_ours(link) and place.netloc and place.path not in seen and not place.path.startswith("/api/"):
                seen.add(place.path)
                waiting.append(place.path)


def links_of(told: Told) -> list[str]:
    """Return the links of a page, or the modules that a script imports; of anything else there are none."""
    if "javascript" in told.headers.get("content-type", ""):
        return _IMPORTED.findall(told.text)
    if "html" not in told.headers.get("content-type", ""):
        return []
    reader = _Links()
    reader.feed(told.text)
    return reader.found


def operations(document: Schema, parts: Mapping[str, str]) -> Iterator[tuple[str, str, Schema]]:
    """Give the method, the path filled in with ``parts``, and the description of every operation of the API."""
    for template, of in document["paths"].items():
        path = re.sub(r"\{(\w+)\}", lambda found: parts.get(found[1], found[1]), template)
        for method, operation in of.items():
            yield method.upper(), f"/api{path}", operation


def example(schema: Schema) -> Any:
    """Return some value that fits a field's schema, so far as an attack needs it."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: example(each) for name, each in schema.get("properties", {}).items()}
    if kind == "integer":
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    if kind == "array":
        return []
    return "0" * max(1, schema.get("minLength", 1))


def is_wrong(schema: Schema, value: Any) -> bool:
    """Whether one of `WRONG_VALUES` is wrong in a field: an empty text may be what the field is left out for."""
    return value != "" or schema.get("type") != "string" or schema.get("minLength", 0) > 0


def body_of(operation: Schema) -> dict[str, Any] | None:
    """Return a body that has the fields of an operation's, or None where it takes none."""
    schema = schema_of(operation)
    return example(schema) if schema else None


def schema_of(operation: Schema) -> Schema:
    """Return the schema of an operation's body, empty where it takes none."""
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})


# --- The attacks --------------------------------------------------------------------------------------------------------


def forged_tokens(token: str) -> dict[str, str]:
    """Return what somebody makes of a token who doesn't know the secret that seals it."""
    body, _, seal = token.partition(".")
    facts = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    changed = {
        "another person's": [facts[0], "a" * 26, *facts[2:]],
        "another unit's": [*facts[:2], "so-noi-vu", *facts[3:]],
        "another contest's": ["another", *facts[1:]],
        "one that lasts": [*facts[:-1], facts[-1] * 2],
        "a younger one": [*facts[:-2], facts[-2] * 2, facts[-1]],
        "one with more parts": [*facts, "organizer"],
        "one with fewer": facts[:-1],
        "a group": {"contestant": facts[1]},
    }
    made = {f"{name}, under the old seal": f"{_packed(value)}.{seal}" for name, value in changed.items()}
    made |= {f"{name}, without a seal": f"{_packed(value)}." for name, value in changed.items()}
    header = _packed({"alg": "none", "typ": "JWT"})
    return made | {
        "none": "",
        "a point": ".",
        "the body alone": body,
        "the seal alone": f".{seal}",
        "cut": token[:-1],
        "doubled": f"{token}.{seal}",
        "the seal in another case": f"{body}.{seal.swapcase()}",
        "with an empty part": f"{body}..{seal}",
        "a JWT that says none": f"{header}.{body}.",
        "a JWT with our seal": f"{header}.{body}.{seal}",
        "null": "null",
        "a quote": f'"{token}',
        "with zeros": f"{body}\0.{seal}".replace("\0", "%00"),
        "very long": "A" * 6_000 + "." + seal,
    }


def _packed(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def with_tokens(document: Schema, parts: Mapping[str, str], cookie: str, tokens: Mapping[str, str]) -> Iterator[Try]:
    """Try every token that is nobody's on every operation that needs one."""
    for (method, path, operation), token in product(operations(document, parts), tokens.values()):
        for scheme in operation.get("security", []):
            name = document["components"]["securitySchemes"][next(iter(scheme))].get("name", cookie)
            body = json.dumps(body_of(operation)).encode() if body_of(operation) is not None else b""
            # The body is looked at before the session in some, the session first in others: both refuse.
            yield Try("forged token", method, path, {**JSON, "Cookie": f"{name}={token}"}, body)


WRONG_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "x" * 9_000,
    "\u0000",
    "\u202e",
    "../../etc/passwd",
    "${7*7}",
    "' OR 1=1 --",
    [],
    [[]],
    {},
    {"$ne": None},
    {"S": "x"},
)
WRONG_BODIES: tuple[bytes, ...] = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"\xff\xfe",
    b"[" * 8_000,
    b'{"nonce":1,"nonce":2}',
    b'{"__proto__":{"admin":true}}',
    b"x" * 9_000,
    b"{}" + b" " * 8_191,
)


def wrong_bodies(document: Schema, parts: Mapping[str, str], cookie: str) -> Iterator[Try]:
    """Send every operation bodies of the wrong length and kind, and each of its fields every wrong value."""
    for method, path, operation in operations(document, parts):
        fitting = body_of(operation)
        if fitting is None:
            continue
        fields = schema_of(operation).get("properties", {})
        headers = {**JSON, "Cookie": cookie}
        bodies = [body for body in WRONG_BODIES if not (body == b"{}" and not fitting)]
        wrong = [(name, value) for name, value in product(fitting, WRONG_VALUES) if is_wrong(fields[name], value)]
        bodies += [json.dumps({**fitting, name: value}).encode() for name, value in wrong]
        bodies += [
            json.dumps({**fitting, name: "x"}).encode() for name in ("contestant", "score", "role", "session", "unit")
        ]
        yield from (Try("wrong body", method, path, headers, body) for body in bodies if fitting or body)


def other_methods(document: Schema, parts: Mapping[str, str], cookie: str) -> Iterator[Try]:
    """Use every method that a path has not."""
    known: dict[str, set[str]] = {}
    for method, path, _ in operations(document, parts):
        known.setdefault(path, set()).add(method)
    for path, has in known.items():
        for method in (*METHODS, "TRACE", "PROPFIND", "FOO"):
            if method not in has:
                yield Try("other method", method, path, {**JSON, "Cookie": cookie})


def others_paths(document: Schema, parts: Mapping[str, str], cookie: str, others: Iterable[str]) -> Iterator[Try]:
    """Name other people wherever a request might name somebody: in the path, the query, a header, a cookie of its own."""
    contest = parts["contest"]
    for who in others:
        for path in (f"people/{who}", f"me/{who}", f"contestants/{who}/attempts", f"rounds/{who}/attempts/1", f"{who}"):
            yield Try("another's path", "GET", f"/api/contests/{contest}/{path}", {"Cookie": cookie})
        query = f"/api/contests/{contest}/me?contestant={who}&pseudonym={who}&user={who}"
        headers = {"X-Contestant": who, "X-User": who, "Authorization": f"Bearer {who}", "X-Hoithi-Contestant": who}
        yield Try("another's path", "GET", query, {"Cookie": cookie}, allowed=FINE)
        yield Try("another's path", "GET", f"/api/contests/{contest}/me", {"Cookie": cookie, **headers}, allowed=FINE)
        yield Try(
            "another's path", "GET", f"/api/contests/{contest}/me", {"Cookie": f"contestant={who}; {cookie}"}, allowed=FINE
        )


def encodings(path: str) -> Iterator[str]:
    """Give other spellings of a path, by which gateways and servers have been led astray before."""
    head, _, last = path.rpartition("/")
    yield from (
        f"{head}//{last}",
        f"{head}/./{last}",
        f"{head}/x/../{last}",
        f"{head}/%2e/{last}",
        f"{head}/x/%2e%2e/{last}",
    )
    yield from (f"{head}%2f{last}", f"{head}%252f{last}", f"{head}\\{last}", f"{head}/{last}/", f"{head}/{last}%00")
    yield from (f"{head}/{last};a=b", f"{head}/..;/{last}", f"{head}/{last}%20", f"/{path}", f"{path}%23", f"{path}%3f")
    yield from (f"{head}/{last.upper()}", f"{head}/%{ord(last[0]):02x}{last[1:]}", f"{head}/%c0%ae%c0%ae/{last}")


def encoded_paths(paths: Iterable[str], cookie: str, allowed: frozenset[int] = REFUSED) -> Iterator[Try]:
    """Ask for each path under its other spellings."""
    # The emulator's CloudFront takes `/api%2f…` for the API's, which it can't reach; CloudFront looks for a page called so.
    unreached = frozenset([502])
    for path in paths:
        yield from (
            Try("encoded path", "GET", each, {"Cookie": cookie}, allowed=allowed | unreached) for each in encodings(path)
        )


SMUGGLED: tuple[dict[str, str], ...] = (
    {"X-Hoithi-Edge": "x" * 64},
    {"X-Hoithi-Viewer": "203.0.113.9"},
    {"X-Hoithi-Site": "evil.example"},
    {"x-hoithi-edge ": "x"},
    {"X_Hoithi_Viewer": "203.0.113.9"},
    {"CloudFront-Viewer-Address": "203.0.113.9:1"},
    {"X-Forwarded-For": "203.0.113.9"},
    {"Forwarded": "for=203.0.113.9;host=evil.example"},
    {"X-Real-IP": "203.0.113.9"},
    {"True-Client-IP": "203.0.113.9"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Original-URL": "/api/openapi.json"},
    {"X-Rewrite-URL": "/api/openapi.json"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Method-Override": "PUT"},
    {"X-Amz-Invocation-Type": "Event"},
    {"X-Amzn-Trace-Id": "Root=1-00000000-000000000000000000000000"},
    {"X-Amz-Security-Token": "x"},
    {"Authorization": "AWS4-HMAC-SHA256 Credential=x"},
    {"Connection": "X-Hoithi-Edge, Cookie"},
    {"Range": "bytes=0-10"},
    {"Origin": "https://evil.example"},
    {"Referer": "https://evil.example/"},
    {"Accept": "text/html"},
)


def smuggled_headers(paths: Iterable[str], cookie: str) -> Iterator[Try]:
    """Send headers that another layer might believe."""
    for path, headers in product(paths, SMUGGLED):
        yield Try("smuggled header", "GET", path, {"Cookie": cookie, **headers}, allowed=FINE | {206})


def early_results(published: Iterable[str], round_id: str, others: Iterable[str]) -> Iterator[Try]:
    """Ask for everything that there is of a published round, of a round that isn't; and guess at the buckets behind it."""
    for path in published:
        hidden = re.sub(r"^(/[^/]+)/[^/]+/", rf"\1/{round_id}/", path)
        others_names = (
            hidden.upper(),
            f"{hidden}?versionId=null",
            f"{hidden}~",
            f"{hidden}.gz",
            hidden.replace("/r01/", "/r02/"),
        )
        for each in (hidden, *others_names):
            yield Try("early results", "GET", each)
        yield Try("early results", "HEAD", hidden)
    for prefix, rest in others_prefixes(round_id):
        yield Try("early results", "GET", f"/{prefix}/{rest}")
    for who in others:
        yield Try("early results", "GET", f"/{round_id}/own/{who}.json")


def others_prefixes(round_id: str) -> Iterator[tuple[str, str]]:
    """Give where results, keys and seeds lie in the other buckets, as if the site showed them too."""
    names = ("", "results.json", "ranking.csv", "manifest.json", "key.json")
    for prefix in BEHIND:
        yield from ((prefix, f"{round_id}/{name}") for name in names)


# Where a script sends somebody, and what of it is a fixed place of this site.
NAVIGATION = re.compile(r"(?:location\.(?:assign|replace)\(|location(?:\.href)?\s*=(?!=)|window\.open\()([^\n;]*)")
FIXED = re.compile(r"[`\"'](?:\$\{BASE\})?/(?!/).*")

LEADING_AWAY = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "%0d%0aLocation:%20https://evil.example",
)
BEHIND = (
    "exports",
    "private",
    "restricted",
    "banks",
    "seeds/lot",
    "seeds/paper",
    "papers",
    "definitions",
    "rosters",
    "outbox",
)


def redirects(paths: Iterable[str]) -> Iterator[Try]:
    """Ask every page and route to lead somewhere else."""
    names = ("next", "url", "redirect", "return_to", "continue", "redirect_uri", "goto", "RelayState")
    for path, to in product(paths, LEADING_AWAY):
        yield Try("open redirect", "GET", f"{path}?" + "&".join(f"{name}={to}" for name in names), allowed=FINE)
    for to in ("evil.example", "evil.example/%2f..", "%2fevil.example", "\\evil.example"):
        yield Try("open redirect", "GET", f"//{to}", allowed=FINE)
