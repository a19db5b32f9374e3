"""Deploying: what would change is read, shown by what it means for people's data, and done only as far as was agreed to."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chalicelib.domain.errors import Conflict, Unfit
from organizer import commands_stage, site
from organizer.changes import Change, change_in, in_order
from organizer.cloud import Cloud
from organizer.commands import cli
from organizer.deployment import stack_policy
from organizer.packaging import Package
from organizer.settings import Settings, settings_of
from organizer.template import own_part
from organizer.toolkit import Toolkit
from organizer.trouble import Trouble
from tests.organizer.account import Account, answering, clients, refusal
from tests.organizer.test_doctor import KEYS, NOW, REGION, identity

TABLE, FUNCTION = "AWS::DynamoDB::Table", "AWS::Lambda::Function"


# --- what a change set says ---


@pytest.mark.parametrize(
    ("told", "act", "endangers"),
    [
        ({"Action": "Add"}, "add", False),
        ({"Action": "Import"}, "add", False),
        ({"Action": "Modify", "Replacement": "False"}, "change", False),
        ({"Action": "Modify", "Replacement": "Conditional"}, "maybe-replace", True),
        ({"Action": "Modify", "Replacement": "True"}, "replace", True),
        ({"Action": "Dynamic"}, "maybe-replace", True),
        ({"Action": "Remove"}, "remove", True),
    ],
)
def test_a_change_of_a_table_endangers_it_where_it_would_not_stay_the_same_table(told: dict, act: str, endangers: bool):
    change = change_in({**told, "LogicalResourceId": "AttemptsTable", "ResourceType": TABLE})

    assert (change.act, change.endangers) == (act, endangers)


@pytest.mark.parametrize("kind", ["AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret"])
def test_buckets_keys_and_secrets_are_as_precious_as_tables(kind: str):
    assert Change("remove", "It", kind).endangers
    assert not Change("remove", "It", FUNCTION).endangers


def test_the_properties_that_change_are_named_once():
    details = [{"Target": {"Attribute": "Properties", "Name": "Code"}}] * 2 + [{"Target": {"Attribute": "Tags"}}]
    told = {"Action": "Modify", "LogicalResourceId": "Clock", "ResourceType": FUNCTION, "Details": details}

    assert change_in(told) == Change("change", "Clock", FUNCTION, ("Code", "Tags"))


def test_what_may_be_lost_is_read_first():
    added, changed = Change("add", "A", FUNCTION), Change("change", "B", FUNCTION)
    removed, lost = Change("remove", "C", FUNCTION), Change("maybe-replace", "D", TABLE)

    assert in_order([added, changed, removed, lost]) == [lost, removed, changed, added]


def test_the_stack_policy_forbids_to_replace_or_delete_what_is_precious():
    allowed, forbidden = json.loads(stack_policy(guarded=True))["Statement"]

    assert (allowed["Effect"], allowed["Action"]) == ("Allow", "Update:*")
    assert (forbidden["Effect"], forbidden["Action"]) == ("Deny", ["Update:Replace", "Update:Delete"])
    assert TABLE in forbidden["Condition"]["StringEquals"]["ResourceType"]
    assert len(json.loads(stack_policy(guarded=False))["Statement"]) == 1


# --- settings ---


def test_the_settings_of_both_stages_can_be_read_and_name_parameters_of_the_template():
    known = set(own_part()["Parameters"])

    assert {stage: set(settings_of(stage).parameters) - known for stage in ("test", "production")} == {
        "test": set(),
        "production": set(),
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("region: x\ncontestants: 1\nwithin_s: 60\nparameters: {LockMode: GOVERNANCE}", "lock-mode"),
        ("region: x\ncontestants: 1\nwithin_s: 60\nparameters: {}", "lock-mode"),
        ("region: x\ncontestants: many\nwithin_s: 60\nparameters: {}", "settings-unfit"),
        ("region: x", "settings-unfit"),
        ("[", "settings-unfit"),
        (None, "no-such-file"),
    ],
)
def test_settings_that_are_unfit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, key: str):
    monkeypatch.setattr("organizer.settings.FOLDER", tmp_path)
    if text is not None:
        (tmp_path / "production.yaml").write_text(text)

    with pytest.raises(Trouble) as caught:
        settings_of("production")

    assert caught.value.key == key


# --- the command ---

OPEN = {"round": "tuan-1", "state": "ready"}
HOURS = {"opens": "2023-10-23T01:00:00.000Z", "closes": "2023-10-23T02:00:00.000Z"}


class Organizers:
    """The `organizer` function of a stage with one round, at some hour. Nobody is signed in there."""

    def __init__(self, now: str = "2023-10-01T00:00:00.000Z", state: str = "ready", chief: bool = True):
        self.name, self.now, self.state, self.chief = "production", now, state, chief

    def ask(self, event: dict[str, Any]) -> Any:
        if event["act"] == "pulse":
            rounds = {contest: [{**OPEN, **HOURS, "state": self.state}] for contest in event["contests"]}
            return {"now": self.now, "due": 0, "contests": rounds}
        assert event["act"] == "first-chief"
        if self.chief:
            raise Conflict("first-chief-there")
        self.chief = True
        return {"account": "chief", "contest": "*", "role": "chief", "units": [], "password": "ABCD-EFGH-IJKL-MNOP"}


class Former(Organizers):
    """The function as it was before there were accounts: it knows no pulse, and answers anybody."""

    def ask(self, event: dict[str, Any]) -> Any:
        if event["act"] == "pulse":
            raise Unfit("unknown-act", act="'pulse'", known="hour, status")
        if event["act"] == "first-chief":
            raise Conflict("first-chief-there")
        return {"now": self.now} if event["act"] == "hour" else [{**OPEN, **HOURS, "kind": "ranked", "state": self.state}]


class Body:
    def __init__(self, value: object):
        self.value = value

    def read(self) -> bytes:
        return json.dumps(self.value).encode()


def resource(key: str, name: str, kind: str) -> dict[str, Any]:
    told = {"LogicalResourceId": key, "PhysicalResourceId": name, "ResourceType": kind}
    return {**told, "ResourceStatus": "CREATE_COMPLETE", "LastUpdatedTimestamp": NOW}


def stack(status: str) -> dict[str, Any]:
    outputs = [{"OutputKey": "SiteAddress", "OutputValue": "hoithi.example.vn"}]
    described = {"StackName": "hoithi-production", "CreationTime": NOW, "StackStatus": status, "Outputs": outputs}
    return {"Stacks": [described]}


def changing(*changes: tuple[str, str, str, str]) -> Any:
    told = [
        {
            "Type": "Resource",
            "ResourceChange": {"Action": act, "Replacement": replaced, "LogicalResourceId": name, "ResourceType": kind},
        }
        for act, replaced, name, kind in changes
    ]
    return {"Status": "CREATE_COMPLETE", "ExecutionStatus": "AVAILABLE", "Changes": told}


EVENT = {
    "StackId": "s",
    "EventId": "1",
    "StackName": "s",
    "LogicalResourceId": "Clock",
    "ResourceStatus": "UPDATE_COMPLETE",
    "Timestamp": NOW,
}
FAILED = {**EVENT, "EventId": "2", "ResourceStatus": "UPDATE_FAILED", "ResourceStatusReason": "no room"}
NONE_YET = refusal("ValidationError", "Stack with id hoithi-production does not exist")
ANSWERS: dict[str, Any] = {
    "sts:GetCallerIdentity": identity(),
    "cloudformation:DescribeStacks": stack("UPDATE_COMPLETE"),
    "cloudformation:ListStackResources": {
        "StackResourceSummaries": [
            resource("SiteBucket", "site", "AWS::S3::Bucket"),
            resource("APIHandler", "the-api", FUNCTION),
            resource("Clock", "the-clock", FUNCTION),
            resource("Distribution", "E1", "AWS::CloudFront::Distribution"),
        ]
    },
    "cloudformation:CreateChangeSet": {},
    "cloudformation:DescribeChangeSet": changing(("Modify", "False", "Clock", FUNCTION)),
    "cloudformation:DescribeStackEvents": [{"StackEvents": []}, {"StackEvents": [EVENT]}],
    "cloudformation:DeleteChangeSet": {},
    "cloudformation:DeleteStack": {},
    "cloudformation:ExecuteChangeSet": {},
    "cloudformation:SetStackPolicy": {},
    "cloudformation:UpdateTerminationProtection": {},
    "cloudfront:CreateInvalidation": {},
    "lambda:GetFunctionConfiguration": {"Environment": {"Variables": {"HOITHI_EDGE_SECRET": f"{'a' * 64} {'b' * 64}"}}},
    "lambda:Invoke": {"Payload": Body({"answer": {"pages": 4}})},
    "s3:HeadBucket": {},
    "s3:PutObject": {},
    "s3:GetObject": {"Body": Body([{"contest": "thi-tran-2023"}])},
}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A package of one function and its archive."""
    function = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip"}}
    template = {"Parameters": {"Stage": {}, "LockMode": {}}, "Resources": {"Clock": function}}
    (tmp_path / "sam.yaml").write_text(json.dumps(template))
    (tmp_path / "deployment.zip").write_bytes(b"zip")
    return Package(tmp_path)


