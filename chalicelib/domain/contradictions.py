"""What a definition may not say at once: each contradiction is one small named check, and all of them are reported.

The checks read a *sketch* (``sketch.py``): a field that is open or at fault isn't there. Each check names the fields that it
reads, and is left out while one of them isn't settled; the rest still run, so that nobody mends one fault to meet the next.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from .criteria import criteria_faults
from .faults import Fault
from .item_size import most_questions
from .sketch import field_at, settled
from .times import HO_CHI_MINH, Millis, at_home, to_datetime

if TYPE_CHECKING:
    from .award_rules import Certificates, Participation, Prize, UnitAward
    from .definition import Definition, Round
    from .ways_in import Registration, SingleSignOn

MOST_ROUNDS = 60


@dataclass(frozen=True)
class Clash:
    """A contradiction at ``path``; ``code`` and ``values`` make its sentences, as in ``Fault``."""

    path: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


RoundCheck = Callable[["Round", "Definition"], Iterator[Clash]]
Check = Callable[["Definition"], Iterator[Clash]]
RegistrationCheck = Callable[["Registration"], Iterator[Clash]]
_ROUND_CHECKS: list[tuple[tuple[str, ...], RoundCheck]] = []
_CHECKS: list[tuple[tuple[str, ...], Check]] = []


def _of_a_round(*needs: str) -> Callable[[RoundCheck], RoundCheck]:
    """Register a check of each round for itself; its paths are relative to the round."""

    def register(check: RoundCheck) -> RoundCheck:
        _ROUND_CHECKS.append((needs, check))
        return check

    return register


def _of_the_whole(*needs: str) -> Callable[[Check], Check]:
    """Register a check of the definition as a whole."""

    def register(check: Check) -> Check:
        _CHECKS.append((needs, check))
        return check

    return register


def contradictions(sketch: Definition, file: str) -> list[Fault]:
    """Return every contradiction in ``sketch`` as a fault of ``file``, in the order of the checks."""
    clashes = [*_in_rounds(sketch), *_in_the_whole(sketch)]
    faults = [Fault(file, clash.path, f"definition.{clash.code}", clash.values) for clash in clashes]
    return [*faults, *_in_criteria(sketch, file)]


def _in_rounds(sketch: Definition) -> Iterator[Clash]:
    for index, each in enumerate(_items(sketch, "rounds")):
        for needs, check in _ROUND_CHECKS:
            if settled(each, *needs):
                for clash in check(each, sketch):
                    yield Clash(f"rounds[{index}].{clash.path}", clash.code, clash.values)


def _in_the_whole(sketch: Definition) -> Iterator[Clash]:
    for needs, check in _CHECKS:
        if settled(sketch, *needs):
            yield from check(sketch)


def _in_criteria(sketch: Definition, file: str) -> list[Fault]:
    """The criteria check themselves; while it is open whether a prediction is asked for, none is missed."""
    criteria = _items(sketch, "criteria")
    if not settled(sketch, "criteria") or not all(settled(each, "name", "direction") for each in criteria):
        return []
    asks_prediction = getattr(sketch, "prediction", "open") is not None
    return criteria_faults([(each.name, each.direction) for each in criteria], asks_prediction, file)


def _items(sketch: Definition, name: str) -> tuple[Any, ...]:
    return getattr(sketch, name, ())


def _with(parts: Iterable[Any], *needs: str) -> list[tuple[int, Any]]:
    """Those of ``parts`` in which every field of ``needs`` is settled, each with its index."""
    return [(index, part) for index, part in enumerate(parts) if settled(part, *needs)]


# --- one round for itself ---


@_of_a_round("opens", "closes")
def _closes_after_it_opens(each: Round, _: Definition) -> Iterator[Clash]:
    if each.closes <= each.opens:
        yield Clash("closes", "closes-first", {"opens": at_home(each.opens), "closes": at_home(each.closes)})


@_of_a_round("kind", "closes", "results")
def _results_after_the_close(each: Round, _: Definition) -> Iterator[Clash]:
    if each.kind == "ranked" and each.results is not None and each.results <= each.closes:
        yield Clash("results", "results-early", {"results": at_home(each.results), "closes": at_home(each.closes)})


@_of_a_round("kind", "results")
def _a_ranked_round_has_results(each: Round, _: Definition) -> Iterator[Clash]:
    if each.kind == "ranked" and each.results is None:
        yield Clash("results", "results-missing")


@_of_a_round("kind", "results")
def _practice_has_no_results(each: Round, _: Definition) -> Iterator[Clash]:
    if each.kind == "practice" and each.results is not None:
        yield Clash("results", "practice-results", {"results": at_home(each.results)})


@_of_a_round("opens", "closes")
def _a_whole_attempt_fits_in(each: Round, sketch: Definition) -> Iterator[Clash]:
    if settled(sketch, "paper.limit_s") and 0 < each.closes - each.opens < sketch.paper.limit_s * 1000:
        yield Clash("closes", "round-short", {"length": (each.closes - each.opens) // 1000, "limit": sketch.paper.limit_s})


# --- the rounds together ---


@_of_the_whole("rounds")
def _something_is_ranked(sketch: Definition) -> Iterator[Clash]:
    kinds = [getattr(each, "kind", "ranked") for each in sketch.rounds]
    if "ranked" not in kinds:
        yield Clash("rounds", "nothing-ranked", {"number": len(kinds)})


@_of_the_whole("rounds")
def _not_too_many_rounds(sketch: Definition) -> Iterator[Clash]:
    """An import changes all of them in one transaction, which holds a hundred items."""
    if len(sketch.rounds) > MOST_ROUNDS:
        yield Clash("rounds", "rounds-many", {"number": len(sketch.rounds), "most": MOST_ROUNDS})


@_of_the_whole("rounds")
def _rounds_in_order(sketch: Definition) -> Iterator[Clash]:
    """A round begins no earlier than the one above it ends; S2's weeks touch at no point, S0's follow at once."""
    dated = _with(sketch.rounds, "id", "opens", "closes")
    for (_, before), (index, after) in pairwise(dated):
        if after.opens < before.closes:
            code = "rounds-unordered" if after.closes <= before.opens else "rounds-overlap"
            hours = {"opens": at_home(after.opens), "closes": at_home(before.closes)}
            yield Clash(f"rounds[{index}].opens", code, {"round": after.id, "before": before.id, **hours})


@_of_the_whole("rounds")
def _each_round_has_its_own_bank(sketch: Definition) -> Iterator[Clash]:
    """A question stands in one round's bank only, so two rounds can't share a file."""
    first: dict[str, str] = {}
    for index, each in _with(sketch.rounds, "id"):
        bank = posixpath.normpath(getattr(each, "bank", None) or f"#{index}")
        if bank in first:
            yield Clash(f"rounds[{index}].bank", "bank-shared", {"bank": bank, "round": each.id, "other": first[bank]})
        first.setdefault(bank, each.id)


# --- what the plan says of the contest's days ---


@_of_the_whole("rounds", "plan.starts", "acknowledged")
def _starts_as_the_plan_says(sketch: Definition) -> Iterator[Clash]:
    days = [_day(each.opens) for each in _ranked(sketch, "opens")]
    if days and sketch.plan.starts and min(days) != sketch.plan.starts and not _acknowledged(sketch, "plan.starts"):
        yield Clash("plan.starts", "start-differs", {"says": _said(sketch.plan.starts), "rounds": _said(min(days))})


@_of_the_whole("rounds", "plan.ends", "acknowledged")
def _ends_as_the_plan_says(sketch: Definition) -> Iterator[Clash]:
    """S2:66 ends the contest a month after the last of its rounds (S2:70)."""
    days = [_day(each.closes - 1) for each in _ranked(sketch, "closes")]
    if days and sketch.plan.ends and max(days) != sketch.plan.ends and not _acknowledged(sketch, "plan.ends"):
        yield Clash("plan.ends", "end-differs", {"says": _said(sketch.plan.ends), "rounds": _said(max(days))})


def _ranked(sketch: Definition, edge: str) -> list[Round]:
    """The ranked rounds, or none at all while one of them has its edge open: the contest's own edge isn't known then."""
    rounds = [each for each in sketch.rounds if getattr(each, "kind", "ranked") == "ranked"]
    return rounds if all(settled(each, edge) for each in rounds) else []


def _day(at: Millis) -> Any:
    return to_datetime(at).astimezone(HO_CHI_MINH).date()


def _said(day: Any) -> str:
    return f"{day:%d/%m/%Y}"


def _acknowledged(sketch: Definition, path: str) -> bool:
    return any(each.field == path for _, each in _with(sketch.acknowledged, "field", "note"))


# --- the paper and the attempts ---


@_of_the_whole("paper.options_least", "paper.options_most")
def _options_in_order(sketch: Definition) -> Iterator[Clash]:
    if sketch.paper.options_least > sketch.paper.options_most:
        values = {"least": sketch.paper.options_least, "most": sketch.paper.options_most}
        yield Clash("paper.options_most", "options-crossed", values)


@_of_the_whole("contest", "rounds", "paper.questions")
def _a_paper_fits_in_an_attempt(sketch: Definition) -> Iterator[Clash]:
    """An attempt is stored as one item below 1 KB, whatever was answered."""
    longest = max((each.id for _, each in _with(sketch.rounds, "id")), key=len, default="")
    most = most_questions(sketch.contest, longest)
    if sketch.paper.questions > most:
        yield Clash("paper.questions", "paper-long", {"questions": sketch.paper.questions, "most": most})


@_of_the_whole("paper.questions", "paper.blueprint")
def _blueprint_adds_up(sketch: Definition) -> Iterator[Clash]:
    if sketch.paper.blueprint is None:
        return
    total = sum(sketch.paper.blueprint.values())
    if total != sketch.paper.questions:
        yield Clash("paper.blueprint", "blueprint-sum", {"total": total, "questions": sketch.paper.questions})


@_of_the_whole("attempts.max", "attempts.counted")
def _one_attempt_is_the_first(sketch: Definition) -> Iterator[Clash]:
    """With a single attempt, "best" or "last" promises a choice that nobody has."""
    if sketch.attempts.max == 1 and sketch.attempts.counted != "first":
        yield Clash("attempts.counted", "one-attempt", {"counted": sketch.attempts.counted})


# --- the ranking ---


@_of_the_whole("criteria", "attempts.max", "attempts.counted")
def _the_best_can_be_told(sketch: Definition) -> Iterator[Clash]:
    """The best of several attempts is chosen by the criteria other than the prediction; there has to be one."""
    names = [each.name for _, each in _with(sketch.criteria, "name")]
    if sketch.attempts.max > 1 and sketch.attempts.counted == "best" and names == ["prediction_error"]:
        yield Clash("attempts.counted", "best-by-prediction")


@_of_the_whole("last_tie", "boundary_tie")
def _lots_leave_no_boundary(sketch: Definition) -> Iterator[Clash]:
    """Once lots have parted every tie, no tie is left across a boundary for a committee or for everybody's prize."""
    if sketch.last_tie == "lot" and sketch.boundary_tie != "lot":
        yield Clash("boundary_tie", "boundary-idle", {"boundary": sketch.boundary_tie})


