"""Letters: through SES in one name alone, in both languages, without a link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.config import config
from chalicelib.domain.errors import Conflict
from chalicelib.services import post
from chalicelib.storage.aws_errors import settings
from tests.factories import CONTEST
from tests.town import Town

SENDER, TO = "hoithi@example.gov.vn", "an@hue.gov.vn"


@pytest.fixture
def ses(village: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """SES, which expects what a test says, and nothing else."""
    client = boto3.client("sesv2", config=settings())
    monkeypatch.setattr(post, "config", lambda: replace(config(), mail_from=SENDER, stage="production"))
    monkeypatch.setattr(post, "_ses", lambda: client)
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


def test_a_letter_goes_through_ses_in_the_name_of_the_sender(ses: Stubber):
    content = {"Subject": {"Data": "Mã", "Charset": "UTF-8"}, "Body": {"Text": {"Data": "Chào", "Charset": "UTF-8"}}}
    sent = {"FromEmailAddress": SENDER, "Destination": {"ToAddresses": [TO]}, "Content": {"Simple": content}}
    ses.add_response("send_email", {"MessageId": "1"}, sent)

    post.send(CONTEST, TO, "Mã", "Chào")


@pytest.mark.parametrize(
    ("code", "status", "raised"),
    [
        ("MessageRejected", 400, Conflict),
        ("MailFromDomainNotVerifiedException", 400, Conflict),
        ("TooManyRequestsException", 429, ClientError),
        ("InternalServiceError", 500, ClientError),
    ],
)
def test_what_cannot_be_sent_is_a_refusal_and_what_passes_may_come_again(
    ses: Stubber, code: str, status: int, raised: type[Exception]
):
    ses.add_client_error("send_email", code, http_status_code=status)

    with pytest.raises(raised):
        post.send(CONTEST, TO, "Mã", "Chào")


@pytest.mark.parametrize("kind", ["registration-code", "lost-code", "registered"])
def test_a_letter_is_vietnamese_first_then_english_and_holds_no_link(kind: str):
    values: dict[str, Any] = {"title": "Cuộc thi {x}", "code": "123456", "name": "Nguyễn Thị Mới"}
    subject, text = post.letter(kind, **values)

    vietnamese, english = text.split("\n---\n")
    assert ("Kính gửi" in vietnamese, "Dear" in english) == (True, True)
    assert [part.count("123456") for part in (vietnamese, english)] == [1, 1]
    assert "http" not in subject + text
    assert "\n" not in subject
