"""A definition's text: read whole, every fault named at once in our own words, and kept as stable bytes."""

from __future__ import annotations

import copy
import json
import re
import string
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from chalicelib.domain.award_rules import Certificates, Gate, Participation, Prize, UnitAward, UnitClass, UnitCriterion
from chalicelib.domain.canonical import canonical
from chalicelib.domain.criteria import CRITERIA
from chalicelib.domain.definition import (
    Assumption,
    Attempts,
    Contact,
    Criterion,
    Definition,
    ExcludedBody,
    Paper,
    Plan,
    Prediction,
    Round,
    RulesSection,
    definition_from_json,
    definition_json,
    prediction_sentence,
)
from chalicelib.domain.drafting import check, definition_schema, load_definition, read_draft
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.sketch import CODES, field_at
from chalicelib.domain.times import read
from chalicelib.domain.words import CATALOGUES, say
from chalicelib.domain.yaml_text import under

CONTESTS = Path(__file__).parents[2] / "contests"
ENGLISH_OF_LIBRARIES = re.compile(r"Input should|expected <|found character|could not|while (parsing|scanning)|Value error")


def sound() -> dict[str, Any]:
    """A definition without a fault, as the plain values of its YAML."""
    return {
        "contest": "vi-du-2023",
        "title": "Cuộc thi ví dụ",
        "short_title": "Ví dụ",
        "kind_of_event": "Cuộc thi",
        "organizer": "Ủy ban nhân dân",
        "plan": {
            "title": "Kế hoạch ví dụ",
            "issuer": "Ủy ban nhân dân",
            "number": "1/KH-UBND",
            "date": "2023-10-01",
            "starts": "2023-10-02",
            "ends": "2023-10-15",
        },
        "who_may": "Mọi người",
        "rules": [{"heading": "Bài thi", "text": ["Mười câu hỏi."]}],
        "contact": {"office": "Sở Nội vụ", "phone": "none", "email": "none", "address": "none"},
        "rounds": [ranked(1, "2023-10-02 08:00", "2023-10-08 17:00"), ranked(2, "2023-10-09 08:00", "2023-10-15 17:00")],
        "paper": {"questions": 10, "options_least": 3, "options_most": 4, "limit_s": 600},
        "attempts": {"max": 2, "counted": "best"},
        "prediction": {"asks": "persons_all_correct"},
        "precision": "s",
        "criteria": [
            {"name": "score", "direction": "desc"},
            {"name": "prediction_error", "direction": "asc"},
            {"name": "elapsed", "direction": "asc"},
        ],
        "last_tie": "lot",
        "prizes": [
            {"id": "nhat", "name": "Giải Nhất", "number": 1, "vnd": 500000},
            {"id": "nhi", "name": "Giải Nhì", "number": 2, "vnd": 300000},
        ],
        "limit": "once_a_round",
        "boundary_tie": "lot",
        "excluded_bodies": [{"id": "ban-to-chuc", "name": "Ban Tổ chức", "clause": "Mục II"}],
        "unit_award": "none",
        "publication": "automatic",
        "names": "full",
    }


def award(**changes: Any) -> dict[str, Any]:
    """A sound award for units as its YAML says it."""
    values = {
        "groups": "together",
        "gates": [{"name": "entry_rank", "most": 20}],
        "formula": "in_order",
        "criteria": [{"name": "rate"}, {"name": "mean_score"}],
        "boundary_tie": "lot",
        "prizes": [{"id": "nhat", "name": "Giải Nhất", "number": 1, "vnd": "none"}],
    }
    return values | changes


def owed(**changes: Any) -> dict[str, Any]:
    """A sound duty of units to take part as its YAML says it."""
    values = {"least_rate": "70%", "over": "contest", "excused": "left_out", "leaders_every_round": False}
    return values | {"below": "bars_unit_prize"} | changes


