"""What a definition asks of units and how it awards them, as sentences for the rules page: chosen before the opening."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .amounts import counted, owed_percent
from .words import Language, say

if TYPE_CHECKING:
    from .award_rules import Participation, SizeGroup, UnitAward
    from .definition import Definition


def unit_rules(definition: Definition, language: Language = "vi") -> list[str]:
    """Return what units owe, what less of it costs, and how they are ranked; nothing where a contest asks none of it."""
    owed = _owed(definition, definition.participation, language) if definition.participation else ()
    award = _awarded(definition, definition.unit_award, language) if definition.unit_award else ()
    return [*owed, *award]


def _owed(definition: Definition, participation: Participation, language: Language) -> Iterator[str]:
    over = say(f"unit-owes.over.{participation.over}", language)
    for each in definition.unit_classes:
        if each.least_rate is not None:
            owed = owed_percent(each.least_rate, language)
            yield say("unit-owes.class", language, name=each.name, owed=owed, over=over)
        elif participation.least_rate is None:
            yield say("unit-owes.class-nothing", language, name=each.name)
    if participation.least_rate is not None:
        key = "others" if any(each.least_rate for each in definition.unit_classes) else "every"
        yield say(f"unit-owes.{key}", language, owed=owed_percent(participation.least_rate, language), over=over)
    yield say(f"unit-owes.excused.{participation.excused}", language)
    if participation.leaders_every_round:
        yield say("unit-owes.leaders", language)
    yield say(f"unit-owes.below.{participation.below}", language)


def _awarded(definition: Definition, award: UnitAward, language: Language) -> Iterator[str]:
    yield say("unit-award.tree", language)
    groups = ", ".join(size_text(each, language) for each in award.sizes)
    yield say(f"unit-award.groups.{award.groups}", language, groups=groups)
    gates = [say("unit-gate.took_part.rule", language)]
    gates += [say(f"unit-gate.{gate.name}.rule", language, most=gate.most) for gate in award.gates]
    yield say("unit-award.gates", language, gates="; ".join(gates))
    labels = [say(f"unit-criterion.{each.name}.label", language) for each in award.criteria]
    if award.formula == "in_order":
        then = f", {say('unit-award.then', language)} "
        yield say("unit-award.in_order", language, criteria=then.join(labels))
        if any(each.name == "rate" for each in award.criteria):
            yield say("unit-award.capped", language)
    else:
        yield from _weighed(award, labels, definition.paper.questions, language)
    yield say(f"unit-award.tie.{award.boundary_tie}", language)


def _weighed(award: UnitAward, labels: list[str], questions: int, language: Language) -> Iterator[str]:
    weights = [each.weight or 0 for each in award.criteria]
    told = (
        say("unit-award.weight", language, label=label, weight=weight, of=sum(weights))
        for label, weight in zip(labels, weights, strict=True)
    )
    yield say("unit-award.weighted", language, criteria="; ".join(told))
    yield say("unit-award.scale", language, questions=questions)


def size_text(group: SizeGroup, language: Language = "vi") -> str:
    """Return a size group with its bounds: ``Nhóm 1 (từ 1 đến 50 người)``."""
    bounds = {"least": counted(group.least, language), "most": counted(group.most or 0, language)}
    return say(f"unit-award.size.{'open' if group.most is None else 'closed'}", language, name=group.name, **bounds)
