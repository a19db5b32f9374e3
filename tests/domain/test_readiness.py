"""Each plan as it stands, as a draft: what it leaves open is named with its clause, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.domain.drafting import Draft, check, load_definition, open_fields, read_draft
from chalicelib.domain.readiness import NotReady, OpenField, clause_of

DRAFTS = Path(__file__).parent / "drafts"
ROUNDS_RESULTS = [f"rounds[{index}].results" for index in range(4)]


def draft(name: str) -> Draft:
    return read_draft((DRAFTS / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def edited(name: str, old: str, new: str) -> Draft:
    text = (DRAFTS / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    return read_draft(text.replace(old, new), f"{name}.yaml")


def open_paths(name: str) -> list[str]:
    return [field.field for field in open_fields(draft(name))]


def test_lang_son_leaves_its_numbers_and_its_hours_open() -> None:
    weeks = [f"rounds[{index}].{edge}" for index in range(1, 5) for edge in ("opens", "closes")]

    paths = open_paths("lang-son-2022")

    assert paths == [
        "plan.number",
        "plan.date",
        "rounds[0].opens",
        "rounds[0].closes",
        *[f"rounds[{index}].results" for index in range(1, 5)],
        "attempts.max",
        "attempts.counted",
        "prediction.asks",
        "precision",
        "last_tie",
        *[f"prizes[{index}].{name}" for index in range(4) for name in ("number", "vnd")],
        "limit",
        "boundary_tie",
        "unit_award",
        "publication",
        "names",
        *weeks,
    ]


def test_song_cong_leaves_the_paper_to_another_plan() -> None:
    paths = open_paths("song-cong-2021")

    assert paths == [
        "plan.number",
        "paper.questions",
        "paper.options_least",
        "paper.options_most",
        "paper.limit_s",
        "attempts",
        "prediction",
        "precision",
        "criteria",
        "last_tie",
        "prizes[3].vnd",
        "limit",
        "boundary_tie",
        "unit_award",
        "names",
    ]


def test_hue_leaves_the_time_limit_to_the_software() -> None:
    days = [f"rounds[{index}].{edge}" for index in range(4) for edge in ("opens", "closes")]

    paths = open_paths("hue-khcn-2022")

    assert paths == [
        "plan.number",
        "plan.date",
        *ROUNDS_RESULTS,
        "paper.options_least",
        "paper.options_most",
        "paper.limit_s",
        "precision",
        "criteria",
        "last_tie",
        "prizes",
        "limit",
        "boundary_tie",
        "excluded_bodies",
        "publication",
        "names",
        *days,
    ]


def test_hai_phong_leaves_the_days_of_its_weeks_open() -> None:
    paths = open_paths("hai-phong-2023")

    assert paths == [
        *[f"rounds[{index}].{edge}" for index in range(4) for edge in ("opens", "closes", "results")],
        "attempts",
        "precision",
        "criteria",
        "last_tie",
        *[f"prizes[{index}].vnd" for index in range(3)],
        "limit",
        "boundary_tie",
        "unit_award",
        "publication",
        "names",
    ]


@pytest.mark.parametrize("name", ["lang-son-2022", "hue-khcn-2022", "hai-phong-2023"])
def test_what_a_plan_leaves_open_is_no_fault(name: str) -> None:
    assert check(draft(name)) == []


def test_song_congs_end_date_is_a_contradiction_while_half_of_its_plan_is_open() -> None:
    faults = check(draft("song-cong-2021"))

    assert [(fault.path, fault.code, fault.values) for fault in faults] == [
        ("plan.ends", "definition.end-differs", {"says": "26/01/2022", "rounds": "26/12/2021"})
    ]


def test_an_open_field_names_the_plans_clause_and_what_is_to_be_chosen() -> None:
    fields = {field.field: field for field in open_fields(draft("hue-khcn-2022"))}

    assert fields["paper.limit_s"].clause == "S3:71"
    assert fields["paper.limit_s"].what == (
        "paper.limit_s còn để ngỏ (căn cứ: S3:71). Cần quyết định: thời gian làm bài, tính bằng giây."
    )
    assert fields["paper.limit_s"].sentence("en") == (
        "paper.limit_s is still open (clause: S3:71). To be settled: the time limit in seconds."
    )


def test_a_field_without_a_clause_says_that_the_plan_is_silent() -> None:
    fields = {field.field: field for field in open_fields(draft("hue-khcn-2022"))}

    assert fields["limit"].clause == ""
    assert "căn cứ: kế hoạch không nêu" in fields["limit"].what


def test_a_day_without_an_hour_says_how_it_is_read() -> None:
    fields = {field.field: field for field in open_fields(draft("hue-khcn-2022"))}

    assert fields["rounds[0].closes"].what == (
        "rounds[0].closes chỉ có ngày, chưa có giờ (căn cứ: S3:57-65). Đang hiểu là 2022-08-07 24:00; "
        "cần xác nhận bằng một mục trong assumptions."
    )
    assert fields["rounds[0].opens"].sentence("en") == (
        "rounds[0].opens is a day without an hour (clause: S3:57-65). It is read as 2022-08-01 00:00; "
        "confirm that with an entry in assumptions."
    )


@pytest.mark.parametrize(
    ("field", "still_open"),
    [
        ("rounds[].opens", []),
        ("rounds[2].opens", ["rounds[0].opens", "rounds[1].opens", "rounds[3].opens"]),
        ("rounds", [f"rounds[{index}].opens" for index in range(4)]),
    ],
)
def test_an_assumption_confirms_the_hours_that_it_names(field: str, still_open: list[str]) -> None:
    assumption = (
        f"assumptions: [{{field: '{field}', clause: Mục III.3, choice: 00:00, reason: Kế hoạch không nêu}}]\nclauses:"
    )

    paths = [each.field for each in open_fields(edited("hue-khcn-2022", "clauses:", assumption))]

    assert [path for path in paths if path.endswith(".opens")] == still_open


def test_a_definition_with_an_open_field_is_not_ready() -> None:
    text = (DRAFTS / "hai-phong-2023.yaml").read_text(encoding="utf-8")

    with pytest.raises(NotReady) as refused:
        load_definition(text, "hai-phong-2023.yaml")

    assert refused.value.file == "hai-phong-2023.yaml"
    assert refused.value.fields == open_fields(draft("hai-phong-2023"))
    assert str(refused.value).splitlines() == [field.what for field in refused.value.fields]


def test_the_word_none_settles_a_field_and_null_does_not() -> None:
    settled = edited("song-cong-2021", "prediction: null", "prediction: none")

    assert settled.sketch.prediction is None
    assert "prediction" not in settled.open
    assert "prediction" in draft("song-cong-2021").open


def test_an_absent_field_is_as_open_as_null() -> None:
    absent = edited("song-cong-2021", "prediction: null\n", "")

    assert absent.open == draft("song-cong-2021").open


@pytest.mark.parametrize(
    ("path", "clause"),
    [
        ("paper.limit_s", "own"),
        ("paper.questions", "parent"),
        ("rounds[2].opens", "every item's"),
        ("rounds[1].closes", "the item's"),
        ("rounds[2].closes", "parent of all"),
        ("names", ""),
    ],
)
def test_a_clause_is_looked_for_from_the_field_upwards(path: str, clause: str) -> None:
    clauses = {
        "paper.limit_s": "own",
        "paper": "parent",
        "rounds[].opens": "every item's",
        "rounds[1]": "the item's",
        "rounds": "parent of all",
    }

    assert clause_of(clauses, path) == clause


def test_everything_is_open_in_an_empty_draft() -> None:
    fields = open_fields(read_draft("{}", "contest.yaml"))

    assert len(fields) == 23
    assert fields[0] == OpenField("contest", "", "field.Definition.contest")
