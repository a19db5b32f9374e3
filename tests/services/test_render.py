"""Rendering the site anew shows what is shown already, in its present looks, and nothing else."""

from __future__ import annotations

import boto3

from chalicelib.config import config
from chalicelib.services.tick import woken
from tests.factories import CLOSING_BEGINS, OPENS, RESULTS, SECOND_RESULTS
from tests.services.test_certificates import SAID
from tests.services.test_finals import play
from tests.town import Town
from tests.watch import contents


def pages() -> dict[str, bytes]:
    return {name: data for name, data in contents(config().site_bucket).items() if name.endswith(".html")}


def test_pages_that_are_gone_come_back_byte_for_byte(town: Town):
    town.at(CLOSING_BEGINS).tick()
    town.at(RESULTS).tick()
    before = pages()
    for name in before:
        boto3.client("s3").delete_object(Bucket=config().site_bucket, Key=name)

    told = woken({"pages": True}, RESULTS)

    assert {name: data for name, data in pages().items() if name != "404.html"} == before
    assert told == {"pages": len(before) + 1}


def test_the_pages_of_a_contest_as_a_whole_come_back_too(village: Town):
    play(village, certificates=SAID)
    village.at(SECOND_RESULTS).tick()
    before = pages()
    for name in before:
        boto3.client("s3").delete_object(Bucket=config().site_bucket, Key=name)

    told = woken({"pages": True}, SECOND_RESULTS)

    assert {name: data for name, data in pages().items() if name != "404.html"} == before
    assert {name.partition("/")[2] for name in before} >= {"final/index.html", "giay-chung-nhan.html"}
    assert told == {"pages": len(before) + 1}


def test_nothing_is_shown_that_was_not_shown_before(town: Town):
    before = pages()

    woken({"pages": True}, OPENS)

    assert {name: data for name, data in pages().items() if name != "404.html"} == before


def test_an_empty_site_has_a_list_of_contests_and_a_page_for_what_is_not_there(village: Town):
    told = woken({"pages": True}, OPENS)

    assert (sorted(pages()), told) == (["404.html", "index.html"], {"pages": 2})


def test_rendering_closes_and_publishes_nothing(town: Town):
    told = woken({"pages": True}, CLOSING_BEGINS)

    assert (told, woken({"dry_run": True}, CLOSING_BEGINS)[0]["act"]) == ({"pages": 5}, "close")
