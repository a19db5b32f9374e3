"""Puts the packaged app on CloudFormation: the same way on AWS and on an emulator of it on this machine.

What would change is known before anything does: a change set is proposed, looked at, and then applied or thrown away.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from botocore.exceptions import ClientError, WaiterError

from .changes import PRECIOUS, Change, change_in
from .packaging import Package
from .trouble import Trouble

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING = ("didn't contain changes", "No updates are to be performed")
_GONE_OR_ROLLED_BACK = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED")
Tell = Callable[[str, str, str], None]


@dataclass(frozen=True)
class Proposal:
    """A change set: what it is called, whether it makes a new stack, and what would change."""

    stack: str
    name: str
    new: bool
    changes: list[Change]


# --- archives and template -------------------------------------------------------------------------------------------


def bucket_of(stack: str, account: str, region: str) -> str:
    """Return the name of the bucket in which a stack's archives and templates lie."""
    return f"{stack}-deployment-{account}-{region}"


def make_bucket(s3: Any, bucket: str, region: str, account: str) -> None:
    """Make the deployment bucket once: private, encrypted, versioned. Raises ClientError where it is somebody else's."""
    try:
        s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=account)
        return
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=bucket, **where)
    closed = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=closed)
    encrypted = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=encrypted)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


def upload(package: Package, s3: Any, bucket: str, account: str) -> str:
    """Put archives and template into ``bucket`` under their hashes, and return the template's address there."""
    template = yaml.safe_load(package.template.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        for name in ("CodeUri", "ContentUri"):
            local = resource.get("Properties", {}).get(name)
            if isinstance(local, str) and not local.startswith("s3://"):
                data = (package.folder / local).read_bytes()
                resource["Properties"][name] = f"s3://{bucket}/{_put(s3, bucket, account, data, '.zip')}"
    text = yaml.safe_dump(template, allow_unicode=True, sort_keys=False)
    return f"{s3.meta.endpoint_url}/{bucket}/{_put(s3, bucket, account, text.encode(), '.yaml')}"


def _put(s3: Any, bucket: str, account: str, data: bytes, suffix: str) -> str:
    key = f"{hashlib.sha256(data).hexdigest()}{suffix}"
    s3.put_object(Bucket=bucket, Key=key, Body=data, ExpectedBucketOwner=account)
    return key


def parameters_in(template: Path) -> set[str]:
    """Return the names of a template's parameters."""
    return set(yaml.safe_load(template.read_text(encoding="utf-8")).get("Parameters", {}))


# --- change sets -----------------------------------------------------------------------------------------------------


def propose(cloudformation: Any, stack: str, template_url: str, parameters: Mapping[str, str | None]) -> Proposal | None:
    """Make a change set of what would change; None where nothing would. Nothing is changed yet.

    A parameter that is None keeps its value. Raises Trouble where the stack is at work or its first deployment failed.
    """
    status = status_of(cloudformation, stack)
    if status in _GONE_OR_ROLLED_BACK:
        raise Trouble("stack-failed-before", stack=stack, status=status)
    if status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
        raise Trouble("stack-at-work", stack=stack, status=status)
    new = status in ("", "REVIEW_IN_PROGRESS")
    name = f"deploy-{time.time_ns() // 1_000_000}"
    cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=name,
        ChangeSetType="CREATE" if new else "UPDATE",
        TemplateURL=template_url,
        Parameters=[_parameter(*each) for each in parameters.items()],
        Capabilities=CAPABILITIES,
        Tags=[{"Key": "project", "Value": "hoithi"}],
    )
    if not _made(cloudformation, stack, name):
        return None
    pages = cloudformation.get_paginator("describe_change_set").paginate(StackName=stack, ChangeSetName=name)
    changes = [change_in(each["ResourceChange"]) for page in pages for each in page["Changes"]]
    return Proposal(stack, name, new, changes)


def _parameter(name: str, value: str | None) -> dict[str, Any]:
    if value is None:
        return {"ParameterKey": name, "UsePreviousValue": True}
    return {"ParameterKey": name, "ParameterValue": value}


