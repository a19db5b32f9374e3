"""Devices: the page names the one that starts a paper, a mark of it is kept, and it goes with whoever is erased."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from chalicelib.config import config
from chalicelib.domain.times import written
from chalicelib.services import privacy as function
from chalicelib.services import shared_devices
from chalicelib.services.devices import mark
from chalicelib.storage import attempts, objects
from chalicelib.storage.attempts import Key
from tests.calls import written_down
from tests.factories import (
    AN,
    BINH,
    CHI,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    NONCE,
    OPENS,
    OTHER_NONCE,
    SECOND,
    SECOND_CLOSES,
    THIRD_NONCE,
)
from tests.town import Town
from tests.watch import contents

FILE = f"devices/{CONTEST}/{FIRST}.csv"
HEADER = "\ufeffdevice,contestant,number,started_at\n"
YEAR_MS = 366 * 24 * 3_600_000


def stored() -> list[dict[str, Any]]:
    """Return every attempt as the table has it."""
    return list(boto3.client("dynamodb").scan(TableName=config().attempts_table)["Items"])


def marks() -> list[str]:
    return sorted(item["device"]["S"] for item in stored() if "device" in item)


def kept() -> str:
    """Return the file of the first round's shared devices."""
    return contents(config().private_bucket)[FILE].decode()


def begun_by(town: Town, *people: str, device: str = NONCE) -> Town:
    for identifier in people:
        assert town.phone(identifier).start(OTHER_NONCE, device=device).status == 200
    return town


def row(town: Town, identifier: str) -> str:
    return f"{mark(CONTEST, FIRST, NONCE)},{town.profile(identifier).pseudonym},1,{written(OPENS)}\n"


def in_order(town: Town, *people: str) -> str:
    return HEADER + "".join(sorted((row(town, each) for each in people), key=lambda line: line.split(",")[1]))


def test_a_start_keeps_a_mark_of_its_device_and_not_its_name(town: Town):
    begun_by(town, AN)

    assert marks() == [mark(CONTEST, FIRST, NONCE)]
    assert NONCE not in json.dumps(stored())


def test_a_start_of_a_page_that_tells_no_device_keeps_none(town: Town):
    begun_by(town, AN, device="")

    assert marks() == []


def test_a_mark_is_sixteen_digits_and_another_one_in_each_round_and_on_each_device():
    found = {mark(contest, round_id, device) for contest in "cd" for round_id in "rs" for device in (NONCE, OTHER_NONCE)}

    assert len(found) == 8
    assert {len(each) for each in found} == {16}
    assert mark("c", "r", NONCE) == mark("c", "r", NONCE)
    assert mark("c", "r", "") == ""


@pytest.mark.parametrize("device", ["x" * 32, NONCE[:31], NONCE + "0", NONCE.upper(), 7, None, [NONCE]])
def test_what_is_no_device_is_refused_before_anything_is_written(town: Town, device: object):
    phone = town.phone(AN)
    phone.start(OTHER_NONCE, "tuan-9")

    answer = phone.send("PUT", f"/rounds/{FIRST}/attempts/1", {"nonce": OTHER_NONCE, "device": device})

    assert (answer.status, answer.problem, stored()) == (422, "unfit-device", [])


def test_a_start_with_a_device_is_one_write_and_no_read(town: Town):
    begun_by(town, BINH)
    phone = town.phone(AN)

    with written_down() as calls:
        phone.start(OTHER_NONCE, device=NONCE)

    assert [call.name for call in calls] == ["dynamodb:PutItem"]


def test_whoever_goes_on_elsewhere_began_on_the_first_device(town: Town):
    begun_by(town, AN)

    town.phone(AN).start(THIRD_NONCE, device=OTHER_NONCE)

    assert marks() == [mark(CONTEST, FIRST, NONCE)]


def test_the_close_writes_down_who_shared_a_device_and_nobody_else(town: Town):
    begun_by(town, AN, BINH)
    begun_by(town, CHI, device=OTHER_NONCE)

    town.at(CLOSING_BEGINS).tick()

    assert kept() == in_order(town, AN, BINH)


def test_devices_stand_in_no_export_and_on_no_page(town: Town):
    begun_by(town, AN, BINH).at(CLOSING_BEGINS).tick()

    told = {**contents(config().exports_bucket), **contents(config().site_bucket)}

    assert [name for name, data in told.items() if mark(CONTEST, FIRST, NONCE).encode() in data] == []


def test_a_round_that_was_closed_before_devices_were_told_has_no_starts(town: Town):
    from chalicelib.storage import rounds

    record = rounds.get(CONTEST, SECOND)

    assert record
    assert shared_devices.starts(record) == []


def test_who_is_erased_leaves_no_mark_and_no_line(town: Town):
    begun_by(town, AN, BINH).at(CLOSING_BEGINS).tick()
    line = row(town, BINH)

    town.organize("person-erase", person=AN)

    assert kept() == HEADER + line
    assert marks() == [mark(CONTEST, FIRST, NONCE)]


def test_who_is_erased_before_the_close_never_gets_a_line(town: Town):
    begun_by(town, AN, BINH, CHI)
    lines = in_order(town, BINH, CHI)

    town.organize("person-erase", person=AN)
    town.at(CLOSING_BEGINS).tick()

    assert kept() == lines


def test_a_mark_is_taken_off_again_without_making_an_attempt(town: Town):
    begun_by(town, AN)
    key = Key(CONTEST, FIRST, town.profile(AN).pseudonym, 1)

    for each in (key, key, key._replace(number=2), key._replace(contestant="nobody")):
        attempts.forget_device(each)

    assert [(len(stored()), marks())] == [(1, [])]


def test_two_erasures_at_once_leave_neither(town: Town, monkeypatch: pytest.MonkeyPatch):
    """Another erasure writes the file between this one's reading and its writing."""
    begun_by(town, AN, BINH, CHI).at(CLOSING_BEGINS).tick()
    an, binh = (town.profile(each).pseudonym for each in (AN, BINH))
    line, get_tagged = row(town, CHI), objects.get_tagged
    read: list[str] = []

    def overtaken(bucket: str, key: str) -> tuple[bytes | None, str]:
        found = get_tagged(bucket, key)
        read.append(key)
        if len(read) == 1:
            shared_devices.forget_person(CONTEST, binh, town.cloud.now)
        return found

    monkeypatch.setattr(objects, "get_tagged", overtaken)

    shared_devices.forget_person(CONTEST, an, town.cloud.now)

    assert kept() == HEADER + line


def test_when_the_contests_time_is_over_the_file_is_emptied_once(town: Town):
    begun_by(town, AN, BINH).at(CLOSING_BEGINS).tick()
    later = SECOND_CLOSES + YEAR_MS

    told = function.privacy({}, later, lambda: 900_000)
    with written_down() as calls:
        function.privacy({}, later + 1, lambda: 900_000)

    assert (told["over"], kept()) == ([CONTEST], HEADER)
    assert [call.sent["Key"] for call in calls if call.writes and call.service == "s3"] == []


def test_a_person_is_told_the_mark_that_is_kept_of_their_device(town: Town):
    begun_by(town, AN)

    told = town.organize("person-export", person=AN)

    assert [each["device"] for each in told["attempts"]] == [mark(CONTEST, FIRST, NONCE)]
