"""One round with a decision of each kind, from an outage before its closing to a complaint after its publication.

What the verifier says of every revision, of their chain and their signatures is asked once more when the test is over, as
after every test here; what is asserted is that there is something of each kind to be verified.
"""

from __future__ import annotations

import pytest

from chalicelib.domain.round import SETTLING_MS
from chalicelib.storage import rounds
from tests.factories import (
    AN,
    BINH,
    CHI,
    CONTEST,
    DUNG,
    EM,
    FIRST,
    GRACE_MS,
    LIMIT_MS,
    NONCE,
    OPENS,
    OTHER_NONCE,
    RESULTS,
    make_definition,
    nonce,
)
from tests.recomputed import differences
from tests.services.deciding import MINUTE_MS, confirm, decide, hand_in
from tests.services.exported import manifest, rows
from tests.services.granting import LATER, extend, extend_round, grant
from tests.town import Town, all_right

RULES = {
    "criteria": [{"name": "score", "direction": "desc"}],
    "last_tie": "shared",
    "boundary_tie": "committee",
    "prediction": {"asks": "persons_all_correct"},
}
EVERY_ACT = {
    "exclude",
    "move_close",
    "extend_attempt",
    "new_attempt",
    "disqualify",
    "reinstate",
    "void",
    "correct_key",
    "move_unit",
    "committee_choice",
}


@pytest.fixture
def closed(signing_key: str, village: Town) -> Town:
    """A closed round with an outage in it, and with a member of an excluded body among its contestants."""
    town = village.settle(make_definition(**RULES))
    for who in (AN, BINH, EM):
        hand_in(town, who, prediction="3")
    town.organize("person-exclude", person=EM, body="ban-to-chuc", why="Thành viên Ban Tổ chức", by="truong-ban")
    chi, dung = town.at(OPENS + MINUTE_MS).phone(CHI), town.phone(DUNG)
    paper = chi.start(NONCE)
    dung.start(NONCE)
    extend(town.at(OPENS + 2 * MINUTE_MS), CHI, OPENS + LIMIT_MS + 10 * MINUTE_MS, number=11)
    grant(town, DUNG, number=12)
    extend_round(town, number=13)
    again = town.at(OPENS + 3 * MINUTE_MS).phone(DUNG)
    again.hand_in(all_right(again.start(nonce(21), number=2)), nonce(22), number=2)
    chi = town.at(OPENS + LIMIT_MS + 5 * MINUTE_MS).phone(CHI)
    chi.start(nonce(23))
    chi.hand_in(all_right(paper), OTHER_NONCE)
    town.at(LATER + GRACE_MS + SETTLING_MS).tick()
    return town.at(LATER + 10 * MINUTE_MS)


def test_a_round_with_one_decision_of_each_kind_verifies_through_its_whole_chain(closed: Town):
    an, binh, chi = (closed.profile(who).pseudonym for who in (AN, BINH, CHI))
    asked = rows("attempts.csv")[0]["questions"].split()

    decide(closed, "disqualify", an, number=1)
    decide(closed, "reinstate", an, number=2)
    decide(closed, "void", asked[0], number=3)
    decide(closed, "correct_key", asked[1], after="A B C D", number=4)
    decide(closed, "move_unit", binh, after="so-tai-chinh", number=5)
    decide(closed, "committee_choice", "nhat", after=chi, number=6)
    closed.organize("approve", round=FIRST, by="truong-ban")
    closed.at(RESULTS).tick()
    confirm(closed, decide(closed.at(RESULTS + MINUTE_MS), "disqualify", chi, number=7, reason="thi-ho")["decision"])

    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    assert (record.state, record.revision) == ("published", 8)
    assert {row["act"] for row in rows("decisions.csv", revision="r08")} == EVERY_ACT
    assert {manifest(revision=f"r{number:02d}")["key"] for number in range(1, 9)} == {record.key}
    assert differences() == []
