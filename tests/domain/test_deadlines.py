"""When an attempt's time is over, whatever was decided while it ran; held against the verifier, which sees rows alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from types import SimpleNamespace

import pytest

from chalicelib.domain.attempt import Attempt, elapsed_ms, finalised
from chalicelib.domain.deadlines import Deadlines
from chalicelib.domain.decisions import Decision, move_close
from chalicelib.domain.grants import EXTENSION, Grant, extended
from chalicelib.domain.round import LEAST_AHEAD_MS, LEAST_NOTICE_MS, SETTLING_MS, Move
from chalicelib.domain.times import Millis, written
from tests.domain.facts import CLOSES, LIMIT_MS, OPENS, ROUND, open_attempt, submitted
from tests.sizes import size
from verifier import verify

MINUTE_MS = 60_000
LIMIT_S = LIMIT_MS // 1000
GRACE_MS = 5_000


def moved(decided_at: Millis, after: Millis, before: Millis = CLOSES) -> Move:
    return Move(decided_at, "truong-ban", before, after, "mat-dien")


def deadline_of(attempt: Attempt, *moves: Move, until: Millis | None = None) -> Millis:
    return Deadlines(LIMIT_S, CLOSES, moves, {} if until is None else {attempt.name: until}).of(attempt)


def test_without_decisions_an_attempt_has_its_limit_or_ends_with_the_round():
    early, late = open_attempt("a"), open_attempt("a", started_at=CLOSES - 1000)

    assert (deadline_of(early), deadline_of(late)) == (OPENS + LIMIT_MS, CLOSES)


def test_a_later_close_gives_an_open_attempt_the_rest_of_its_limit():
    attempt = open_attempt("a", started_at=CLOSES - 5 * MINUTE_MS)

    ends = deadline_of(attempt, moved(CLOSES - 2 * MINUTE_MS, CLOSES + 60 * MINUTE_MS))

    assert ends == attempt.started_at + LIMIT_MS


def test_a_later_close_before_the_limit_is_over_cuts_it_too():
    attempt = open_attempt("a", started_at=CLOSES - 5 * MINUTE_MS)

    ends = deadline_of(attempt, moved(CLOSES - 2 * MINUTE_MS, CLOSES + MINUTE_MS))

    assert ends == CLOSES + MINUTE_MS


def test_a_close_that_is_moved_twice_holds_as_it_was_moved_last():
    attempt = open_attempt("a", started_at=CLOSES - 5 * MINUTE_MS)
    earlier = moved(CLOSES - 4 * MINUTE_MS, CLOSES - MINUTE_MS)
    later = moved(CLOSES - 3 * MINUTE_MS, CLOSES + MINUTE_MS, earlier.after)

    assert deadline_of(attempt, earlier, later) == CLOSES + MINUTE_MS


def test_an_attempt_begun_after_the_decision_goes_by_the_new_close_whatever_the_function_that_began_it_knew():
    attempt = open_attempt("a", started_at=CLOSES - MINUTE_MS)

    ends = deadline_of(attempt, moved(CLOSES - 2 * MINUTE_MS, CLOSES + 2 * MINUTE_MS))

    assert ends == CLOSES + 2 * MINUTE_MS


def test_an_attempt_whose_time_was_over_before_the_decision_stays_as_it_was():
    attempt = open_attempt("a")

    assert deadline_of(attempt, moved(OPENS + LIMIT_MS, CLOSES + MINUTE_MS)) == OPENS + LIMIT_MS


@pytest.mark.parametrize(("took_ms", "ends"), [(60_000, CLOSES), (60_001, CLOSES + MINUTE_MS)])
def test_an_attempt_handed_in_by_the_decision_keeps_its_deadline(took_ms: int, ends: Millis):
    attempt = replace(submitted("a", took_ms=took_ms), started_at=CLOSES - 5 * MINUTE_MS)
    attempt = replace(attempt, submitted_at=attempt.started_at + took_ms)

    assert deadline_of(attempt, moved(attempt.started_at + 60_000, CLOSES + MINUTE_MS)) == ends


def test_an_extension_stands_over_the_limit_and_over_a_later_move():
    attempt = open_attempt("a")

    ends = deadline_of(attempt, moved(OPENS + 1000, CLOSES + MINUTE_MS), until=OPENS + LIMIT_MS + MINUTE_MS)

    assert ends == OPENS + LIMIT_MS + MINUTE_MS


# --- stories, told to the verifier ---


@dataclass
class Story:
    """One contestant's paper in a round that is moved and extended, by the rules that the services hold to."""

    chance: Random
    moves: list[Move] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    attempt: Attempt | None = None

    @property
    def closes(self) -> Millis:
        return self.moves[-1].after if self.moves else CLOSES

    @property
    def deadlines(self) -> Deadlines:
        return Deadlines(LIMIT_S, CLOSES, self.moves, extended(self.grants))

    @property
    def live(self) -> Millis:
        """Until when the functions take saves, by what is stored and by the round's record."""
        assert self.attempt is not None
        return min(self.attempt.deadline_at, self.closes)

    def decided_at(self, now: Millis) -> Millis:
        return max([now, *(each.decided_at + 1 for each in (*self.moves, *self.grants))])

    def some_time(self, since: Millis, until: Millis) -> Millis:
        """Return a moment that often falls together with another, or stands next to it."""
        return since + self.chance.randrange((until - since) // 30_000 + 1) * 30_000 + self.chance.choice([-1, 0, 0, 1])

    def start(self, now: Millis) -> None:
        if self.attempt is None and OPENS <= now < self.closes:
            self.attempt = open_attempt("a", started_at=now, deadline_at=now + LIMIT_MS)

    def hand_in(self, now: Millis) -> None:
        if self.attempt and not self.attempt.status and self.attempt.started_at <= now < self.live + GRACE_MS:
            self.attempt = replace(self.attempt, choices="A__", submitted_at=now, status="submitted")

    def move(self, now: Millis) -> None:
        after = self.some_time(now, CLOSES + 30 * MINUTE_MS)
        later = after > self.closes and now <= self.closes - LEAST_AHEAD_MS
        earlier = now + LEAST_NOTICE_MS <= after < self.closes and after >= max(extended(self.grants).values(), default=0)
        if (later or earlier) and OPENS <= now < self.closes:
            self.moves.append(Move(self.decided_at(now), "truong-ban", self.closes, after, "mat-dien"))

    def extend(self, now: Millis) -> None:
        if self.attempt is None or self.attempt.status or not OPENS <= now < self.closes:
            return
        before, until = self.deadlines.of(self.attempt), self.some_time(now, self.closes)
        if max(now, before) < until <= self.closes:
            decided = max(self.attempt.started_at, self.decided_at(now))
            who = (self.attempt.contestant, self.attempt.number)
            self.grants.append(Grant("0" * 32, EXTENSION, *who, before, until, decided, "truong-ban", "mat-dien"))
            self.attempt = replace(self.attempt, deadline_at=until)

    def decisions(self) -> list[Decision]:
        moves = [
            move_close(ROUND, each.before, each.after, decided_at=each.decided_at, by=each.by, reason=each.reason)
            for each in self.moves
        ]
        return sorted([*moves, *(each.decision() for each in self.grants)], key=lambda each: each.decided_at)


def told(seed: int) -> Story:
    """Tell a story of some twelve events about one paper, in which little happens before the round's last half hour."""
    story = Story(Random(seed))
    acts = [story.start, story.start, story.hand_in, story.move, story.move, story.extend, story.extend]
    first = CLOSES - 25 * MINUTE_MS
    for now in sorted(story.some_time(first, CLOSES + 20 * MINUTE_MS) for _ in range(12)):
        story.chance.choice(acts)(now)
    return story


def difference(story: Story) -> str:
    """Return the first thing in which the verifier finds another window than the export of ``story`` would show."""
    assert story.attempt is not None
    final = finalised(story.attempt, story.deadlines.of(story.attempt))
    step, case = verify.Step(8, "window"), _case(story, final)
    row = case.export.attempts[0]
    for check in (verify.check_start, verify.check_deadline, verify.check_end):
        check(step, case, row)
    return str(step.first) if step.first else ""


def _case(story: Story, final: Attempt) -> SimpleNamespace:
    times = {"started_at": final.started_at, "deadline_at": final.deadline_at, "submitted_at": final.submitted_at or 0}
    cells = {**{name: written(at) for name, at in times.items()}, "elapsed_ms": str(elapsed_ms(final))}
    paper = (final.questions.split(), final.choices, final.prediction)
    who = (final.contestant, final.number, final.unit, final.status, "")
    row = verify.Attempt(2, cells, *who, *times.values(), *paper)
    decisions = [
        verify.Decision(at + 2, str(at + 1), each.decided_at, each.by, "", each.act, each.subject, *_cells(each))
        for at, each in enumerate(story.decisions())
    ]
    hours = {"opens": written(OPENS), "closes": written(CLOSES)}
    definition = {"paper": {"limit_s": LIMIT_S, "grace_ms": GRACE_MS}}
    manifest = {"closed_at": written(story.closes + GRACE_MS + SETTLING_MS)}
    export = SimpleNamespace(
        round=hours, definition=definition, manifest=manifest, attempts=[row], decisions=decisions, asks=lambda: "papers"
    )
    return SimpleNamespace(export=export, recount=verify.Recount(export))


def _cells(decision: Decision) -> tuple[str, str, str]:
    return decision.before, decision.after, decision.reason


@pytest.mark.soak
def test_whatever_is_decided_while_a_paper_runs_the_verifier_finds_the_same_window():
    stories = [story for seed in range(size(test=2_000, soak=200_000)) if (story := told(seed)).attempt]

    wrong = {(seed, found) for seed, story in enumerate(stories) if (found := difference(story))}

    assert wrong == set()
    assert sum(bool(story.moves and story.grants) for story in stories) > len(stories) / 10


@pytest.mark.soak
def test_what_the_functions_go_by_while_a_round_runs_is_what_its_closing_comes_to():
    stories = [told(seed) for seed in range(size(test=2_000, soak=200_000))]
    open_ones = [story for story in stories if story.attempt and not story.attempt.status]

    parted = [story for story in open_ones if story.attempt and _over_at(story) != story.deadlines.of(story.attempt)]

    assert parted == []
    assert len(open_ones) > len(stories) / 10


def _over_at(story: Story) -> Millis:
    """Return when an open paper's time was over by what is stored: a close that came later does not reopen it."""
    assert story.attempt is not None
    closes = [CLOSES, *(move.after for move in story.moves)]
    decided = [*(move.decided_at for move in story.moves), None]
    for close, until in zip(closes, decided, strict=True):
        ends = min(story.attempt.deadline_at, close)
        if until is None or ends <= until:
            return ends
    raise AssertionError