# --- prizes, bodies, units ---


@_of_the_whole("prizes")
def _prizes_fall_in_worth(sketch: Definition) -> Iterator[Clash]:
    """Prizes stand in the order of rank; a lower one that is worth more is a slip of the pen."""
    yield from _rising(sketch.prizes)


def _rising(prizes: Iterable[Prize]) -> Iterator[Clash]:
    paid = [(index, each) for index, each in _with(prizes, "id", "vnd") if each.vnd is not None]
    for (_, above), (index, below) in pairwise(paid):
        if below.vnd > above.vnd:
            values = {"prize": below.id, "vnd": below.vnd, "above": above.id, "above_vnd": above.vnd}
            yield Clash(f"prizes[{index}].vnd", "prize-worth", values)


@_of_the_whole("limit", "last_tie")
def _the_highest_prize_can_be_told(sketch: Definition) -> Iterator[Clash]:
    if sketch.limit == "highest_in_the_contest" and sketch.last_tie != "lot":
        yield Clash("last_tie", "highest-ties")


@_of_the_whole("participation.least_rate", "participation.below", "participation.leaders_every_round", "unit_classes")
def _there_is_something_to_fall_short_of(sketch: Definition) -> Iterator[Clash]:
    owed = cast("Participation", sketch.participation)
    rates = [owed.least_rate, *(getattr(each, "least_rate", None) for each in sketch.unit_classes)]
    if owed.below == "bars_unit_prize" and not any(rates) and not owed.leaders_every_round:
        yield Clash("participation.below", "threshold-idle")


