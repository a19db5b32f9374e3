"""Letters to one person: through Amazon SES, or into an outbox that `make run` shows, where no sender is set up.

Where none is and the stage is production nobody is written to, and no round whose people need a letter is made ready.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

from .. import chance
from ..config import config
from ..domain.errors import Conflict
from ..domain.words import LANGUAGES, say
from ..storage import objects
from ..storage.aws_errors import is_passing, settings

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

NOBODY = "success@simulator.amazonses.com"
"""Takes every letter and belongs to nobody (Amazon's mailbox simulator): for letters whose addressee mustn't be known to be
missing. https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
"""


def can_send() -> bool:
    """Return whether letters go anywhere from here."""
    return bool(config().mail_from) or config().stage != "production"


def letter(kind: str, /, **values: object) -> tuple[str, str]:
    """Return subject and text of a ``kind`` of letter in the catalogues: Vietnamese, then English."""
    subject = " / ".join(say(f"letter.{kind}.subject", language, **values) for language in LANGUAGES)
    return subject, "\n---\n\n".join(f"{say(f'letter.{kind}.text', language, **values)}\n" for language in LANGUAGES)


def send(contest: str, to: str, subject: str, text: str) -> None:
    """Send a letter about ``contest`` to an address that fits `identifiers.email`.

    Raises Conflict (``mail-failed``) where it can't be sent there, and botocore's errors where the same may succeed later.
    """
    if config().mail_from:
        _through_ses(to, subject, text)
    elif can_send():
        _into_the_outbox(contest, {"to": to, "subject": subject, "text": text})
    else:
        raise Conflict("no-mail")


def _through_ses(to: str, subject: str, text: str) -> None:
    content = {"Subject": {"Data": subject, "Charset": "UTF-8"}, "Body": {"Text": {"Data": text, "Charset": "UTF-8"}}}
    try:
        _ses().send_email(
            FromEmailAddress=config().mail_from,
            Destination={"ToAddresses": [to]},
            Content={"Simple": content},  # type: ignore[typeddict-item]
        )
    except ClientError as error:
        if is_passing(error):
            raise
        raise Conflict("mail-failed") from error


def _into_the_outbox(contest: str, letter: Mapping[str, str]) -> None:
    objects.put_json(config().private_bucket, f"outbox/{contest}/{chance.random_bytes(8).hex()}.json", dict(letter))


@cache
def _ses() -> SESV2Client:
    return boto3.client("sesv2", config=settings())
