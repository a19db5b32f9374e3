"""The hours of Sông Công (S2:68-70), to the millisecond, on its own definition and bank; and Hải Phòng's approval."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.config import config
from chalicelib.domain.bank import SHEET, read_bank
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.errors import NotYet
from chalicelib.domain.times import Millis, read, written
from organizer.spreadsheets import read_table
from tests.factories import AN, BINH, NONCE, OTHER_NONCE, PEOPLE, THIRD_NONCE, UNITS, bank_event
from tests.pictures import take
from tests.town import Answer, Phone, Town, asked
from tests.watch import contents

CONTESTS = Path(__file__).resolve().parent.parent.parent / "contests"
ROUND = "tuan-1"
MINUTE_MS = 60_000
BLANK = "_" * 20

# 13/12/2021 08:30, 19/12/2021 16:30 and 20/12/2021 08:00 in Sông Công: on both sides of each stroke.
BEFORE_OPENING = read("2021-12-13T01:29:59.999Z")
OPENS = read("2021-12-13T01:30:00.000Z")
LAST_START = read("2021-12-19T09:29:59.999Z")
CLOSES = read("2021-12-19T09:30:00.000Z")
BEFORE_RESULTS = read("2021-12-20T00:59:59.999Z")
RESULTS = read("2021-12-20T01:00:00.000Z")
LIMIT_MS, GRACE_MS, SETTLING_MS = 20 * MINUTE_MS, 5_000, 15_000
CLOSING_BEGINS = CLOSES + GRACE_MS + SETTLING_MS

PUBLISHED = {
    "results.json",
    "explanations.json",
    "index.html",
    "r01/bank.json",
    "r01/draw.json",
    "r01/manifest.json",
    "r01/units.csv",
}


def shipped(village: Town, contest: str, before: Millis) -> Town:
    """Give a town in which the first round of a shipped contest is ready, from its own files."""
    village.contest = contest
    if contest not in village.pictures:
        _settle(village.at(before), CONTESTS / contest)
        village.pictures[contest] = take(village.codes)
    return village.copied_from(village.pictures[contest])


def _settle(village: Town, folder: Path) -> None:
    text = (folder / "contest.yaml").read_text(encoding="utf-8")
    definition = load_definition(text, "contest.yaml")
    bank, _ = read_bank(read_table(folder / str(definition.round(ROUND).bank), SHEET), definition, ROUND)
    village.organize("import-definition", text=text, file="contest.yaml")
    village.organize("import-bank", round=ROUND, bank=bank_event(bank))
    village.enrol(PEOPLE[:2])
    village.list_units(UNITS)
    if definition.ways_in.registration and definition.ways_in.registration.password:
        village.organize("password-set", password="mot-cua-2023")
    village.organize("ready", round=ROUND, by="thu-ky")


@pytest.fixture
def song_cong(village: Town) -> Town:
    return shipped(village, "song-cong-2021", read("2021-12-01T01:00:00.000Z"))


def start_at(town: Town, now: Millis, who: str = AN) -> tuple[Phone, Answer]:
    phone = town.at(now).phone(who)
    return phone, phone.start(NONCE)


@pytest.mark.parametrize(
    ("now", "status", "problem"),
    [
        (BEFORE_OPENING, 409, "not-open"),
        (OPENS, 200, ""),
        (LAST_START, 200, ""),
        (CLOSES, 409, "not-open-any-more"),
    ],
    ids=["08:29:59.999", "08:30:00.000", "16:29:59.999", "16:30:00.000"],
)
def test_a_start_is_taken_from_the_opening_until_before_the_close(song_cong: Town, now: Millis, status: int, problem: str):
    _, answer = start_at(song_cong, now)

    assert (answer.status, answer.problem) == (status, problem)


def test_a_paper_has_twenty_questions_and_twenty_minutes(song_cong: Town):
    _, answer = start_at(song_cong, OPENS)

    assert len(set(asked(answer))) == 20
    assert answer.document["attempt"]["deadline_at"] == written(OPENS + LIMIT_MS)


def test_a_paper_begun_at_the_last_moment_ends_with_the_round(song_cong: Town):
    _, answer = start_at(song_cong, LAST_START)

    assert answer.document["attempt"]["deadline_at"] == written(CLOSES)


@pytest.mark.parametrize("started", [OPENS, CLOSES - MINUTE_MS], ids=["full time", "cut by the close"])
def test_a_save_is_taken_until_before_the_deadline(song_cong: Town, started: Millis):
    phone, _ = start_at(song_cong, started)
    deadline = min(started + LIMIT_MS, CLOSES)

    in_time = song_cong.at(deadline - 1) and phone.save(BLANK, OTHER_NONCE)
    late = song_cong.at(deadline) and phone.save(BLANK, THIRD_NONCE, 2)

    assert (in_time.status, in_time.document["saved_at"]) == (200, written(deadline - 1))
    assert (late.status, late.problem) == (409, "late")


@pytest.mark.parametrize("started", [OPENS, CLOSES - MINUTE_MS], ids=["full time", "cut by the close"])
def test_a_hand_in_is_taken_until_before_the_end_of_the_grace_also_past_the_close(song_cong: Town, started: Millis):
    first, _ = start_at(song_cong, started, AN)
    second, _ = start_at(song_cong, started, BINH)
    end = min(started + LIMIT_MS, CLOSES) + GRACE_MS

    in_time = song_cong.at(end - 1) and first.hand_in(BLANK, OTHER_NONCE)
    late = song_cong.at(end) and second.hand_in(BLANK, OTHER_NONCE)

    assert (in_time.status, in_time.document["submitted_at"]) == (200, written(end - 1))
    assert (late.status, late.problem) == (409, "late")


def test_the_closing_does_not_begin_before_the_last_hand_in_has_arrived(song_cong: Town):
    before = song_cong.at(CLOSING_BEGINS - 1).tick()
    then = song_cong.at(CLOSING_BEGINS).tick()

    assert before == []
    assert then == [{"act": "close", "contest": "song-cong-2021", "round": ROUND, "state": "closed"}]


def on_the_site(contest: str) -> set[str]:
    """Return the names of a round's objects on the site, one's own results and their proofs left out."""
    prefix = f"{contest}/{ROUND}/"
    names = {name.removeprefix(prefix) for name in contents(config().site_bucket) if name.startswith(prefix)}
    return {name for name in names if not name.startswith(("own/", "proof/"))}


def test_nothing_is_published_before_the_hour_and_everything_at_it(song_cong: Town):
    phone, _ = start_at(song_cong, OPENS)
    phone.hand_in(BLANK, OTHER_NONCE)
    song_cong.at(CLOSING_BEGINS).tick()

    before = song_cong.at(BEFORE_RESULTS).tick(), on_the_site("song-cong-2021")
    then = song_cong.at(RESULTS).tick(), on_the_site("song-cong-2021")

    assert before == ([], {"r01/definition.json"})
    assert then == (
        [{"act": "publish", "contest": "song-cong-2021", "round": ROUND, "state": "published"}],
        PUBLISHED | {"r01/definition.json"},
    )


def test_an_organizer_can_not_publish_before_the_hour_either(song_cong: Town):
    song_cong.at(CLOSING_BEGINS).tick()
    song_cong.at(BEFORE_RESULTS)

    with pytest.raises(NotYet) as refused:
        song_cong.organize("publish", round=ROUND)

    assert (refused.value.code, refused.value.values) == (
        "results-not-due",
        {"round": ROUND, "results": "08:00 ngày 20/12/2021"},
    )


class TestHaiPhong:
    """Its results wait for a decision, and for their hour (S4:81, S4:101)."""

    CLOSING = read("2023-10-29T17:00:00.000Z") + GRACE_MS + SETTLING_MS
    RESULTS = read("2023-10-31T01:00:00.000Z")

    @pytest.fixture
    def closed(self, village: Town) -> Town:
        town = shipped(village, "hai-phong-2023", read("2023-10-01T01:00:00.000Z"))
        town.at(self.CLOSING).tick()
        return town

    def test_results_are_not_published_without_approval(self, closed: Town):
        done = closed.at(self.RESULTS + 24 * 60 * MINUTE_MS).tick()

        assert (done, on_the_site("hai-phong-2023")) == ([], {"r01/definition.json"})

    def test_results_that_were_approved_before_the_hour_wait_for_it(self, closed: Town):
        closed.organize("approve", round=ROUND, by="truong-ban")

        before = closed.at(self.RESULTS - 1).tick(), on_the_site("hai-phong-2023")
        then = closed.at(self.RESULTS).tick(), on_the_site("hai-phong-2023")

        assert before == ([], {"r01/definition.json"})
        assert ([each["act"] for each in then[0]], then[1]) == (["publish"], PUBLISHED | {"r01/definition.json"})

    def test_results_that_are_approved_after_the_hour_are_published_at_once(self, closed: Town):
        closed.at(self.RESULTS + MINUTE_MS)

        approved = closed.organize("approve", round=ROUND, by="truong-ban")
        done = closed.tick()

        assert (approved["approved_by"], [each["act"] for each in done]) == ("truong-ban", ["publish"])

    def test_an_organizer_is_told_that_approval_is_missing(self, closed: Town):
        closed.at(self.RESULTS)

        with pytest.raises(NotYet) as refused:
            closed.organize("publish", round=ROUND)

        assert refused.value.code == "not-approved"

    def test_approval_is_not_taken_before_the_closing(self, village: Town):
        town = shipped(village, "hai-phong-2023", read("2023-10-01T01:00:00.000Z")).at(self.CLOSING - 1)

        with pytest.raises(NotYet) as refused:
            town.organize("approve", round=ROUND, by="truong-ban")

        assert refused.value.code == "not-closed"

    def test_whoever_approves_a_second_time_changes_nothing(self, closed: Town):
        first = closed.organize("approve", round=ROUND, by="truong-ban")

        second = closed.organize("approve", round=ROUND, by="pho-ban")

        assert second == first
