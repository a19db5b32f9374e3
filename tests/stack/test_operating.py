"""Operators' commands on the deployed stack: a second stage is deployed, changed and taken down beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from local.emulator import REGION
from local.proxy import Origins, serving
from organizer import commands_stage, deployment
from organizer.cloud import Cloud
from organizer.commands import cli
from organizer.settings import Settings
from organizer.stage import Stage
from organizer.teardown import delete_bucket
from organizer.toolkit import Toolkit
from tests.deployed import Town

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]


# What only AWS has (alarms over several metrics, warm throughput) is left out of the stack of the stage on this machine.
SETTINGS = Settings(REGION, 100, 60, {"Stage": "local", "LockDays": "1"})


@dataclass
class Operator:
    """Types operators' commands, with the emulator's account for AWS and the local package for the one that Lambda takes."""

    town: Town
    monkeypatch: pytest.MonkeyPatch
    settings: Settings = SETTINGS
    site: str = ""

    def enter(self, name: str) -> Cloud:
        reach = {key: value for key, value in self.town.emulator.settings().items() if key != "region_name"}
        return Cloud(name, REGION, reach, self.site or self.town.site)

    def connect(self, name: str | None) -> Stage:
        found = deployment.outputs(self.town.emulator.client("cloudformation"), f"hoithi-{name}")
        return Stage(str(name), found["OrganizerFunction"], self.town.emulator.client("lambda"))

    def type(self, *arguments: object, says: str = "") -> Any:
        """Type a command in English, and ``says`` when it asks."""
        self.monkeypatch.setattr(commands_stage, "settings_of", lambda stage: self.settings)
        self.monkeypatch.setattr(commands_stage, "_EVERY_S", 0.2)
        toolkit = Toolkit(
            connect=self.connect, enter=self.enter, package=lambda *asked: self.town.package, interactive=lambda: True
        )
        words = ["--lang", "en", *(str(each) for each in arguments)]
        done = CliRunner().invoke(cli, words, obj=toolkit, input=says)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done


@pytest.fixture
def operator(town: Town, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return Operator(town, monkeypatch)


@pytest.fixture
def second(operator: Operator, tmp_path: Path) -> Iterator[Operator]:
    """An operator who has deployed the stage `test`; what is left of it afterwards is taken away."""
    done = operator.type("deploy", "test", says="y\n")
    assert done.exit_code == 0, done.output
    cloud = operator.enter("test")
    here = cloud.resources()
    origins = Origins(operator.town.emulator.endpoint, cloud.outputs()["SiteDomain"], "", "")
    with serving(origins, 0) as operator.site:
        yield operator
    if cloud.deployed():
        deployment.delete(cloud.client("cloudformation"), cloud.stack, every_s=0.2)
    remaining = {each["Name"] for each in cloud.client("s3").list_buckets()["Buckets"]}
    for each in here.values():
        if each.type == "AWS::S3::Bucket" and each.name in remaining:
            delete_bucket(cloud.client("s3"), each.name)


def change_sets(operator: Operator) -> list[str]:
    """Return the names of change sets that could still be applied."""
    client = operator.town.emulator.client("cloudformation")
    listed = client.list_change_sets(StackName="hoithi-test")["Summaries"]
    return [each["ChangeSetName"] for each in listed if each["ExecutionStatus"] == "AVAILABLE"]


def test_a_stage_is_deployed_changed_looked_at_and_taken_down(second: Operator, tmp_path: Path) -> None:
    again = second.type("deploy", "test", "--dry-run")
    second.settings = replace(second.settings, parameters=SETTINGS.parameters | {"LockDays": "2"})
    declined = second.type("deploy", "test", says="n\n")
    waiting = change_sets(second)
    changed = second.type("deploy", "test", says="y\n")
    clock = second.enter("test").resources()["Clock"].name
    environment = second.town.emulator.client("lambda").get_function_configuration(FunctionName=clock)["Environment"]
    looked = second.type("doctor", "test")
    gone = second.type("teardown", "test", "--to", tmp_path / "copy", "--with-data", says="test\n")

    assert (again.exit_code, "Nothing changes in infrastructure and code." in again.stdout) == (0, True), again.output
    assert (declined.exit_code, waiting) == (1, [])
    assert (changed.exit_code, environment["Variables"]["HOITHI_LOCK_DAYS"]) == (0, "2")
    assert "change\tClock\tfunction" in changed.stdout
    assert "[ok]   hoithi-test: UPDATE_COMPLETE." in looked.stdout
    assert gone.exit_code == 0, gone.output
    assert not second.enter("test").deployed()
    assert (tmp_path / "copy" / "SiteBucket" / "404.html").read_text().startswith("<!doctype html>")
    assert "Deleted: AttemptsTable" in gone.stdout


def test_the_stack_passes_its_smoke_test_and_its_examination(operator: Operator) -> None:
    smoke = operator.type("smoke", "local")
    looked = operator.type("doctor", "local")

    assert (smoke.exit_code, "[bad]" in smoke.stdout, "[look]" in smoke.stdout) == (0, False, False), smoke.output
    assert "[ok]   The API refuses who does not come through CloudFront: 403." in smoke.stdout
    assert f"[ok]   The definition of {operator.town.demo.contest} can be read." in smoke.stdout
    assert "[ok]   Exports: lock against change." in looked.stdout


def test_a_restore_is_tried_and_its_table_deleted_again(operator: Operator) -> None:
    dynamodb, table = operator.town.emulator.client("dynamodb"), operator.town.stack.names["AttemptsTable"]
    count = dynamodb.scan(TableName=table, Select="COUNT")["Count"]

    done = operator.type("restore-drill", "local")

    assert done.exit_code == 0, done.output
    assert f"{count} attempts the same, 0 different, 0 lost, 0 made since." in done.stdout
    assert not [name for name in dynamodb.list_tables()["TableNames"] if "drill" in name]
