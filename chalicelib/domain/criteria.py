"""What a ranking can be made by: each criterion one small thing that measures, prints, validates and explains itself.

The definition names criteria in the order in which they decide; nothing here knows any contest. A further criterion is
one more entry of ``CRITERIA`` and its sentences in the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .faults import Fault
from .times import Millis, at_home, written
from .words import Language, say

if TYPE_CHECKING:
    # Only for its names: the definition asks this module whether its criteria are sound.
    from .definition import Definition

Precision = Literal["ms", "s"]
Value = int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """All that a ranking needs of one attempt with an empty ruling. ``prediction`` is None where there is none."""

    contestant: str
    number: int
    unit: str
    score: int
    elapsed_ms: int
    prediction: int | None
    submitted_at: Millis
    started_at: Millis


@dataclass(frozen=True)
class Criterion:
    """One thing to rank by.

    ``direction`` is the only one that makes sense for it; ``measure`` gives the value as printed in ``ranking.csv`` (an
    integer, or None for an empty cell, which sorts last), ``printed`` its cell, ``shown`` the words for people.
    """

    name: str
    direction: Literal["asc", "desc"]
    measure: Callable[[Entry, int | None, Precision], Value]
    printed: Callable[[int], str]
    shown: Callable[[int, Precision, Language], str]
    needs_prediction: bool = False

    def faults(self, direction: str, asks_prediction: bool, file: str, path: str) -> list[Fault]:
        """Return what is wrong with using this criterion in ``direction`` in a definition."""
        found = []
        if direction != self.direction:
            values = {"name": self.name, "direction": direction, "right": self.direction}
            found.append(Fault(file, f"{path}.direction", "criterion-direction", values))
        if self.needs_prediction and not asks_prediction:
            found.append(Fault(file, f"{path}.name", "criterion-needs-prediction", {"name": self.name}))
        return found

    def cell(self, value: Value) -> str:
        """Return ``value`` as the cell of ``ranking.csv``."""
        return "" if value is None else self.printed(value)

    def label(self, language: Language) -> str:
        """Return the criterion's name for the head of a column."""
        return say(f"criterion.{self.name}.label", language)

    def text(self, value: Value, precision: Precision, language: Language) -> str:
        """Return ``value`` as people read it: ``9 phút 12 giây``."""
        return say("criterion.none", language) if value is None else self.shown(value, precision, language)

    def rule(self, precision: Precision, language: Language) -> str:
        """Return the sentence for the rules page."""
        key = f"criterion.{self.name}.rule"
        return say(f"{key}-{precision}" if self.name == "elapsed" else key, language)

    def same(self, value: Value, precision: Precision, language: Language) -> str:
        """Return the words for two neighbours that are equal here: ``cùng điểm 10``."""
        if value is None:
            return say(f"criterion.{self.name}.same-none", language)
        return say(f"criterion.{self.name}.same", language, mine=self.text(value, precision, language))

    def differs(
        self, mine: Value, theirs: Value, side: Literal["behind", "ahead"], precision: Precision, language: Language
    ) -> str:
        """Return the words for one who stands ``behind`` or ``ahead`` of a neighbour by this criterion."""
        suffix = "-none" if None in (mine, theirs) else ""
        shown = {
            "mine": self.text(mine, precision, language),
            "theirs": self.text(theirs, precision, language),
        }
        return say(f"criterion.{self.name}.{side}{suffix}", language, **shown)


def _score(entry: Entry, target: int | None, precision: Precision) -> Value:
    return entry.score


def _prediction_error(entry: Entry, target: int | None, precision: Precision) -> Value:
    return None if entry.prediction is None or target is None else abs(entry.prediction - target)


def _elapsed(entry: Entry, target: int | None, precision: Precision) -> Value:
    return entry.elapsed_ms if precision == "ms" else entry.elapsed_ms // 1000


def _submitted_at(entry: Entry, target: int | None, precision: Precision) -> Value:
    return entry.submitted_at


def _started_at(entry: Entry, target: int | None, precision: Precision) -> Value:
    return entry.started_at


def _plain(value: int, precision: Precision, language: Language) -> str:
    return str(value)


