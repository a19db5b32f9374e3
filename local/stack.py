"""The deployed stack on this machine: the package that goes to AWS, on the emulator, with the site uploaded."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from organizer import deployment, packaging, site
from organizer.packaging import Package

from .emulator import ACCOUNT, REGION, ROOT, Emulator
from .proxy import Origins

NAME = "hoithi-local"
DEPLOYED = ("app.py", "requirements.txt", ".chalice/config.json", ".chalice/policy-*.json", "infra/*", "chalicelib/**/*")

# Environment names of the functions, and the resources that they are about.
RESOURCES = {
    "HOITHI_ATTEMPTS_TABLE": "AttemptsTable",
    "HOITHI_CONTESTANTS_TABLE": "ContestantsTable",
    "HOITHI_ROUNDS_TABLE": "RoundsTable",
    "HOITHI_STAFF_TABLE": "StaffTable",
    "HOITHI_PRIVATE_BUCKET": "PrivateBucket",
    "HOITHI_EXPORTS_BUCKET": "ExportsBucket",
    "HOITHI_SITE_BUCKET": "SiteBucket",
    "HOITHI_SESSION_SECRET": "SessionSecret",
    "HOITHI_PERSON_SECRET": "PersonSecret",
    "HOITHI_SSO_SECRET": "SsoSecret",
    "HOITHI_SIGNING_KEY": "SigningKey",
}


@dataclass(frozen=True)
class Stack:
    """What is deployed: names by resource, the secret of the front door, and a fingerprint of what was packaged."""

    names: dict[str, str]
    site_domain: str
    edge_secret: str
    fingerprint: str

    def origins(self, endpoint: str) -> Origins:
        """Return where the proxy finds site and API."""
        api = f"{self.names['RestAPI']}.execute-api.localhost"
        return Origins(endpoint, self.site_domain, api, self.edge_secret)

    def environment(self, endpoint: str) -> dict[str, str]:
        """Return the environment in which the services reach this stack from a process of this machine."""
        names = {variable: self.names[resource] for variable, resource in RESOURCES.items()}
        keys = {"AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": ACCOUNT, "AWS_DEFAULT_REGION": REGION}
        return {**names, **keys, "AWS_ENDPOINT_URL": endpoint, "HOITHI_STAGE": "local", "HOITHI_REGION": REGION}

    def for_the_organizer(self, endpoint: str, site: str) -> dict[str, str]:
        """Return what the organizer's command line needs to reach this stack."""
        function = self.names["Organizer"]
        keys = {"region": REGION, "access_key": ACCOUNT, "secret_key": ACCOUNT}
        return {"endpoint": endpoint, "stack": NAME, "organizer": function, "site": site, **keys}


def fingerprint() -> str:
    """Return a hash of everything that is packaged: the same source is not packaged twice."""
    digest = hashlib.sha256()
    for path in sorted(set(_sources())):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for pattern in DEPLOYED:
        yield from (path for path in ROOT.glob(pattern) if path.is_file() and "__pycache__" not in path.parts)


def deploy(emulator: Emulator, folder: Path) -> Stack:
    """Package the app and deploy that template. Raises CalledProcessError or botocore's errors where that fails."""
    print_of = fingerprint()
    package = packaging.build("local", folder, REGION)
    s3, cloudformation = emulator.client("s3"), emulator.client("cloudformation")
    edge_secret = secrets.token_hex(32)
    _apply(emulator, package, {"EdgeSecret": edge_secret, "Stage": "local"})
    outputs, names = deployment.outputs(cloudformation, NAME), _names(cloudformation)
    template = yaml.safe_load(package.template.read_text())
    _apply_gateway_responses(emulator.client("apigateway"), names["RestAPI"], template)
    _apply_object_locks(s3, names, template)
    return Stack(names, outputs["SiteDomain"], edge_secret, print_of)


def _apply(emulator: Emulator, package: Package, parameters: dict[str, str | None]) -> None:
    """Make or change the stack through a change set, as on AWS."""
    s3, cloudformation = emulator.client("s3"), emulator.client("cloudformation")
    account = emulator.client("sts").get_caller_identity()["Account"]
    bucket = deployment.bucket_of(NAME, account, REGION)
    deployment.make_bucket(s3, bucket, REGION, account)
    proposal = deployment.propose(cloudformation, NAME, deployment.upload(package, s3, bucket, account), parameters)
    if proposal:
        deployment.apply(cloudformation, proposal, every_s=0.2)


def _apply_gateway_responses(gateway: Any, api: str, template: Any) -> None:
    """Apply the template's gateway responses, which the emulator, unlike AWS, does not take from an API's definition."""
    responses = template["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]
    for kind, response in responses.items():
        headers = {
            f"gatewayresponse.header.{name}": value for name, value in response["ResponseParameters"]["Headers"].items()
        }
        status = {"statusCode": str(response["StatusCode"])} if "StatusCode" in response else {}
        gateway.put_gateway_response(
            restApiId=api,
            responseType=kind,
            responseParameters=headers,
            responseTemplates=response["ResponseTemplates"],
            **status,
        )
    gateway.create_deployment(restApiId=api, stageName="api")


def _apply_object_locks(s3: Any, names: dict[str, str], template: Any) -> None:
    """Enable Object Lock where the template does: the emulator's CloudFormation passes over that property of a bucket."""
    for name, resource in template["Resources"].items():
        if resource.get("Properties", {}).get("ObjectLockEnabled"):
            s3.put_object_lock_configuration(Bucket=names[name], ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})


def _names(cloudformation: Any) -> dict[str, str]:
    resources = cloudformation.describe_stack_resources(StackName=NAME)["StackResources"]
    return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources}


@contextmanager
def quiet(emulator: Emulator, stack: Stack) -> Iterator[None]:
    """Keep the stack's clock still while a round is put into its past."""
    events, rule = emulator.client("events"), stack.names["EveryMinute"].rsplit("/", 1)[-1]
    events.disable_rule(Name=rule)
    try:
        yield
    finally:
        events.enable_rule(Name=rule)


def upload_site(emulator: Emulator, stack: Stack) -> int:
    """Publish the site as on AWS: `web/` as written, pages rendered by the clock. Returns how many files of `web/`."""
    names = stack.names
    return site.publish(emulator.client("s3"), emulator.client("lambda"), names["SiteBucket"], names["Clock"])


def remember(stack: Stack, file: Path) -> None:
    """Keep ``stack`` for the next start. The file holds the front door's secret, so nobody else may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(stack), indent=2))


def remembered(file: Path) -> Stack | None:
    """Return what was kept, or None where nothing was, or where the source has changed since."""
    if not file.exists():
        return None
    stack = Stack(**json.loads(file.read_text()))
    return stack if stack.fingerprint == fingerprint() else None


def use(environment: dict[str, str]) -> None:
    """Point the services of this process at a stack. To be called before they are imported."""
    os.environ.update(environment)