@_of_the_whole("unit_classes")
def _a_share_is_owed_under_a_rule(sketch: Definition) -> Iterator[Clash]:
    owed = getattr(sketch, "participation", None)
    for index, each in _with(sketch.unit_classes, "id"):
        if owed is None and getattr(each, "least_rate", None) is not None:
            yield Clash(f"unit_classes[{index}].least_rate", "rate-unowed", {"name": each.id})


@_of_the_whole("rounds", "final_results")
def _the_final_results_come_last(sketch: Definition) -> Iterator[Clash]:
    last = max((each.results or 0 for _, each in _with(sketch.rounds, "results")), default=0)
    if sketch.final_results is not None and sketch.final_results < last:
        values = {"final": at_home(sketch.final_results), "last": at_home(last)}
        yield Clash("final_results", "final-early", values)


@_of_the_whole("unit_award.formula", "unit_award.criteria")
def _weights_where_they_count(sketch: Definition) -> Iterator[Clash]:
    award = cast("UnitAward", sketch.unit_award)
    for index, each in _with(award.criteria, "name"):
        weight = getattr(each, "weight", None)
        path = f"unit_award.criteria[{index}].weight"
        if award.formula == "weighted" and weight is None:
            yield Clash(path, "weight-missing", {"name": each.name})
        if award.formula == "in_order" and weight is not None:
            yield Clash(path, "weight-idle", {"name": each.name, "weight": weight})


