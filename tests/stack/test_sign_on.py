"""Signing on at a real server of OpenID Connect, a process of its own, on the deployed stack with the roles that it has."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.exceptions import ClientError

from tests.browser.signing_on import SUBJECT, SignOn
from tests.deployed import Reply, Town

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]


class Stay(urllib.request.HTTPRedirectHandler):
    """A browser's address bar that shows where it is sent, and doesn't go there."""

    def redirect_request(self, *_: Any) -> None:
        return None


OPENER = urllib.request.build_opener(Stay)


@dataclass
class Device:
    """A browser in front of the stack, which keeps its cookies."""

    town: Town
    contest: str
    jar: dict[str, str] = field(default_factory=dict)

    def send(self, address: str, form: dict[str, str] | None = None) -> Reply:
        """Ask for an address, here or at the server, and stay where that sends us."""
        url = address if address.startswith("http") else self.town.site + address
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.jar.items())}
        ours = url.startswith(self.town.site + "/")
        request = urllib.request.Request(url, urlencode(form).encode() if form else None, cookies if ours else {})
        try:
            answer = OPENER.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            reply = Reply(answer.status, answer.read(), answer.headers)
        if ours:
            self._keep(reply.headers.get_all("Set-Cookie", []))
        return reply

    def _keep(self, cookies: list[str]) -> None:
        for each in cookies:
            name, _, value = each.partition(";")[0].partition("=")
            self.jar[name] = value

    def press(self) -> str:
        """Press the button, having agreed; return where the browser is sent."""
        page = self.send(f"/{self.contest}/index.html").body.decode()
        version = re.findall(r'"notice_version": ?"([0-9a-f]{12})"', page)[0]
        return self.send(f"/api/contests/{self.contest}/sso?consent={version}").headers["Location"]

    def sign_in(self, sub: str = SUBJECT, **more: str) -> str:
        """Press the button and a name on the server's page; return where the browser is sent back to."""
        return self.send(self.press(), {"sub": sub, **more}).headers["Location"]

    def come_back(self, address: str) -> str:
        """Go back to where the server sends; return where that leads."""
        return self.send(address).headers["Location"]

    def api(self, path: str) -> Reply:
        return self.send(f"/api/contests/{self.contest}{path}")


@pytest.fixture
def device(town: Town, sign_on: SignOn) -> Device:
    """A browser in which nobody has signed on."""
    return Device(town, sign_on.contest)


def test_somebody_with_an_account_gets_in_and_is_the_same_person_every_time(device: Device):
    first = device.come_back(device.sign_in())
    who = device.api("/me").document
    other = Device(device.town, device.contest)
    other.come_back(other.sign_in())

    assert first == f"/{device.contest}/index.html"
    assert who == {**other.api("/me").document, "expires_at": who["expires_at"]}
    assert who["unit"] == "van-phong-so"


def test_a_way_back_is_good_once_and_for_the_browser_that_went(device: Device):
    back = device.sign_in()
    thief = Device(device.town, device.contest, dict(device.jar))
    stranger = Device(device.town, device.contest)

    led = [each.come_back(back) for each in (stranger, device, thief)]

    page = f"/{device.contest}/index.html"
    assert led == [f"{page}#loi=sso-state", page, f"{page}#loi=sso-state"]
    assert (thief.api("/me").status, stranger.api("/me").status) == (401, 401)


def test_a_way_back_to_another_contest_leads_nowhere(device: Device):
    back = device.sign_in().replace(device.contest, device.town.demo.contest)

    assert device.come_back(back).endswith(f"/{device.town.demo.contest}/index.html#loi=sso-state")


def test_a_code_of_another_sign_on_is_not_taken(device: Device):
    victim = Device(device.town, device.contest)
    stolen = re.findall(r"[?&]code=([^&]+)", victim.sign_in())[0]
    own = device.sign_in()

    led = device.come_back(re.sub(r"([?&]code=)[^&]+", rf"\g<1>{stolen}", own))

    assert led.endswith("#loi=sso-token")
    assert device.api("/me").status == 401


def test_who_turns_it_down_is_told_so(device: Device):
    address = device.press()

    denied = device.send(address, {"action": "deny"}).headers["Location"]

    # The server of these tests forgets the state where it lets nobody in, and we believe nobody without it.
    assert device.come_back(denied).partition("#")[2] in ("loi=sso-denied", "loi=sso-state")


def test_whose_unit_is_not_on_the_list_reads_what_was_found_and_whom_to_ask(device: Device):
    led = device.come_back(device.sign_in("don-vi-la"))

    told = device.api("/sso/refusal").document
    assert (led.partition("#")[2], told["code"]) == ("loi=sso-unit", "sso-unit")
    assert "“Sở Ngoại vụ”" in told["vi"]["detail"]
    assert "Văn phòng Sở Khoa học và Công nghệ" in told["en"]["detail"]
    assert device.api("/me").status == 401


def test_only_identity_reads_which_server_it_is_and_none_of_the_functions_writes_it(town: Town, sign_on: SignOn):
    name = town.stack.names["SsoSecret"]
    roles = {"ApiHandlerRole", "IdentityRole", "OrganizerRole", "ClockRole"} & set(town.stack.names)

    may = {role for role in roles if reads(town, role, name)}

    assert len(roles) == 4
    assert may == {"IdentityRole"}
    with pytest.raises(ClientError):
        town.as_role("IdentityRole", "secretsmanager").put_secret_value(SecretId=name, SecretString=json.dumps({}))


def reads(town: Town, role: str, name: str) -> bool:
    try:
        town.as_role(role, "secretsmanager").get_secret_value(SecretId=name)
    except ClientError:
        return False
    return True