def _made(cloudformation: Any, stack: str, name: str) -> bool:
    """Wait for a change set. False where it holds nothing, and is thrown away. Raises Trouble where it can't be made."""
    try:
        waiter = cloudformation.get_waiter("change_set_create_complete")
        waiter.wait(StackName=stack, ChangeSetName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 600})
    except WaiterError:
        found = cloudformation.describe_change_set(StackName=stack, ChangeSetName=name)
        cloudformation.delete_change_set(StackName=stack, ChangeSetName=name)
        why = found.get("StatusReason", found["Status"])
        if any(words in why for words in _NOTHING):
            return False
        raise Trouble("change-set-failed", why=why) from None
    return True


def is_waiting(cloudformation: Any, proposal: Proposal) -> bool:
    """Whether a change set could still be applied."""
    found = cloudformation.describe_change_set(StackName=proposal.stack, ChangeSetName=proposal.name)
    return bool(found["ExecutionStatus"] == "AVAILABLE")


def throw_away(cloudformation: Any, proposal: Proposal) -> None:
    """Delete a change set that nobody wanted, and the empty stack that was made to hold the first one."""
    cloudformation.delete_change_set(StackName=proposal.stack, ChangeSetName=proposal.name)
    if proposal.new:
        cloudformation.delete_stack(StackName=proposal.stack)


def apply(cloudformation: Any, proposal: Proposal, tell: Tell = lambda *event: None, every_s: float = 1.0) -> None:
    """Apply a change set and wait, telling ``(resource, status, reason)`` as it goes. Raises Trouble with what failed.

    What a failed first deployment has made is removed again, tables and buckets too: nothing is in them yet.
    """
    before = {event["EventId"] for event in _events(cloudformation, proposal.stack)}
    cloudformation.execute_change_set(StackName=proposal.stack, ChangeSetName=proposal.name, RetainExceptOnCreate=True)
    _wait(cloudformation, proposal.stack, before, tell, every_s)


def delete(cloudformation: Any, stack: str, tell: Tell = lambda *event: None, every_s: float = 1.0) -> None:
    """Delete a stack and wait, telling events as `apply` does. Raises Trouble with what failed."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    before = {event["EventId"] for event in _events(cloudformation, stack)}
    cloudformation.delete_stack(StackName=stack)
    _wait(cloudformation, described["StackId"], before, tell, every_s)


def _wait(cloudformation: Any, stack: str, seen: set[str], tell: Tell, every_s: float) -> None:
    failed: list[str] = []
    begun = False
    while True:
        status = status_of(cloudformation, stack)
        for event in reversed([each for each in _events(cloudformation, stack) if each["EventId"] not in seen]):
            begun = True  # Until its first event, the stack still shows how the operation before this one ended.
            seen.add(event["EventId"])
            told = (event["LogicalResourceId"], event["ResourceStatus"], event.get("ResourceStatusReason", ""))
            tell(*told)
            if told[1].endswith("_FAILED") and "cancelled" not in told[2]:
                failed.append(f"{told[0]}: {told[2]}")
        if not status or (begun and not status.endswith("_IN_PROGRESS")):
            break
        time.sleep(every_s)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE", ""):
        raise Trouble("deployment-failed", status=status, why="; ".join(failed[:5]) or status)


def _events(cloudformation: Any, stack: str) -> Iterator[dict[str, Any]]:
    """Give the latest events of a stack, newest first; none where there is no such stack any more."""
    try:
        yield from cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    except ClientError as error:
        if "does not exist" not in str(error):
            raise


def status_of(cloudformation: Any, stack: str) -> str:
    """Return a stack's status; an empty text where there is none."""
    try:
        return str(cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        return ""


def outputs(cloudformation: Any, stack: str) -> dict[str, str]:
    """Return the outputs of ``stack`` by name."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


# --- protection ------------------------------------------------------------------------------------------------------


def stack_policy(guarded: bool) -> str:
    """Return a stack policy that lets everything be updated, but where ``guarded`` nothing precious replaced or deleted."""
    statements: list[dict[str, Any]] = [{"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"}]
    if guarded:
        precious = {"StringEquals": {"ResourceType": sorted(PRECIOUS)}}
        forbidden = ["Update:Replace", "Update:Delete"]
        statements.append({"Effect": "Deny", "Principal": "*", "Action": forbidden, "Resource": "*", "Condition": precious})
    return json.dumps({"Statement": statements})


def guard(cloudformation: Any, stack: str, guarded: bool = True) -> None:
    """Protect what is stored against a careless update, or lift that for one update that was agreed to by name."""
    cloudformation.set_stack_policy(StackName=stack, StackPolicyBody=stack_policy(guarded))
