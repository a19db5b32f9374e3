"""What the clock has to do, each as it stands when it has just fallen due, and what is stored once it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from chalicelib import chance
from chalicelib.config import config
from chalicelib.domain.round import Decided, Move
from chalicelib.domain.times import Millis
from chalicelib.services.units import key_of
from chalicelib.storage import objects, rounds
from tests.factories import (
    AN,
    CHI,
    CLOSES,
    CLOSING_BEGINS,
    CONTEST,
    FIRST,
    NONCE,
    OPENS,
    OTHER_NONCE,
    RESULTS,
    SECOND,
)
from tests.faults.conftest import UNREADY, begin_anew
from tests.faults.house import house
from tests.faults.state import stored
from tests.faults.weather import Site
from tests.pictures import Picture, take
from tests.services.exported import differences
from tests.sizes import soaking
from tests.town import Town, all_right


def _played(town: Town) -> Millis:
    """One has handed in and is right, one has saved and gone away: there is something to finalise and somebody to honour."""
    an, chi = town.at(OPENS).phone(AN), town.phone(CHI)
    an.hand_in(all_right(an.start(NONCE)), OTHER_NONCE, prediction="1")
    chi.start(NONCE)
    chi.save("___", OTHER_NONCE)
    return CLOSING_BEGINS


def _closed(town: Town) -> Millis:
    town.at(_played(town)).tick()
    return RESULTS


def _wished(town: Town) -> Millis:
    """The second round is a draft whose bank has come in, and somebody wants it to be ready."""
    town.copied_from(town.pictures[UNREADY])
    record = rounds.get(CONTEST, SECOND)
    assert record is not None
    rounds.change(record, ready_requested_by="thu-ky")
    return OPENS


def _moved(town: Town) -> Millis:
    """Somebody has just moved the first round's close: its page has to tell."""
    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    move = Move(OPENS, "thu-ky", CLOSES, CLOSES - 600_000, "mat-dien")
    rounds.change(record, closes=move.after, moves=(move,))
    return OPENS


def _listed(town: Town) -> Millis:
    """A list of units has come in, and nobody could wake the clock: everybody has to be shown it."""
    listed = [{"id": "so-noi-vu", "name": "Sở Nội vụ", "klass": "", "headcount": 40}]
    objects.put_json(config().private_bucket, key_of(CONTEST), listed)
    rounds.want_units_shown(CONTEST)
    return OPENS


def _decided(town: Town) -> Millis:
    """Results are out, and somebody has decided, and somebody else confirmed, that a question does not count."""
    town.at(_closed(town)).tick()
    said = {"after": "", "by": "truong-ban", "kind": "void", "reason": "cau-hoi-loi", "subjects": ["q1"]}
    objects.put_json(config().private_bucket, f"decisions/{CONTEST}/{FIRST}/{NONCE}.json", said)
    _change(decided=(Decided(NONCE, RESULTS + 1, "truong-ban", "pho-ban"),))
    return RESULTS + 60_000


def _approved(town: Town) -> Millis:
    """Results that were published by themselves are approved: everybody has to be told that they are official."""
    town.at(_closed(town)).tick()
    _change(approved_at=RESULTS + 1, approved_by="truong-ban", untold=("approval",))
    return RESULTS + 60_000


def _withdrawn(town: Town) -> Millis:
    """Results are taken back: they have to go from the site."""
    town.at(_closed(town)).tick()
    by = (NONCE, "truong-ban", "pho-ban")
    _change(state="closed", withdrawn_at=RESULTS + 1, withdrawn_by=by, withdrawals=1, untold=("withdrawal",))
    return RESULTS + 60_000


def _change(**changes: Any) -> None:
    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    rounds.change(record, **changes)


PREPARED: dict[str, Callable[[Town], Millis]] = {
    "ready": _wished,
    "close": _played,
    "publish": _closed,
    "revise": _decided,
    "show": _moved,
    "units": _listed,
}

if soaking():
    # What these do is to show results, or to take them back: calls that `revise` and `publish` make too.
    PREPARED |= {"approve": _approved, "withdraw": _withdrawn}


@dataclass(frozen=True)
class Duty:
    """One thing for the clock to do at ``hour``: how things stand before, by which sites it goes, how they stand after."""

    town: Town
    hour: Millis
    begun: Picture
    sites: list[Site]
    after: dict[str, Any]

    def begin(self) -> None:
        """Put everything back to the moment at which the duty falls due."""
        begin(self.begun, self.town, self.hour)

    def left(self) -> list[str]:
        """Return what is not yet as it has to be in the end."""
        return differences(self.after, stored())


def begin(begun: Picture, town: Town, hour: Millis) -> None:
    """Begin at ``begun``. A run that was cut off has drawn already, and is held against others: all draw the same."""
    begin_anew(begun)
    chance.random_bytes = lambda size: b"\x07" * size  # `as_deployed` puts the real one back.
    town.at(hour)


def duty(name: str, town: Town) -> Duty:
    """Have something fall due, and find out in fair weather what doing it means: once in a session of tests."""
    if name not in _KNOWN:
        hour = PREPARED[name](town)
        begun = take(town.codes, town.profiles)
        begin(begun, town, hour)
        with house() as here:
            _, error = here.wake_the_clock()
        assert not error
        _KNOWN[name] = Duty(town, hour, begun, here.sites, stored())
    known = replace(_KNOWN[name], town=town)
    known.begin()
    return known


_KNOWN: dict[str, Duty] = {}
