"""What stands beside every answer of the deployed stack, whoever asks and whatever comes of it."""

from __future__ import annotations

import pytest

from tests.deployed import Town

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

OF_A_PAGE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/{contest}/index.html", "/{contest}/{round}/results.json", "/nowhere.html"])
def test_every_page_is_told_what_it_may_do(town: Town, path: str):
    told = town.send("GET", path.format(contest=town.demo.contest, round=town.demo.published_round))

    assert {name: told.headers.get(name) for name in OF_A_PAGE} == OF_A_PAGE
    assert "frame-ancestors 'none'" in told.headers["Content-Security-Policy"]
    assert "camera=()" in told.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/me"), ("POST", "/session"), ("DELETE", "/session"), ("PUT", "/rounds/x/attempts/1")]
)
def test_every_answer_of_the_api_is_data_that_no_browser_makes_a_page_of(town: Town, method: str, path: str):
    told = town.api(method, path)

    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert told.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert told.headers["Cache-Control"] == "no-store"


def test_a_page_of_another_site_is_refused_on_the_stack_too(town: Town):
    told = town.send("DELETE", f"/api/contests/{town.demo.contest}/session", **{"Sec-Fetch-Site": "cross-site"})
    old = town.send("DELETE", f"/api/contests/{town.demo.contest}/session", Origin="https://evil.example")
    ours = town.send("DELETE", f"/api/contests/{town.demo.contest}/session", Origin=town.site)

    assert [each.status for each in (told, old, ours)] == [400, 400, 204]
    assert told.document["type"] == "/problems/foreign-page"
