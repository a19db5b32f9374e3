"""Wrong answers that agree far beyond chance: planted copiers are found among thousands who know nothing of each other, and
what many have misunderstood alike is nobody's fault.

Run over 20 seeds (``make soak``); ``make test`` does one of them.
"""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace

import pytest

from chalicelib.domain import agreeing_papers
from chalicelib.domain.agreeing_papers import Agreements, agreements
from chalicelib.domain.attempt import ANY_CHOICE
from tests.domain.made_up_rounds import MadeUp, contestant, copied, made_up, paper
from tests.sizes import size

SEEDS = range(size(test=1, soak=20))
PEOPLE = size(test=800, soak=2_000)


def found_in(made: MadeUp, **more: int) -> Agreements:
    return agreements(made.papers, made.right, made.options, **more)


def names(found: Agreements) -> set[tuple[str, str]]:
    return {(each.first.contestant, each.second.contestant) for each in found.found}


def pair(one: int, other: int) -> tuple[str, str]:
    first, second = sorted((contestant(one), contestant(other)))
    return first, second


def with_so_many_wrong(made: MadeUp, wrong: int, count: int) -> list[int]:
    """Return the first few people who have just so many wrong answers, each with neighbours of their own."""
    found: dict[int, int] = {}
    for number, each in enumerate(made.papers):
        if len(each.choices) - each.choices.count("A") == wrong:
            found.setdefault(number // 2, number)
    return list(found.values())[:count]


def planted(made: MadeUp) -> set[tuple[str, str]]:
    """Have three people copy papers with sixteen faults in forty: of a neighbour, of a stranger, of a neighbour again."""
    sources = with_so_many_wrong(made, 16, 3)
    copiers = [(source ^ 1, (source + 777) % PEOPLE)[way] for source, way in zip(sources, (0, 1, 0), strict=True)]
    for source, copier in zip(sources, copiers, strict=True):
        copied(made, source, copier)
    return {pair(*each) for each in zip(sources, copiers, strict=True)}


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_planted_copiers_are_found_among_thousands_and_nobody_else_is(seed: int):
    made = made_up(seed, PEOPLE, 40, 40)
    copies = planted(made)

    found = found_in(made)

    assert names(found) == copies
    assert (found.papers, found.pairs, found.left_out) == (PEOPLE, PEOPLE * (PEOPLE - 1) // 2, 0)


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("bank", "asked", "kind"),
    [(60, 30, {}), (40, 20, {"spread": 2.0}), (20, 20, {"wrong": 0.15, "spread": 1.5}), (30, 30, {"wrong": 0.5})],
)
def test_among_people_who_know_nothing_of_each_other_nobody_is_told(
    seed: int, bank: int, asked: int, kind: dict[str, float]
):
    made = made_up(seed, size(test=600, soak=2_000), bank, asked, **kind)

    assert found_in(made).found == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("people", "facts"), [(60, 12), (8, 8)])
def test_an_office_that_learned_the_same_wrong_facts_is_not_told(seed: int, people: int, facts: int):
    made = made_up(seed, size(test=600, soak=2_000), 40, 40, wrong=0.2, unit_of=people)
    chance = random.Random(f"office {seed}")
    believed = chance.sample(sorted(made.right), facts)
    for number, each in enumerate(made.papers):
        if each.unit == "u3":
            choices = ("D" if question in believed and chance.random() < 0.95 else own for question, own in each.answers())
            made.papers[number] = replace(each, choices="".join(choices))

    assert found_in(made).found == []


def test_what_most_of_a_round_misunderstands_is_no_evidence():
    """Everybody gives the same twenty wrong answers of forty; two people have nothing else wrong, nor has anybody."""
    papers = [paper(number, "A" * 20 + "B" * 20) for number in range(300)]
    right = {f"q{place}": frozenset("A") for place in range(40)}

    assert agreements(papers, right, dict.fromkeys(right, 4)).found == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(size(test=1, soak=5)))
def test_the_index_finds_what_comparing_every_pair_finds(seed: int):
    made = made_up(seed, 80, 40, 40, wrong=0.5)
    for source in range(0, 40, 4):
        copied(made, source, source + 1)
        copied(made, source, source + 42)

    found = found_in(made)

    assert names(found) == _by_comparing_every_pair(made)
    assert len(found.found) >= 10


