"""What an account has to allow before a contest, and how a deployed stage stands: everything that can be asked is asked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from . import packaging
from .cloud import EDGE_REGION, Cloud
from .findings import Finding, held, looked, true
from .limits import Needs, needed
from .settings import Settings

MOST_SKEW_S = 5
# Lambda keeps at least so many places for functions without a reservation, and refuses reservations that leave fewer.
UNRESERVED = 100
DELIVERED_BY = "Requests per second per distribution"
_LATE_S = 300

Check = tuple[str, Callable[[], Iterable[Finding]]]


def before(cloud: Cloud, settings: Settings) -> Iterator[Finding]:
    """Look at the account. Without credentials nothing else can be asked, so they come first and their trouble is raised."""
    identity = cloud.identity
    yield Finding("ok", "account", {"account": cloud.account, "who": identity["Arn"], "region": cloud.region})
    yield true("not-root", not identity["Arn"].endswith(":root"), "look")
    needs = needed(settings.contestants, settings.within_s)
    checks: list[Check] = [
        ("sts", lambda: _skew(identity)),
        ("account", lambda: _region(cloud)),
        ("python", _python),
        ("lambda", lambda: _concurrency(cloud, settings, needs)),
        ("apigateway", lambda: _gateway(cloud, needs)),
        ("cloudfront", lambda: _delivery(cloud, needs)),
        ("dynamodb", lambda: _writes(cloud, settings, needs)),
        ("acm", lambda: _certificate(cloud, settings)),
        ("ses", lambda: _mail(cloud, settings)),
    ]
    yield from looked(checks)


def after(cloud: Cloud, settings: Settings | None) -> Iterator[Finding]:
    """Look at a deployed stage. Without ``settings``, as on this machine, what only AWS has is left out."""
    here = cloud.resources()
    tables = {name: each.name for name, each in here.items() if each.type == "AWS::DynamoDB::Table"}
    buckets = {name: each.name for name, each in here.items() if each.type == "AWS::S3::Bucket"}
    topics = [each.name for each in here.values() if each.type == "AWS::SNS::Topic"]
    checks: list[Check] = [
        ("cloudformation", lambda: _stack(cloud)),
        ("events", lambda: _rule(cloud, here["EveryMinute"].name)),
        ("cloudwatch", lambda: _last_tick(cloud, here["Clock"].name)),
        *(("dynamodb", lambda name=name, table=table: _table(cloud, name, table)) for name, table in tables.items()),
        *(("s3", lambda name=name, bucket=bucket: _versions(cloud, name, bucket)) for name, bucket in buckets.items()),
        ("s3", lambda: _lock(cloud, here["ExportsBucket"].name)),
        ("cloudwatch", lambda: _alarms(cloud)),
        *(("sns", lambda topic=topic: _subscriptions(cloud, topic)) for topic in topics),
    ]
    if settings:
        needs = needed(settings.contestants, settings.within_s)
        checks.append(("dynamodb", lambda: _warm(cloud, here["AttemptsTable"].name, needs)))
    yield from looked(checks)


# --- the account -----------------------------------------------------------------------------------------------------


def _skew(identity: dict[str, Any]) -> Iterator[Finding]:
    """AWS refuses what is signed by a clock five minutes off; and who watches a round should see its hours."""
    sent = identity["ResponseMetadata"]["HTTPHeaders"].get("date")
    if sent:
        off = abs((dt.datetime.now(dt.timezone.utc) - parsedate_to_datetime(sent)).total_seconds())
        yield true("skew", off <= MOST_SKEW_S, "look", found=f"{off:.0f}", most=MOST_SKEW_S)


def _region(cloud: Cloud) -> Iterator[Finding]:
    status = cloud.client("account").get_region_opt_status(RegionName=cloud.region)["RegionOptStatus"]
    yield true("region", status in ("ENABLED", "ENABLED_BY_DEFAULT"), region=cloud.region, found=status)


def _python() -> Iterator[Finding]:
    found = packaging.version_of(packaging.DEPLOYING)
    yield true("python", found == packaging.RUNTIME, found=found or "-", needed=packaging.RUNTIME)


def _concurrency(cloud: Cloud, settings: Settings, needs: Needs) -> Iterator[Finding]:
    limit = cloud.client("lambda").get_account_settings()["AccountLimit"]
    needed_in_all = max(UNRESERVED, needs.concurrency) + _reserved(settings)
    yield held("concurrency", limit["ConcurrentExecutions"], needed_in_all, region=cloud.region)


def _reserved(settings: Settings) -> int:
    """Return how many of Lambda's places are set apart for functions that the crowd must not keep from running."""
    functions = json.loads((packaging.ROOT / ".chalice" / "config.json").read_text())["lambda_functions"].values()
    return sum(each.get("reserved_concurrency", 0) for each in functions) + int(settings.parameters.get("SignInsAtOnce", 0))


