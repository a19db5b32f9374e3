"""A deployment is found and asked; whatever keeps it from answering becomes a sentence that says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chalicelib.domain.errors import NotYet
from chalicelib.domain.faults import Fault, Faulty
from organizer import stage
from organizer.commands import cli
from organizer.seats import Seats
from organizer.toolkit import Toolkit
from organizer.trouble import Misuse, Trouble, sentences
from tests.organizer.server import Reply, serving

AWS_SETTINGS = ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION")


@pytest.fixture(autouse=True)
def nobodys_laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A machine without a stack of its own and without anybody's credentials."""
    for name in (*AWS_SETTINGS, "AWS_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setattr(stage, "LOCAL_FILE", tmp_path / "stack.json")


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch):
    """Credentials and a region in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "an-id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")


def local_stack(url: str) -> None:
    """Write what the stack on this machine writes."""
    facts = {
        "endpoint": url,
        "region": "ap-southeast-1",
        "access_key": "test",
        "secret_key": "test",
        "stack": "hoithi-local",
    }
    stage.LOCAL_FILE.write_text(json.dumps({**facts, "organizer": "hoithi-local-organizer", "site": "http://127.0.0.1"}))


def reply(body: object, **headers: str) -> Reply:
    """Return what Lambda's Invoke answers."""
    return Reply(json.dumps(body).encode(), headers=headers)


def trouble(name: str | None, event: dict | None = None) -> tuple[str, dict]:
    """Return the trouble that comes of asking a stage."""
    with pytest.raises(Trouble) as caught:
        stage.connect(name).ask(event or {"act": "status"})
    assert all(sentences(caught.value, language) for language in ("vi", "en"))
    return caught.value.key, caught.value.values


def test_the_stack_on_this_machine_is_asked_where_no_stage_is_named():
    with serving(lambda path: reply({"answer": [1]})) as server:
        local_stack(server.url)

        answer = stage.connect(None).ask({"act": "status", "contest": "hội-thi"})

    assert answer == [1]
    ((method, path, body),) = server.asked
    assert (method, path) == ("POST", "/2015-03-31/functions/hoithi-local-organizer/invocations")
    assert json.loads(body) == {"act": "status", "contest": "hội-thi"}


def test_a_refusal_and_faults_travel_back():
    refused = {"refused": {"kind": "NotYet", "code": "no-bank", "values": {"round": "tuan-1"}, "facts": {}}}
    faulty = {"faults": [["a.csv", "dòng 2", "bank.id", {"found": "Á"}]]}
    answers = iter([reply(refused), reply(faulty)])
    with serving(lambda path: next(answers)) as server:
        local_stack(server.url)
        here = stage.connect("local")

        with pytest.raises(NotYet) as refusal:
            here.ask({"act": "ready"})
        with pytest.raises(Faulty) as faults:
            here.ask({"act": "import-bank"})

    assert (refusal.value.code, refusal.value.values) == ("no-bank", {"round": "tuan-1"})
    assert faults.value.faults == [Fault("a.csv", "dòng 2", "bank.id", {"found": "Á"})]


def test_a_kind_of_refusal_that_this_program_does_not_know_is_still_a_refusal():
    refused = {"refused": {"kind": "Unheard", "code": "unheard-of", "values": {}, "facts": {}}}

    with pytest.raises(stage.errors.Refusal) as refusal:
        stage.opened(refused)

    assert refusal.value.code == "unheard-of"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"errorMessage": "KeyError: 'x'", "errorType": "KeyError"}, "function-failed"),
        ({"errorMessage": "2023-10-23T01:00:00Z 1-2-3 Task timed out after 60.00 seconds"}, "still-running"),
        (None, "function-failed"),
    ],
)
def test_a_function_that_fails_is_trouble(body: object, key: str):
    with serving(lambda path: reply(body, **{"X-Amz-Function-Error": "Unhandled"})) as server:
        local_stack(server.url)

        assert trouble("local")[0] == key


def test_an_act_whose_answer_is_lost_was_sent_once_and_may_have_been_done():
    with serving(lambda path: None) as server:
        local_stack(server.url)

        assert trouble("local") == ("answer-lost", {"stage": "local"})

    assert len(server.asked) == 1