@_of_the_whole("unit_award.criteria")
def _no_unit_criterion_twice(sketch: Definition) -> Iterator[Clash]:
    award = cast("UnitAward", sketch.unit_award)
    yield from _repeated([each.name for _, each in _with(award.criteria, "name")], "unit_award.criteria")


@_of_the_whole("unit_award.gates")
def _a_rank_has_its_limit(sketch: Definition) -> Iterator[Clash]:
    for index, each in _with(cast("UnitAward", sketch.unit_award).gates, "name"):
        most = getattr(each, "most", None)
        if (each.name == "entry_rank") != (most is not None):
            yield Clash(f"unit_award.gates[{index}].most", "gate-most", {"name": each.name, "most": most or "none"})


@_of_the_whole("unit_award.groups", "unit_classes")
def _there_are_groups_to_rank_in(sketch: Definition) -> Iterator[Clash]:
    award = cast("UnitAward", sketch.unit_award)
    sizes = getattr(award, "sizes", ())
    groups = {"by_class": sketch.unit_classes, "by_size": sizes}.get(award.groups, (award,))
    if not groups:
        yield Clash("unit_award.groups", "groups-empty", {"groups": award.groups})
    if sizes and award.groups != "by_size":
        yield Clash("unit_award.sizes", "sizes-idle", {"groups": award.groups, "number": len(sizes)})


@_of_the_whole("unit_award.groups")
def _sizes_follow_each_other(sketch: Definition) -> Iterator[Clash]:
    sizes = _with(getattr(cast("UnitAward", sketch.unit_award), "sizes", ()), "id", "least", "most")
    for (_, below), (index, above) in pairwise(sizes):
        if below.most is None or above.least != below.most + 1:
            values = {"group": above.id, "least": above.least, "most": below.most if below.most is not None else "∞"}
            yield Clash(f"unit_award.sizes[{index}].least", "sizes-overlap", values)


@_of_the_whole("unit_award.prizes")
def _unit_prizes_fall_in_worth(sketch: Definition) -> Iterator[Clash]:
    prizes = cast("UnitAward", sketch.unit_award).prizes
    for clash in _rising(prizes):
        yield Clash(f"unit_award.{clash.path}", clash.code, clash.values)
    yield from _twice(prizes, "unit_award.prizes")


@_of_the_whole("certificates.number")
def _certificates_are_told_apart(sketch: Definition) -> Iterator[Clash]:
    said = cast("Certificates", sketch.certificates)
    everybody = getattr(said, "everybody", None)
    for name, pattern in (("number", said.number), ("everybody", everybody)):
        if pattern and pattern.count("#") != 1:
            yield Clash(f"certificates.{name}", "number-pattern", {"value": pattern})
    if everybody == said.number:
        yield Clash("certificates.everybody", "number-twice", {"value": said.number})


@_of_the_whole()
def _no_id_twice(sketch: Definition) -> Iterator[Clash]:
    for name in ("rounds", "prizes", "entry_prizes", "excluded_bodies", "unit_classes"):
        yield from _twice(_items(sketch, name), name)


def _twice(parts: tuple[Any, ...], name: str) -> Iterator[Clash]:
    first: dict[str, int] = {}
    for index, part in _with(parts, "id"):
        if part.id in first:
            yield Clash(f"{name}[{index}].id", "id-twice", {"value": part.id, "first": f"{name}[{first[part.id]}]"})
        first.setdefault(part.id, index)


# --- the ways in ---


@_of_the_whole("ways_in.roster", "ways_in.registration", "ways_in.sso")
def _there_is_a_way_in(sketch: Definition) -> Iterator[Clash]:
    if not (sketch.ways_in.roster or sketch.ways_in.by_oneself):
        yield Clash("ways_in", "no-way-in")