def _duration(value: int, precision: Precision, language: Language) -> str:
    """Return an elapsed value as minutes and seconds, with thousandths only where the definition counts them."""
    seconds, thousandths = (value, None) if precision == "s" else divmod(value, 1000)
    minutes, seconds = divmod(seconds, 60)
    if thousandths is None:
        return say("duration.s", language, minutes=minutes, seconds=seconds)
    return say("duration.ms", language, minutes=minutes, seconds=seconds, thousandths=f"{thousandths:03d}")


def _moment(value: int, precision: Precision, language: Language) -> str:
    """Return an instant at home to the millisecond: two neighbours often differ in nothing else."""
    whole_minute = value - value % 60_000
    clock, date = at_home(whole_minute).split(" ", 1)
    seconds, thousandths = divmod(value % 60_000, 1000)
    return say(
        "moment", language, clock=clock, seconds=f"{seconds:02d}", thousandths=f"{thousandths:03d}", date=date.split()[-1]
    )


CRITERIA: Mapping[str, Criterion] = {
    criterion.name: criterion
    for criterion in (
        Criterion("score", "desc", _score, str, _plain),
        Criterion("prediction_error", "asc", _prediction_error, str, _plain, needs_prediction=True),
        Criterion("elapsed", "asc", _elapsed, str, _duration),
        Criterion("submitted_at", "asc", _submitted_at, written, _moment),
        Criterion("started_at", "asc", _started_at, written, _moment),
    )
}


def criteria_faults(criteria: Sequence[tuple[str, str]], asks_prediction: bool, file: str) -> list[Fault]:
    """Return all faults of a definition's ``criteria``, given as (name, direction) in order.

    A criterion that nobody knows, one named twice, one in the wrong direction, one that needs a prediction which the
    contest does not ask for, or none at all. ``path`` of each is ``criteria[i].name`` or ``.direction``.
    """
    if not criteria:
        return [Fault(file, "criteria", "criterion-missing", {"known": ", ".join(CRITERIA)})]
    found = []
    for at, (name, direction) in enumerate(criteria):
        path = f"criteria[{at}]"
        if name not in CRITERIA:
            found.append(Fault(file, f"{path}.name", "criterion-unknown", {"name": name, "known": ", ".join(CRITERIA)}))
        elif name in [earlier for earlier, _ in criteria[:at]]:
            found.append(Fault(file, f"{path}.name", "criterion-twice", {"name": name}))
        else:
            found += CRITERIA[name].faults(direction, asks_prediction, file, path)
    return found


def measured(entry: Entry, definition: Definition, target: int | None) -> tuple[Value, ...]:
    """Return the entry's value for each criterion of ``definition``, in its order, as printed."""
    return tuple(CRITERIA[each.name].measure(entry, target, definition.precision) for each in definition.criteria)


def cells(values: Sequence[Value], definition: Definition) -> list[str]:
    """Return ``measured`` values as the cells of ``ranking.csv``."""
    return [CRITERIA[each.name].cell(value) for each, value in zip(definition.criteria, values, strict=True)]


def ranking_rules(definition: Definition, language: Language = "vi") -> list[str]:
    """Return the ranking as sentences for the rules page: which attempt counts, each criterion, what settles a last tie."""
    counted = [say(f"counted.{definition.attempts.counted}", language)] if definition.attempts.max > 1 else []
    criteria = [CRITERIA[each.name].rule(definition.precision, language) for each in definition.criteria]
    return [*counted, *criteria, say(f"last-tie.{definition.last_tie}", language)]


@dataclass(frozen=True, slots=True)
class Turnout:
    """What a prediction can be about, over attempts with an empty ruling.

    ``papers`` are attempts handed in or timed out; ``people`` are contestants with any attempt, ``perfect_people`` those
    with a perfect one.
    """

    papers: int
    people: int
    perfect_people: int


TARGETS: Mapping[str, Callable[[Turnout], int]] = {
    "persons_all_correct": lambda turnout: turnout.perfect_people,
    "papers": lambda turnout: turnout.papers,
    "persons": lambda turnout: turnout.people,
    "percent_all_correct": lambda turnout: _per_ten_thousand(turnout.perfect_people, turnout.people),
}


def prediction_target(asks: str, turnout: Turnout) -> int:
    """Return the number that predictions are held against. Raises KeyError for a question that nobody asks."""
    return TARGETS[asks](turnout)


def _per_ten_thousand(part: int, whole: int) -> int:
    """Return ``part / whole`` per ten thousand, half up, in integers; 0 of nobody."""
    return (part * 20_000 + whole) // (2 * whole) if whole else 0
