"""Puts the packaged app on CloudFormation: the same way on AWS and on an emulator of it on this machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent


class PackagingFailed(Exception):
    """Chalice could not package the app; the message is Chalice's."""


@dataclass(frozen=True)
class Package:
    """What `chalice package` wrote: a template, and the archives beside it that the template names."""

    folder: Path

    @property
    def template(self) -> Path:
        return self.folder / "sam.yaml"


def build(stage: str, folder: Path, region: str) -> Package:
    """Package the app for ``stage`` into ``folder``. Raises PackagingFailed with Chalice's own words."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(Path(sys.executable).parent / "chalice"), "package", "--stage", stage]
    command += ["--merge-template", "infra/resources.yaml", "--template-format", "yaml", str(folder)]
    environment = {**os.environ, "AWS_DEFAULT_REGION": region}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise PackagingFailed(done.stderr or done.stdout)
    return Package(folder)


def upload(package: Package, s3: Any, bucket: str) -> str:
    """Put the archives into ``bucket`` under their hashes and return the template that names them there."""
    template = yaml.safe_load(package.template.read_text())
    for resource in template["Resources"].values():
        for name in ("CodeUri", "ContentUri"):
            local = resource.get("Properties", {}).get(name)
            if isinstance(local, str) and not local.startswith("s3://"):
                resource["Properties"][name] = f"s3://{bucket}/{_put_archive(s3, bucket, package.folder / local)}"
    return yaml.safe_dump(template, allow_unicode=True, sort_keys=False)


def _put_archive(s3: Any, bucket: str, archive: Path) -> str:
    data = archive.read_bytes()
    key = f"{hashlib.sha256(data).hexdigest()}.zip"
    s3.put_object(Bucket=bucket, Key=key, Body=data)
    return key


def apply(cloudformation: Any, stack: str, template: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """Create or update ``stack`` and return its outputs by name. Raises botocore's WaiterError if it fails."""
    arguments = {
        "StackName": stack,
        "TemplateBody": template,
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    if _exists(cloudformation, stack):
        cloudformation.update_stack(**arguments)
        waiter = "stack_update_complete"
    else:
        cloudformation.create_stack(**arguments)
        waiter = "stack_create_complete"
    cloudformation.get_waiter(waiter).wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 600})
    return outputs(cloudformation, stack)


def outputs(cloudformation: Any, stack: str) -> dict[str, str]:
    """Return the outputs of ``stack`` by name."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def _exists(cloudformation: Any, stack: str) -> bool:
    try:
        cloudformation.describe_stacks(StackName=stack)
    except cloudformation.exceptions.ClientError:
        return False
    return True
