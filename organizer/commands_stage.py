"""Commands of operators, who may do more in AWS than ask a function: a stage is made, looked at, taken down."""

from __future__ import annotations

import datetime as dt
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from chalicelib.domain.roles import EVERY_CONTEST
from chalicelib.domain.times import Millis, to_datetime

from . import deployment, doctor, drill, site, smoke, teardown
from .changes import Change, in_order
from .cloud import Cloud
from .commands_accounts import make_first_chief
from .commands_offline import DRY_RUN, PATH
from .commands_rounds import YES
from .deployment import Proposal
from .findings import tell
from .settings import Settings, settings_of
from .shape import Command, HomeTime, OneOf
from .stage import STAGES, trouble_told
from .toolkit import Toolkit
from .trouble import REFUSED, Trouble
from .under_way import UnderWay, rounds_under_way

STAGE = click.argument("stage", type=OneOf(*STAGES))
IN_THE_CLOUD = click.argument("stage", type=OneOf(*(each for each in STAGES if each != "local")))
NAME = click.option("--name", metavar="STAGE")
_EVERY_S = 3.0


@contextmanager
def _at(toolkit: Toolkit, stage: str) -> Iterator[Cloud]:
    """Enter a stage; whatever boto raises there is told as a sentence."""
    toolkit.stage = stage
    with trouble_told(stage):
        yield toolkit.enter(stage)


def _ask(toolkit: Toolkit, event: dict[str, object]) -> object:
    return toolkit.deployment.ask(event)


# --- deploy ----------------------------------------------------------------------------------------------------------


@click.command(cls=Command)
@IN_THE_CLOUD
@click.option("--new-edge-secret", is_flag=True)
@NAME
@YES
@DRY_RUN
@click.pass_obj
def deploy(toolkit: Toolkit, stage: str, new_edge_secret: bool, name: str | None, yes: bool, dry_run: bool) -> None:
    """Package the app, show what would change at a stage, and change it."""
    settings = settings_of(stage)
    with _at(toolkit, stage) as cloud:
        toolkit.tell("deploy.where", stage=stage, account=cloud.account, region=cloud.region)
        busy = rounds_under_way(cloud, partial(_ask, toolkit)) if cloud.deployed() else []
        proposal = _proposed(toolkit, cloud, settings, new_edge_secret)
        if proposal is None:
            toolkit.tell("deploy.same")
        else:
            _show(toolkit, proposal)
            with _thrown_away_unless_applied(cloud, proposal):
                if dry_run:
                    toolkit.tell("dry-run")
                    return
                _agree(toolkit, cloud, proposal, busy, name, yes)
                _apply(toolkit, cloud, proposal)
        if not dry_run:
            _protect(cloud)
            _publish(toolkit, cloud)
            make_first_chief(toolkit)


@contextmanager
def _thrown_away_unless_applied(cloud: Cloud, proposal: Proposal) -> Iterator[None]:
    """Leave no change set lying about that somebody could apply by mistake, whatever ends this: a no, Ctrl-C, a refusal."""
    cloudformation = cloud.client("cloudformation")
    try:
        yield
    finally:
        if deployment.is_waiting(cloudformation, proposal):
            deployment.throw_away(cloudformation, proposal)


def _proposed(toolkit: Toolkit, cloud: Cloud, settings: Settings, new_secret: bool) -> Proposal | None:
    s3, cloudformation = cloud.client("s3"), cloud.client("cloudformation")
    with toolkit.err.status("") as shown, tempfile.TemporaryDirectory() as folder:
        shown.update(toolkit.say("deploy.packaging"))
        package = toolkit.package(cloud.name, Path(folder), cloud.region)
        if unknown := sorted(set(settings.parameters) - deployment.parameters_in(package.template)):
            raise Trouble("unknown-parameters", names=", ".join(unknown), stage=cloud.name)
        shown.update(toolkit.say("deploy.uploading"))
        bucket = deployment.bucket_of(cloud.stack, cloud.account, cloud.region)
        deployment.make_bucket(s3, bucket, cloud.region, cloud.account)
        address = deployment.upload(package, s3, bucket, cloud.account)
        parameters = {"Stage": cloud.name, **settings.parameters, **_edge_secrets(cloud, new_secret)}
        shown.update(toolkit.say("deploy.comparing"))
        return deployment.propose(cloudformation, cloud.stack, address, parameters)


def _edge_secrets(cloud: Cloud, new: bool) -> dict[str, str | None]:
    """Return the front door's secret: made once and kept, because CloudFront takes minutes to learn another everywhere.

    A new one is known to the API before CloudFront uses it, and the one before stays good until the next deployment.
    """
    if not cloud.deployed():
        return {"EdgeSecret": secrets.token_hex(32), "EdgeSecretBefore": ""}
    if not new:
        return {"EdgeSecret": None, "EdgeSecretBefore": ""}
    function = cloud.resources()["APIHandler"].name
    known = cloud.client("lambda").get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    return {"EdgeSecret": secrets.token_hex(32), "EdgeSecretBefore": known["HOITHI_EDGE_SECRET"].split()[0]}


