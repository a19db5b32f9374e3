"""The page of letters that nobody sends: on loopback alone, and whatever a letter holds is text."""

from __future__ import annotations

import urllib.error
import urllib.request

import boto3
import pytest

from chalicelib.config import config
from chalicelib.services import post
from local import outbox
from tests.town import Town

LETTER = {"to": "an@hue.gov.vn", "subject": "Mã <b>1</b>", "text": "Kính gửi & chào\n  123456"}


def test_what_was_sent_is_shown_the_newest_first(village: Town):
    for subject in ("một", "hai"):
        post.send("x", "an@hue.gov.vn", subject, "chữ")

    found = outbox.letters(boto3.client("s3"), config().private_bucket)

    assert [letter["to"] for letter in found] == ["an@hue.gov.vn"] * 2
    assert {letter["subject"] for letter in found} == {"một", "hai"}


def test_a_letter_is_shown_as_text():
    shown = outbox.page([LETTER])

    assert "Mã &lt;b&gt;1&lt;/b&gt;" in shown
    assert "Kính gửi &amp; chào\n  123456" in shown


def test_the_page_is_served_to_this_machine_and_not_to_other_sites_pages():
    with outbox.serving(lambda: [LETTER]) as address:
        with urllib.request.urlopen(address) as answer:
            own = answer.read().decode()
        asked = urllib.request.Request(address, headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked)

    assert "123456" in own
    assert refused.value.code == 403
    refused.value.close()
