"""Which questions a contestant is asked, in which order, and the commitment that binds the draw before a round opens.

Everything here is a keyed hash over the attempt's own name, so that an auditor who holds the seed after publication draws
the same papers again (export format, "What is computed").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .canonical import canonical, keyed_each, sha256_hex


def draw_questions(
    seed: bytes,
    contest: str,
    round: str,
    contestant: str,
    number: int,
    topics: Mapping[str, str],
    count: int,
    blueprint: Mapping[str, int] | None = None,
) -> tuple[str, ...]:
    """Return the ids of ``count`` questions in the order in which attempt ``number`` of ``contestant`` is asked them.

    ``seed`` is the round's paper seed; ``topics`` gives each question of the bank its topic. With a ``blueprint`` (how
    many of each topic) the smallest tickets of each topic are taken, without one the smallest of all. Raises ValueError
    where the bank is too small, or where the blueprint does not add up to ``count``.
    """
    queue = sorted(topics, key=keyed_each(seed, "paper", contest, round, contestant, number))
    drawn = queue[:count] if blueprint is None else _by_topic(queue, topics, blueprint)
    wanted = count if blueprint is None else sum(blueprint.values())
    if not len(drawn) == wanted == count:
        raise ValueError(f"{len(drawn)} questions can be drawn for {contest}/{round}, {count} are asked")
    return tuple(drawn)


def _by_topic(queue: Sequence[str], topics: Mapping[str, str], blueprint: Mapping[str, int]) -> list[str]:
    """Return the questions of ``queue`` that fill ``blueprint``, still in the queue's order."""
    wanted = dict(blueprint)
    drawn = []
    for question in queue:
        topic = topics[question]
        if wanted.get(topic, 0) > 0:
            wanted[topic] -= 1
            drawn.append(question)
    return drawn


def option_order(
    seed: bytes,
    contest: str,
    round: str,
    contestant: str,
    number: int,
    question: str,
    letters: Sequence[str],
    fixed: bool = False,
) -> tuple[str, ...]:
    """Return the bank's ``letters`` of ``question`` in the order shown to this attempt; as they stand where ``fixed``."""
    if fixed:
        return tuple(letters)
    return tuple(sorted(letters, key=keyed_each(seed, "option", contest, round, contestant, number, question)))


def commitment(bank_json: bytes, definition_json: bytes, lot_seed: bytes, paper_seed: bytes) -> str:
    """Return the hash (hex) that is public before a round may open: none of the four can change after it."""
    return sha256_hex(
        canonical(
            {
                "bank": sha256_hex(bank_json),
                "definition": sha256_hex(definition_json),
                "lot_seed": sha256_hex(lot_seed),
                "paper_seed": sha256_hex(paper_seed),
            }
        )
    )
