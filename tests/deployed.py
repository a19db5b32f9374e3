"""The deployed stack: the package that goes to AWS, on an emulator that enforces the functions' IAM policies."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http.client import HTTPMessage
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
import pytest
import yaml

from chalicelib import clock
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.times import HO_CHI_MINH, Millis, to_datetime
from chalicelib.services import sessions
from chalicelib.services.sessions import Session
from local import chief, demo, emulator, proxy, stack
from local.demo import Demo
from local.emulator import ROOT, Emulator
from local.stack import Stack
from organizer.packaging import Package
from organizer.stage import Stage
from simulator.cloud import surroundings
from simulator.contest import prepare
from simulator.rounds import make_room
from simulator.timeline import Timeline
from simulator.visit import Visit


@dataclass(frozen=True)
class Reply:
    """What came through the front door."""

    status: int
    body: bytes
    headers: HTTPMessage

    @property
    def document(self) -> Any:
        return json.loads(self.body)


@dataclass
class Town:
    """The deployed stack, its address, and the contest in it."""

    emulator: Emulator
    stack: Stack
    site: str
    demo: Demo
    package: Package
    chief: dict[str, Any]
    cookie: str = ""

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Send a request through the front door, with the cookie that came last."""
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", "Cookie": self.cookie, **headers}
        request = urllib.request.Request(self.site + path, data, sent, method=method)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            reply = Reply(answer.status, answer.read(), answer.headers)
        if given := reply.headers.get("Set-Cookie"):
            self.cookie = given.split(";")[0]
        return reply

    def api(self, method: str, path: str, body: Any = None) -> Reply:
        """Send a request to the contest's API."""
        return self.send(method, f"/api/contests/{self.demo.contest}{path}", body)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Invoke a function by its name in the template, as an operator would, and return what it answered.

        The `organizer` function is asked by the first chief, unless ``event`` has another token.
        """
        client = self.emulator.client("lambda")
        if function == "Organizer":
            event = {"token": self.chief["token"], **event}
        answer = client.invoke(FunctionName=self.stack.names[function], Payload=json.dumps(event).encode())
        return json.loads(answer["Payload"].read())

    def objects(self, bucket: str, prefix: str = "") -> dict[str, dict[str, Any]]:
        """Return the objects of a bucket by key."""
        pages = self.emulator.client("s3").get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self.stack.names[bucket], Prefix=prefix)
        return {entry["Key"]: entry for page in found for entry in page.get("Contents", [])}

    @cached_property
    def unshown(self) -> list[str]:
        """The pseudonyms of the demonstration's people who are on none of the slips shown, sorted.

        `city` asks first: whoever comes later, by a way in that a test tries out, must not become somebody else's person.
        """
        table = self.stack.names["ContestantsTable"]
        items = self.emulator.client("dynamodb").scan(TableName=table, ConsistentRead=True)["Items"]
        shown, prefix = {person["full_name"] for person in self.demo.people}, f"{self.demo.contest}#"
        profiles = [item for item in items if "full_name" in item and item["person"]["S"].startswith(prefix)]
        return sorted(each["pseudonym"]["S"] for each in profiles if each["full_name"]["S"] not in shown)

    def as_role(self, role: str, service: str = "s3") -> Any:
        """Return a client with the rights of a role of the template and no others."""
        name = self.stack.names[role]
        iam = self.emulator.client("iam")
        trusting = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
        }
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trusting))
        arn = iam.get_role(RoleName=name)["Role"]["Arn"]
        given = self.emulator.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        keys = {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"]}
        return boto3.client(service, **self.emulator.settings() | keys, aws_session_token=given["SessionToken"])


# So many of the unshown, the last of them, are the crawler's: in their names nobody else asks for anything.
OF_THE_CRAWLER = 4
HOURS_MS = 3 * 3_600_000


def session_secret(town: Town) -> bytes:
    """Return what the deployed stack seals sessions with."""
    client, name = town.emulator.client("secretsmanager"), town.stack.names["SessionSecret"]
    return str(client.get_secret_value(SecretId=name)["SecretString"]).encode()


def session_token(secret: bytes, contest: str, contestant: str) -> str:
    """Return a session of ``contestant``, made as the identity function makes it."""
    now = clock.now()
    session = Session(contest, contestant, "", "00" * 8, now, now + HOURS_MS)
    with mock.patch.object(sessions, "secret", return_value=secret):
        return sessions.token(session)


OVERDUE = ("song-cong-2021", "tuan-1")


def leave_a_round_overdue(now: Millis) -> None:
    """Put in another contest, whose first round has closed with papers in it, and nobody has told the clock."""
    contest, round_id = OVERDUE
    folder = ROOT / "contests" / contest
    values = yaml.safe_load((folder / "contest.yaml").read_text())
    values["plan"] |= {"starts": "none", "ends": "none"}
    values["acknowledged"] = []
    values["certificates"] |= {"everybody": "#/GCN-TG", "for_units": True}
    values["rounds"] = [each for each in values["rounds"] if each["id"] == round_id]
    values["rounds"][0] |= {
        name: at_home(now + after) for name, after in (("opens", -7_200_000), ("closes", -60_000), ("results", -30_000))
    }
    text = yaml.safe_dump(values, allow_unicode=True)
    definition = load_definition(text, contest)
    with surroundings() as here:
        here.now = definition.round(round_id).opens - 3_600_000
        people = prepare(here, definition, text, folder, 20, 7)
        room = make_room(here, definition, round_id, 7, len(people))
        visits = Timeline(here)
        visits.add(visit.story() for visit in (Visit(room, each) for each in people) if visit.comes())
        visits.run(lambda now, ended, of: None)


def at_home(at: Millis) -> datetime:
    return to_datetime(at // 1000 * 1000).astimezone(HO_CHI_MINH)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The stack with the demonstration's contest: one round closed and published, one open now, one past its close."""
    if not emulator.PYTHON.exists():
        if os.environ.get("CI"):
            pytest.fail("the emulator is missing: make .venv-ministack/ready")
        pytest.skip("the emulator is missing: make .venv-ministack/ready")
    folder: Path = tmp_path_factory.mktemp("stack")
    with emulator.running(None, folder / "emulator.log") as aws:
        deployed = stack.deploy(aws, folder / "build")
        with mock.patch.dict(os.environ):
            stack.use(deployed.environment(aws.endpoint))
            stack.upload_site(aws, deployed)
            with stack.quiet(aws, deployed):
                prepared = demo.prepare(clock.now(), contestants=40, shown=4)
                leave_a_round_overdue(clock.now())
        with proxy.serving(deployed.origins(aws.endpoint), 0) as site:
            organizers = Stage("local", deployed.names["Organizer"], aws.client("lambda"))
            signed_in = chief.sign_in(organizers, folder / "chief")
            town = Town(aws, deployed, site, prepared, Package(folder / "build"), signed_in)
            assert len(town.unshown) > OF_THE_CRAWLER
            yield town
