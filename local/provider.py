"""Single sign-on on this machine: a second contest, and a server in a process of its own that signs people on to it.

The server asks for no password: on its page one presses a name. It is for trying out and for tests, and never deployed.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import yaml

from chalicelib.domain.drafting import load_definition
from chalicelib.domain.times import HO_CHI_MINH, Millis, to_datetime
from simulator import cloud, contest

from . import stack
from .emulator import ROOT, Emulator, EmulatorFailed, free_port

CONTEST, ROUND = "hue-khcn-2022", "dot-1"
SOURCE = ROOT / "contests" / CONTEST


def _person(account: str, name: str, unit: str, position: str) -> dict[str, str]:
    """Return what the server says of somebody; the account is also what a roster knows them by (S3:45)."""
    return {"sub": account, "preferred_username": account, "name": name, "unit": unit, "position": position}


# Whom the server of `make run` knows: somebody, a leader, and somebody whose unit the contest doesn't know.
PEOPLE = (
    _person("ho-thi-gam", "Hồ Thị Gấm", "Văn phòng Sở", "Chuyên viên"),
    _person("le-van-lam", "Lê Văn Lâm", "Phòng Quản lý Khoa học", "Trưởng phòng"),
    _person("don-vi-la", "Tôn Thất Lạ", "Sở Ngoại vụ", "Chuyên viên"),
)
# Where `make run` has it, at the next start too: its page may still be open.
PORT = 9400
HOUR = 3_600_000
SEED = 7
STARTS_WITHIN_S = 60


class NoProvider(EmulatorFailed):
    """The server did not start."""


@contextlib.contextmanager
def serving(people: Sequence[dict[str, str]] = PEOPLE, port: int = 0) -> Iterator[str]:
    """Run a server that knows ``people`` until the block ends; gives its address. Raises NoProvider.

    ``port`` is taken if it is free; else it is any that is.
    """
    at = port if port and _is_free(port) else free_port()
    known = [part for person in people for part in ("--user-claims", json.dumps(person, ensure_ascii=False))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(at), *known]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # Ctrl-C is for the one who started it, who stops it in order.
    with subprocess.Popen(command, env={**os.environ, "NO_COLOR": "1"}, start_new_session=True, **quiet) as process:
        try:
            # By name, as the site: to a browser both are the same machine.
            yield _answering(f"http://localhost:{at}", process)
        finally:
            process.terminate()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _answering(issuer: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=5):
            return issuer
        time.sleep(0.1)
    raise NoProvider(f"the server of single sign-on did not start at {issuer}")


def connect(emulator: Emulator, deployed: stack.Stack, issuer: str, site: str) -> None:
    """Write down, as `organizer sso set` does, that the contest's people sign on there."""
    told = {"issuer": issuer, "client_id": "hoithi", "client_secret": "of this machine alone", "site": site}
    vault, name = emulator.client("secretsmanager"), deployed.names["SsoSecret"]
    vault.put_secret_value(SecretId=name, SecretString=json.dumps({CONTEST: told}))


def prepare(opens: Millis, closes: Millis) -> None:
    """Put the contest into the stack that the environment names, its first round alone, open within these hours.

    The stack's own clock has to be kept still meanwhile (`stack.quiet`): the round is made ready before it opens.
    """
    text = moved(opens, closes)
    definition = load_definition(text, str(SOURCE / "contest.yaml"))
    with cloud.surroundings() as here:
        here.now = opens - HOUR
        contest.prepare(here, definition, text, SOURCE, 10, SEED)


def moved(opens: Millis, closes: Millis) -> str:
    """Return the contest's definition (YAML) with its first round alone, moved to these hours."""
    values = yaml.safe_load((SOURCE / "contest.yaml").read_text(encoding="utf-8"))
    values["plan"] |= {"starts": "none", "ends": "none"}
    values["acknowledged"] = []
    values["rounds"] = [each for each in values["rounds"] if each["id"] == ROUND]
    hours = {"opens": opens, "closes": closes, "results": closes + HOUR}
    values["rounds"][0] |= {name: _at_home(at) for name, at in hours.items()}
    return str(yaml.safe_dump(values, allow_unicode=True, sort_keys=False))


def _at_home(at: Millis) -> datetime:
    return to_datetime(at // 1000 * 1000).astimezone(HO_CHI_MINH)


def names(people: Sequence[dict[str, Any]] = PEOPLE) -> str:
    """Return the names that stand on the server's page, in one line."""
    return ", ".join(person["sub"] for person in people)