class Deployer:
    """Types `deploy production`; what it came to, and what AWS was asked."""

    def __init__(self, package: Package, monkeypatch: pytest.MonkeyPatch):
        self.package, self.organizers, self.answers = package, Organizers(), dict(ANSWERS)
        self.settings = Settings(REGION, 1, 60, {"LockMode": "COMPLIANCE"})
        monkeypatch.setattr(commands_stage, "settings_of", lambda stage: self.settings)
        monkeypatch.setattr(commands_stage, "_EVERY_S", 0)
        self.account = Account({})

    def type(self, *options: str, says: str = "") -> Any:
        return self.command("deploy", *options, says=says)

    def command(self, name: str, *options: str, says: str = "") -> Any:
        """Type one of an operator's commands at production."""
        cloud = Cloud("production", REGION, KEYS, make=clients)
        toolkit = Toolkit(
            connect=lambda stage: self.organizers,
            enter=lambda stage: cloud,
            package=lambda *asked: self.package,
            interactive=lambda: True,
        )
        with answering(self.answers) as self.account:
            done = CliRunner().invoke(cli, ["--lang", "en", name, "production", *options], obj=toolkit, input=says)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    @property
    def applied(self) -> bool:
        return "cloudformation:ExecuteChangeSet" in self.account.names()

    @property
    def thrown_away(self) -> bool:
        return "cloudformation:DeleteChangeSet" in self.account.names()

    def parameters(self) -> dict[str, Any]:
        (sent,) = self.account.sent("cloudformation:CreateChangeSet")
        return {each["ParameterKey"]: each.get("ParameterValue") for each in sent["Parameters"]}


