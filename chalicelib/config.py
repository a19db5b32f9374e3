"""What the deployment tells the functions, read from the environment once for each process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Config:
    """Names of what a function may use. A name alone opens nothing: the function's role does.

    ``patient`` says that nobody waits at a door for this function, so that it may wait for AWS.
    """

    stage: str
    attempts_table: str
    contestants_table: str
    rounds_table: str
    staff_table: str
    private_bucket: str
    exports_bucket: str
    site_bucket: str
    session_secret: str
    person_secret: str
    sso_secret: str
    edge_secret: str
    mail_from: str
    signing_key: str
    identity_function: str
    clock_function: str
    privacy_function: str
    organizer_function: str
    shards: int
    lock_mode: str
    lock_days: int
    region: str
    patient: bool


@cache
def config() -> Config:
    """Return the configuration of this process. Names default to those that tests and the simulator use."""
    read = os.environ.get
    return Config(
        stage=read("HOITHI_STAGE", "test"),
        attempts_table=read("HOITHI_ATTEMPTS_TABLE", "hoithi-attempts"),
        contestants_table=read("HOITHI_CONTESTANTS_TABLE", "hoithi-contestants"),
        rounds_table=read("HOITHI_ROUNDS_TABLE", "hoithi-rounds"),
        staff_table=read("HOITHI_STAFF_TABLE", "hoithi-staff"),
        private_bucket=read("HOITHI_PRIVATE_BUCKET", "hoithi-private"),
        exports_bucket=read("HOITHI_EXPORTS_BUCKET", "hoithi-exports"),
        site_bucket=read("HOITHI_SITE_BUCKET", "hoithi-site"),
        session_secret=read("HOITHI_SESSION_SECRET", "hoithi-session"),
        person_secret=read("HOITHI_PERSON_SECRET", "hoithi-person"),
        sso_secret=read("HOITHI_SSO_SECRET", "hoithi-sso"),
        edge_secret=read("HOITHI_EDGE_SECRET", ""),
        mail_from=read("HOITHI_MAIL_FROM", ""),
        signing_key=read("HOITHI_SIGNING_KEY", ""),
        identity_function=read("HOITHI_IDENTITY_FUNCTION", "identity"),
        clock_function=read("HOITHI_CLOCK_FUNCTION", "clock"),
        privacy_function=read("HOITHI_PRIVACY_FUNCTION", "privacy"),
        organizer_function=read("HOITHI_ORGANIZER_FUNCTION", "organizer"),
        shards=int(read("HOITHI_SHARDS", "16")),
        lock_mode=read("HOITHI_LOCK_MODE", "GOVERNANCE"),
        lock_days=int(read("HOITHI_LOCK_DAYS", "1")),
        region=read("HOITHI_REGION", ""),
        patient=read("HOITHI_PATIENT", "") == "1",
    )