def _of_registration(*needs: str) -> Callable[[RegistrationCheck], RegistrationCheck]:
    """Register a check of what registration asks, where there is any; its paths are relative to it."""

    def register(check: RegistrationCheck) -> RegistrationCheck:
        def checked(sketch: Definition) -> Iterator[Clash]:
            asked = sketch.ways_in.registration
            if asked is not None and settled(asked, *needs):
                for clash in check(asked):
                    yield Clash(f"ways_in.registration.{clash.path}", clash.code, clash.values)

        _CHECKS.append((("ways_in.registration",), checked))
        return check

    return register


@_of_registration("identifier", "fields")
def _the_identifier_is_asked_for(asked: Registration) -> Iterator[Clash]:
    if asked.identifier not in asked.fields:
        yield Clash("fields", "identifier-unasked", {"identifier": asked.identifier, "fields": ", ".join(asked.fields)})


@_of_registration("confirm", "fields")
def _a_code_has_somewhere_to_go(asked: Registration) -> Iterator[Clash]:
    goes_to = {"email": "email", "sms": "phone", None: None}[asked.confirm]
    if goes_to is not None and goes_to not in asked.fields:
        yield Clash("confirm", "confirm-unasked", {"confirm": asked.confirm, "field": goes_to})


@_of_registration("least_age", "fields")
def _an_age_is_told_by_a_birth_date(asked: Registration) -> Iterator[Clash]:
    if asked.least_age is not None and "birth_date" not in asked.fields:
        yield Clash("least_age", "age-unasked", {"age": asked.least_age})


@_of_registration("least_age", "fields")
def _nobody_is_asked_for_a_birth_date_in_vain(asked: Registration) -> Iterator[Clash]:
    """Personal data is taken for a purpose (Law 91/2025/QH15), and an age is the only one that a birth date has here."""
    if asked.least_age is None and "birth_date" in asked.fields:
        yield Clash("fields", "birth-date-idle")


@_of_registration("unit_by")
def _one_rule_alone_is_no_question(asked: Registration) -> Iterator[Clash]:
    """S2:24 gives a choice of two; where the plan knows one rule only, ``rules`` says it and nobody has to be asked."""
    if len(set(asked.unit_by)) == 1:
        yield Clash("unit_by", "unit-by-one", {"rule": asked.unit_by[0]})


@_of_registration("fields")
def _no_field_twice(asked: Registration) -> Iterator[Clash]:
    yield from _repeated(asked.fields, "fields")


@_of_registration("unit_by")
def _no_rule_twice(asked: Registration) -> Iterator[Clash]:
    yield from _repeated(asked.unit_by, "unit_by")


def _repeated(words: Sequence[str], name: str) -> Iterator[Clash]:
    for index, word in enumerate(words):
        if word in words[:index]:
            yield Clash(f"{name}[{index}]", "word-twice", {"value": word})


@_of_the_whole("ways_in.registration", "ways_in.sso.claims")
def _who_registers_is_known_at_the_sign_on(sketch: Definition) -> Iterator[Clash]:
    """One person is one contestant, also where they try both ways: the provider has to say who they are."""
    said = cast("SingleSignOn", sketch.ways_in.sso)
    if sketch.ways_in.registration is not None and said.claims.identifier is None:
        yield Clash("ways_in.sso.claims.identifier", "sso-unidentified")


@_of_the_whole("ways_in.sso.claims.leader", "ways_in.sso.leaders")
def _leaders_are_told_by_a_claim(sketch: Definition) -> Iterator[Clash]:
    """Values without a claim would be looked for nowhere; a claim without values would make nobody a leader."""
    said = cast("SingleSignOn", sketch.ways_in.sso)
    if said.leaders and said.claims.leader is None:
        yield Clash("ways_in.sso.leaders", "leaders-unclaimed", {"number": len(said.leaders)})
    elif said.claims.leader is not None and not said.leaders:
        yield Clash("ways_in.sso.leaders", "leader-claim-idle", {"claim": said.claims.leader})


# --- what is said about fields ---


@_of_the_whole()
def _notes_are_about_fields(sketch: Definition) -> Iterator[Clash]:
    """An assumption, an acknowledgement or a clause about a field that doesn't exist would cover nothing."""
    for path, about in _notes(sketch):
        if field_at(type(sketch), about) is None:
            yield Clash(path, "unknown-path", {"about": about})


def _notes(sketch: Definition) -> Iterator[tuple[str, str]]:
    for name in ("assumptions", "acknowledged"):
        for index, each in _with(_items(sketch, name), "field"):
            yield f"{name}[{index}].field", each.field
    for about in getattr(sketch, "clauses", {}):
        yield "clauses", about
