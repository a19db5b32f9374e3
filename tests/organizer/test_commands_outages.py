"""A round that runs is extended, an attempt is extended or replaced, typed: shown first, founded, and asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.domain.times import at_home, written
from chalicelib.storage import rounds
from organizer.trouble import Trouble
from tests.factories import AN, CLOSES, CONTEST, FIRST, LIMIT_MS, NONCE, OPENS
from tests.organizer.keyboard import Keyboard, Typed, stored
from tests.town import Town

FOUNDED = ("--reason", "mat-dien", "--text", "Mất điện 20 phút", "--evidence", "bien-ban.pdf")
EXTEND_ROUND = ("round", "extend", CONTEST, FIRST, "--at", "09:30 23/10/2023", *FOUNDED)
UNTIL = ("--until", "08:30 23/10/2023")
DRY = "Chạy thử: chưa thay đổi gì."
MINUTE_MS = 60_000


@pytest.fixture
def keyboard(running: Keyboard, town: Town, own_folder: Path) -> Keyboard:
    """A keyboard at the small contest a minute after its opening: An's paper runs, and what decisions rest on is there."""
    (own_folder / "bien-ban.pdf").write_bytes(b"%PDF-1.7 minutes")
    town.at(OPENS).phone(AN).start(NONCE)
    town.at(OPENS + MINUTE_MS)
    return running


@pytest.fixture
def an(town: Town) -> str:
    """Return the pseudonym of the contestant whose paper runs."""
    return town.profile(AN).pseudonym


def test_a_round_is_extended_to_an_hour(keyboard: Keyboard):
    done = keyboard.type(*EXTEND_ROUND, "--yes")

    assert done == Typed(
        0,
        [
            f"Vòng {FIRST} sẽ đóng lúc 09:30 23/10/2023 (lý do: mat-dien). "
            "Bài đang làm được làm tiếp đến hết giờ của mình, nhiều nhất đến lúc đó.",
            f"Vòng {FIRST} đóng lúc 09:30 23/10/2023.",
        ],
        [],
    )
    assert rounds.get(CONTEST, FIRST).closes == CLOSES + 30 * MINUTE_MS


def test_an_attempt_is_extended(keyboard: Keyboard, an: str):
    done = keyboard.type("--lang", "en", "attempt", "extend", CONTEST, FIRST, f"{an}.1", *UNTIL, *FOUNDED, "--yes")

    assert done == Typed(
        0,
        [
            f"Attempt {an}.1: the deadline 08:10 23/10/2023 is moved to 08:30 23/10/2023 (reason: mat-dien).",
            f"Attempt {an}.1 has a new deadline: 08:30 23/10/2023.",
        ],
        [],
    )


def test_another_attempt_is_granted(keyboard: Keyboard, an: str):
    done = keyboard.type("attempt", "grant", CONTEST, FIRST, an, *FOUNDED, "--yes")

    assert done == Typed(
        0,
        [
            f"Lượt {an}.1 không được tính nữa; thí sinh được thi lượt thứ 2 (lý do: mat-dien).",
            f"Thí sinh có thể bắt đầu lượt thứ 2, thay cho lượt {an}.1.",
        ],
        [],
    )


def test_whose_attempt_it_is_may_be_asked_for(keyboard: Keyboard, an: str):
    done = keyboard.type("attempt", "grant", CONTEST, FIRST, "-", *FOUNDED, "--yes", says=f"{AN}\n")

    assert (done.code, done.out[-1]) == (0, f"Thí sinh có thể bắt đầu lượt thứ 2, thay cho lượt {an}.1.")


@pytest.mark.parametrize(
    "command",
    [EXTEND_ROUND, ("attempt", "extend", CONTEST, FIRST, "{an}.1", *UNTIL), ("attempt", "grant", CONTEST, FIRST, "{an}")],
)
def test_each_may_be_tried(keyboard: Keyboard, an: str, command: tuple[str, ...]):
    before = stored()
    founded = () if "--reason" in command else FOUNDED

    done = keyboard.type(*[each.format(an=an) for each in command], *founded, "--dry-run")

    assert (done.code, done.out[-1]) == (0, DRY)
    assert stored() == before


@pytest.mark.parametrize(("when", "key"), [((), "at-or-in"), (("--in", "2m", "--at", "09:30 23/10/2023"), "at-or-in")])
def test_either_an_hour_or_a_length_of_time_is_named(keyboard: Keyboard, when: tuple[str, ...], key: str):
    done = keyboard.type("round", "extend", CONTEST, FIRST, *when, *FOUNDED, "--yes")

    assert (done.code, done.err) == (2, ["Cần đúng một trong hai: --at (giờ đóng) hoặc --in (sau bao lâu)."])


def test_a_length_of_time_is_counted_from_the_servers_clock(keyboard: Keyboard):
    keyboard.type("round", "extend", CONTEST, FIRST, "--in", "1h30m", *FOUNDED, "--yes")

    assert written(rounds.get(CONTEST, FIRST).closes) == "2023-10-23T02:31:05.000Z"


def test_without_what_it_rests_on_nothing_is_sent(keyboard: Keyboard, an: str):
    done = keyboard.type("attempt", "grant", CONTEST, FIRST, an, *FOUNDED[:4], "--yes")

    assert (done.code, keyboard.asked) == (2, [])


def test_an_identifier_does_not_stand_on_a_command_line(keyboard: Keyboard):
    done = keyboard.type("attempt", "grant", CONTEST, FIRST, AN, *FOUNDED, "--yes")

    assert (done.code, keyboard.asked) == (2, [])
    assert AN not in "".join(done.err)


def test_what_cannot_be_granted_is_refused_in_a_sentence(keyboard: Keyboard, town: Town, an: str):
    town.at(OPENS + LIMIT_MS)

    done = keyboard.type("attempt", "extend", CONTEST, FIRST, an, "--until", "09:30 23/10/2023", *FOUNDED, "--yes")

    assert done.err == [
        f"Không gia hạn đến lúc đó được. Hạn mới của lượt {an}.1 phải sau {at_home(OPENS + LIMIT_MS)} "
        f"và không muộn hơn giờ đóng vòng ({at_home(CLOSES)}). Cần lâu hơn thì dời giờ đóng vòng trước."
    ]


def test_a_decision_whose_answers_were_all_lost_is_made_once(keyboard: Keyboard, an: str):
    def lost(event: dict) -> None:
        if not event.get("dry_run"):
            raise Trouble("answer-lost", stage="local")

    keyboard.before = lost

    done = keyboard.type("attempt", "grant", CONTEST, FIRST, an, *FOUNDED, "--yes")

    sent = [event["nonce"] for event in keyboard.asked if not event.get("dry_run")]
    assert (done.code, len(sent), len(set(sent))) == (1, 4, 1)
    assert done.err[0].startswith("Quyết định có thể đã có hiệu lực.")
