"""Rounds as they are stored: changed only by whoever has seen them as they are."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.round import Move, RoundRecord
from chalicelib.storage import rounds
from tests.factories import CLOSES, CONTEST, FIRST, GRACE_MS, OPENS, RESULTS, SECOND

pytestmark = pytest.mark.usefixtures("cloud")


def make_record(round_id: str = FIRST, contest: str = CONTEST, **changes: object) -> RoundRecord:
    values = {
        "contest": contest,
        "round": round_id,
        "kind": "ranked",
        "state": "draft",
        "opens": OPENS,
        "closes": CLOSES,
        "results": RESULTS,
        "grace_ms": GRACE_MS,
        "publication": "automatic",
        "definition": "d" * 64,
        "definition_closes": CLOSES,
        "name": "Tuần 1",
    }
    return RoundRecord(**{**values, **changes})


MOVED = (Move(OPENS, "thu-ky", CLOSES, CLOSES - 1000, "mat-dien"),)


@pytest.mark.parametrize(
    "record",
    [make_record(), make_record(moves=MOVED, target=0, closing_at=CLOSES), make_record(kind="practice", results=None)],
    ids=["draft", "moved", "practice"],
)
def test_what_is_stored_is_what_is_read(record: RoundRecord):
    add(record)

    assert rounds.get(CONTEST, FIRST) == record


def add(record: RoundRecord) -> RoundRecord:
    """Store a round that isn't there yet, as an import does."""
    rounds.put_all([(None, record)], record.contest, {"title": record.contest})
    return record


def test_a_round_whose_id_begins_with_a_digit_is_one_of_its_contests():
    """Digits stand before ``_`` in the order of ids, and ``_contest`` beside them is no round."""
    add(make_record("2023-1"))
    rounds.want_units_shown(CONTEST)

    assert [record.round for record in rounds.of_contest(CONTEST)] == ["2023-1"]
    assert [record.round for record in rounds.everywhere()] == ["2023-1"]


def test_a_round_is_added_once():
    add(make_record())

    with pytest.raises(Conflict) as refused:
        add(make_record(state="ready"))

    assert (refused.value.code, rounds.get(CONTEST, FIRST)) == ("changed-meanwhile", make_record())


def test_a_change_by_whoever_has_seen_it_as_it_is_is_kept():
    seen = add(make_record())

    changed = rounds.change(seen, state="ready")

    assert changed == rounds.get(CONTEST, FIRST) == make_record(state="ready")


def test_a_change_by_whoever_has_seen_an_older_one_is_refused():
    seen = add(make_record())
    rounds.change(seen, bank="b" * 64)

    with pytest.raises(Conflict) as refused:
        rounds.change(seen, state="ready")

    assert (refused.value.code, refused.value.values) == ("changed-meanwhile", {"round": FIRST})
    assert rounds.get(CONTEST, FIRST) == make_record(bank="b" * 64)


def test_a_change_between_reading_and_writing_is_refused(monkeypatch: pytest.MonkeyPatch):
    seen = add(make_record())
    version_of = rounds.version_of

    def overtaken(record: RoundRecord) -> int:
        version = version_of(record)
        monkeypatch.setattr(rounds, "version_of", version_of)
        rounds.change(record, bank="b" * 64)
        return version

    monkeypatch.setattr(rounds, "version_of", overtaken)

    with pytest.raises(Conflict):
        rounds.change(seen, state="ready")
    assert rounds.get(CONTEST, FIRST) == make_record(bank="b" * 64)


def test_a_round_that_was_never_added_can_not_be_changed():
    with pytest.raises(Conflict):
        rounds.change(make_record(), state="ready")


def test_rounds_are_listed_by_contest_and_everywhere():
    for contest, round_id in ((CONTEST, SECOND), (CONTEST, FIRST), ("another", FIRST)):
        add(make_record(round_id, contest))

    assert rounds.of_contest(CONTEST) == [make_record(FIRST), make_record(SECOND)]
    assert sorted((each.contest, each.round) for each in rounds.everywhere()) == [
        ("another", FIRST),
        (CONTEST, FIRST),
        (CONTEST, SECOND),
    ]
    assert (rounds.contests(), rounds.get_contest(CONTEST)) == (["another", CONTEST], {"title": CONTEST})


@pytest.mark.parametrize("name", ["", "_contest", "Tuan-1", "tuan 1", "tuần-1", "-", "x" * 61, "x" * 5000, "tuan-1\n"])
def test_what_can_not_be_an_id_names_nothing(name: str):
    add(make_record())

    assert (rounds.get(CONTEST, name), rounds.get_contest(name)) == (None, None)
