"""Who began on one device: what of it is kept, and when it is a crowd."""

from __future__ import annotations

import io

import pytest

from chalicelib.domain.attempt import Attempt
from chalicelib.domain.shared_devices import WINDOW_MS, Crowd, Sharing, Start, crowds, starts, without, write_nothing
from tests.domain.made_up_rounds import contestant
from tests.factories import OPENS

ONE, OTHER = "0123456789abcdef", "f" * 16
MINUTE_MS = 60_000


def begun(number: int, device: str, minutes: float = 0, attempt: int = 1) -> Attempt:
    at = OPENS + int(minutes * MINUTE_MS)
    fields = dict.fromkeys(("unit", "questions", "start_nonce", "choices", "prediction", "nonce", "session", "status"), "")
    hours = {"started_at": at, "deadline_at": at, "saved_at": None, "submitted_at": None}
    return Attempt("c", "r", contestant(number), attempt, **fields, **hours, version=1, device=device)


def start(number: int, minutes: float, device: str = ONE, attempt: int = 1) -> Start:
    return Start(device, contestant(number), attempt, OPENS + int(minutes * MINUTE_MS))


def kept(passing: list[Attempt]) -> bytes:
    sharing, shared = Sharing(io.BytesIO()), io.BytesIO()
    for attempt in passing:
        sharing.see(attempt)
    sharing.write_shared(shared)
    return shared.getvalue()


def test_only_starts_on_devices_of_several_people_are_kept():
    passing = [
        begun(1, ONE),
        begun(2, OTHER),
        begun(2, OTHER, 20, attempt=2),
        begun(3, ""),
        begun(4, "", 1),
        begun(5, ONE, 2),
    ]

    assert starts(io.BytesIO(kept(passing))) == [start(1, 0), start(5, 2)]


def test_the_same_attempts_give_the_same_bytes():
    passing = [begun(number, ONE, number) for number in range(5)]

    assert kept(passing) == kept(passing)


def test_who_is_taken_out_leaves_the_others():
    rest = io.BytesIO()

    changed = without(contestant(1), io.BytesIO(kept([begun(1, ONE), begun(5, ONE, 2)])), rest)

    assert (changed, starts(io.BytesIO(rest.getvalue()))) == (True, [start(5, 2)])


def test_who_is_not_in_a_file_leaves_it_as_it_is():
    data = kept([begun(1, ONE), begun(5, ONE, 2)])
    rest = io.BytesIO()

    assert not without(contestant(7), io.BytesIO(data), rest)
    assert rest.getvalue() == data


def test_a_file_of_nobody_is_the_header_alone():
    file = io.BytesIO()

    write_nothing(file)

    assert file.getvalue() == kept([]) == "\ufeffdevice,contestant,number,started_at\n".encode()


def test_four_people_within_ten_minutes_are_a_crowd_and_three_are_a_family():
    four = [start(number, number * 3) for number in range(4)]
    three = [start(number, number, OTHER) for number in range(3)]

    assert crowds([*three, *four]) == [Crowd(four, 4)]


def test_people_one_after_the_other_all_day_are_no_crowd():
    assert crowds(start(number, number * 4) for number in range(100)) == []


@pytest.mark.parametrize(("last_ms", "found"), [(WINDOW_MS, 1), (WINDOW_MS + 1, 0)])
def test_ten_minutes_are_ten_minutes(last_ms: int, found: int):
    assert len(crowds([*(start(number, 1) for number in range(1, 4)), start(4, 1 + last_ms / MINUTE_MS)])) == found


def test_one_person_with_many_attempts_is_one_person():
    own = [start(1, number, attempt=number + 1) for number in range(5)]

    assert crowds([*own, start(2, 1), start(3, 2)]) == []


def test_the_fullest_ten_minutes_of_a_device_are_told_and_how_many_used_it_in_all():
    morning = [start(number, number) for number in range(4)]
    noon = [start(10 + number, 200 + number) for number in range(6)]

    assert crowds([*noon, *morning]) == [Crowd(noon, 10)]


def test_the_fullest_device_comes_first_then_the_fastest():
    slow = [start(number, number * 3, "1" * 16) for number in range(4)]
    fast = [start(number, number, "2" * 16) for number in range(4)]
    full = [start(number, number, "3" * 16) for number in range(5)]

    found = crowds([*slow, *fast, *full])

    assert [(each.starts[0].device[0], each.people, each.lasted_ms) for each in found] == [
        ("3", 5, 4 * MINUTE_MS),
        ("2", 4, 3 * MINUTE_MS),
        ("1", 4, 9 * MINUTE_MS),
    ]
