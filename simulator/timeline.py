"""Fast-forward: whoever acts tells when, and the one clock jumps from act to act, in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterable
from typing import Any

from chalicelib.domain.times import Millis

from .cloud import Cloud

# A story does something, yields the instant at which it goes on, and is resumed with the clock standing there.
Story = Generator[Millis, None, Any]

# Is told the clock's time, how many stories have ended, and how many there are.
Watch = Callable[[Millis, int, int], None]


def nobody(now: Millis, ended: int, told: int) -> None:
    """Watch nothing."""


class Timeline:
    """Stories that wait for their next instant. Of two that wait for the same one, the one added first goes on first."""

    def __init__(self, cloud: Cloud):
        self._cloud = cloud
        self._waiting: list[tuple[Millis, int, Story]] = []
        self._added = 0
        self._ended = 0

    def add(self, stories: Iterable[Story]) -> None:
        """Let ``stories`` begin: each tells its first instant now."""
        for story in stories:
            self._added += 1
            self._wait(story, self._added)

    def run(self, watch: Watch) -> None:
        """Tell every story to its end; ``watch`` is called after each step."""
        while self._waiting:
            at, order, story = heapq.heappop(self._waiting)
            # An instant that is past already means: at once. Time never runs backwards.
            self._cloud.now = max(self._cloud.now, at)
            self._wait(story, order)
            watch(self._cloud.now, self._ended, self._added)

    def _wait(self, story: Story, order: int) -> None:
        at = next(story, None)
        if at is None:
            self._ended += 1
        else:
            heapq.heappush(self._waiting, (at, order, story))