def _show(toolkit: Toolkit, proposal: Proposal) -> None:
    headers = [toolkit.say(f"column.{name}") for name in ("act", "resource", "type", "properties")]
    toolkit.table(headers, [_row(toolkit, change) for change in in_order(proposal.changes)])


def _row(toolkit: Toolkit, change: Change) -> list[str]:
    act = toolkit.say(f"act.{change.act}")
    return [
        f"!! {act}" if change.endangers else act,
        change.resource,
        toolkit.kind(change.type),
        ", ".join(change.properties),
    ]


def _agree(toolkit: Toolkit, cloud: Cloud, proposal: Proposal, busy: list[UnderWay], name: str | None, yes: bool) -> None:
    """Ask before anything changes. A loss needs the stage's name, and is refused outright while a round is under way."""
    lost = ", ".join(change.resource for change in proposal.changes if change.endangers)
    for each in busy:
        toolkit.tell("deploy.under-way", **_shown(toolkit, each))
    if lost and busy:
        raise Trouble("loss-under-way", names=lost)
    if lost:
        toolkit.tell("deploy.loss", names=lost)
        toolkit.typed(cloud.name, name)
    else:
        # Whoever said yes beforehand did not know of a round: they are asked all the same, or name the stage beforehand too.
        toolkit.confirm(yes and (not busy or name == cloud.name), "deploy.confirm", stage=cloud.name)


def _shown(toolkit: Toolkit, each: UnderWay) -> dict[str, str]:
    return {"contest": each.contest, "round": each.round, "closes": toolkit.time(each.closes)}


def _apply(toolkit: Toolkit, cloud: Cloud, proposal: Proposal) -> None:
    cloudformation = cloud.client("cloudformation")
    if cloud.name == "production" and not proposal.new and any(change.endangers for change in proposal.changes):
        deployment.guard(cloudformation, cloud.stack, guarded=False)
    try:
        with toolkit.err.status(toolkit.say("deploy.applying")) as shown:
            deployment.apply(cloudformation, proposal, partial(_event, toolkit, shown.update), _EVERY_S)
    finally:
        _protect(cloud)
    toolkit.tell("deploy.done", count=len(proposal.changes))


def _protect(cloud: Cloud) -> None:
    """Guard production's data against a careless update, and its stack against being deleted, whatever was done before."""
    if cloud.name == "production":
        cloudformation = cloud.client("cloudformation")
        deployment.guard(cloudformation, cloud.stack)
        cloudformation.update_termination_protection(StackName=cloud.stack, EnableTerminationProtection=True)


def _event(toolkit: Toolkit, update: Callable[[str], None], resource: str, status: str, reason: str) -> None:
    update(f"{resource}: {status}")
    if status.endswith("_FAILED"):
        toolkit.complain([f"{resource}: {status}: {reason}"])


def _publish(toolkit: Toolkit, cloud: Cloud) -> None:
    here = cloud.resources()
    count = site.publish(cloud.client("s3"), cloud.client("lambda"), here["SiteBucket"].name, here["Clock"].name)
    everything = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())}
    cloud.client("cloudfront").create_invalidation(DistributionId=here["Distribution"].name, InvalidationBatch=everything)
    toolkit.tell("deploy.published", count=count, address=cloud.address(), stage=cloud.name)


@click.command("first-chief", cls=Command)
@STAGE
@click.option("--lost", is_flag=True)
@NAME
@click.pass_obj
def first_chief(toolkit: Toolkit, stage: str, lost: bool, name: str | None) -> int:
    """Make the first chief organizer; with --lost anew, as whoever may change the stage's tables in AWS."""
    with _at(toolkit, stage) as cloud:
        if lost:
            toolkit.tell("first-chief.lost")
            toolkit.typed(stage, name)
            key = {"contest": {"S": EVERY_CONTEST}, "entry": {"S": "account#chief"}}
            cloud.client("dynamodb").delete_item(TableName=cloud.resources()["StaffTable"].name, Key=key)
        if make_first_chief(toolkit):
            return 0
        toolkit.tell("first-chief.there")
    return REFUSED


# --- looking ---------------------------------------------------------------------------------------------------------


@click.command("doctor", cls=Command)
@STAGE
@click.pass_obj
def look_at(toolkit: Toolkit, stage: str) -> int:
    """Tell what the account allows and how the stage stands, and what to do about what is not in order."""
    with _at(toolkit, stage) as cloud:
        settings = None if stage == "local" else settings_of(stage)
        bad = tell(toolkit, doctor.before(cloud, settings)) if settings else 0
        if cloud.deployed():
            bad += tell(toolkit, doctor.after(cloud, settings))
        else:
            toolkit.tell("doctor.not-deployed", stage=stage)
    return REFUSED if bad else 0


