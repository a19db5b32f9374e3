"""Somebody is erased while everybody else writes about them: whoever comes later must not bring anything of them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.unit_moves import UnitMove
from chalicelib.storage import contestants, erasures, persons, signed_on_again
from chalicelib.storage.contestants import Profile
from tests.factories import CONTEST
from tests.races.race import NOW, SOME, Race, contestant, without_conditions

pytestmark = [pytest.mark.races, pytest.mark.soak]

NAME = "Người Bị Xóa"


def profile(number: int) -> Profile:
    return Profile(CONTEST, contestant(number), f"{number:064x}", "", NAME, "so-noi-vu", "", False, "", "")


def writers(who: Profile) -> list[Callable[[], Any]]:
    """Return every write of a profile that there is: a list, a decision, a move, a code, consent, a single sign-on."""
    moved = UnitMove(NOW, "thu-ky", who.unit, "so-tai-chinh", "chuyen")
    return [
        partial(contestants.change, [(who, replace(who, full_name=f"{NAME} Hai"))]),
        partial(persons.rule, who, "khac", "Ra đề"),
        partial(persons.move, who, moved, "Sở Tài chính"),
        partial(persons.recode, who, "b" * 64),
        partial(contestants.agree, who, "0" * 12, NOW),
        partial(signed_on_again.refresh, who, replace(who, position="Chuyên viên")),
        partial(contestants.add, [who]),
    ]


def brought_back(race: Race) -> Iterator[str]:
    """Erase people among everybody who writes about them. Gives of whom something is there afterwards."""
    for number, chance in race.contestants("erasure", SOME):
        who = profile(number)
        contestants.add([who])
        acts = [partial(erasures.erase, who, NOW), *writers(who)]
        chance.shuffle(acts)
        race.together(acts)
        if contestants.by_pseudonym(CONTEST, who.pseudonym) or erasures.tombstone(CONTEST, who.login) is None:
            yield f"contestant {number}"


def test_whoever_is_erased_stays_so_whatever_is_written_at_the_same_moment(open_round: Race):
    assert list(brought_back(open_round)) == []


def test_without_conditions_somebody_would_come_back(open_round: Race):
    """The negative control."""
    with without_conditions():
        assert list(brought_back(open_round)) != []
