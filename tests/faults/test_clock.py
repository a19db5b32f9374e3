"""The clock in bad weather: whatever stops it at whichever call, it comes again, and the same is stored in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import app as deployed
from chalicelib import chance
from chalicelib.config import config
from chalicelib.domain.round import RoundRecord
from chalicelib.services.tick import tick
from chalicelib.storage import objects, rounds
from tests.calls import Call, Interrupted, cut_off, written_down
from tests.factories import CLOSING_BEGINS, CONTEST, FIRST, SECOND
from tests.faults.conftest import begin_anew
from tests.faults.duties import PREPARED, Duty, duty
from tests.faults.house import TIMED_OUT, house
from tests.faults.state import rewritten, stored
from tests.faults.weather import FAULTS, Fault, Make, Site, faults_of, partial, twice
from tests.services.exported import differences, everything
from tests.sizes import size
from tests.town import Town
from tests.watch import contents

MINUTE_MS = 60_000


@pytest.fixture(params=PREPARED)
def due(request: pytest.FixtureRequest, small_town: Town) -> Duty:
    """One thing after another that the clock has to do."""
    return duty(request.param, small_town)


def struck(duty: Duty, site: Site, fault: Fault) -> bool:
    """Let the clock come, with ``fault`` at ``site``; say whether the site was met. What it can't finish it has to tell."""
    with house({site: fault}) as here:
        said, error = here.wake_the_clock()
    assert error or duty.left() == [], f"{fault.__name__} at {site}: {said} and not done: {duty.left()}"
    assert not error or said == TIMED_OUT or said["errorType"] == "Failed"
    return bool(here.struck)


def finished(duty: Duty) -> list[str]:
    """Let the clock come once more, in fair weather, and return what is other than it should be."""
    with house() as here:
        said, error = here.wake_the_clock()
    return [*([str(said)] if error else []), *duty.left(), *rewritten()]


@pytest.mark.parametrize("fault", [each for each in FAULTS if each is not twice], ids=lambda fault: fault.__name__)
def test_stopped_at_one_call_after_the_other_the_clock_goes_on_each_time_to_the_same_end(due: Duty, fault: Fault):
    wrong, met = {}, 0
    due.begin()
    for site in [site for site in due.sites if fault in faults_of(site)]:
        if not struck(due, site, fault):
            wrong |= {f"before {site}": finished(due)}
            due.begin()
            assert struck(due, site, fault), f"{site} is not met again"
        met += 1
    wrong["at last"] = finished(due)

    assert {where: what for where, what in wrong.items() if what} == {}
    assert met >= (len(due.sites) if fault is not partial else 1) > 0


def killed(duty: Duty, calls: int) -> list[str]:
    """End the clock after so many calls, let the next minute's finish, and return what is other than it should be."""
    duty.begin()
    with house():
        with cut_off(calls), pytest.raises(Interrupted):
            deployed.clock({}, None)
        duty.town.at(hour_of_the_next(duty))
    return finished(duty)


def hour_of_the_next(duty: Duty) -> int:
    """Return when the clock comes again. What is told of an act is when it was done, which is then: so here it is at once;
    but a closing keeps the hour at which it began, whenever it is finished.
    """
    record = rounds.get(CONTEST, FIRST)
    return duty.hour + (MINUTE_MS if record is not None and record.state == "closing" else 0)


def test_killed_after_each_of_its_calls_the_clock_leaves_the_same_at_the_next_run(due: Duty):
    found = {number: killed(due, number) for number in range(len(due.sites))}

    assert {number: wrong for number, wrong in found.items() if wrong} == {}
    assert len(found) == len(due.sites) > 6


def overtaken_at(number: int) -> Callable[[Site], Fault | None]:
    """Let another run of the clock come by, from its beginning to its end, just before the call ``number`` of this one."""
    met: list[Site] = []

    def overtake(call: Call, make: Make) -> Any:
        deployed.clock({}, None)
        return make()

    def happens(site: Site) -> Fault | None:
        met.append(site)
        return overtake if len(met) == number + 1 else None

    return happens


def overtaken(duty: Duty, number: int) -> list[str]:
    duty.begin()
    with house(happens=overtaken_at(number)) as here:
        said, error = here.wake_the_clock()
    return [*([f"told {said}"] if error else []), *([] if here.struck else ["not overtaken"]), *duty.left(), *rewritten()]


