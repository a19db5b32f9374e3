"""Registering on the deployed stack, with the roles that its functions really have: from a puzzle to a started paper."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.contest import PASSWORD
from tests.deployed import Reply, Town
from tests.factories import nonce
from tests.registering import code_in, solved
from tests.sizes import size

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack"), pytest.mark.soak]

GUESSES = size(test=12, soak=200)
# Each of them at once is a process of its own on the emulator.
AT_ONCE = size(test=4, soak=6)
TRIES, LONGEST_PAUSE_S = 40, 5


def stranger(town: Town) -> Town:
    """Return the same town for a device on which nobody is signed in."""
    return replace(town, cookie="")


def ask(town: Town, path: str, body: dict[str, Any] | None = None) -> Reply:
    """Send a request (one without a body: read), again while the answer is that all is busy: as a page, later each time.

    Each try that nobody waits for any more goes on in the emulator: at once again would keep it as busy as it is.
    """
    for tried in range(TRIES):
        reply = town.api("GET", path) if body is None else town.api("POST", path, body)
        if reply.status != 503:
            return reply
        time.sleep(min(2**tried / 10, LONGEST_PAUSE_S))
    raise AssertionError(f"{path} was never answered: {reply.body!r}")


def work(town: Town) -> str:
    return solved(ask(town, "/challenge").document["challenge"])


def entry(town: Town, name: str, citizen_id: str, email: str, code: str) -> dict[str, Any]:
    """Return what a form of the contest's page would send."""
    page = town.send("GET", f"/{town.demo.contest}/index.html").body.decode()
    units = town.send("GET", f"/{town.demo.contest}/units.json").document
    return {
        "nonce": name,
        "full_name": "Nguyễn Thị Mới",
        "unit": units[0]["id"],
        "unit_by": "",
        "fields": {"citizen_id": citizen_id, "phone": "0912345678", "email": email},
        "consent": re.findall(r'"notice_version": ?"([0-9a-f]{12})"', page)[0],
        "code": code,
        "password": PASSWORD,
        "work": work(town),
        "not_excluded": True,
    }


def letters(town: Town, to: str) -> list[dict[str, str]]:
    """Return the letters to an address, the oldest first."""
    found = town.objects("PrivateBucket", f"outbox/{town.demo.contest}/")
    client, bucket = town.emulator.client("s3"), town.stack.names["PrivateBucket"]
    in_order = sorted(found, key=lambda key: found[key]["LastModified"])
    read = [json.loads(client.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in in_order]
    return [letter for letter in read if letter["to"] == to]


def mailed_code(town: Town, name: str, email: str) -> str:
    told = ask(town, "/registration/code", {"nonce": name, "email": email, "work": work(town)})
    assert told.status == 200, told.body
    return code_in(letters(town, email)[-1])


def test_somebody_registers_and_starts_a_paper(town: Town) -> None:
    phone, name, email = stranger(town), nonce(4001), "moi@hai-phong.gov.vn"
    code = mailed_code(phone, name, email)
    said = entry(phone, name, "031096000401", email, code)

    registered = ask(phone, "/registration", said)
    again = ask(stranger(town), "/registration", said)
    started = phone.api("PUT", f"/rounds/{town.demo.open_round}/attempts/1", {"nonce": nonce(4002)})
    later = ask(stranger(town), "/session", {"identifier": "31096000401", "code": registered.document["code"]})
    other = ask(stranger(town), "/registration", {**said, "nonce": nonce(4003), "work": work(town)})

    assert [each.status for each in (registered, again, started, later)] == [200] * 4
    assert again.body == registered.body
    assert len(started.document["paper"]["questions"]) == 10
    assert registered.document["code"] in letters(town, email)[-1]["text"]
    assert (other.status, other.document["type"]) == (422, "/problems/wrong-mailed-code")


def test_who_lost_their_code_signs_in_with_the_one_in_the_letter(town: Town) -> None:
    phone, name, email = stranger(town), nonce(4011), "quen@hai-phong.gov.vn"
    said = entry(phone, name, "031096000402", email, mailed_code(phone, name, email))
    assert ask(phone, "/registration", said).status == 200
    lost = {"nonce": nonce(4012), "identifier": "031096000402", "work": work(town)}

    stranger_told = ask(phone, "/session/code", {**lost, "identifier": "031096000499", "work": work(town)})
    told = ask(phone, "/session/code", lost)

    assert [told.status, stranger_told.status] == [200, 200]
    assert sorted(told.document) == sorted(stranger_told.document)


def test_of_many_guesses_at_a_mailed_code_at_once_five_are_looked_at(town: Town) -> None:
    phone, name, email = stranger(town), nonce(4021), "doan@hai-phong.gov.vn"
    code = mailed_code(phone, name, email)
    said = entry(phone, name, "031096000403", email, f"{(int(code) + 1) % 10**6:06d}")

    def guess(_: int) -> Reply:
        return ask(stranger(town), "/registration", {**said, "work": work(town)})

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        told = Counter(
            reply.document.get("type", str(reply.status)).removeprefix("/problems/")
            for reply in crowd.map(guess, range(GUESSES))
        )
    right = ask(stranger(town), "/registration", {**said, "code": code, "work": work(town)})

    assert 0 < told["wrong-mailed-code"] <= 5
    assert set(told) == {"wrong-mailed-code", "too-many"}
    assert right.document["type"] == "/problems/too-many"


@pytest.mark.parametrize("role", ["ApiHandlerRole", "OrganizerRole", "ClockRole"])
def test_nobody_but_identity_puts_letters_into_the_outbox(town: Town, role: str) -> None:
    client, bucket = town.as_role(role), town.stack.names["PrivateBucket"]

    with pytest.raises(ClientError) as refused:
        client.put_object(Bucket=bucket, Key="outbox/x/1.json", Body=b"{}")

    assert refused.value.response["Error"]["Code"] == "AccessDenied"
