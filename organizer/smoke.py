"""Whether a stage that has just been deployed does what people will ask of it. Nothing is changed by looking."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any

from .cloud import Cloud
from .doctor import MOST_SKEW_S
from .findings import Finding, true
from .trouble import Trouble

PATIENCE_S = 30
# Nobody is signed in, so this is refused, by the API itself and whatever the contest: nothing has to be there for it.
NOWHERE = "/api/contests/khong-co/me"
Ask = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Answer:
    """What came over HTTP; status 0 where nothing did."""

    status: int
    body: bytes
    headers: Message


def get(url: str, headers: dict[str, str] | None = None) -> Answer:
    """Fetch an address. A refusal is an answer, and so is that nobody answers."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=PATIENCE_S)
    except urllib.error.HTTPError as error:
        answer = error
    except OSError as error:
        return Answer(0, str(error).encode(), Message())
    with answer:
        return Answer(answer.status, answer.read(), answer.headers)


def smoke(cloud: Cloud, ask: Ask) -> Iterator[Finding]:
    """Look at the site, the API through CloudFront and past it, the clock, and each contest's definition."""
    site = cloud.address()
    yield from _site(site)
    yield from _api(site)
    yield from _past_the_door(cloud)
    yield from _clock(ask)
    for contest in contests(site):
        yield from _contest(site, contest, ask)


def contests(site: str) -> list[str]:
    """Return the ids of the contests that have a round to take part in, as the site lists them."""
    answer = get(f"{site}/contests.json")
    return [each["contest"] for each in json.loads(answer.body)] if answer.status == 200 else []


def _site(site: str) -> Iterator[Finding]:
    page, style, lost = (get(site + path) for path in ("/", "/assets/app.css", "/there/is/nothing.html"))
    yield true("page", page.status == 200, address=site, found=page.status)
    yield true("policy", "script-src 'self'" in page.headers.get("Content-Security-Policy", ""), address=site)
    yield true("assets", style.status == 200 and bool(style.body), found=style.status)
    yield true("lost", lost.status == 404 and b"<html" in lost.body.lower(), found=lost.status)


def _api(site: str) -> Iterator[Finding]:
    answer = get(site + NOWHERE)
    told = answer.headers.get("Server-Time", "")
    ours = answer.headers.get("Content-Type", "").startswith("application/problem+json")
    yield true("api", ours and told.isdecimal(), found=answer.status)
    if told.isdecimal():
        off = abs(time.time() - int(told) / 1000)
        yield true("server-time", off <= MOST_SKEW_S, "look", found=f"{off:.0f}", most=MOST_SKEW_S)


def _past_the_door(cloud: Cloud) -> Iterator[Finding]:
    url, headers = direct(cloud)
    found = get(url + NOWHERE, headers).status
    yield true("door", found == 403, found=found)


def direct(cloud: Cloud) -> tuple[str, dict[str, str]]:
    """Return the API's own address, past CloudFront, and the headers that an emulator needs to find it."""
    api = cloud.resources()["RestAPI"].name
    if "endpoint_url" in cloud.reach:
        return cloud.reach["endpoint_url"], {"Host": f"{api}.execute-api.localhost"}
    return f"https://{api}.execute-api.{cloud.region}.amazonaws.com", {}


def _clock(ask: Ask) -> Iterator[Finding]:
    """The `organizer` function asks the `clock` function for this, so both are seen to run."""
    try:
        yield Finding("ok", "dry-run", {"count": ask({"act": "pulse", "clock": True})["due"]})
    except Trouble as trouble:
        yield Finding("bad", "dry-run", {"count": trouble.values.get("why", trouble.key)})


def _contest(site: str, contest: str, ask: Ask) -> Iterable[Finding]:
    page = get(f"{site}/{contest}/index.html")
    yield true("contest-page", page.status == 200, contest=contest, found=page.status)
    told = ask({"act": "pulse", "contests": [contest]})["contests"]
    yield true("definition", contest in told, contest=contest)