def test_an_answer_that_is_no_json_is_trouble():
    with serving(lambda path: Reply(b"<html>")) as server:
        local_stack(server.url)

        assert trouble("local")[0] == "answer-unread"


def test_nobody_at_the_address_is_told_as_nothing_sent():
    with serving(lambda path: None) as server:
        local_stack(server.url)

    assert trouble("local") == ("no-connection", {"stage": "local"})


def test_a_machine_without_a_stack_asks_for_a_stage():
    with pytest.raises(Misuse) as caught:
        stage.connect(None)

    assert caught.value.key == "no-stage"
    assert trouble("local") == ("no-local-stack", {})


@pytest.mark.parametrize("text", ["{", "{}", "[]"])
def test_a_description_of_the_stack_that_is_damaged_is_trouble(text: str):
    stage.LOCAL_FILE.write_text(text)

    assert trouble("local")[0] == "local-stack-unread"


def test_without_credentials_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch):
    without_any = trouble("test")[0]
    monkeypatch.setenv("AWS_PROFILE", "nobody")

    assert (without_any, trouble("test")[0]) == ("no-credentials", "no-credentials")


def test_a_stage_is_looked_for_in_the_region_of_its_settings(signed_in, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    outputs = "<member><OutputKey>OrganizerFunction</OutputKey><OutputValue>the-organizer</OutputValue></member>"
    with serving(lambda path: described(outputs)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)

        found = stage.connect("production")

    assert found.client.meta.region_name == "ap-southeast-1"


def described(outputs: str) -> Reply:
    """Return what CloudFormation answers when a stack is described."""
    stack = f"<Stacks><member><StackName>x</StackName><Outputs>{outputs}</Outputs></member></Stacks>"
    return Reply(f"<R><DescribeStacksResult>{stack}</DescribeStacksResult></R>".encode())


def cloudformation_error(code: str, message: str, status: int = 400) -> Reply:
    """Return an error of CloudFormation's."""
    return Reply(f"<R><Error><Code>{code}</Code><Message>{message}</Message></Error></R>".encode(), status)


def test_another_stage_is_found_by_its_stacks_outputs(signed_in, monkeypatch: pytest.MonkeyPatch):
    outputs = "<member><OutputKey>OrganizerFunction</OutputKey><OutputValue>the-organizer</OutputValue></member>"
    with serving(lambda path: reply({"answer": {}}) if "invocations" in path else described(outputs)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)

        answer = stage.connect("production").ask({"act": "hour"})

    assert answer == {}
    assert b"StackName=hoithi-production" in server.asked[0][2]
    assert server.asked[1][1] == "/2015-03-31/functions/the-organizer/invocations"


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (cloudformation_error("ValidationError", "Stack with id hoithi-test does not exist"), "not-deployed"),
        (described(""), "not-deployed"),
        (cloudformation_error("ExpiredToken", "The security token is expired", 403), "refused-credentials"),
        (cloudformation_error("AccessDenied", "not authorized to perform DescribeStacks", 403), "refused-credentials"),
        (cloudformation_error("Throttling", "Rate exceeded"), "aws"),
    ],
)
def test_what_aws_answers_instead_of_a_stack_is_told(signed_in, monkeypatch: pytest.MonkeyPatch, answer: Reply, key: str):
    with serving(lambda path: answer) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)

        assert trouble("test")[0] == key


def test_trouble_is_a_sentence_and_exit_code_1_never_a_traceback():
    with serving(lambda path: None) as server:
        local_stack(server.url)
    Seats().keep("local", "chief", "a-token", "2026-01-01T00:00:00.000Z")

    vietnamese = CliRunner().invoke(cli, ["status", "x"])
    english = CliRunner().invoke(cli, ["--lang", "en", "status", "x"])

    assert (vietnamese.exit_code, vietnamese.stderr) == (
        1,
        "Không kết nối được với môi trường “local”; chưa gửi gì đi. Kiểm tra mạng rồi thử lại.\n",
    )
    assert (english.exit_code, english.stderr) == (
        1,
        "“local” can't be reached; nothing was sent. Check the network and try again.\n",
    )


def test_a_mistake_of_ours_keeps_its_traceback():
    def connect(name):
        raise ZeroDivisionError

    done = CliRunner().invoke(cli, ["status", "x"], obj=Toolkit(connect=connect))

    assert isinstance(done.exception, ZeroDivisionError)