@pytest.mark.soak
def test_a_run_overtaken_by_a_whole_other_one_at_any_call_writes_nothing_else(due: Duty):
    step = max(1, len(due.sites) // size(test=8, soak=10_000))

    found = {number: overtaken(due, number) for number in range(0, len(due.sites), step)}

    assert {number: wrong for number, wrong in found.items() if wrong} == {}


def close_again(record: RoundRecord, now: int) -> None:
    """Put the round back to where its closing had just begun, and have it closed."""
    undone = {"closed_at": None, "receipts_root": "", "manifest": "", "revision": 0, "target": None}
    rounds.change(record, state="closing", **undone)
    tick(now)


@pytest.mark.soak
def test_a_hundred_closes_in_a_row_write_the_same_bytes(small_town: Town):
    close = duty("close", small_town)
    finished(close)
    whole = everything()

    with house():
        for again in range(1, size(test=10, soak=100) + 1):
            close_again(rounds.get(CONTEST, FIRST), close.hour + again * MINUTE_MS)

    assert differences(whole, everything()) == []
    assert rewritten() == []


def test_a_hundred_minutes_after_a_close_nothing_more_is_written(small_town: Town):
    close = duty("close", small_town)
    finished(close)

    with house() as here, written_down() as calls:
        for minute in range(100):
            small_town.at(CLOSING_BEGINS + minute * MINUTE_MS)
            here.wake_the_clock()

    assert [call.name for call in calls if call.writes] == []
    assert close.left() == []


def test_a_close_twice_sent_call_by_call_is_the_same_close(due: Duty):
    due.begin()

    with house(happens=lambda site: twice) as here:
        _, error = here.wake_the_clock()

    assert (error, due.left(), rewritten()) == (False, [], [])
    assert len(here.struck) >= len(due.sites)


def test_a_round_killed_on_its_way_to_ready_keeps_the_seeds_that_it_drew_first(
    small_town: Town, monkeypatch: pytest.MonkeyPatch
):
    ready = duty("ready", small_town)

    changed = {number: seeds_changed(ready, number, monkeypatch) for number in range(len(ready.sites))}

    assert {number: names for number, names in changed.items() if names} == {}


def seeds_changed(duty: Duty, calls: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """End the clock after so many calls, let the next run draw other chances, and return which seeds are not the first's."""
    duty.begin()
    with house(), cut_off(calls), pytest.raises(Interrupted):
        deployed.clock({}, None)
    drawn = seeds()
    monkeypatch.setattr(chance, "random_bytes", lambda count: b"\x08" * count)
    with house() as here:
        here.wake_the_clock()
    return [name for name, seed in drawn.items() if seeds()[name] != seed]


def seeds() -> dict[str, bytes]:
    return {name: data for name, data in contents(config().private_bucket).items() if name.startswith("seeds/")}


@pytest.fixture
def unfinishable(small_town: Town) -> Duty:
    """A close that can't be done, for its seed is gone, while another round is due to be made ready."""
    close = duty("close", small_town)
    close.begin()
    begin_anew(small_town.pictures["the second round is not ready"])
    objects.s3().delete_object(Bucket=config().private_bucket, Key=f"seeds/lot/{CONTEST}/{FIRST}")
    rounds.change(rounds.get(CONTEST, SECOND), ready_requested_by="thu-ky")
    small_town.at(CLOSING_BEGINS)
    return close


def states() -> dict[str, str]:
    return {record.round: record.state for record in rounds.of_contest(CONTEST)}


def test_what_can_not_be_done_keeps_nothing_else_from_being_done_and_fails_the_timers_run(unfinishable: Duty):
    with house() as here:
        said, error = here.wake_the_clock()

    assert (error, said) == (
        True,
        {"errorType": "Failed", "errorMessage": f"NotAllDone not-all-done: close {CONTEST}/{FIRST}, trace "},
    )
    assert states() == {"thi-thu": "ready", FIRST: "closing", SECOND: "ready"}


def test_an_organizer_who_asks_is_told_what_could_not_be_done(unfinishable: Duty):
    with house() as here:
        said = here.run(deployed.organizer, {"act": "close-due", "token": here.chief})

    refused = {"kind": "NotAllDone", "code": "not-all-done", "values": {"acts": f"close {CONTEST}/{FIRST}"}, "facts": {}}
    assert said == ({"refused": refused}, False)


def test_a_clock_that_can_not_even_read_what_is_due_fails_too(small_town: Town):
    before = stored()

    def no_tables(site: Site) -> Fault | None:
        return FAULTS[2] if site.call == "dynamodb:Scan" else None

    with house(happens=no_tables) as here:
        said, error = here.wake_the_clock()

    assert (error, said) == (True, {"errorType": "Failed", "errorMessage": "ScanError, trace "})
    assert differences(before, stored()) == []


def test_a_page_that_can_not_be_shown_keeps_no_other_from_being_shown_and_fails_the_run(small_town: Town):
    moved = duty("show", small_town)
    moved.begin()
    broken = next(site for site in moved.sites if site.call == "s3:PutObject")

    with house({broken: FAULTS[3]}) as here:
        said, error = here.wake_the_clock()

    assert (error, said["errorMessage"]) == (True, f"NotAllDone not-all-done: show {CONTEST}/{FIRST}, trace ")
    assert finished(moved) == []