def _gateway(cloud: Cloud, needs: Needs) -> Iterator[Finding]:
    limit = cloud.client("apigateway").get_account()["throttleSettings"]
    yield held("gateway-rate", limit["rateLimit"], needs.requests, region=cloud.region)
    # The burst follows the rate by AWS's own rule and can't be asked for; a crowd within one second is met by retries.
    yield held("gateway-burst", limit["burstLimit"], needs.requests / 2, region=cloud.region)


def _delivery(cloud: Cloud, needs: Needs) -> Iterator[Finding]:
    pages = (
        cloud.client("service-quotas", EDGE_REGION).get_paginator("list_service_quotas").paginate(ServiceCode="cloudfront")
    )
    found = [each["Value"] for page in pages for each in page["Quotas"] if each["QuotaName"] == DELIVERED_BY]
    yield held("delivery", found[0] if found else None, needs.delivered)


def _writes(cloud: Cloud, settings: Settings, needs: Needs) -> Iterator[Finding]:
    limit = cloud.client("dynamodb").describe_limits()
    yield held("table-writes", limit["TableMaxWriteCapacityUnits"], needs.writes, region=cloud.region)
    asked = int(settings.parameters.get("WarmWrites", "4000"))
    yield held("warm-asked", asked, needs.writes, stage=cloud.name)


def _certificate(cloud: Cloud, settings: Settings) -> Iterator[Finding]:
    alias, arn = settings.parameters.get("SiteAlias", ""), settings.parameters.get("CertificateArn", "")
    if not alias:
        yield Finding("ok", "no-domain")
        return
    if not arn.startswith(f"arn:aws:acm:{EDGE_REGION}:"):
        yield Finding("bad", "certificate-region", {"found": arn or "-"})
        return
    told = cloud.client("acm", EDGE_REGION).describe_certificate(CertificateArn=arn)["Certificate"]
    names = {told["DomainName"], *told.get("SubjectAlternativeNames", [])}
    wide = "*." + alias.partition(".")[2]
    fits = told["Status"] == "ISSUED" and bool({alias, wide} & names)
    yield true("certificate", fits, alias=alias, found=told["Status"], names=", ".join(sorted(names)))
    if "NotAfter" in told:
        days = (told["NotAfter"] - dt.datetime.now(dt.timezone.utc)).days
        yield true("certificate-lasts", days >= 30, "look", days=days)


def _mail(cloud: Cloud, settings: Settings) -> Iterator[Finding]:
    """In its sandbox SES writes to nobody who wasn't verified; leaving it takes days, so who may need it should know now."""
    sender, of = settings.parameters.get("MailFrom", ""), settings.parameters.get("MailIdentity", "none")
    client = cloud.client("sesv2")
    freed = client.get_account().get("ProductionAccessEnabled", False)
    yield true("mail", freed, "bad" if sender else "look", region=cloud.region)
    if not sender:
        return
    if of not in (sender, sender.rpartition("@")[2]):
        yield Finding("bad", "mail-identity", {"sender": sender, "identity": of})
        return
    told = client.get_email_identity(EmailIdentity=of)
    yield true("mail-identity", told.get("VerifiedForSendingStatus", False), sender=sender, identity=of)