@pytest.fixture
def deployer(package: Package, monkeypatch: pytest.MonkeyPatch) -> Deployer:
    return Deployer(package, monkeypatch)


def test_a_change_that_is_agreed_to_is_made_protected_and_the_site_published(deployer: Deployer):
    done = deployer.type(says="y\n")

    assert done.exit_code == 0, done.output
    assert "change\tClock\tfunction\t" in done.stdout
    assert deployer.applied
    assert deployer.account.sent("cloudformation:UpdateTerminationProtection")[0]["EnableTerminationProtection"]
    assert [len(json.loads(each["StackPolicyBody"])["Statement"]) for each in policies(deployer)] == [2, 2]
    assert json.loads(deployer.account.sent("lambda:Invoke")[0]["Payload"]) == {"pages": True}
    assert "assets/app.css" in {sent["Key"] for sent in deployer.account.sent("s3:PutObject")}


def policies(deployer: Deployer) -> list[dict[str, Any]]:
    return deployer.account.sent("cloudformation:SetStackPolicy")


def test_the_first_deployment_tells_the_first_chiefs_password_once(deployer: Deployer):
    deployer.organizers.chief = False

    first, second = deployer.type(says="y\n"), deployer.type(says="y\n")

    told = "One-time password, shown this once: ABCD-EFGH-IJKL-MNOP"
    assert (first.exit_code, told in first.stdout) == (0, True), first.output
    assert "python -m organizer --stage production login chief" in first.stdout
    assert (second.exit_code, "ABCD" in second.output) == (0, False)


def test_a_stage_from_before_there_were_accounts_can_be_deployed_over(deployer: Deployer):
    deployer.organizers = Former("2023-10-23T01:30:00.000Z")

    done = deployer.type(says="y\n")

    assert (done.exit_code, "is under way" in done.stdout or "tuan-1" in done.stdout) == (0, True), done.output


