"""An operator's way into one stage's AWS account: clients, and what the stack there is made of.

Only the commands of operators use it (deploy, doctor, smoke, teardown, restore-drill). An organizer's commands reach nothing
but the `organizer` function.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config

from . import stage as stages
from .deployment import outputs
from .settings import settings_of
from .trouble import Trouble

# CloudFront, its quotas and its certificates are found in this region alone, wherever the rest is.
EDGE_REGION = "us-east-1"
_PATIENT = Config(connect_timeout=10, read_timeout=120, retries={"mode": "standard", "total_max_attempts": 8})


@dataclass(frozen=True)
class Resource:
    """One resource of a stack: its name in AWS, and its type."""

    name: str
    type: str


@dataclass
class Cloud:
    """One stage: its name, its region, and how boto3 reaches it. ``site`` is its address where CloudFront has none."""

    name: str
    region: str
    reach: dict[str, str] = field(default_factory=dict)
    site: str = ""
    make: Callable[..., Any] = boto3.client

    @property
    def stack(self) -> str:
        """The name of the stage's CloudFormation stack."""
        return f"hoithi-{self.name}"

    def client(self, service: str, region: str = "") -> Any:
        """Return a boto3 client in the stage's region, or in another one."""
        return self.make(service, region_name=region or self.region, config=_PATIENT, **self.reach)

    @cached_property
    def identity(self) -> dict[str, Any]:
        """Who the operator is to AWS: ``Account``, ``Arn``, and the answer's headers."""
        return dict(self.client("sts").get_caller_identity())

    @property
    def account(self) -> str:
        """The account's number."""
        return str(self.identity["Account"])

    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs by name."""
        return outputs(self.client("cloudformation"), self.stack)

    def resources(self) -> dict[str, Resource]:
        """Return the stack's resources by their names in the template."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.stack)
        return {
            each["LogicalResourceId"]: Resource(each.get("PhysicalResourceId", ""), each["ResourceType"])
            for page in pages
            for each in page["StackResourceSummaries"]
            if each["ResourceStatus"] != "DELETE_COMPLETE"
        }

    def address(self) -> str:
        """Return where people find the site: ``https://…`` without a slash at its end."""
        return self.site or f"https://{self.outputs()['SiteAddress']}"

    def deployed(self) -> bool:
        """Whether there is a stack at all that holds anything."""
        from .deployment import status_of

        return status_of(self.client("cloudformation"), self.stack) not in ("", "REVIEW_IN_PROGRESS")


def enter(name: str) -> Cloud:
    """Return the stage called ``name``. Raises Trouble where this machine's is not running, or settings are unfit."""
    if name != "local":
        return Cloud(name, settings_of(name).region)
    try:
        stack = json.loads(stages.LOCAL_FILE.read_text(encoding="utf-8"))
        keys = {"aws_access_key_id": stack["access_key"], "aws_secret_access_key": stack["secret_key"]}
        return Cloud("local", stack["region"], {"endpoint_url": stack["endpoint"], **keys}, stack["site"])
    except FileNotFoundError:
        raise Trouble("no-local-stack") from None
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble("local-stack-unread", file=stages.LOCAL_FILE, why=repr(error)) from error