def ranked(number: int, opens: str, closes: str) -> dict[str, Any]:
    results = f"2023-10-{7 * number + 10} 08:00"
    bank = f"phan-{number}.csv"
    name = f"Tuần {number}"
    return {
        "id": f"tuan-{number}",
        "name": name,
        "kind": "ranked",
        "opens": opens,
        "closes": closes,
        "results": results,
        "bank": bank,
    }


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The sound definition with the value at each dotted path replaced."""
    values = sound()
    for path, value in changes:
        *above, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        part: Any = values
        for step in above:
            part = part[step]
        part[last] = value
    return values


def text_of(values: dict[str, Any]) -> str:
    return yaml.safe_dump(copy.deepcopy(values), allow_unicode=True, sort_keys=False)


def faults_of(values: dict[str, Any]) -> list[Fault]:
    return check(read_draft(text_of(values), "contest.yaml"))


def places(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code.removeprefix("definition.")) for fault in faults]


def refused(text: str) -> list[Fault]:
    with pytest.raises(Faulty) as error:
        read_draft(text, "contest.yaml")
    return error.value.faults


# --- a sound definition ---


def test_a_sound_definition_is_loaded_whole() -> None:
    definition = load_definition(text_of(sound()), "contest.yaml")

    assert definition.rounds[0] == Round(
        id="tuan-1",
        name="Tuần 1",
        kind="ranked",
        opens=read("2023-10-02T01:00:00.000Z"),
        closes=read("2023-10-08T10:00:00.000Z"),
        results=read("2023-10-17T01:00:00.000Z"),
        bank="phan-1.csv",
    )
    assert definition.paper == Paper(
        questions=10, options_least=3, options_most=4, limit_s=600, grace_ms=5000, blueprint=None
    )
    assert definition.criteria[1] == Criterion(name="prediction_error", direction="asc")
    assert definition.contact == Contact(office="Sở Nội vụ", phone=None, email=None, address=None)


def test_a_round_is_found_by_its_id() -> None:
    definition = load_definition(text_of(sound()), "contest.yaml")

    assert definition.round("tuan-2") == definition.rounds[1]
    with pytest.raises(KeyError):
        definition.round("tuan-3")


def test_practice_is_neither_ranked_nor_part_of_the_contests_days() -> None:
    practice = {**ranked(0, "2023-09-20 08:00", "2023-09-21 08:00"), "kind": "practice", "results": "none"}
    values = {**sound(), "rounds": [practice, *sound()["rounds"]]}

    definition = load_definition(text_of(values), "contest.yaml")

    assert [each.id for each in definition.ranked] == ["tuan-1", "tuan-2"]
    assert definition.starts == read("2023-10-02T01:00:00.000Z")
    assert definition.ends == read("2023-10-15T10:00:00.000Z")


def test_a_definition_does_not_change() -> None:
    definition = load_definition(text_of(sound()), "contest.yaml")

    with pytest.raises(ValidationError):
        definition.title = "Tên khác"  # type: ignore[misc]


def test_text_is_kept_composed_and_without_spaces_around_it() -> None:
    decomposed = unicodedata.normalize("NFD", "  Cuộc thi tìm hiểu ")

    definition = load_definition(text_of(changed(("title", decomposed))), "contest.yaml")

    assert definition.title == "Cuộc thi tìm hiểu"


@pytest.mark.parametrize(
    ("written", "opens"),
    [
        ("2023-10-02", "2023-10-01T17:00:00.000Z"),
        ("2023-10-02 08:30", "2023-10-02T01:30:00.000Z"),
        ("2023-10-02T08:30", "2023-10-02T01:30:00.000Z"),
        ("2023-10-02 08:30:15", "2023-10-02T01:30:15.000Z"),
        ("2023-10-02 08:30:15.25", "2023-10-02T01:30:15.250Z"),
        ("2023-10-02T08:30:00+07:00", "2023-10-02T01:30:00.000Z"),
        ("2023-10-02T01:30:00Z", "2023-10-02T01:30:00.000Z"),
        ("2023-10-01 24:00", "2023-10-01T17:00:00.000Z"),
    ],
)
def test_an_opening_is_read_in_the_contests_zone(written: str, opens: str) -> None:
    draft = read_draft(text_of(changed(("rounds.0.opens", written))), "contest.yaml")

    assert (draft.faults, draft.sketch.rounds[0].opens) == ((), read(opens))


def test_a_close_without_an_hour_is_the_days_last_moment() -> None:
    sketch = read_draft(text_of(changed(("rounds.0.closes", "2023-10-08"))), "contest.yaml").sketch

    assert sketch.rounds[0].closes == read("2023-10-08T17:00:00.000Z")


# --- YAML ---


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("contest: vi-du\ntitle: 'x\n", "2:8", "yaml.syntax"),
        ("contest: vi-du\n  title: x: y\n", "2:8", "yaml.syntax"),
        ("contest: [1, 2\nrounds: {", "2:7", "yaml.syntax"),
        ("contest: vi-du\n\ttitle: x\n", "2:1", "yaml.syntax"),
        ("contest: vi-du\ntitle: a\x00b\n", "2:9", "yaml.character"),
        ("a: &x [1]\nb: *x\n", "1:4", "yaml.alias"),
        ("a: *x\n", "1:4", "yaml.alias"),
        ("a: !!python/object/apply:os.system ['ls']\n", "1:4", "yaml.tag"),
        ("a: !!int 5\n", "1:4", "yaml.tag"),
        ("a: " + "[" * 100_000, "1:23", "yaml.depth"),
        ("- a\n- b\n", "", "yaml.not-a-definition"),
        ("", "", "yaml.not-a-definition"),
        ("chỉ là chữ", "", "yaml.not-a-definition"),
        ("--- {}\n--- {}\n", "2:1", "yaml.syntax"),
        ("a: " + "x" * 300_000, "", "yaml.size"),
    ],
)
def test_text_that_is_no_definition_is_refused_with_one_sentence_at_its_place(text: str, path: str, code: str) -> None:
    faults = refused(text)

    assert [(fault.path, fault.code) for fault in faults] == [(path, code)]
    assert not ENGLISH_OF_LIBRARIES.search(faults[0].line("vi"))


def test_a_bomb_of_aliases_is_refused_before_it_swells() -> None:
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 10)]

    faults = refused("a0: &a0 [x]\n" + "\n".join(levels))

    assert [(fault.path, fault.code) for fault in faults] == [("1:5", "yaml.alias")]


def test_every_key_that_stands_twice_is_named_with_both_lines() -> None:
    text = text_of(sound()) + "title: Tên khác\npaper: {limit_s: 5, limit_s: 6}\n"
    count = text.count("\n")

    faults = check(read_draft(text, "contest.yaml"))

    twice = [(fault.path, fault.values) for fault in faults if fault.code == "yaml.twice"]
    assert twice == [
        ("title", {"key": "title", "line": count - 1, "first": 2}),
        ("paper", {"key": "paper", "line": count, "first": text[: text.index("\npaper:")].count("\n") + 2}),
        ("paper.limit_s", {"key": "limit_s", "line": count, "first": count}),
    ]


def test_a_key_that_is_no_text_is_named() -> None:
    faults = check(read_draft(text_of(sound()) + "? [a, b]\n: c\n", "contest.yaml"))

    assert ("", "yaml.key") in [(fault.path, fault.code) for fault in faults]


@pytest.mark.parametrize("written", ["no", "on", "0755", "1_000", "10:30", "1e3", "2023-10-02", ".inf"])
def test_yaml_turns_no_text_into_something_else(written: str) -> None:
    draft = read_draft(text_of(sound()).replace("title: Cuộc thi ví dụ", f"title: {written}"), "contest.yaml")

    assert draft.sketch.title == written


# --- one field at fault ---

TYPE_FAULTS: list[tuple[str, Any, str, str]] = [
    ("contest", "Vi Du", "contest", "not-an-id"),
    ("contest", "-vi-du", "contest", "not-an-id"),
    ("contest", "v" * 61, "contest", "long-text"),
    ("contest", "none", "contest", "none-not-allowed"),
    ("rounds.0.id", "final", "rounds[0].id", "round-called-final"),
    ("title", 2023, "title", "not-text"),
    ("title", True, "title", "not-text"),
    ("title", "   ", "title", "empty-text"),
    ("title", "x" * 4001, "title", "long-text"),
    ("title", ["a"], "title", "not-text"),
    ("timezone", "Asia/Bangkok", "timezone", "not-a-choice"),
    ("kind_of_event", "Kỳ thi", "kind_of_event", "not-a-choice"),
    ("ways_in", True, "ways_in", "not-a-group"),
    ("plan", "Kế hoạch", "plan", "not-a-group"),
    ("plan.date", "01/10/2023", "plan.date", "not-a-day"),
    ("plan.ends", "2023-02-30", "plan.ends", "no-such-day"),
    ("rounds", {"a": 1}, "rounds", "not-a-list"),
    ("rounds.1", "tuan-2", "rounds[1]", "not-a-group"),
    ("rounds.1.opens", "8h30 ngày 9/10", "rounds[1].opens", "not-a-moment"),
    ("rounds.1.opens", 20231009, "rounds[1].opens", "not-a-moment"),
    ("rounds.1.closes", "2023-10-15 25:00", "rounds[1].closes", "no-such-moment"),
    ("rounds.1.closes", "9999-12-31", "rounds[1].closes", "not-a-moment"),
    ("rounds.1.closes", "2023-10-15T08:00+99:00", "rounds[1].closes", "no-such-moment"),
    ("plan.date", "1023-10-01", "plan.date", "not-a-day"),
    ("rounds.1.closes", "2023-10-32", "rounds[1].closes", "no-such-day"),
    ("rounds.1.results", "2023-10-24", "rounds[1].results", "hour-missing"),
    ("paper.questions", "mười", "paper.questions", "not-a-number"),
    ("paper.questions", "10", "paper.questions", "not-a-number"),
    ("paper.questions", True, "paper.questions", "not-a-number"),
    ("paper.questions", 0, "paper.questions", "too-small"),
    ("paper.options_most", 5, "paper.options_most", "too-big"),
    ("paper.blueprint", [1], "paper.blueprint", "not-a-group"),
    ("paper.blueprint", {"Thủ tục hành chính": 0, "b": 9}, 'paper.blueprint["Thủ tục hành chính"]', "too-small"),
    ("prizes.0.number", 0, "prizes[0].number", "too-small"),
    ("prizes.0.vnd", 0, "prizes[0].vnd", "too-small"),
    ("criteria.0.direction", "down", "criteria[0].direction", "not-a-choice"),
    ("precision", "phút", "precision", "not-a-choice"),
    ("rules.0.text", "Một đoạn", "rules[0].text", "not-a-list"),
    ("rules.0.text", [], "rules[0].text", "empty-list"),
    ("rules.0.text", ["Một", 2], "rules[0].text[1]", "not-text"),
    ("clauses", {"paper.limit_s": 5}, 'clauses["paper.limit_s"]', "not-text"),
    ("prise", [], "prise", "misspelt-field"),
    ("qqq", 1, "qqq", "unknown-field"),
    ("paper.limit", 600, "paper.limit", "misspelt-field"),
]


@pytest.mark.parametrize(("at", "value", "path", "code"), TYPE_FAULTS)
def test_a_value_that_does_not_fit_is_named_with_its_path(at: str, value: Any, path: str, code: str) -> None:
    assert places(faults_of(changed((at, value)))) == [(path, code)]


def test_a_broken_character_is_a_fault_and_not_a_crash() -> None:
    text = text_of(sound()).replace("title: Cuộc thi ví dụ", 'title: "\\uD83D"')

    assert places(check(read_draft(text, "contest.yaml"))) == [("title", "broken-text")]


def test_a_fault_says_what_was_found_what_was_expected_and_how_to_mend_it() -> None:
    (fault,) = faults_of(changed(("paper.questions", "mười")))

    assert fault.parts("vi") == {
        "file": "contest.yaml",
        "path": "paper.questions",
        "found": 'Giá trị đang là "mười".',
        "expected": "Mục này phải là số nguyên, không có dấu phân cách và đơn vị.",
        "mend": "Chỉ ghi chữ số, ví dụ 900.",
    }
    assert fault.line("en") == (
        'contest.yaml, paper.questions: The value is "mười". '
        "The field must be a whole number without separators or units. Write digits alone, such as 900."
    )


def test_a_misspelt_field_is_told_its_likely_name() -> None:
    (fault,) = faults_of(changed(("paper.limit", 600)))

    assert fault.parts("vi")["mend"] == "Có thể ý bạn là “limit_s”; sửa lại tên mục."


def test_a_choice_at_fault_is_told_the_choices() -> None:
    (fault,) = faults_of(changed(("last_tie", "dice")))

    assert fault.parts("vi")["expected"] == "Giá trị phải là: lot, shared."


def test_a_long_value_is_cut_in_the_sentence() -> None:
    (fault,) = faults_of(changed(("contest", "A" * 500)))

    assert len(fault.line()) < 300


def test_all_faults_are_named_at_once_whatever_their_kind() -> None:
    values = changed(
        ("title", 5),
        ("rounds.0.closes", "2023-10-01 08:00"),
        ("rounds.1.opens", "mai"),
        ("criteria.0.direction", "asc"),
        ("prediction", "none"),
        ("names", "all"),
        ("colour", "red"),
    )

    assert places(faults_of(values)) == [
        ("colour", "unknown-field"),
        ("title", "not-text"),
        ("rounds[1].opens", "not-a-moment"),
        ("names", "not-a-choice"),
        ("rounds[0].closes", "closes-first"),
        ("criteria[0].direction", "criterion-direction"),
        ("criteria[1].name", "criterion-needs-prediction"),
    ]


def test_loading_a_faulty_definition_raises_all_its_faults() -> None:
    values = changed(("title", 5), ("names", "all"))

    with pytest.raises(Faulty) as error:
        load_definition(text_of(values), "contest.yaml")

    assert error.value.faults == faults_of(values)
    assert len(error.value.faults) == 2


# --- contradictions ---

AWARD = "unit_award."


def size(id: str, least: int, most: Any) -> dict[str, Any]:
    return {"id": id, "name": id, "least": least, "most": most}


def prize(id: str, vnd: int) -> dict[str, Any]:
    return {"id": id, "name": id, "number": 1, "vnd": vnd}


def certificates(**changes: Any) -> dict[str, Any]:
    words = dict.fromkeys(("title", "issuer", "issued_in", "signer_title"), "Ban Tổ chức")
    return {"number": "#/GCN", "signer_name": "none"} | words | changes


CONTRADICTIONS: list[tuple[list[tuple[str, Any]], str, str]] = [
    ([("rounds.0.closes", "2023-10-02 08:00")], "rounds[0].closes", "closes-first"),
    ([("rounds.0.results", "2023-10-08 16:59")], "rounds[0].results", "results-early"),
    ([("rounds.0.results", "2023-10-08 17:00")], "rounds[0].results", "results-early"),
    ([("rounds.0.results", "none")], "rounds[0].results", "results-missing"),
    (
        [("plan.starts", "2023-10-09"), ("rounds.0.kind", "practice")],
        "rounds[0].results",
        "practice-results",
    ),
    ([("rounds.0.closes", "2023-10-02 08:09")], "rounds[0].closes", "round-short"),
    ([("rounds.0.closes", "2023-10-09 08:00:00.001")], "rounds[1].opens", "rounds-overlap"),
    ([("rounds.1.bank", "./phan-1.csv")], "rounds[1].bank", "bank-shared"),
    ([("plan.starts", "2023-10-01")], "plan.starts", "start-differs"),
    ([("plan.ends", "2023-10-16")], "plan.ends", "end-differs"),
    ([("paper.options_least", 4), ("paper.options_most", 3)], "paper.options_most", "options-crossed"),
    ([("paper.blueprint", {"a": 4, "b": 5})], "paper.blueprint", "blueprint-sum"),
    ([("attempts.max", 1)], "attempts.counted", "one-attempt"),
    ([("criteria", [])], "criteria", "criterion-missing"),
    ([("criteria", "none")], "criteria", "criterion-missing"),
    ([("criteria.2", {"name": "score", "direction": "desc"})], "criteria[2].name", "criterion-twice"),
    ([("criteria.0.name", "speed")], "criteria[0].name", "criterion-unknown"),
    ([("criteria.0.direction", "asc")], "criteria[0].direction", "criterion-direction"),
    ([("criteria.2.direction", "desc")], "criteria[2].direction", "criterion-direction"),
    ([("prediction", "none")], "criteria[1].name", "criterion-needs-prediction"),
    ([("criteria", [{"name": "prediction_error", "direction": "asc"}])], "attempts.counted", "best-by-prediction"),
    ([("boundary_tie", "committee")], "boundary_tie", "boundary-idle"),
    ([("prizes.1.vnd", 500_001)], "prizes[1].vnd", "prize-worth"),
    ([("prizes.1.id", "nhat")], "prizes[1].id", "id-twice"),
    ([("rounds.1.id", "tuan-1")], "rounds[1].id", "id-twice"),
    ([("unit_classes", [{"id": "a", "name": "A"}, {"id": "a", "name": "B"}])], "unit_classes[1].id", "id-twice"),
    (
        [("excluded_bodies", [{"id": "a", "name": "A", "clause": "I"}, {"id": "a", "name": "B", "clause": "I"}])],
        "excluded_bodies[1].id",
        "id-twice",
    ),
    (
        [("assumptions", [{"field": "paper.time", "clause": "I", "choice": "A", "reason": "B"}])],
        "assumptions[0].field",
        "unknown-path",
    ),
    ([("clauses", {"title[].x": "I"})], "clauses", "unknown-path"),
    ([("limit", "highest_in_the_contest"), ("last_tie", "shared")], "last_tie", "highest-ties"),
    ([("participation", owed(least_rate="none"))], "participation.below", "threshold-idle"),
    ([("unit_classes", [{"id": "a", "name": "A", "least_rate": "50%"}])], "unit_classes[0].least_rate", "rate-unowed"),
    ([("final_results", "2023-10-24 07:59")], "final_results", "final-early"),
    (
        [("unit_award", award(formula="weighted", criteria=[{"name": "rate"}]))],
        AWARD + "criteria[0].weight",
        "weight-missing",
    ),
    ([("unit_award", award(criteria=[{"name": "rate", "weight": 2}]))], AWARD + "criteria[0].weight", "weight-idle"),
    ([("unit_award", award(criteria=[{"name": "rate"}, {"name": "rate"}]))], AWARD + "criteria[1]", "word-twice"),
    ([("unit_award", award(gates=[{"name": "entry_rank"}]))], AWARD + "gates[0].most", "gate-most"),
    ([("unit_award", award(gates=[{"name": "has_entry", "most": 1}]))], AWARD + "gates[0].most", "gate-most"),
    ([("unit_award", award(groups="by_class"))], AWARD + "groups", "groups-empty"),
    ([("unit_award", award(groups="by_size"))], AWARD + "groups", "groups-empty"),
    ([("unit_award", award(sizes=[size("nho", 1, 50)]))], AWARD + "sizes", "sizes-idle"),
    (
        [("unit_award", award(groups="by_size", sizes=[size("nho", 1, 50), size("lon", 50, "none")]))],
        AWARD + "sizes[1].least",
        "sizes-overlap",
    ),
    (
        [("unit_award", award(groups="by_size", sizes=[size("lon", 1, "none"), size("lon-nua", 51, "none")]))],
        AWARD + "sizes[1].least",
        "sizes-overlap",
    ),
    ([("unit_award", award(prizes=[prize("a", 1), prize("b", 2)]))], AWARD + "prizes[1].vnd", "prize-worth"),
    ([("unit_award", award(prizes=[prize("a", 1), prize("a", 1)]))], AWARD + "prizes[1].id", "id-twice"),
    ([("entry_prizes", [prize("a", 1), prize("a", 1)])], "entry_prizes[1].id", "id-twice"),
    ([("certificates", certificates(number="GCN"))], "certificates.number", "number-pattern"),
    ([("certificates", certificates(number="#/#"))], "certificates.number", "number-pattern"),
    ([("certificates", certificates(everybody="GCN"))], "certificates.everybody", "number-pattern"),
    ([("certificates", certificates(everybody=certificates()["number"]))], "certificates.everybody", "number-twice"),
]


@pytest.mark.parametrize(("changes", "path", "code"), CONTRADICTIONS)
def test_a_contradiction_is_named_with_its_path(changes: list[tuple[str, Any]], path: str, code: str) -> None:
    assert places(faults_of(changed(*changes))) == [(path, code)]


@pytest.mark.parametrize(
    ("written", "rate"), [("70%", 7_000), ("69,5 %", 6_950), ("69.05%", 6_905), ("100%", 10_000), ("0,01%", 1)]
)
def test_a_rate_is_read_as_people_write_it(written: str, rate: int) -> None:
    definition = load_definition(text_of(changed(("participation", owed(least_rate=written)))), "contest.yaml")

    assert definition.participation is not None
    assert definition.participation.least_rate == rate


@pytest.mark.parametrize("written", ["70", "bảy mươi", "7.000%", "-1%", "70 phần trăm", "70,123%"])
def test_what_is_no_rate_is_named_as_such(written: str) -> None:
    faults = faults_of(changed(("participation", owed(least_rate=written))))

    assert places(faults) == [("participation.least_rate", "not-a-rate")]


@pytest.mark.parametrize(("written", "code"), [("100,01%", "too-big"), ("0%", "too-small")])
def test_a_rate_lies_between_nothing_and_everybody(written: str, code: str) -> None:
    faults = faults_of(changed(("participation", owed(least_rate=written))))

    assert places(faults) == [("participation.least_rate", code)]


def test_a_definition_that_was_committed_before_units_could_win_is_still_read() -> None:
    data = json.loads(definition_json(load_definition(text_of(sound()), "contest.yaml")))
    del data["unit_award"]

    assert definition_from_json(canonical(data)).unit_award is None


def test_the_sound_definition_has_no_contradiction() -> None:
    assert faults_of(sound()) == []


def test_rounds_that_follow_at_once_do_not_overlap() -> None:
    assert faults_of(changed(("rounds.0.closes", "2023-10-09 08:00"))) == []


def test_rounds_out_of_order_are_named_as_such() -> None:
    values = sound()
    values["rounds"].reverse()

    assert places(faults_of(values)) == [("rounds[1].opens", "rounds-unordered")]


def test_a_contest_of_practice_alone_decides_nothing() -> None:
    values = changed(("rounds.0.kind", "practice"), ("rounds.0.results", "none"))
    values["rounds"].pop()

    assert places(faults_of(values)) == [("rounds", "nothing-ranked")]


@pytest.mark.parametrize("edge", ["starts", "ends"])
def test_a_contradiction_inside_the_plan_can_be_acknowledged_with_a_note(edge: str) -> None:
    acknowledged = {
        "field": f"plan.{edge}",
        "plan_says": "01/10/2023",
        "choice": "Theo vòng thi",
        "clause": "Mục III",
        "note": "Kế hoạch tự mâu thuẫn",
    }

    values = changed((f"plan.{edge}", "2023-11-01"), ("acknowledged", [acknowledged]))

    assert faults_of(values) == []


def test_an_acknowledgement_without_a_note_acknowledges_nothing() -> None:
    acknowledged = {"field": "plan.ends", "plan_says": "x", "choice": "x", "clause": "x", "note": ""}

    values = changed(("plan.ends", "2023-11-01"), ("acknowledged", [acknowledged]))

    assert places(faults_of(values)) == [("acknowledged[0].note", "empty-text"), ("plan.ends", "end-differs")]


def test_a_prediction_that_no_criterion_uses_is_allowed() -> None:
    values = sound()
    del values["criteria"][1]

    assert faults_of(values) == []


def test_equal_prizes_and_prizes_without_money_are_allowed() -> None:
    assert faults_of(changed(("prizes.0.vnd", 300_000))) == []
    assert faults_of(changed(("prizes.0.vnd", "none"))) == []


def test_a_blueprint_that_adds_up_is_kept() -> None:
    draft = read_draft(text_of(changed(("paper.blueprint", {"a": 4, "b": 6}))), "contest.yaml")

    assert check(draft) == []
    assert draft.sketch.paper.blueprint == {"a": 4, "b": 6}


# --- sentences ---


def test_every_fault_has_all_its_sentences_in_both_languages() -> None:
    values: list[dict[str, Any]] = [changed((at, value)) for at, value, _, _ in TYPE_FAULTS]
    values += [changed(*changes) for changes, _, _ in CONTRADICTIONS]
    found = [fault for each in values for fault in faults_of(each)]

    lines = [fault.line(language) for fault in found for language in ("vi", "en")]

    assert not [line for line in lines if ENGLISH_OF_LIBRARIES.search(line) or "{" in line.replace("{…}", "")]


def test_every_code_of_a_type_fault_is_in_the_catalogues() -> None:
    codes = {*CODES.values(), "unfit", "none-not-allowed", "unknown-field", "misspelt-field"}

    wanted = {f"fault.definition.{code}.{part}" for code in codes for part in ("found", "expected", "mend")}

    assert [wanted - catalogue.keys() for catalogue in CATALOGUES.values()] == [set(), set()]


def test_both_languages_fill_in_the_same_values() -> None:
    def blanks(sentence: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    ours = [key for key in CATALOGUES["vi"] if key.startswith(("fault.yaml.", "fault.definition.", "field.", "open."))]

    assert [key for key in ours if blanks(CATALOGUES["vi"][key]) != blanks(CATALOGUES["en"][key])] == []
    assert len(ours) > 200


@pytest.mark.parametrize(
    ("asks", "sentence"),
    [
        (
            "persons_all_correct",
            "Anh/chị dự đoán có bao nhiêu người trả lời đúng tất cả 10 câu hỏi trắc nghiệm trong đợt thi này?",
        ),
        ("papers", "Anh/chị dự đoán có bao nhiêu lượt thi được nộp trong đợt thi này?"),
        ("persons", "Anh/chị dự đoán có bao nhiêu người tham gia đợt thi này?"),
        (
            "percent_all_correct",
            "Anh/chị dự đoán cứ 10.000 người tham gia đợt thi này thì có bao nhiêu người trả lời đúng tất cả 10 câu hỏi "
            "trắc nghiệm?",
        ),
    ],
)
def test_the_supplementary_question_asks_what_the_setting_judges(asks: str, sentence: str) -> None:
    definition = load_definition(text_of(changed(("prediction.asks", asks))), "contest.yaml")

    assert prediction_sentence(definition) == sentence
    assert prediction_sentence(definition, "en") == say(f"prediction.{asks}", "en", questions=10)


def test_a_contest_without_a_prediction_has_no_such_question() -> None:
    values = changed(("prediction", "none"))
    del values["criteria"][1]
    definition = load_definition(text_of(values), "contest.yaml")

    with pytest.raises(ValueError, match="vi-du-2023"):
        prediction_sentence(definition)


# --- JSON ---

IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True).filter(lambda text: text != "final")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip)
MAYBE = st.none() | TEXTS
# Any instant of this century.
MOMENTS = st.integers(946_684_800_000, 4_102_444_799_999)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
RATES = st.integers(1, 10_000)
PRIZES = st.lists(
    st.builds(Prize, id=IDS, name=TEXTS, number=st.integers(1, 9), vnd=st.none() | st.integers(1, 10**12)), max_size=3
)
FIELDS = {
    "contest": IDS,
    "title": TEXTS,
    "short_title": TEXTS,
    "organizer": TEXTS,
    "who_may": TEXTS,
    "plan": st.builds(Plan, title=TEXTS, issuer=TEXTS, number=MAYBE, date=DAYS, starts=DAYS, ends=DAYS),
    "rules": st.lists(st.builds(RulesSection, heading=TEXTS, text=st.lists(TEXTS, min_size=1, max_size=2)), max_size=2),
    "contact": st.builds(Contact, office=TEXTS, phone=MAYBE, email=MAYBE, address=MAYBE),
    "rounds": st.lists(
        st.builds(Round, id=IDS, name=TEXTS, opens=MOMENTS, closes=MOMENTS, results=st.none() | MOMENTS, bank=st.none()),
        min_size=1,
        max_size=3,
    ),
    "paper": st.builds(
        Paper,
        questions=st.integers(1, 200),
        options_least=st.integers(2, 4),
        options_most=st.integers(2, 4),
        limit_s=st.integers(10, 86_400),
        grace_ms=st.integers(0, 60_000),
        blueprint=st.none() | st.dictionaries(IDS, st.integers(1, 200), max_size=3),
    ),
    "attempts": st.builds(Attempts, max=st.integers(1, 99)),
    "prediction": st.none() | st.builds(Prediction),
    "criteria": st.lists(st.builds(Criterion, name=st.sampled_from(list(CRITERIA))), max_size=5),
    "prizes": PRIZES,
    "excluded_bodies": st.lists(st.builds(ExcludedBody, id=IDS, name=TEXTS, clause=TEXTS), max_size=2),
    "unit_classes": st.lists(st.builds(UnitClass, id=IDS, name=TEXTS, least_rate=st.none() | RATES), max_size=2),
    "participation": st.none() | st.builds(Participation, least_rate=st.none() | RATES, leaders_every_round=st.booleans()),
    "unit_award": st.none()
    | st.builds(
        UnitAward,
        gates=st.lists(st.builds(Gate, most=st.none() | st.integers(1, 99)), max_size=2),
        criteria=st.lists(st.builds(UnitCriterion, weight=st.none() | st.integers(1, 9)), min_size=1, max_size=2),
        prizes=PRIZES.filter(bool),
    ),
    "entry_prizes": PRIZES,
    "final_results": st.none() | MOMENTS,
    "certificates": st.none()
    | st.builds(
        Certificates,
        **dict.fromkeys(("title", "issuer", "number", "issued_in", "signer_title"), TEXTS),
        signer_name=MAYBE,
    ),
    "clauses": st.dictionaries(IDS, TEXTS, max_size=2),
    "assumptions": st.lists(st.builds(Assumption, field=TEXTS, clause=TEXTS, choice=TEXTS, reason=TEXTS), max_size=2),
    "acknowledged": st.just(()),
}
DEFINITIONS = st.builds(Definition, **FIELDS)  # type: ignore[arg-type]


@given(DEFINITIONS)
@settings(max_examples=60, deadline=None)
def test_a_definition_survives_its_json_and_keeps_its_bytes(definition: Definition) -> None:
    data = definition_json(definition)

    again = definition_from_json(data)

    assert again == definition
    assert definition_json(again) == data
    assert canonical(json.loads(data)) == data


def test_the_json_has_the_export_formats_shape() -> None:
    definition = load_definition(text_of(changed(("paper.blueprint", {"a": 10}))), "contest.yaml")

    told = json.loads(definition_json(definition))

    assert told["rounds"][0] == {
        "id": "tuan-1",
        "name": "Tuần 1",
        "kind": "ranked",
        "opens": "2023-10-02T01:00:00.000Z",
        "closes": "2023-10-08T10:00:00.000Z",
        "results": "2023-10-17T01:00:00.000Z",
    }
    assert told["paper"] == {
        "questions": 10,
        "options_least": 3,
        "options_most": 4,
        "limit_s": 600,
        "grace_ms": 5000,
        "blueprint": {"a": 10},
    }
    assert {name: told[name] for name in ("attempts", "prediction", "precision", "last_tie", "limit", "boundary_tie")} == {
        "attempts": {"max": 2, "counted": "best"},
        "prediction": {"asks": "persons_all_correct"},
        "precision": "s",
        "last_tie": "lot",
        "limit": "once_a_round",
        "boundary_tie": "lot",
    }
    assert told["criteria"][0] == {"name": "score", "direction": "desc"}
    assert told["prizes"][0] == {"id": "nhat", "name": "Giải Nhất", "number": 1, "vnd": 500000, "note": None}
    assert told["publication"] == "automatic"
    assert told["plan"]["ends"] == "2023-10-15"
    assert told["assumptions"] == []
    assert told.keys() == Definition.model_fields.keys()


def test_what_the_contest_does_without_is_null_in_the_json() -> None:
    practice = {**ranked(0, "2023-09-20 08:00", "2023-09-21 08:00"), "kind": "practice", "results": "none"}
    values = changed(("prediction", "none"), ("prizes.0.vnd", "none"))
    values["rounds"].insert(0, practice)
    del values["criteria"][1]

    told = json.loads(definition_json(load_definition(text_of(values), "contest.yaml")))

    assert (told["prediction"], told["prizes"][0]["vnd"], told["rounds"][0]["results"]) == (None, None, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"2023-10-02T01:00:00.000Z"', "1696208400000.5"),
        ('"2023-10-02T01:00:00.000Z"', '"2023-10-02"'),
        ('"questions":10', '"questions":"10"'),
        ('"names":"full"', '"names":"full","extra":1'),
    ],
)
def test_json_that_we_did_not_write_is_refused(old: str, new: str) -> None:
    data = definition_json(load_definition(text_of(sound()), "contest.yaml")).decode()
    assert old in data

    with pytest.raises(ValidationError):
        definition_from_json(data.replace(old, new).encode())


# --- drafts of any kind ---

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["none", "", "final", "2023-10-09", "desc"]) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(IDS, inner, max_size=2),
    max_leaves=4,
)


def every_place(part: Any, steps: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [place for name, value in inside for place in [(*steps, name), *every_place(value, (*steps, name))]]


@given(st.lists(st.tuples(st.sampled_from(every_place(sound())), JUNK), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_draft_is_answered_in_our_own_words(changes: list[tuple[tuple[str | int, ...], Any]]) -> None:
    values: Any = sound()
    for steps, junk in changes:
        put(values, steps, junk)

    draft = read_draft(text_of(values), "contest.yaml")

    lines = [fault.line(language) for fault in check(draft) for language in ("vi", "en")]
    assert not [line for line in lines if ENGLISH_OF_LIBRARIES.search(line)]


def put(part: Any, steps: tuple[str | int, ...], value: Any) -> None:
    """Put ``value`` where ``steps`` lead, if an earlier change has left that place."""
    for step in steps[:-1]:
        if not isinstance(part, dict | list) or (isinstance(part, list) and not isinstance(step, int)):
            return
        part = part.get(step) if isinstance(part, dict) else part[step] if len(part) > int(step) else None
    if isinstance(part, dict) or (isinstance(part, list) and isinstance(steps[-1], int) and len(part) > steps[-1]):
        part[steps[-1]] = value


# --- paths and the editors' schema ---


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("paper.limit_s", ("Paper", "limit_s")),
        ("rounds[1].closes", ("Round", "closes")),
        ("rounds[].closes", ("Round", "closes")),
        ("rounds", ("Definition", "rounds")),
        ("paper[0].limit_s", None),
        ("paper.time", None),
        ("title.x", None),
        ("", None),
    ],
)
def test_a_dotted_path_leads_to_a_field_or_nowhere(path: str, field: tuple[str, str] | None) -> None:
    assert field_at(Definition, path) == field


def test_a_step_that_is_no_plain_word_is_quoted_in_a_path() -> None:
    assert under(under("clauses", "paper.limit_s"), 2) == 'clauses["paper.limit_s"][2]'


def test_the_editors_schema_is_the_one_that_is_shipped() -> None:
    assert json.loads((CONTESTS / "schema.json").read_text(encoding="utf-8")) == definition_schema()


def test_the_editors_schema_describes_every_field_in_both_languages() -> None:
    schema = definition_schema()
    models = {**schema["$defs"], "Definition": schema}

    described = {
        f"field.{model}.{name}": field["description"]
        for model, part in models.items()
        for name, field in part["properties"].items()
    }

    assert described == {key: f"{say(key, 'vi')} / {say(key, 'en')}" for key in described}
    assert described.keys() == {key for key in CATALOGUES["vi"] if key.startswith("field.") and key.count(".") == 2}


def test_the_editors_schema_lets_a_draft_leave_any_field_open() -> None:
    schema = definition_schema()

    for part in (schema, *schema["$defs"].values()):
        assert "required" not in part
        assert part["additionalProperties"] is False
        assert all({"type": "null"} in field["anyOf"] for field in part["properties"].values())


def test_every_part_of_a_definition_refuses_what_it_does_not_know() -> None:
    parts: list[type[BaseModel]] = [Definition, Plan, Round, Paper, Attempts, Prediction, Criterion, Prize, Contact]

    assert [
        part for part in parts if part.model_config.get("extra") != "forbid" or not part.model_config.get("frozen")
    ] == []