@pytest.mark.parametrize(("says", "lost"), [("production\n", True), ("test\n", False), ("\n", False)])
def test_a_chief_who_is_lost_is_made_anew_by_who_may_change_the_table(deployer: Deployer, says: str, lost: bool):
    summaries = ANSWERS["cloudformation:ListStackResources"]["StackResourceSummaries"]
    table = {"StackResourceSummaries": [*summaries, resource("StaffTable", "the-staff", TABLE)]}
    deployer.answers |= {"cloudformation:ListStackResources": table, "dynamodb:DeleteItem": {}}
    deployer.organizers.chief = not lost

    done = deployer.command("first-chief", "--lost", says=says)

    key = {"contest": {"S": "*"}, "entry": {"S": "account#chief"}}
    assert deployer.account.sent("dynamodb:DeleteItem") == ([{"TableName": "the-staff", "Key": key}] if lost else [])
    assert (done.exit_code, "ABCD-EFGH-IJKL-MNOP" in done.stdout) == ((0, True) if lost else (1, False))


def test_archives_and_template_are_uploaded_under_their_hashes(deployer: Deployer):
    deployer.type(says="n\n")

    keys = [sent["Key"] for sent in deployer.account.sent("s3:PutObject")]
    (sent,) = deployer.account.sent("cloudformation:CreateChangeSet")
    assert [key.partition(".")[2] for key in keys] == ["zip", "yaml"]
    assert sent["TemplateURL"].endswith(f"/hoithi-production-deployment-123456789012-{REGION}/{keys[1]}")


@pytest.mark.parametrize(("options", "says"), [([], "n\n"), ([], "\n"), (["--dry-run"], "")])
def test_what_is_not_agreed_to_is_thrown_away(deployer: Deployer, options: list[str], says: str):
    deployer.type(*options, says=says)

    assert (deployer.applied, deployer.thrown_away) == (False, True)
    assert "lambda:Invoke" not in deployer.account.names()


@pytest.mark.parametrize(
    ("options", "says", "applied"), [([], "y\n", False), ([], "production\n", True), (["--yes"], "test\n", False)]
)
def test_a_loss_needs_the_stages_name(deployer: Deployer, options: list[str], says: str, applied: bool):
    deployer.answers["cloudformation:DescribeChangeSet"] = changing(("Modify", "True", "AttemptsTable", TABLE))

    done = deployer.type(*options, says=says)

    assert "!! replace\tAttemptsTable\ttable" in done.stdout
    assert (deployer.applied, done.exit_code) == (applied, 0 if applied else 1)


def test_the_policy_is_lifted_for_a_loss_that_was_agreed_to_and_comes_back(deployer: Deployer):
    deployer.answers["cloudformation:DescribeChangeSet"] = changing(("Remove", "", "PersonSecret", "AWS::S3::Bucket"))
    deployer.answers["cloudformation:DescribeChangeSet"]["Changes"][0]["ResourceChange"].pop("Replacement")

    deployer.type("--name", "production")

    assert [len(json.loads(each["StackPolicyBody"])["Statement"]) for each in policies(deployer)] == [1, 2, 2]


@pytest.mark.parametrize(
    ("now", "state", "told"),
    [
        ("2023-10-22T23:59:59.999Z", "ready", False),
        ("2023-10-23T00:00:00.000Z", "ready", True),
        ("2023-10-23T01:30:00.000Z", "ready", True),
        ("2023-10-23T02:05:00.000Z", "closing", True),
        ("2023-10-23T02:05:00.000Z", "closed", False),
        ("2023-10-23T01:30:00.000Z", "draft", False),
    ],
)
def test_a_round_under_way_is_told_and_asked_about_even_with_yes(deployer: Deployer, now: str, state: str, told: bool):
    deployer.organizers = Organizers(now, state)

    done = deployer.type("--yes", says="n\n")

    assert ("round tuan-1 of thi-tran-2023" in done.stdout, deployer.applied) == (told, not told)


def test_a_loss_is_refused_while_a_round_is_under_way(deployer: Deployer):
    deployer.organizers = Organizers("2023-10-23T01:30:00.000Z")
    deployer.answers["cloudformation:DescribeChangeSet"] = changing(("Modify", "Conditional", "AttemptsTable", TABLE))

    done = deployer.type("--yes", "--name", "production")

    assert (done.exit_code, deployer.applied, deployer.thrown_away) == (1, False, True)
    assert "AttemptsTable would be lost or replaced while a round is under way" in done.stderr


def test_nothing_to_change_publishes_the_site_all_the_same(deployer: Deployer):
    nothing = {"Status": "FAILED", "StatusReason": "The submitted information didn't contain changes."}
    deployer.answers["cloudformation:DescribeChangeSet"] = nothing

    done = deployer.type()

    assert (done.exit_code, deployer.applied, deployer.thrown_away) == (0, False, True)
    assert {"lambda:Invoke", "cloudformation:UpdateTerminationProtection"} <= set(deployer.account.names())


