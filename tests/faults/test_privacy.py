"""Erasing a person, and letting go of everybody, with each fault at each call: done again, it is finished, and the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

import app as deployed
from chalicelib.storage import contestants
from tests.factories import AN, CONTEST, RESULTS, SECOND_CLOSES
from tests.faults.duties import PREPARED, begin
from tests.faults.house import BUSY, MOST_TRIES, House, house
from tests.faults.state import stored
from tests.faults.weather import FAULTS, Fault, Site, faults_of, partial, refused, timed_out
from tests.pictures import take
from tests.services.exported import differences
from tests.sizes import soaking
from tests.town import Town

# What the clock does when it is woken has tests of its own, but for what it is asked for here.
OF_PRIVACY = re.compile(r"services/(erase|retention|renaming)\.py")
# In `make soak` all of them; otherwise nothing was done, all was done and the function died, or only a part.
SOME = FAULTS if soaking() else (refused, timed_out, partial)
LONG_AFTER = SECOND_CLOSES + 200 * 24 * 60 * 60_000
CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 900_000, aws_request_id="")
NAME = "Nguyễn Văn An"


@dataclass(frozen=True)
class Asked:
    """What is asked of the function, and at which hour."""

    event: Callable[[str], dict[str, Any]]
    hour: int


ERASURE = Asked(lambda login: {"act": "person-erase", "contest": CONTEST, "login": login, "asked": True}, RESULTS)
RETENTION = Asked(lambda login: {}, LONG_AFTER)


def insisted(here: House, event: dict[str, Any]) -> Any:
    """Ask until it is done, as whoever asks does; then let the clock do what it was asked for."""
    for _ in range(MOST_TRIES):
        body, error = here.run(lambda asked, _: deployed.privacy(asked, CONTEXT), event)
        if not error and body.get("refused", {}).get("code") not in BUSY:
            break
    for _ in range(MOST_TRIES):
        if not here.wake_the_clock()[1]:
            break
    return body


@pytest.mark.soak
@pytest.mark.parametrize("asked", [ERASURE, RETENTION], ids=["erasure", "retention"])
def test_whatever_happens_at_whichever_call_it_is_finished_and_answered_the_same(asked: Asked, small_town: Town):
    small_town.at(PREPARED["publish"](small_town)).cloud.tick()
    for _ in range(2):  # All that is due by then for another reason: the second round closes, and is published.
        small_town.at(asked.hour).cloud.tick()
    login = small_town.profile(AN).login
    begun = take(small_town.codes, small_town.profiles)

    def tried(strikes: dict[Site, Fault]) -> tuple[Any, list[Site], dict[str, dict[str, Any]]]:
        begin(begun, small_town, asked.hour)
        with house(strikes) as here:
            body = insisted(here, asked.event(login))
            return body, here.sites, stored()

    answer, every, whole = tried({})
    sites = [site for site in every if OF_PRIVACY.search(site.place)]
    found = {}
    for site in sites:
        for fault in SOME:
            if fault in faults_of(site):
                body, _, left = tried({site: fault})
                told = [] if body == answer else [f"answered {body}"]
                found[f"{fault.__name__} at {site}"] = told + differences(whole, left)

    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) >= 2 * len(sites) > 0
    assert NAME not in str(whole)
    assert contestants.by_login(CONTEST, login) is None
