"""Commands of single sign-on: which server signs people on to which contest. Operators type them: it is a stage's secret.

What stands in the secret is `{contest: {"issuer", "client_id", "client_secret", "site"}}`; nobody but the `identity`
function reads it, and no command prints a client's secret.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from .cloud import Cloud
from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, YES
from .contest_files import read_text
from .shape import Group
from .smoke import get
from .stage import trouble_told
from .toolkit import Toolkit
from .trouble import Misuse, Trouble

Providers = dict[str, dict[str, Any]]

_WELL_KNOWN = "/.well-known/openid-configuration"


@click.group(cls=Group)
def sso() -> None:
    """What concerns single sign-on."""


@sso.command("set")
@CONTEST
@click.option("--issuer", metavar="URL", required=True)
@click.option("--client-id", metavar="ID", required=True)
@click.option("--secret-file", metavar="FILE", type=PATH)
@click.option("--public", is_flag=True)
@DRY_RUN
@click.pass_obj
def sso_set(
    toolkit: Toolkit, contest: str, issuer: str, client_id: str, secret_file: Path | None, public: bool, dry_run: bool
) -> None:
    """Say which server signs people on to a contest. Its secret is typed or read from a file, never an argument."""
    if secret_file and public:
        raise Misuse("sso-secret-twice")
    with _at(toolkit) as (cloud, known):
        _check_issuer(issuer, cloud.name)
        told = {"issuer": issuer, "client_id": client_id, "client_secret": None, "site": cloud.address()}
        if not public:
            told["client_secret"] = _secret(toolkit, secret_file)
        _look(toolkit, issuer)
        toolkit.tell("sso.redirect", redirect=_redirect(contest, told))
        if dry_run:
            toolkit.tell("dry-run")
            return
        _store(cloud, {**known, contest: told})
        toolkit.tell("sso.set", contest=contest)


@sso.command("show")
@click.pass_obj
def sso_show(toolkit: Toolkit) -> None:
    """Show which server signs people on to which contest, and what its administrators have to register."""
    with _at(toolkit) as (_, known):
        rows = [[contest, *_shown(toolkit, contest, told)] for contest, told in sorted(known.items())]
    toolkit.table([toolkit.say(f"column.{name}") for name in ("contest", "issuer", "client", "secret", "redirect")], rows)


@sso.command("clear")
@CONTEST
@YES
@click.pass_obj
def sso_clear(toolkit: Toolkit, contest: str, yes: bool) -> None:
    """Forget which server signs people on to a contest: then nobody can come in by it."""
    with _at(toolkit) as (cloud, known):
        if contest not in known:
            raise Trouble("sso-unknown", contest=contest)
        toolkit.confirm(yes, stage=cloud.name)
        _store(cloud, {each: told for each, told in known.items() if each != contest})
        toolkit.tell("sso.cleared", contest=contest)


@contextmanager
def _at(toolkit: Toolkit) -> Iterator[tuple[Cloud, Providers]]:
    """Enter the stage; give it, and what stands in its secret."""
    stage = toolkit.stage or "local"
    with trouble_told(stage):
        cloud = toolkit.enter(stage)
        text = cloud.client("secretsmanager").get_secret_value(SecretId=f"{cloud.stack}/sso")["SecretString"]
        yield cloud, json.loads(text)


def _store(cloud: Cloud, providers: Providers) -> None:
    text = json.dumps(providers, ensure_ascii=False)
    cloud.client("secretsmanager").put_secret_value(SecretId=f"{cloud.stack}/sso", SecretString=text)


def _check_issuer(issuer: str, stage: str) -> None:
    """A server is asked over https; on this machine one of its own may be asked without. Raises Misuse."""
    place = urlsplit(issuer)
    at_home = stage in ("local", "test") and place.scheme == "http" and place.hostname in ("localhost", "127.0.0.1")
    if not (place.hostname and (place.scheme == "https" or at_home)) or place.query or place.fragment or "@" in place.netloc:
        raise Misuse("sso-issuer", found=issuer)


def _secret(toolkit: Toolkit, file: Path | None) -> str:
    text = (read_text(file) if file else toolkit.secret("sso.secret", from_stdin=False)).strip()
    if not text:
        raise Trouble("sso-secret-empty")
    return text


def _look(toolkit: Toolkit, issuer: str) -> None:
    """Tell whether the server can be found and calls itself so; it may not be reachable from here, or not be up yet."""
    answer = get(issuer.rstrip("/") + _WELL_KNOWN)
    try:
        document = json.loads(answer.body)
        found = str(document["issuer"]) if answer.status == 200 else ""
    except (ValueError, KeyError, TypeError):
        found = ""
    if found == issuer:
        toolkit.tell("sso.found", issuer=issuer)
    else:
        toolkit.tell("sso.other" if found else "sso.not-found", issuer=issuer, found=found)


def _redirect(contest: str, told: dict[str, Any]) -> str:
    return f"{told.get('site', '')}/api/contests/{contest}/sso/callback"


def _shown(toolkit: Toolkit, contest: str, told: dict[str, Any]) -> list[str]:
    kept = toolkit.say("sso.kept" if told.get("client_secret") else "sso.public")
    return [str(told.get("issuer", "")), str(told.get("client_id", "")), kept, _redirect(contest, told)]