@click.command("smoke", cls=Command)
@STAGE
@click.pass_obj
def smell(toolkit: Toolkit, stage: str) -> int:
    """Try whether a stage does what people will ask of it; nothing is changed."""
    with _at(toolkit, stage) as cloud:
        bad = tell(toolkit, smoke.smoke(cloud, partial(_ask, toolkit)))
    return REFUSED if bad else 0


# --- taking down -----------------------------------------------------------------------------------------------------


@click.command("teardown", cls=Command)
@STAGE
@click.option("--to", "folder", metavar="FOLDER", type=PATH, required=True)
@click.option("--with-data", is_flag=True)
@NAME
@DRY_RUN
@click.pass_obj
def take_down(toolkit: Toolkit, stage: str, folder: Path, with_data: bool, name: str | None, dry_run: bool) -> None:
    """Copy everything out, check the copies, and delete the stack; with --with-data also what no lock holds."""
    with _at(toolkit, stage) as cloud:
        here = cloud.resources()
        _refuse_while_under_way(toolkit, cloud)
        kept = sorted(key for key, each in here.items() if each.type in (teardown.TABLE, teardown.BUCKET))
        toolkit.tell("teardown.preview-data" if with_data else "teardown.preview", folder=folder, names=", ".join(kept))
        if dry_run:
            toolkit.tell("dry-run")
            return
        toolkit.typed(stage, name)
        teardown.stop_the_clock(cloud, here)
        copies = teardown.copy_out(cloud, here, folder, lambda each: toolkit.tell("teardown.copying", name=each))
        toolkit.table(
            [toolkit.say(f"column.{each}") for each in ("resource", "count", "digest")],
            [[key, str(copied.count), copied.digest] for key, copied in copies.items()],
        )
        toolkit.tell("teardown.copied", folder=folder)
        with toolkit.err.status(toolkit.say("teardown.deleting")) as shown:
            teardown.take_down(cloud, partial(_event, toolkit, shown.update))
        toolkit.tell("teardown.deleted", stack=cloud.stack)
        for key in kept:
            _let_go(toolkit, cloud, key, here[key], with_data)
        for each in (each for each in here.values() if each.type == teardown.KEY):
            toolkit.tell("teardown.key-retained", name=each.name)


def _refuse_while_under_way(toolkit: Toolkit, cloud: Cloud) -> None:
    for each in rounds_under_way(cloud, partial(_ask, toolkit)):
        if cloud.name == "production":
            raise Trouble("teardown-under-way", **_shown(toolkit, each))
        toolkit.tell("deploy.under-way", **_shown(toolkit, each))


def _let_go(toolkit: Toolkit, cloud: Cloud, key: str, each: teardown.Resource, with_data: bool) -> None:
    """Delete what is meant to go, and say what stays and why."""
    if not with_data:
        toolkit.tell("teardown.retained", resource=key, name=each.name)
    elif each.type == teardown.TABLE:
        teardown.delete_table(cloud.client("dynamodb"), each.name)
        toolkit.tell("teardown.gone", resource=key, name=each.name)
    else:
        left = teardown.delete_bucket(cloud.client("s3"), each.name)
        until = f"{left.until:%H:%M %d/%m/%Y} UTC" if left.until else "—"
        toolkit.tell(
            "teardown.locked" if left.count else "teardown.gone", resource=key, name=each.name, until=until, count=left.count
        )


# --- restoring -------------------------------------------------------------------------------------------------------


@click.command("restore-drill", cls=Command)
@STAGE
@click.option("--at", type=HomeTime(), metavar='"HH:MM DD/MM/YYYY"')
@click.option("--put-back", is_flag=True)
@click.option("--keep", is_flag=True)
@NAME
@click.pass_obj
def restore_drill(toolkit: Toolkit, stage: str, at: Millis | None, put_back: bool, keep: bool, name: str | None) -> None:
    """Restore the attempts into a table of their own, hold them against today's, and delete that table again."""
    with _at(toolkit, stage) as cloud:
        dynamodb, today = cloud.client("dynamodb"), cloud.resources()["AttemptsTable"].name
        if put_back:
            toolkit.tell("drill.put-back-preview", stage=stage)
            toolkit.typed(stage, name)
        restored = f"{cloud.stack}-drill-{dt.datetime.now(dt.timezone.utc):%Y%m%d-%H%M%S}"
        with toolkit.err.status(toolkit.say("drill.restoring", table=restored)):
            drill.restore(dynamodb, today, restored, to_datetime(at) if at is not None else None, _EVERY_S)
        found = drill.compare(dynamodb, today, restored)
        toolkit.tell("drill.compared", same=found.same, different=found.different, lost=found.lost, since=found.since)
        if put_back:
            toolkit.tell("drill.put-back", count=drill.put_back(dynamodb, today, restored))
        if keep:
            toolkit.tell("drill.kept", table=restored)
        else:
            teardown.delete_table(dynamodb, restored)
            toolkit.tell("drill.gone", table=restored)