def _by_comparing_every_pair(made: MadeUp) -> set[tuple[str, str]]:
    the_round = agreeing_papers._Round(made.papers, made.right, made.options)
    told = set()
    for one, other in itertools.combinations(the_round.read, 2):
        kind = the_round.kinds[0 if one.paper.unit == other.paper.unit else 1]
        shared = one.worth.keys() & other.worth.keys()
        compared = agreeing_papers._Pair(the_round, one, other, shared, kind)
        if len(shared) >= agreeing_papers.LEAST_SHARED and compared.log_chance <= -kind.enough:
            told.add((one.paper.contestant, other.paper.contestant))
    return told


def test_a_pair_is_told_with_its_evidence():
    made = made_up(5, 300, 40, 40)
    source, *_ = with_so_many_wrong(made, 16, 1)
    copied(made, source, source ^ 1)

    (told,) = found_in(made).found

    wrong = [(question, choice) for question, choice in made.papers[source].answers() if choice != "A"]
    assert (told.first.contestant, told.second.contestant) == pair(source, source ^ 1)
    assert (told.common, told.wrong) == (40, (16, 16))
    assert sorted((each.question, each.letter) for each in told.matches) == sorted(wrong)
    assert [each.p for each in told.matches] == sorted(each.p for each in told.matches)
    for each in told.matches:
        chosen = [dict(other.answers())[each.question] for other in made.papers]
        assert (each.held, each.chose) == (300, chosen.count(each.letter))
    assert 1 < told.expected < 8
    assert told.one_in >= 200


def test_one_person_is_no_pair_however_often_they_tried():
    made = made_up(5, 300, 40, 40)
    source, *_ = with_so_many_wrong(made, 16, 1)
    again = replace(made.papers[source], number=2)

    found = agreements([*made.papers, again], made.right, made.options)

    assert found.found == []


def test_two_people_with_two_attempts_each_are_told_once():
    made = made_up(5, 300, 40, 40)
    source, *_ = with_so_many_wrong(made, 16, 1)
    copied(made, source, source ^ 1)
    again = [replace(made.papers[number], number=2) for number in (source, source ^ 1)]

    found = agreements([*made.papers, *again], made.right, made.options)

    assert names(found) == {pair(source, source ^ 1)}


def test_blank_papers_and_voided_questions_are_no_evidence():
    made = made_up(5, 300, 40, 40)
    source, *_ = with_so_many_wrong(made, 16, 1)
    copied(made, source, source ^ 1)
    blank = [paper(900 + number, "_" * 40, status="blank") for number in range(2)]

    voided = agreements([*made.papers, *blank], dict.fromkeys(made.right, ANY_CHOICE), made.options)

    assert (voided.papers, voided.found) == (300, [])


def test_choices_that_are_too_common_to_be_looked_at_are_said():
    made = made_up(5, 300, 40, 40)
    source, *_ = with_so_many_wrong(made, 16, 1)
    copied(made, source, source ^ 1)

    none, some, all_of_them = (found_in(made, most=most) for most in (0, 20_000, 2_000_000))

    assert (none.found, none.left_out > some.left_out > 0) == ([], True)
    assert (len(all_of_them.found), all_of_them.left_out) == (1, 0)


@pytest.mark.parametrize("papers", [0, 1, 2])
def test_a_round_of_next_to_nobody_has_no_pairs(papers: int):
    made = made_up(1, papers, 10, 10)

    assert found_in(made).found == []


def test_the_bound_is_never_below_how_likely_so_much_agreement_is():
    chances = [0.5, 0.3, 0.3, 0.12, 0.05, 0.02, 0.4, 0.07]
    worth = [-math.log(p) for p in chances]
    outcomes = list(itertools.product((0, 1), repeat=len(chances)))
    sums = [sum(value for value, hit in zip(worth, outcome, strict=True) if hit) for outcome in outcomes]
    likely = [math.prod(p if hit else 1 - p for p, hit in zip(chances, outcome, strict=True)) for outcome in outcomes]

    for agreement in sums:
        exact = sum(each for total, each in zip(sums, likely, strict=True) if total >= agreement - 1e-9)

        assert agreeing_papers._log_bound(agreement, chances) >= math.log(exact) - 1e-9


def test_weakness_is_such_that_as_many_wrong_answers_are_expected_as_there_are():
    made = made_up(3, 400, 40, 20)
    the_round = agreeing_papers._Round(made.papers, made.right, made.options)

    for each in made.papers[::40]:
        wrong = sum(choice != "A" for choice in each.choices)
        weakness = the_round._weakness(each, wrong)

        expected = sum(agreeing_papers._chance(the_round.difficulty[question] + weakness) for question in each.questions)
        assert expected == pytest.approx(20 * (wrong + 0.5) / 21, abs=1e-6)
