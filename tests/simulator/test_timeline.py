"""Fast-forward keeps the order of instants, and time never runs backwards."""

from __future__ import annotations

from simulator.cloud import Cloud
from simulator.timeline import Timeline, nobody


def told(*instants_of: tuple[str, tuple[int, ...]]) -> list[tuple[str, int]]:
    """Run a story for each name that acts at its instants, and return who acted when, by the clock."""
    cloud, acted = Cloud(), []

    def story(name, instants):
        for at in instants:
            yield at
            acted.append((name, cloud.now))

    timeline = Timeline(cloud)
    timeline.add(story(name, instants) for name, instants in instants_of)
    timeline.run(nobody)
    return acted


def test_stories_act_in_the_order_of_their_instants():
    assert told(("an", (1, 5)), ("binh", (3,))) == [("an", 1), ("binh", 3), ("an", 5)]


def test_of_two_at_one_instant_the_first_added_acts_first():
    assert told(("an", (2,)), ("binh", (2,))) == [("an", 2), ("binh", 2)]


def test_an_instant_that_is_past_means_at_once():
    assert told(("an", (5, 1)), ("binh", (7,))) == [("an", 5), ("an", 5), ("binh", 7)]


def test_whoever_watches_is_told_how_many_stories_have_ended():
    cloud, seen = Cloud(), []
    timeline = Timeline(cloud)
    timeline.add(iter_of(at) for at in (1, 2))

    timeline.run(lambda now, ended, added: seen.append((now, ended, added)))

    assert seen == [(1, 1, 2), (2, 2, 2)]


def iter_of(at):
    """A story with one instant."""
    yield at
