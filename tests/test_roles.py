"""Every route, act and command for every role, asked of the real authorisation: `roles.py` is what has to come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import click
import pytest

import app as deployed
from chalicelib import functions
from chalicelib.domain import roles as accounts_roles
from chalicelib.routes.openapi import OPERATIONS
from chalicelib.routes.staff import STAFF_COOKIE
from chalicelib.routes.views import COOKIE
from chalicelib.services import authorise, organize
from chalicelib.services.sessions import Session, token
from organizer.commands import cli
from tests import roles
from tests.factories import AN, CONTEST, FIRST, OPENS
from tests.roles import WHO
from tests.staff import cheap, seated
from tests.town import Town

ELSEWHERE = "cuoc-thi-khac"
# What the authorisation says where it says no; whatever else is answered, it said yes.
NO = {"not-signed-in", "staff-signed-out", "not-your-role", "not-your-contest", "account-incomplete", "past-the-door"}
ROLES = {
    roles.MANAGER: (accounts_roles.UNIT_MANAGER, CONTEST),
    roles.JUROR: (accounts_roles.JUROR, CONTEST),
    roles.ORGANIZER: (accounts_roles.ORGANIZER, CONTEST),
    roles.CHIEF: (accounts_roles.CHIEF, CONTEST),
    roles.AUDITOR: (accounts_roles.AUDITOR, CONTEST),
    roles.FOREIGN_ORGANIZER: (accounts_roles.ORGANIZER, ELSEWHERE),
    roles.CHIEF_OF_ALL: (accounts_roles.CHIEF, accounts_roles.EVERY_CONTEST),
}
BODIES = {"put_password": {"old": "không phải mật khẩu này", "new": "con đường ra biển rất dài"}}


@pytest.fixture
def tokens(town: Town) -> Iterator[dict[str, Callable[[], str]]]:
    """Give, by who they are, what makes a fresh token of each."""
    with cheap():
        yield {
            roles.NOBODY: lambda: "",
            roles.CONTESTANT: lambda: _session(town, CONTEST),
            roles.FOREIGN_CONTESTANT: lambda: _session(town, ELSEWHERE),
            **{who: partial(seated, role, OPENS, contest) for who, (role, contest) in ROLES.items()},
        }


def _session(town: Town, contest: str) -> str:
    profile = town.profile(AN)
    return token(Session(contest, profile.pseudonym, profile.unit, "0" * 16, since=OPENS, expires=OPENS + 600_000))


def paths() -> dict[str, str]:
    """Return method and address of each view."""
    entries = [(path, method, entry) for path, of in deployed.app.routes.items() for method, entry in of.items()]
    return {entry.view_function.__name__: f"{method} {path}" for path, method, entry in entries}


def test_every_route_has_a_row():
    assert set(roles.ROUTES) == set(paths()) == set(OPERATIONS)


def test_every_route_lets_in_whom_the_table_says(town: Town, tokens: dict[str, Callable[[], str]]):
    let_in = {view: {who for who in WHO if _lets_in(town, tokens[who](), view)} for view in roles.ROUTES}

    assert let_in == roles.ROUTES


def _lets_in(town: Town, secret: str, view: str) -> bool:
    """Send the token as whatever it may be taken for: a contestant's session and a manager's."""
    method, address = paths()[view].split()
    parts = {"contest": CONTEST, "round_id": FIRST, "number": 1, "unit": "so-noi-vu", "certificate": "taking-part"}
    path = address.format(**parts).removeprefix(f"/contests/{CONTEST}")
    body = BODIES.get(view, {}) if method in ("PUT", "POST") else None
    device = town.stranger()
    device.cookie = f"{COOKIE}={secret}; {STAFF_COOKIE}={secret}" if secret else ""
    if path == "/openapi.json":
        return bool(device.client.http.get(path).status_code == 200)
    return device.send(method, path, body).problem not in NO


def test_every_act_has_a_row():
    assert set(roles.ACTS) == set(organize.ACTS) == set(authorise.RULES)


def test_every_act_is_done_for_whom_the_table_says(
    town: Town, tokens: dict[str, Callable[[], str]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(organize, "organize", lambda event, now: {"done": event["act"]})
    secrets = {who: tokens[who]() for who in WHO}

    done = {act: {who for who in WHO if _does(act, secrets[who])} for act in roles.ACTS}

    assert done == roles.ACTS


def _does(act: str, secret: str) -> bool:
    """Ask the function as it is deployed; what stands behind the authorisation says whether it was reached."""
    body = deployed.organizer({"act": act, "contest": CONTEST, "token": secret}, None)
    assert "answer" in body or body["refused"]["code"] in NO
    return bool(body.get("answer") == {"done": act})


def test_an_act_that_is_not_in_the_table_is_refused_to_everybody(tokens: dict[str, Callable[[], str]]):
    unknown = ["", "cat", "_told", None, 7, ["status"], {"act": "status"}]
    events = [{"act": act, "contest": CONTEST, "token": tokens[who]()} for who in WHO for act in unknown]

    told = {deployed.organizer(event, None)["refused"]["code"] for event in events}

    assert told == {"unknown-act"}


def test_an_act_without_a_rule_is_refused_however_it_is_called(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(organize.ACTS, "new-act", lambda event, now: "done")

    body = deployed.organizer({"act": "new-act", "token": seated("chief", OPENS, "*")}, None)

    assert body["refused"]["code"] == "unknown-act"


def test_a_role_that_nobody_knows_may_do_nothing_but_leave(town: Town):
    secret = seated("admin", OPENS)

    done = {act for act in roles.ACTS if _passes({"act": act, "contest": CONTEST, "token": secret})}

    assert done == {act for act, row in roles.ACTS.items() if row == roles.EVERYBODY}


def _passes(event: dict[str, Any]) -> bool:
    body = functions.answered(partial(authorise.authorised, now=OPENS), event)
    return "answer" in body


def test_who_works_for_one_contest_names_it_or_is_refused(town: Town):
    secret = seated("chief", OPENS)
    others: list[Any] = [None, "*", "", ELSEWHERE, [CONTEST], CONTEST.upper()]

    told = [deployed.organizer({"act": "status", "contest": each, "token": secret}, None) for each in others]

    assert [body["refused"]["code"] for body in told] == ["not-your-contest"] * len(others)


def test_who_asks_can_not_be_made_up(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(organize, "organize", lambda event, now: event)
    made_up = {"by": "truong-ban", "of": "*", "session": "0" * 64, "asked": True, "trace": "x"}

    body = deployed.organizer({"act": "ready", "contest": CONTEST, "token": seated("chief", OPENS), **made_up}, None)

    assert body["answer"] == {"act": "ready", "contest": CONTEST, "by": "chief", "of": CONTEST}


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Return the paths of all commands."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name))


def test_every_command_has_a_row():
    assert set(roles.COMMANDS) == set(leaves(cli))


def test_every_act_that_is_not_a_pages_is_some_commands():
    asked = {act for acts in roles.COMMANDS.values() for act in acts}

    assert set(roles.ACTS) - asked == {"own-units", "own-people"}


def test_the_document_is_the_table():
    assert roles.DOCUMENT.read_text(encoding="utf-8") == roles.document(paths())
