"""What CloudFront says beside every answer, and what it vouches for before the API: as the template has it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from simulator.cloud import template

CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
CUSTOM = {
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        "payment=(), publickey-credentials-get=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def properties(resource: str) -> dict[str, Any]:
    return dict(template()["Resources"][resource]["Properties"])


def distribution() -> dict[str, Any]:
    return dict(properties("Distribution")["DistributionConfig"])


def behaviours() -> list[dict[str, Any]]:
    return [distribution()["DefaultCacheBehavior"], *distribution()["CacheBehaviors"]]


def test_a_page_may_do_what_ours_do_and_nothing_else():
    security = properties("SecurityHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]

    policy = [part.split() for part in security["ContentSecurityPolicy"]["ContentSecurityPolicy"].split(";")]
    assert {name: values for name, *values in policy} == CSP
    assert security["StrictTransportSecurity"] == {
        "AccessControlMaxAgeSec": 31536000,
        "IncludeSubdomains": True,
        "Override": True,
    }
    assert security["FrameOptions"] == {"FrameOption": "DENY", "Override": True}
    assert security["ReferrerPolicy"] == {"ReferrerPolicy": "same-origin", "Override": True}
    assert security["ContentTypeOptions"] == {"Override": True}
    assert all(header["Override"] for header in security.values())


def test_the_other_headers_are_there_too():
    items = properties("SecurityHeaders")["ResponseHeadersPolicyConfig"]["CustomHeadersConfig"]["Items"]

    assert {item["Header"]: item["Value"] for item in items} == CUSTOM
    assert all(item["Override"] for item in items)


def test_every_behaviour_says_them_and_none_lets_other_sites_read():
    assert [each["ResponseHeadersPolicyId"] for each in behaviours()] == ["SecurityHeaders"] * len(behaviours())
    assert "CorsConfig" not in properties("SecurityHeaders")["ResponseHeadersPolicyConfig"]


def test_pages_are_only_read():
    assert distribution()["DefaultCacheBehavior"]["AllowedMethods"] == ["GET", "HEAD"]


def test_every_way_to_the_api_is_vouched_for():
    to_the_api = [each for each in behaviours() if each["TargetOriginId"] == "api"]

    assert [each["FunctionAssociations"] for each in to_the_api] == [
        [{"EventType": "viewer-request", "FunctionARN": "Vouching.FunctionARN"}]
    ] * len(to_the_api)
    assert len(to_the_api) >= 1


@pytest.mark.skipif(not shutil.which("node"), reason="node is missing: it runs the function as CloudFront does")
def test_what_a_client_claims_about_itself_is_overwritten():
    claimed = {"host": "thi.example.vn", "x-hoithi-viewer": "203.0.113.9", "x-hoithi-site": "evil.example"}
    event = {"viewer": {"ip": "2001:db8::7"}, "request": {"headers": {name: {"value": claimed[name]} for name in claimed}}}
    run = f"{properties('Vouching')['FunctionCode']}\nconsole.log(JSON.stringify(handler({json.dumps(event)}).headers))"

    said = subprocess.run(["node", "-e", run], capture_output=True, text=True, check=True)

    told = {name: entry["value"] for name, entry in json.loads(said.stdout).items()}
    assert told == {"host": "thi.example.vn", "x-hoithi-viewer": "2001:db8::7", "x-hoithi-site": "thi.example.vn"}
