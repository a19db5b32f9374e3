"""The page of a contest's results: which units won and why, on a phone, in both languages, each share its two numbers'."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.domain.canonical import canonical
from chalicelib.domain.exports import Counts
from chalicelib.domain.final_figures import final_figures
from chalicelib.domain.final_results import final_results_json
from chalicelib.domain.finals import FinalResult
from tests.domain.bodies import Body, award, body, shipped
from tests.web import sample
from tests.web.contestant import Contestant
from tests.web.test_pages import compressed

CITY, DISTRICT = "thanh-pho", "quan-huyen"
IN = {"entries": "1", "entry_rank": "3"}


def bodies() -> list[Body]:
    """S4's bodies: winners, one below its threshold, one with a zero, one without an entry, and a district with a ward."""
    return [
        body("so-noi-vu", CITY, 40, people=40, papers=150, points=1_300, perfect=60, **IN),
        body("so-tai-chinh", CITY, 1_000, people=699, papers=2_100, points=15_000, perfect=300, **IN),
        body("so-tu-phap", CITY, 30, people=29, papers=90, points=700, zero=1, **IN),
        body("quan-le-chan", DISTRICT, 200, people=100, papers=300, points=2_000, perfect=20, **IN),
        body("phuong-an-bien", DISTRICT, 25, people=20, papers=70, points=500, perfect=5, parent="quan-le-chan"),
        body("huyen-cat-hai", DISTRICT, 80, people=60, papers=200, points=1_500),
        body("", people=7, papers=9, points=40),
    ]


def results(units: list[Body]) -> dict[str, Any]:
    """Return what the page is made of, as it lies on the site."""
    definition = shipped("hai-phong-2023")
    awards = award(definition, *units)
    papers = sum(each.totals.papers for each in units)
    counts = Counts(attempts=papers, blank=0, perfect=385, ruled_out=0, submitted=papers, timed_out=0)
    found = FinalResult({}, b"", 1, counts, sum(each.totals.people for each in units), awards)
    told = {**final_results_json(found, definition), "official": True, "files": ["units.csv", "manifest.json"]}
    assert canonical(told)
    return told


def html_of(told: dict[str, Any]) -> str:
    definition = shipped("hai-phong-2023")
    page = sample.contest_page(definition, sample.records(definition))
    return str(sample.template("final.html").render(page=page, results=told, figures=final_figures(told)))


@pytest.fixture
def reader(phone: Contestant) -> Contestant:
    """Somebody who has opened the page on a phone of 360 × 740."""
    html = html_of(results(bodies()))
    phone.page.route("**/final/index.html", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    phone.page.goto(f"{phone.address}/hai-phong-2023/final/index.html")
    expect(phone.page.get_by_role("heading", name="Kết quả chung cuộc")).to_be_visible()
    return phone


def test_winners_and_those_who_missed_a_gate_are_told_with_the_why(reader: Contestant) -> None:
    cards = reader.page.locator(".winner").all_inner_texts()
    others = reader.page.locator(".units").first.inner_text()

    assert [" ".join(card.split("\n")[:2]).strip() for card in cards] == [
        "Giải Nhất tập thể SO-NOI-VU",
        "Giải Nhì tập thể QUAN-LE-CHAN",
    ]
    assert [
        each
        for each in ("69,90 % (699/1.000 người)", "không có bài dự thi", "có 1 bài thi đạt điểm 0")
        if each not in others
    ] == []
    assert reader.page.get_by_role("heading", name="Các đơn vị trực thuộc").is_visible()


def test_it_is_for_everybody_on_a_narrow_phone_in_both_languages(reader: Contestant) -> None:
    found = {"vi": reader.axe()}
    narrow = reader.page.evaluate("document.documentElement.scrollWidth")
    reader.page.get_by_role("button", name="English").click()
    expect(reader.page.get_by_role("heading", name="Results of the contest")).to_be_visible()
    found["en"] = reader.axe()

    assert (found, narrow) == ({"vi": [], "en": []}, 360)


def test_every_share_is_that_of_its_two_numbers() -> None:
    told = results(bodies())
    rows = [row for group in final_figures(told)["groups"] for row in group["rows"]]

    for row in rows:
        people, heads = (int(row[name]["vi"].replace(".", "")) for name in ("people", "heads"))
        share = round(people * 10_000 / heads + 1e-9)
        assert row["share"]["vi"] == f"{share // 100},{share % 100:02d} %"
    assert len(rows) == 5


def test_a_page_of_500_units_is_a_light_one() -> None:
    many = [
        body(
            f"don-vi-{number}",
            DISTRICT,
            90,
            people=80,
            papers=300 + number % 90,
            points=2_000 + number,
            **IN | {"entry_rank": "5"},
        )
        for number in range(500)
    ]

    html = html_of(results(many))

    assert len(re.findall(r"<tr role=\"row\">", html)) == 501
    assert compressed(html.encode()) < 30_000