def test_a_change_set_that_cannot_be_made_is_trouble(deployer: Deployer):
    deployer.answers["cloudformation:DescribeChangeSet"] = {"Status": "FAILED", "StatusReason": "a mistake"}

    done = deployer.type()

    assert (done.exit_code, "a mistake" in done.stderr) == (1, True)


def test_what_failed_is_told_and_the_stage_protected_all_the_same(deployer: Deployer):
    events = [{"StackEvents": []}, {"StackEvents": [FAILED]}]
    deployer.answers["cloudformation:DescribeStackEvents"] = events
    statuses = [stack("UPDATE_COMPLETE")] * 2 + [stack("UPDATE_ROLLBACK_COMPLETE")]
    deployer.answers["cloudformation:DescribeStacks"] = statuses

    done = deployer.type("--yes")

    assert (done.exit_code, "Clock: no room" in done.stderr) == (1, True)
    assert len(policies(deployer)) == 1
    assert "lambda:Invoke" not in deployer.account.names()


@pytest.mark.parametrize(("status", "key"), [("ROLLBACK_COMPLETE", "delete-stack"), ("UPDATE_IN_PROGRESS", "Wait")])
def test_a_stack_that_can_not_be_changed_is_told_before_anything_is_made(deployer: Deployer, status: str, key: str):
    deployer.answers["cloudformation:DescribeStacks"] = stack(status)

    done = deployer.type("--yes")

    assert (done.exit_code, key in done.stderr) == (1, True)
    assert "cloudformation:CreateChangeSet" not in deployer.account.names()


def test_a_setting_that_the_template_does_not_know_is_trouble(deployer: Deployer):
    deployer.settings = Settings(REGION, 1, 60, {"LockMod": "COMPLIANCE"})

    done = deployer.type("--yes")

    assert (done.exit_code, "LockMod" in done.stderr) == (1, True)
    assert "s3:PutObject" not in deployer.account.names()


# --- the first deployment, and the front door's secret ---


def test_the_first_deployment_makes_a_closed_bucket_and_a_secret(deployer: Deployer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(secrets, "token_hex", lambda size: "f" * 2 * size)
    deployer.answers |= {
        "cloudformation:DescribeStacks": NONE_YET,
        "s3:HeadBucket": refusal("404", status=404),
        "s3:CreateBucket": {},
        "s3:PutPublicAccessBlock": {},
        "s3:PutBucketEncryption": {},
        "s3:PutBucketVersioning": {},
    }

    deployer.type(says="n\n")

    assert deployer.parameters()["EdgeSecret"] == "f" * 64
    assert [name for name in deployer.account.names() if "Bucket" in name or "PublicAccess" in name] == [
        "s3:HeadBucket",
        "s3:CreateBucket",
        "s3:PutPublicAccessBlock",
        "s3:PutBucketEncryption",
        "s3:PutBucketVersioning",
    ]
    assert "cloudformation:DeleteStack" in deployer.account.names()


def test_somebody_elses_bucket_of_that_name_is_not_used(deployer: Deployer):
    deployer.answers["s3:HeadBucket"] = refusal("403", status=403)

    done = deployer.type("--yes")

    assert (done.exit_code, "s3:PutObject" in deployer.account.names()) == (1, False)


def test_the_front_doors_secret_stays_at_a_later_deployment(deployer: Deployer):
    deployer.type(says="n\n")

    kept = {"Stage": "production", "LockMode": "COMPLIANCE", "EdgeSecret": None, "EdgeSecretBefore": ""}
    assert deployer.parameters() == kept


def test_a_new_secret_leaves_the_one_before_good(deployer: Deployer):
    deployer.type("--new-edge-secret", says="n\n")

    told = deployer.parameters()
    assert (len(told["EdgeSecret"]), told["EdgeSecretBefore"]) == (64, "a" * 64)


def test_pages_that_could_not_be_rendered_are_trouble(deployer: Deployer):
    deployer.answers["lambda:Invoke"] = {"FunctionError": "Unhandled", "Payload": Body({"errorMessage": "out of paper"})}

    done = deployer.type("--yes")

    assert (done.exit_code, "out of paper" in done.stderr) == (1, True)


def test_every_file_of_the_site_has_a_media_type():
    kinds = {path.suffix for path in site.WEB.rglob("*") if path.is_file()}

    assert kinds - set(site._TYPES) == set()
