"""What organizers ask for, with every fault at every call of theirs: they run the command again, and it is done once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from chalicelib.config import config
from chalicelib.domain.errors import Busy, NotAllDone
from chalicelib.domain.exclusion_list import Listed
from chalicelib.domain.times import Millis, written
from chalicelib.storage import objects
from organizer.trouble import sentences
from tests.factories import (
    BINH,
    CHI,
    CLOSES,
    CONTEST,
    FIRST,
    LIMIT_MS,
    LONG_BEFORE,
    NONCE,
    OPENS,
    SECOND,
    as_yaml,
    bank_event,
    make_bank,
    make_definition,
)
from tests.faults.conftest import UNREADY
from tests.faults.duties import PREPARED, begin
from tests.faults.house import house
from tests.faults.state import rewritten, stored
from tests.faults.weather import FAULTS, Fault, Site, faults_of
from tests.pictures import take
from tests.services.deciding import EVIDENCE, asked_of
from tests.services.exported import differences
from tests.town import Town


@dataclass(frozen=True)
class Act:
    """Something that an organizer asks for at an hour, and what went before it."""

    name: str
    event: dict[str, Any]
    before: Callable[[Town], Millis]


def _nothing(town: Town) -> Millis:
    town.copied_from(town.pictures["nothing"])
    return LONG_BEFORE


def _unready(town: Town) -> Millis:
    town.copied_from(town.pictures[UNREADY])
    return LONG_BEFORE


def _running(town: Town) -> Millis:
    return OPENS


def _at_work(town: Town) -> Millis:
    """Somebody's paper runs while it is decided about them."""
    town.at(OPENS).phone(CHI).start(NONCE)
    return OPENS + 60_000


def _closed(town: Town) -> Millis:
    hour = PREPARED["publish"](town)
    town.at(hour)
    return hour


def _unpublished(town: Town) -> Millis:
    """The clock has nothing else to do: the hour of the results hasn't come."""
    return _closed(town) - 60_000


def _published(town: Town) -> Millis:
    hour = _closed(town)
    town.tick()
    return hour + 60_000


def _proposed(town: Town) -> Millis:
    return _asked(town, "void", "q1")


def _about_to_be_withdrawn(town: Town) -> Millis:
    return _asked(town, "withdraw")


def _asked(town: Town, kind: str, *subjects: str) -> Millis:
    """Another account than the chief's here has asked for a decision, which waits for somebody to confirm it."""
    said = {"after": "", "asked_at": "", "by": "pho-ban", "kind": kind, "reason": "cau-hoi-loi", "subjects": [*subjects]}
    hour = _published(town)
    objects.put_json(config().private_bucket, f"decisions/{CONTEST}/{FIRST}/{NONCE}.json", said)
    return hour


WHY = {
    **{"round": FIRST, "by": "truong-ban", "reason": "mat-dien", "text": "Mất điện."},
    **{"evidence": EVIDENCE, "nonce": NONCE},
}
ACTS = [
    Act("import-definition", {"text": as_yaml(make_definition()), "file": "contest.yaml"}, _nothing),
    Act("import-bank", {"round": SECOND, "bank": bank_event(make_bank(SECOND, prefix="z"))}, _unready),
    Act("import-units", {"units": [{"id": "so-noi-vu", "name": "Sở Nội vụ", "klass": "", "headcount": 40}]}, _unready),
    Act("ready", {"round": SECOND, "by": "thu-ky"}, _unready),
    Act(
        "close-early", {"round": FIRST, "closes": written(CLOSES - 600_000), "by": "thu-ky", "reason": "mat-dien"}, _running
    ),
    Act("extend-round", {**WHY, "closes": written(CLOSES + 600_000)}, _running),
    Act("extend-attempt", {**WHY, "attempt": CHI, "until": written(OPENS + LIMIT_MS + 60_000)}, _at_work),
    Act("new-attempt", {**WHY, "attempt": CHI}, _at_work),
    Act("approve", {"round": FIRST, "by": "truong-ban"}, _unpublished),
    Act("publish", {"round": FIRST}, _closed),
    Act("decide", asked_of("void", "q1"), _published),
    Act("decision-confirm", {"round": FIRST, "decision": NONCE}, _proposed),
    Act("decision-confirm", {"round": FIRST, "decision": NONCE}, _about_to_be_withdrawn),
    Act("person-unit", {"person": CHI, "unit": "so-tai-chinh", "by": "truong-ban", "reason": "chuyen"}, _at_work),
    Act("import-exclusions", {"people": [asdict(Listed("", BINH, "", "", "khac", "Ra đề"))], "by": "truong-ban"}, _running),
]


# What the clock does when it is woken has tests of its own.
OF_THE_ORGANIZER = re.compile(
    r"services/(organize|rulings|evidence|grants|outages|import_\w+|asked_round|units|decide|exclude|persons|kept_roster)\.py"
    r"|services/(everybody|revoke|running)\.py"
    r"|functions\.py:ask"
)


def left_behind() -> dict[str, dict[str, Any]]:
    """Return what is stored, but for how often a round was written: the same act again writes the same."""
    found = stored()
    for item in found["hoithi-rounds"].values():
        del item["version"]
    return found


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_whatever_happens_at_whichever_call_the_same_command_again_does_the_rest(act: Act, small_town: Town):
    hour = act.before(small_town)
    begun = take(small_town.codes, small_town.profiles)

    def asked(strikes: dict[Site, Fault], whole: dict[str, dict[str, Any]] | None = None) -> tuple[list[Site], list[str]]:
        begin(begun, small_town, hour)
        with house(strikes) as here:
            body = here.organize(act.name, contest=CONTEST, **act.event)
            if whole and differences(whole, left_behind()):
                here.wake_the_clock()  # What was asked for is stored; the next minute does it.
        refused = body.get("refused", {}).get("code", "")
        unclear = [] if refused in ("", "ready-not-yet") else [f"refused: {refused}"]
        return here.sites, [*unclear, *rewritten(), *(differences(whole, left_behind()) if whole else [])]

    sites = [site for site in asked({})[0] if OF_THE_ORGANIZER.search(site.place)]
    whole = left_behind()
    found = {
        f"{fault.__name__} at {site}": asked({site: fault}, whole)[1]
        for site in sites
        for fault in FAULTS
        if fault in faults_of(site)
    }

    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(found) >= 6 * len(sites) > 0


def test_who_is_told_that_aws_is_busy_is_told_to_run_the_command_again():
    said = "A service of AWS is busy or has failed. Wait a minute and run just this command again: "

    assert sentences(Busy(), "en") == [said + "what is done is not done twice."]


def test_who_is_told_that_not_all_could_be_done_is_told_what():
    told = sentences(NotAllDone(acts="close thi-tran-2023/tuan-1"), "en")

    assert told[0].startswith("Not everything could be done. This could not be done: close thi-tran-2023/tuan-1. ")
