"""A device's clock, however wrong it is and however it is told, changes nothing: only the server's counts."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

import pytest

from chalicelib.domain.times import Millis, written
from tests.factories import AN, BINH, FIRST, GRACE_MS, LIMIT_MS, NONCE, OPENS, OTHER_NONCE, THIRD_NONCE
from tests.town import Phone, Town

DEADLINE = OPENS + LIMIT_MS
TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000
AROUND_THE_EDGES = [DEADLINE - 1, DEADLINE, DEADLINE + GRACE_MS - 1, DEADLINE + GRACE_MS]


def believing(phone: Phone, now: Millis) -> Phone:
    """Have a device send what it believes the hour to be with every request, in all the ways that there are."""
    http = formatdate(now / 1000, usegmt=True)
    named = ("Date", "If-Modified-Since", "If-Unmodified-Since", "Expires", "Last-Modified")
    stamped = ("X-Amz-Date", "Server-Time", "X-Client-Time", "X-Request-Start", "X-Amz-Cf-Time")
    phone.extra = {**dict.fromkeys(named, http), **dict.fromkeys(stamped, str(now))}
    return phone


def played(town: Town, who: str, off: Millis, instant: Millis) -> list[Any]:
    """Start, and then save and hand in at ``instant``, on a device whose clock is ``off``. Returns what was said."""
    phone = believing(town.at(OPENS).phone(who), OPENS + off)
    started = phone.start(NONCE)
    believing(town.at(instant) and phone, instant + off)
    saved = phone.save("A__", OTHER_NONCE)
    version = saved.document.get("version", 1)
    handed_in = phone.hand_in("AB_", THIRD_NONCE, version)
    return [
        (each.status, each.problem, each.headers["Server-Time"], hours(each.document))
        for each in (started, saved, handed_in)
    ]


def hours(told: Any) -> dict[str, Any]:
    """Return every hour that an answer tells, however deep."""
    inner = told.values() if isinstance(told, dict) else ()
    found = {name: value for name, value in told.items() if name.endswith("_at")} if isinstance(told, dict) else {}
    return {name: value for each in (found, *map(hours, inner)) for name, value in each.items()}


@pytest.mark.parametrize("instant", AROUND_THE_EDGES)
@pytest.mark.parametrize("off", [-TEN_YEARS_MS, TEN_YEARS_MS])
def test_a_clock_that_is_ten_years_off_changes_nothing(town: Town, off: Millis, instant: Millis):
    right = played(town, AN, 0, instant)

    assert played(town, BINH, off, instant) == right
    assert right[0][2:] == (
        str(OPENS),
        {"started_at": written(OPENS), "deadline_at": written(DEADLINE), "saved_at": None},
    )


@pytest.mark.parametrize("name", ["now", "saved_at", "submitted_at", "started_at", "deadline_at", "time"])
def test_an_hour_in_a_body_is_refused_by_name(town: Town, phone: Phone, name: str):
    phone.start(NONCE)
    body = {"nonce": OTHER_NONCE, "version": 1, "choices": "A__", "prediction": "", name: written(OPENS - TEN_YEARS_MS)}

    answers = [
        phone.send("PUT", f"/rounds/{FIRST}/attempts/1/answers", body),
        phone.send("PUT", f"/rounds/{FIRST}/attempts/1/submission", body),
        phone.send("PUT", f"/rounds/{FIRST}/attempts/1", {"nonce": NONCE, name: body[name]}),
    ]

    assert [(answer.status, answer.problem) for answer in answers] == [(422, "unfit-fields")] * 3


def test_a_session_lasts_by_the_servers_clock_and_its_cookie_names_no_date(town: Town, phone: Phone):
    cookie = phone.start(NONCE).headers["Set-Cookie"].lower()

    assert ("max-age=" in cookie, "expires=" in cookie) == (True, False)