# --- a deployed stage ------------------------------------------------------------------------------------------------


def _stack(cloud: Cloud) -> Iterator[Finding]:
    told = cloud.client("cloudformation").describe_stacks(StackName=cloud.stack)["Stacks"][0]
    well = told["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    yield true("stack", well, stack=cloud.stack, found=told["StackStatus"])
    if cloud.name == "production":
        yield true("termination", told.get("EnableTerminationProtection", False), stack=cloud.stack)


def _rule(cloud: Cloud, name: str) -> Iterator[Finding]:
    rule = name.rsplit("/", 1)[-1]
    state = cloud.client("events").describe_rule(Name=rule)["State"]
    yield true("rule", state == "ENABLED", rule=rule, found=state)


def _last_tick(cloud: Cloud, function: str) -> Iterator[Finding]:
    now = dt.datetime.now(dt.timezone.utc)
    asked = {
        "Namespace": "AWS/Lambda",
        "Dimensions": [{"Name": "FunctionName", "Value": function}],
        "StartTime": now - dt.timedelta(seconds=_LATE_S),
        "EndTime": now,
        "Period": 60,
        "Statistics": ["Sum"],
    }
    cloudwatch = cloud.client("cloudwatch")
    sums = {
        name: sum(point["Sum"] for point in cloudwatch.get_metric_statistics(MetricName=name, **asked)["Datapoints"])
        for name in ("Invocations", "Errors")
    }
    yield held("ticks", sums["Invocations"], 1, minutes=_LATE_S // 60)
    yield true("tick-errors", sums["Errors"] == 0, found=f"{sums['Errors']:.0f}", minutes=_LATE_S // 60)


def _table(cloud: Cloud, name: str, table: str) -> Iterator[Finding]:
    dynamodb = cloud.client("dynamodb")
    told = dynamodb.describe_table(TableName=table)["Table"]
    yield true("deletion", told.get("DeletionProtectionEnabled", False) or cloud.name == "local", table=name, name=table)
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    status = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    yield true("recovery", status == "ENABLED", table=name, name=table)


def _warm(cloud: Cloud, table: str, needs: Needs) -> Iterator[Finding]:
    warm = cloud.client("dynamodb").describe_table(TableName=table)["Table"].get("WarmThroughput", {})
    yield held("warm", warm.get("WriteUnitsPerSecond"), needs.writes, stage=cloud.name)


def _versions(cloud: Cloud, name: str, bucket: str) -> Iterator[Finding]:
    status = cloud.client("s3").get_bucket_versioning(Bucket=bucket).get("Status")
    yield true("versions", status == "Enabled", bucket=name, name=bucket)


def _lock(cloud: Cloud, bucket: str) -> Iterator[Finding]:
    told = cloud.client("s3").get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    yield true("lock", told.get("ObjectLockEnabled") == "Enabled")


def _alarms(cloud: Cloud) -> Iterator[Finding]:
    pages = cloud.client("cloudwatch").get_paginator("describe_alarms").paginate(AlarmNamePrefix=cloud.stack)
    alarms = [each for page in pages for each in page.get("MetricAlarms", [])]
    ringing = sorted(each["AlarmName"] for each in alarms if each["StateValue"] == "ALARM")
    yield true("alarms", not ringing, found=", ".join(ringing) or "0", count=len(alarms))


def _subscriptions(cloud: Cloud, topic: str) -> Iterator[Finding]:
    pages = cloud.client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    found = [each for page in pages for each in page["Subscriptions"]]
    waiting = [each["Endpoint"] for each in found if each["SubscriptionArn"] == "PendingConfirmation"]
    yield true("subscribed", bool(found) and not waiting, "look", found=", ".join(waiting) or str(len(found)))
