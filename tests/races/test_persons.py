"""Organizers who decide about one person at the same moment: every move is kept, in one order, and nothing else is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

import pytest

from chalicelib.domain.unit_moves import UnitMove
from chalicelib.storage import contestants, persons
from chalicelib.storage.contestants import Profile
from tests.factories import CONTEST, OPENS
from tests.races.race import AT_ONCE, FEW, NOW, Race, contestant, without_conditions
from tests.sizes import size

pytestmark = [pytest.mark.races, pytest.mark.soak]

PEOPLE = size(test=30, soak=200)
UNITS = [f"phuong-{number}" for number in range(5)]


def somebody(number: int) -> Profile:
    """Return somebody who has come in and of whom nothing is decided yet."""
    profile = Profile(
        CONTEST, contestant(number), f"{number:064x}", "", "Người Thứ Mấy", "so-noi-vu", "Sở Nội vụ", False, "", ""
    )
    assert contestants.add([profile])
    return profile


def moves(profile: Profile, unit: str, at: int) -> Profile | None:
    """Move somebody as one organizer does who has read ``profile``."""
    return persons.move(profile, UnitMove(at, "truong-ban", profile.unit, unit, "chuyen"), f"Phường {unit[-1]}")


def read(profile: Profile) -> Profile:
    found = contestants.by_pseudonym(CONTEST, profile.pseudonym)
    assert found is not None
    return found


def decided_at_once(race: Race, number: int, chance: Random) -> Iterator[str]:
    """Let organizers move somebody, keep them out and import a list at once. Gives what is wrong afterwards."""
    profile = somebody(number)
    acts = [partial(moves, profile, chance.choice(UNITS), NOW + each) for each in range(AT_ONCE - 3)]
    listed = replace(profile, full_name="Người Thứ Nhất")
    others: list[Any] = [
        partial(persons.rule, profile, "ban-to-chuc", "Ra đề"),
        partial(persons.recode, profile, "mã khác"),
        partial(contestants.change, [(profile, listed)]),
    ]
    answers = race.together([*acts, *others])
    kept, won = read(profile), [each for each in answers[: len(acts)] if isinstance(each, Profile)]
    if len(won) > 1 or len(kept.moves) != len(won):
        yield f"contestant {number}: {len(won)} moves were told to be done, and {len(kept.moves)} are kept"
    if kept.unit != (kept.moves[-1].after if kept.moves else profile.unit):
        yield f"contestant {number} is in {kept.unit} after {kept.moves}"
    if (kept.excluded, kept.code_hash) != ("ban-to-chuc", "mã khác"):
        yield f"contestant {number}: a decision was lost"
    if answers[-1] is True and kept.full_name != "Người Thứ Nhất":
        yield f"contestant {number}: a list was told to be in, and isn't"


def faults(race: Race, kind: str, many: int = PEOPLE) -> list[str]:
    return [wrong for number, chance in race.contestants(kind, many) for wrong in decided_at_once(race, number, chance)]


def test_of_decisions_made_at_once_each_is_kept_or_refused(open_round: Race):
    assert faults(open_round, "decisions") == []


def test_without_conditions_moves_would_get_lost(open_round: Race):
    """The negative control."""
    with without_conditions():
        wrong = faults(open_round, "decisions without conditions", FEW)

    assert any("moves were told to be done" in each for each in wrong)


def test_who_reads_again_after_losing_moves_on_from_there(open_round: Race):
    ((number, chance),) = open_round.contestants("moves in a row", 1)
    profile = somebody(number)

    def insists(unit: str, at: int) -> None:
        while moves(read(profile), unit, at) is None:
            pass

    open_round.together([partial(insists, chance.choice(UNITS), OPENS + each) for each in range(AT_ONCE)])

    chain = read(profile).moves
    assert len(chain) == AT_ONCE
    assert [move.before for move in chain] == ["so-noi-vu", *(move.after for move in chain[:-1])]
