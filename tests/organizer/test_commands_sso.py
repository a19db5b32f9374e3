"""Which server signs people on to a contest is written into the stage's secret, and its own secret is shown to nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner

from organizer import commands_sso
from organizer.cloud import Cloud
from organizer.commands import cli
from organizer.smoke import Answer
from organizer.toolkit import Toolkit
from simulator import cloud as simulated

ISSUER, SECRET = "https://sso.hue.example.vn/realms/tinh", "rất bí mật/+="
SITE = "https://hoithi.example.vn"
SET = ["sso", "set", "hue-khcn-2022", "--issuer", ISSUER, "--client-id", "hoithi"]
TOLD = {"issuer": ISSUER, "client_id": "hoithi", "client_secret": SECRET, "site": SITE}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the server answers, to be changed by a test; and at which address it is asked."""
    said: list[Any] = [200, {"issuer": ISSUER}]

    def get(url: str) -> Answer:
        said[2:] = [url]
        return Answer(said[0], json.dumps(said[1]).encode(), None)  # type: ignore[arg-type]

    monkeypatch.setattr(commands_sso, "get", get)
    return said


def type_in(*arguments: str, typed: str | None = None, lang: str = "vi") -> tuple[int, str]:
    """Type a command; ``typed`` answers its questions. Returns the exit code and all that was said."""
    toolkit = Toolkit(enter=lambda name: Cloud(name, simulated.REGION, site=SITE), interactive=lambda: typed is not None)
    done = CliRunner().invoke(cli, ["--lang", lang, *arguments], obj=toolkit, input=typed)
    return done.exit_code, done.output


def kept() -> Any:
    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="hoithi-local/sso")["SecretString"])


@pytest.fixture(autouse=True)
def stage(cloud: Any) -> None:
    """A stage that was deployed and of whose single sign-on nothing is known yet."""
    boto3.client("secretsmanager").create_secret(Name="hoithi-local/sso", SecretString="{}")


def test_a_server_is_set_with_the_secret_that_is_typed_and_its_administrators_are_told_what_to_register(server: list[Any]):
    code, said = type_in(*SET, typed=f"{SECRET}\n")

    assert (code, kept()) == (0, {"hue-khcn-2022": TOLD})
    assert f"  {SITE}/api/contests/hue-khcn-2022/sso/callback\n" in said
    assert SECRET not in said
    assert server[2] == f"{ISSUER}/.well-known/openid-configuration"


def test_a_secret_is_read_from_a_file(server: list[Any], tmp_path: Path):
    (tmp_path / "secret").write_text(f"{SECRET}\n")

    code, said = type_in(*SET, "--secret-file", str(tmp_path / "secret"))

    assert (code, kept()["hue-khcn-2022"], SECRET in said) == (0, TOLD, False)


def test_a_public_client_has_none(server: list[Any]):
    code, _ = type_in(*SET, "--public")

    assert (code, kept()["hue-khcn-2022"]) == (0, {**TOLD, "client_secret": None})


def test_other_contests_keep_their_servers(server: list[Any]):
    type_in(*SET, "--public")

    type_in("sso", "set", "other", "--issuer", ISSUER, "--client-id", "x", "--public")
    type_in("sso", "clear", "hue-khcn-2022", "--yes")

    assert list(kept()) == ["other"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_set_is_shown_without_the_secret(server: list[Any], lang: str):
    type_in(*SET, typed=f"{SECRET}\n")

    code, said = type_in("sso", "show", lang=lang)

    callback = f"{SITE}/api/contests/hue-khcn-2022/sso/callback"
    assert code == 0
    assert said.splitlines()[1].split("\t") == [
        "hue-khcn-2022",
        ISSUER,
        "hoithi",
        {"vi": "có", "en": "kept"}[lang],
        callback,
    ]
    assert SECRET not in said


@pytest.mark.parametrize(
    "arguments",
    [
        [*SET, "--public", "--secret-file", "x"],
        ["sso", "set", "c", "--issuer", "http://sso.example.vn", "--client-id", "x", "--public"],
        ["sso", "set", "c", "--issuer", "https://a@sso.example.vn", "--client-id", "x", "--public"],
        ["sso", "set", "c", "--issuer", "https://sso.example.vn?x", "--client-id", "x", "--public"],
        ["sso", "set", "c", "--issuer", "sso.example.vn", "--client-id", "x", "--public"],
        SET,
    ],
    ids=["both", "without https", "with a name in it", "with parameters", "no address", "nobody there to type"],
)
def test_a_misuse_changes_nothing(server: list[Any], arguments: list[str]):
    code, _ = type_in(*arguments)

    assert (code, kept()) == (2, {})


def test_an_empty_secret_a_dry_run_and_a_contest_that_is_not_set_change_nothing(server: list[Any]):
    empty, dry = type_in(*SET, typed="\n"), type_in(*SET, "--public", "--dry-run")
    unset = type_in("sso", "clear", "x", "--yes")

    assert (empty[0], dry[0], unset[0], kept()) == (1, 0, 1, {})


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ([200, {"issuer": ISSUER}], "Đã gặp máy chủ"),
        ([200, {"issuer": f"{ISSUER}/"}], "tự khai là"),
        ([404, {}], "chưa gặp được"),
        ([200, []], "chưa gặp được"),
        ([0, ""], "chưa gặp được"),
    ],
    ids=["there", "with a slash", "not there", "odd", "no network"],
)
def test_whether_the_server_is_there_is_told_and_stands_in_nobodys_way(server: list[Any], answer: list[Any], told: str):
    server[:] = answer

    code, said = type_in(*SET, "--public")

    assert (code, told in said, list(kept())) == (0, True, ["hue-khcn-2022"])
