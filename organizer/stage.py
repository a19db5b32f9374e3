"""Where the deployed `organizer` function is, and asking it: a laptop's credentials touch nothing else of the cloud.

The stage ``local`` is described by ``.local/stack.json``, which the stack on this machine writes. Any other stage is the
CloudFormation stack ``hoithi-<stage>``, found with the ordinary AWS credentials in the region of its settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import botocore.exceptions as aws
from botocore.config import Config

from chalicelib.domain import errors
from chalicelib.domain.faults import Fault, Faulty

from .deployment import outputs
from .settings import settings_of
from .trouble import Misuse, Trouble

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

STAGES = ("local", "test", "production")
LOCAL_FILE = Path(__file__).resolve().parent.parent / ".local" / "stack.json"

# An act is sent once: boto's own retries would repeat it unseen, and codes that were shown once would be lost. A close may
# take as long as the clock function may run.
_ONCE = Config(connect_timeout=10, read_timeout=900, retries={"total_max_attempts": 1})

_CREDENTIALS = (
    aws.NoCredentialsError,
    aws.PartialCredentialsError,
    aws.CredentialRetrievalError,
    aws.ProfileNotFound,
    aws.TokenRetrievalError,
    aws.SSOError,
)
_REFUSED_CREDENTIALS = {
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}


@dataclass(frozen=True)
class Stage:
    """One deployment: its name, its `organizer` function, the client that reaches it, and where people find the site."""

    name: str
    function: str
    client: LambdaClient
    site: str = ""

    def ask(self, event: dict[str, Any]) -> Any:
        """Return what the function answers. Raises the Refusal or Faulty that it answers with, and Trouble."""
        with trouble_told(self.name):
            payload = json.dumps(event, ensure_ascii=False).encode()
            answer = self.client.invoke(FunctionName=self.function, Payload=payload)
            body = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise _failed(body)
        return opened(body)


def opened(body: dict[str, Any]) -> Any:
    """Return the answer in a function's ``{"answer": …}``; raise what its ``{"faults": …}`` or ``{"refused": …}`` says."""
    if "faults" in body:
        raise Faulty([Fault(*fault) for fault in body["faults"]], body.get("more_faults", 0))
    if "refused" in body:
        told = body["refused"]
        kind = getattr(errors, told["kind"], errors.Refusal)
        raise kind(told["code"], facts=told["facts"], **told["values"])
    return body["answer"]


def _failed(body: Any) -> Trouble:
    """A function that ran out of time has asked the clock already, and the clock goes on without it."""
    message = str(body.get("errorMessage", "")) if isinstance(body, dict) else ""
    return Trouble("still-running") if "timed out" in message else Trouble("function-failed", why=message)


def connect(name: str | None) -> Stage:
    """Return the stage called ``name``; without a name, the one on this machine. Raises Trouble or Misuse."""
    if name is None and not LOCAL_FILE.exists():
        raise Misuse("no-stage")
    if name in (None, "local"):
        return _local(LOCAL_FILE)
    with trouble_told(str(name)):
        return _in_the_cloud(str(name))


def _local(file: Path) -> Stage:
    try:
        stack = json.loads(file.read_text(encoding="utf-8"))
        places = {"region_name": stack["region"], "endpoint_url": stack["endpoint"]}
        keys = {"aws_access_key_id": stack["access_key"], "aws_secret_access_key": stack["secret_key"]}
        return Stage("local", stack["organizer"], boto3.client("lambda", config=_ONCE, **places, **keys), stack["site"])
    except FileNotFoundError:
        raise Trouble("no-local-stack") from None
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble("local-stack-unread", file=file, why=repr(error)) from error


def _in_the_cloud(name: str) -> Stage:
    session = boto3.Session(region_name=settings_of(name).region)
    found = outputs(session.client("cloudformation", config=_ONCE), f"hoithi-{name}")
    if "OrganizerFunction" not in found:
        raise Trouble("not-deployed", stage=name)
    client = session.client("lambda", config=_ONCE)
    return Stage(name, found["OrganizerFunction"], client, f"https://{found.get('SiteAddress', '')}")


@contextmanager
def trouble_told(stage: str) -> Iterator[None]:
    """Turn what boto raises into Trouble: a sentence that says what to do."""
    try:
        yield
    except _CREDENTIALS as error:
        raise Trouble("no-credentials", why=error) from error
    except aws.ConnectionError as error:
        raise Trouble("no-connection", stage=stage) from error
    except aws.HTTPClientError as error:
        raise Trouble("answer-lost", stage=stage) from error
    except aws.ClientError as error:
        raise _answered_no(error, stage) from error
    except aws.BotoCoreError as error:
        raise Trouble("aws", why=error) from error
    except ValueError as error:
        raise Trouble("answer-unread", stage=stage) from error


def _answered_no(error: aws.ClientError, stage: str) -> Trouble:
    told = error.response.get("Error", {})
    code, message = told.get("Code", ""), told.get("Message", "")
    if code in _REFUSED_CREDENTIALS:
        return Trouble("refused-credentials", stage=stage, why=message or code)
    if code == "ResourceNotFoundException" or (code == "ValidationError" and "does not exist" in message):
        return Trouble("not-deployed", stage=stage)
    return Trouble("aws", why=f"{code}: {message}")
