"""Each function's role: what it may do is what it does, and nothing reaches what the design keeps from it.

A whole contest is run in this process, every call to AWS is written down under the function that made it, and the policies
are read as IAM would read them. What is missing fails here before it fails in a deployment; what nobody needs is taken out.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from chalicelib import functions
from chalicelib.config import config
from chalicelib.domain.notice import notice_version
from chalicelib.services.rules import definition_called, rules_of
from chalicelib.storage import secrets
from simulator.cloud import Cloud, template
from tests.calls import Call, through
from tests.factories import (
    AN,
    BINH,
    CLOSING_BEGINS,
    FIRST,
    LONG_BEFORE,
    NONCE,
    OPENS,
    OTHER_NONCE,
    RESULTS,
    SECOND,
    SECOND_CLOSES,
    SECOND_RESULTS,
    THIRD_NONCE,
    as_yaml,
    make_definition,
    make_person,
    nonce,
)
from tests.registering import (
    BY_MAIL,
    CITIZEN,
    EMAIL,
    FIELDS,
    ask_for_code,
    ask_for_lost_code,
    code_in,
    definition_of,
    register,
)
from tests.services.deciding import confirm, decide
from tests.services.granting import extend, extend_round, grant
from tests.services.test_certificates import SAID
from tests.services.test_own_certificates import picture
from tests.sso.conftest import LISTED, signed_on_elsewhere
from tests.staff import PASSWORD
from tests.town import Town, all_right
from tests.watch import contents

# What these tests share takes seconds to make: one process makes it once.
pytestmark = pytest.mark.xdist_group("policies")

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("api", "identity", "organizer", "privacy", "clock", "watch")
NAMES = {
    "AttemptsTable": config().attempts_table,
    "ContestantsTable": config().contestants_table,
    "RoundsTable": config().rounds_table,
    "StaffTable": config().staff_table,
    "PrivateBucket": config().private_bucket,
    "ExportsBucket": config().exports_bucket,
    "SiteBucket": config().site_bucket,
    "SessionSecret": config().session_secret,
    "PersonSecret": config().person_secret,
    "Identity": config().identity_function,
    "Clock": config().clock_function,
    "Organizer": config().organizer_function,
    "Privacy": config().privacy_function,
    "SigningKey": "signing-key",
}


def policy(role: str) -> list[dict[str, Any]]:
    """Return the statements of a function's policy."""
    return json.loads((ROOT / ".chalice" / f"policy-{role}.json").read_text())["Statement"]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def plain(resource: Any) -> str:
    """Return a resource of a policy as a pattern over our own names: ``hoithi-private/banks/*``."""
    if isinstance(resource, str):
        return resource
    if "Ref" in resource:
        return NAMES[resource["Ref"]]
    if "Fn::GetAtt" in resource:
        return NAMES[resource["Fn::GetAtt"][0]]
    text = re.sub(r"\$\{(\w+)\.Arn\}", lambda found: NAMES[found[1]], resource["Fn::Sub"])
    kind = re.search(r":secret:\$\{AWS::StackName\}/(session|person|sso)-", text)
    return getattr(config(), f"{kind[1]}_secret") if kind else text


def allows(statements: list[dict[str, Any]], action: str, resource: str) -> bool:
    """Whether ``statements`` allow ``action`` on ``resource``, as IAM decides: something allows it and nothing denies it."""
    effects = {
        statement["Effect"]
        for statement in statements
        if any(fnmatchcase(action, each) for each in listed(statement["Action"]))
        and any(fnmatchcase(resource, plain(each)) for each in listed(statement["Resource"]))
    }
    return effects == {"Allow"}


def needed(call: Call) -> list[tuple[str, str]]:
    """Return the (action, resource) pairs that a call needs."""
    return NEEDS[call.service](call)


def _dynamodb(call: Call) -> list[tuple[str, str]]:
    if call.operation == "TransactWriteItems":
        actions = {
            "ConditionCheck": "ConditionCheckItem",
            "Put": "PutItem",
            "Update": "UpdateItem",
            "Delete": "DeleteItem",
        }
        return [
            (f"dynamodb:{actions[kind]}", sent["TableName"])
            for item in call.sent["TransactItems"]
            for kind, sent in item.items()
        ]
    if "IndexName" in call.sent:
        return [(f"dynamodb:{call.operation}", f"{call.sent['TableName']}/index/{call.sent['IndexName']}")]
    tables = [call.sent["TableName"]] if "TableName" in call.sent else list(call.sent["RequestItems"])
    return [(f"dynamodb:{call.operation}", table) for table in tables]


def _s3(call: Call) -> list[tuple[str, str]]:
    bucket, key = call.sent["Bucket"], call.sent.get("Key", "")
    if call.operation == "ListObjectsV2":
        return [("s3:ListBucket", bucket)]
    action = {"HeadObject": "GetObject"}.get(call.operation, call.operation)
    lock = [("s3:PutObjectRetention", f"{bucket}/{key}")] if "ObjectLockMode" in call.sent else []
    return [(f"s3:{action}", f"{bucket}/{key}"), *lock]


NEEDS: dict[str, Callable[[Call], list[tuple[str, str]]]] = {
    "dynamodb": _dynamodb,
    "s3": _s3,
    "secretsmanager": lambda call: [(f"secretsmanager:{call.operation}", call.sent["SecretId"])],
    "kms": lambda call: [(f"kms:{call.operation}", NAMES["SigningKey"])],
}


@contextmanager
def acting(roles: list[str], role: str) -> Iterator[None]:
    """Act as ``role`` for a while. A new function knows no secret yet, and no definition."""
    roles.append(role)
    secrets.secret.cache_clear()
    definition_called.cache_clear()
    try:
        yield
    finally:
        roles.pop()
        secrets.secret.cache_clear()
        definition_called.cache_clear()


DONE: set[tuple[str, str, str]] = set()


@pytest.fixture
def done(signing_key: str, village: Town, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str, str]]:
    """Run a whole contest, once for all tests, and give every (role, action, resource) that it took."""
    if DONE:
        return DONE
    roles, found = ["api"], DONE

    def note(call: Call, make: Callable[[], Any]) -> Any:
        found.update((roles[-1], *each) for each in needed(call))
        return make()

    def as_role(role: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*arguments: Any, **named: Any) -> Any:
            with acting(roles, role):
                return act(*arguments, **named)

        return acted

    ask = village.cloud.ask

    def asked(function: str, event: functions.Event) -> Any:
        found.add((roles[-1], "lambda:InvokeFunction", function))
        with acting(roles, function):
            return ask(function, event)

    monkeypatch.setattr(functions, "ask", asked)
    monkeypatch.setattr(Cloud, "organize", as_role("organizer", Cloud.organize))
    monkeypatch.setattr(Cloud, "tick", as_role("clock", Cloud.tick))
    monkeypatch.setattr(Cloud, "watch", as_role("watch", Cloud.watch))
    monkeypatch.setattr(Cloud, "retain", as_role("privacy", Cloud.retain))
    monkeypatch.setattr(Town, "look_around", lambda self: None)
    with through(note):
        _whole_contest(village)
    return found


def _whole_contest(town: Town) -> None:
    certified = {**SAID, "everybody": "#/GCN-TG"}
    attempts = {"max": 2, "counted": "best"}
    town.settle(make_definition(attempts=attempts, publication="after_approval", certificates=certified))
    town.at(LONG_BEFORE).organize("status")
    town.organize("definition")
    town.enrol([make_person("Nguyễn Văn Anh", AN)])
    _journeys(town)
    town.organize("person-revoke", person=BINH)
    _staff(town)
    signed_on_elsewhere(town, "thi-tran-sso")
    _registered_elsewhere(town, "thi-tran-dang-ky")
    town.at(OPENS + 20 * 60_000).look()
    extend_round(town, number=21)
    extend(town, BINH, OPENS + 25 * 60_000, number=22)
    grant(town, BINH, number=23)
    town.organize("close-early", round=FIRST, closes="2023-10-23T01:30:00.000Z", by="thu-ky", reason="mat-dien")
    town.at(CLOSING_BEGINS).organize("close-due", dry_run=True)
    town.organize("close-due")
    town.organize("winners", round=FIRST)
    town.organize("links", round=FIRST)
    town.organize("report", round=FIRST)
    town.organize("round-questions", round=FIRST)
    town.organize("round-anomalies", round=FIRST)
    decide(town, "void", "q1", number=31)
    town.organize("decisions", round=FIRST)
    town.organize("decision-evidence", round=FIRST)
    town.organize("approve", round=FIRST, by="truong-ban")
    town.at(RESULTS).tick()
    confirm(town, decide(town, "void", "q2", number=32)["decision"])
    confirm(town, decide(town, "withdraw", number=33)["decision"])
    town.organize("approve", round=FIRST, by="truong-ban")
    town.organize("links", round=FIRST)
    _certified(town)
    town.organize("data-kept")
    town.organize("person-export", person=AN)
    town.organize("person-erase", person=AN)
    town.at(SECOND_CLOSES + YEARS_MS).cloud.retain()


def _certified(town: Town) -> None:
    """The second round closes, and with it the contest; everybody's certificates are printed, and one is fetched."""
    town.organize("certificate-pictures", seal=picture("red"))
    town.at(SECOND_CLOSES + DAY_MS).tick()
    for each in (SECOND, "final"):
        town.organize("approve", round=each, by="truong-ban")
    town.at(SECOND_RESULTS + DAY_MS).tick()
    town.tick()
    town.organize("certificates", round=FIRST)
    [told] = town.organize("certificates", round="final", everybody=True)["certificates"]
    an = town.stranger()
    an.sign_in(AN, town.codes[AN])
    certificates = an.send("GET", "/me/certificates").document["certificates"]
    assert {each["kind"] for each in certificates} == {"won", "took-part"}
    for each in certificates:
        an.send("GET", f"/me/certificates/{each['id']}")
    town.stranger().send("GET", f"/certificates/{told['code']}")


DAY_MS = 24 * 60 * 60_000
YEARS_MS = 10 * 366 * 24 * 60 * 60_000


def _registered_elsewhere(town: Town, contest: str) -> None:
    """Somebody registers in another contest of the town, with a code by mail, loses their own and gets in by another."""
    text = as_yaml(definition_of(**BY_MAIL) | {"contest": contest})
    town.organize("import-definition", contest=contest, text=text, file="contest.yaml")
    town.organize("import-units", contest=contest, units=[asdict(unit) for unit in LISTED])
    phone = dataclasses.replace(town.at(OPENS).stranger(), contest=contest)
    ask_for_code(phone)
    [mailed] = _letters(contest)
    fields = FIELDS | {"email": EMAIL}
    register(phone, code=code_in(mailed), fields=fields, consent=notice_version(rules_of(contest)))
    before = [letter["text"] for letter in _letters(contest)]
    town.at(OPENS + 5 * 60_000)
    ask_for_lost_code(phone, nonce=OTHER_NONCE)
    [again] = [letter for letter in _letters(contest) if letter["text"] not in before]
    assert phone.sign_in(CITIZEN, code_in(again)).status == 200


def _letters(contest: str) -> list[dict[str, str]]:
    """Return what lies in the outbox, read past the functions: that a test looks there isn't a call of theirs."""
    held = contents(config().private_bucket)
    return [json.loads(data) for name, data in held.items() if name.startswith(f"outbox/{contest}/")]


def _staff(town: Town) -> None:
    """The first chief comes, makes an account for a manager of a unit, and that one looks who has taken part."""
    given = _ask(town, "first-chief", nonce=NONCE)["password"]
    secret = _ask(town, "sign-in", contest="*", account="chief", password=given)["token"]
    chosen = {"old": given, "new": PASSWORD, "identifier": "034096000777", "full_name": "Trưởng Ban"}
    secret = _ask(town, "change-password", contest="*", token=secret, **chosen)["token"]
    _ask(town, "pulse", contests=[town.contest], clock=True)
    manager = {"contest": town.contest, "account": "quan-ly", "role": "unit_manager", "units": ["so-*"]}
    made = _ask(town, "account-add", token=secret, full_name="Quản Lý", nonce=NONCE, **manager)["password"]
    _ask(town, "acts", token=secret, contest=town.contest)
    device = town.stranger()
    device.send("POST", "/staff/session", {"account": "quan-ly", "password": made})
    device.send("PUT", "/staff/password", {"old": made, "new": PASSWORD})
    device.send("GET", "/staff/units")
    device.send("GET", f"/staff/units/so-noi-vu/rounds/{FIRST}")
    device.send("DELETE", "/staff/session")


def _ask(town: Town, act: str, **event: Any) -> Any:
    return functions.ask(config().organizer_function, {"act": act, **event})


def _journeys(town: Town) -> None:
    an, binh = town.at(OPENS).stranger(), town.stranger()
    an.sign_in(AN, "0000-0000")
    an.sign_in(AN, town.codes[AN])
    binh.sign_in(BINH, town.codes[BINH])
    paper = an.start(NONCE, device=NONCE)
    an.start(OTHER_NONCE)
    other = town.stranger()
    other.sign_in(AN, town.codes[AN])
    other.start(OTHER_NONCE)
    an.start(THIRD_NONCE)
    an.save("___", nonce(4))
    an.hand_in(all_right(paper), nonce(5), 2)
    an.hand_in(all_right(paper), nonce(6), 2)
    an.start(nonce(7), number=2)
    an.me()
    an.send("POST", "/session/renewal", {})
    binh.start(NONCE, device=NONCE)
    binh.send("DELETE", "/session")


def test_every_call_of_every_function_is_allowed_by_its_policy(done: set[tuple[str, str, str]]):
    missing = [each for each in sorted(done) if not allows(policy(each[0]), *each[1:])]

    assert missing == []
    assert {role for role, _, _ in done} == set(ROLES)


# Needed where no call shows it: logs are written, and failed runs reported, by Lambda itself; a bucket is listed so that
# an absent object is answered with 404 and not with 403; a hand-in that overtakes the close is read back, as is who comes in
# twice at once; a link is followed by whoever holds it, with what its maker may read; letters lie in the outbox where nobody
# is set to send them.
UNSEEN = {"logs:CreateLogStream", "logs:PutLogEvents", "s3:ListBucket", "sqs:SendMessage"}
MAIL_IDENTITY = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailIdentity}"
UNSEEN_OF = {
    ("identity", "dynamodb:BatchGetItem", config().contestants_table),
    ("identity", "ses:SendEmail", MAIL_IDENTITY),
    ("organizer", "s3:GetObject", f"{config().site_bucket}/c/r/r01/bank.json"),
}


@pytest.mark.parametrize("role", ROLES)
def test_no_policy_allows_what_its_function_never_does(done: set[tuple[str, str, str]], role: str):
    used = {(action, resource) for each, action, resource in done | UNSEEN_OF if each == role}

    unneeded = [
        (statement["Sid"], action)
        for statement in policy(role)
        if statement["Effect"] == "Allow"
        for action in listed(statement["Action"])
        if action not in UNSEEN
        if not any(
            action == done_action and fnmatchcase(resource, plain(pattern))
            for done_action, resource in used
            for pattern in listed(statement["Resource"])
        )
    ]

    assert unneeded == []


PRIVATE, EXPORTS, SITE = config().private_bucket, config().exports_bucket, config().site_bucket
PEOPLE_TABLE, ATTEMPTS_TABLE = config().contestants_table, config().attempts_table
KEPT_FROM = {
    "api": [
        ("s3:GetObject", f"{PRIVATE}/banks/x.json"),
        ("s3:GetObject", f"{PRIVATE}/seeds/lot/c/r"),
        ("s3:PutObject", f"{PRIVATE}/seeds/paper/c/r"),
        ("s3:GetObject", f"{PRIVATE}/rosters/c/roster.json"),
        ("s3:GetObject", f"{PRIVATE}/closings/c/r/facts.json"),
        ("s3:ListBucket", PRIVATE),
        ("s3:GetObject", f"{EXPORTS}/c/r/r01/bank.json"),
        ("s3:GetObject", f"{EXPORTS}/restricted/c/r/r01/winners.csv"),
        ("s3:PutObject", f"{SITE}/index.html"),
        ("dynamodb:GetItem", PEOPLE_TABLE),
        ("dynamodb:Query", ATTEMPTS_TABLE),
        ("dynamodb:Scan", ATTEMPTS_TABLE),
        ("dynamodb:DeleteItem", ATTEMPTS_TABLE),
        ("dynamodb:PutItem", config().rounds_table),
        ("secretsmanager:GetSecretValue", config().person_secret),
        ("lambda:InvokeFunction", config().clock_function),
        ("lambda:InvokeFunction", config().privacy_function),
        ("dynamodb:GetItem", config().staff_table),
        ("dynamodb:PutItem", config().staff_table),
        ("dynamodb:Query", f"{PEOPLE_TABLE}/index/by-unit"),
    ],
    "identity": [
        ("dynamodb:GetItem", config().staff_table),
        ("dynamodb:Query", f"{PEOPLE_TABLE}/index/by-unit"),
        ("dynamodb:GetItem", ATTEMPTS_TABLE),
        ("dynamodb:UpdateItem", ATTEMPTS_TABLE),
        ("dynamodb:Scan", PEOPLE_TABLE),
        ("dynamodb:PutItem", config().rounds_table),
        ("s3:GetObject", f"{PRIVATE}/banks/x.json"),
        ("s3:GetObject", f"{PRIVATE}/papers/x.json"),
        ("s3:GetObject", f"{PRIVATE}/seeds/paper/c/r"),
        ("s3:GetObject", f"{PRIVATE}/seeds/lot/c/r"),
        ("s3:GetObject", f"{EXPORTS}/c/r/r01/bank.json"),
    ],
    "organizer": [
        ("s3:GetObject", f"{PRIVATE}/seeds/lot/c/r"),
        ("s3:GetObject", f"{PRIVATE}/seeds/paper/c/r"),
        ("s3:PutObject", f"{PRIVATE}/seeds/lot/c/r"),
        ("s3:GetObject", f"{EXPORTS}/c/r/r01/draw.json"),
        ("s3:PutObject", f"{EXPORTS}/c/r/r01/ranking.csv"),
        ("s3:PutObject", f"{SITE}/c/r/results.json"),
        ("dynamodb:GetItem", ATTEMPTS_TABLE),
        ("dynamodb:PutItem", ATTEMPTS_TABLE),
        ("dynamodb:Query", ATTEMPTS_TABLE),
        ("dynamodb:Scan", PEOPLE_TABLE),
        ("dynamodb:DeleteItem", config().staff_table),
        ("dynamodb:Scan", config().staff_table),
        ("secretsmanager:GetSecretValue", config().session_secret),
    ],
    "clock": [
        ("dynamodb:GetItem", config().staff_table),
        ("dynamodb:Scan", PEOPLE_TABLE),
        ("dynamodb:Query", PEOPLE_TABLE),
        ("dynamodb:PutItem", PEOPLE_TABLE),
        ("dynamodb:PutItem", ATTEMPTS_TABLE),
        ("dynamodb:DeleteItem", ATTEMPTS_TABLE),
        ("s3:PutObject", f"{PRIVATE}/banks/x.json"),
        ("s3:PutObject", f"{PRIVATE}/definitions/x.json"),
        ("secretsmanager:GetSecretValue", config().session_secret),
        ("secretsmanager:GetSecretValue", config().person_secret),
    ],
    "privacy": [
        ("dynamodb:DeleteItem", ATTEMPTS_TABLE),
        ("dynamodb:Query", ATTEMPTS_TABLE),
        ("dynamodb:Scan", ATTEMPTS_TABLE),
        ("dynamodb:PutItem", config().rounds_table),
        ("dynamodb:PutItem", PEOPLE_TABLE),
        ("s3:GetObject", f"{PRIVATE}/banks/x.json"),
        ("s3:GetObject", f"{PRIVATE}/rosters/c/roster.json"),
        ("s3:PutObject", f"{PRIVATE}/rosters/c/roster.json"),
        ("s3:GetObject", f"{EXPORTS}/restricted/c/r/r01/winners.csv"),
        ("s3:PutObject", f"{SITE}/c/r/results.json"),
        ("secretsmanager:GetSecretValue", config().person_secret),
        ("lambda:InvokeFunction", config().clock_function),
    ],
    "watch": [
        ("dynamodb:GetItem", ATTEMPTS_TABLE),
        ("dynamodb:Scan", ATTEMPTS_TABLE),
        ("dynamodb:UpdateItem", ATTEMPTS_TABLE),
        ("dynamodb:Scan", PEOPLE_TABLE),
        ("dynamodb:PutItem", config().rounds_table),
        ("s3:GetObject", f"{PRIVATE}/banks/x.json"),
        ("lambda:InvokeFunction", config().clock_function),
        ("sqs:ReceiveMessage", "queue"),
    ],
}


@pytest.mark.parametrize("role", ROLES)
def test_what_the_design_keeps_from_a_function_is_kept_from_it(role: str):
    reached = [each for each in KEPT_FROM[role] if allows(policy(role), *each)]

    assert reached == []


@pytest.mark.parametrize(
    ("role", "touched"), [("organizer", ["session", "status"]), ("privacy", ["device"])], ids=["organizer", "privacy"]
)
def test_organizers_take_papers_off_sessions_and_erasures_off_devices_and_change_nothing_else_of_them(
    role: str, touched: list[str]
):
    on_tables = [each for each in policy(role) if each["Action"][0].startswith("dynamodb:")]
    on_papers = [each for each in on_tables if ATTEMPTS_TABLE in map(plain, listed(each["Resource"]))]
    changing = [each for each in on_papers if each["Action"] != ["dynamodb:GetItem"]]

    assert [(each["Action"], each["Condition"]) for each in changing] == [
        (
            ["dynamodb:UpdateItem"],
            {
                "ForAllValues:StringEquals": {"dynamodb:Attributes": ["shard", "attempt", *touched]},
                "StringEqualsIfExists": {"dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"]},
            },
        )
    ]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "action",
    [
        "s3:BypassGovernanceRetention",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketVersioning",
        "s3:PutObjectLegalHold",
        "dynamodb:DeleteTable",
    ],
)
def test_no_function_may_shorten_a_lock_or_delete_anything(role: str, action: str):
    actions = [each for statement in policy(role) for each in listed(statement["Action"])]

    assert [each for each in actions if fnmatchcase(action, each)] == []


def every_statement() -> list[tuple[str, dict[str, Any]]]:
    """Return every statement that is deployed: the functions' and those of the template."""
    found = [(f"policy-{role}", statement) for role in ROLES for statement in policy(role)]
    for name, resource in template()["Resources"].items():
        documents = [each["PolicyDocument"] for each in resource.get("Properties", {}).get("Policies", [])]
        documents += [resource["Properties"][key] for key in ("PolicyDocument",) if key in resource.get("Properties", {})]
        found += [(name, statement) for document in documents for statement in document["Statement"]]
    return found


def test_no_statement_has_a_bare_star_or_a_services_whole_set_of_actions():
    wide = [
        (where, statement["Sid"])
        for where, statement in every_statement()
        for each in [*listed(statement["Action"]), *listed(statement.get("Resource", ""))]
        if each == "*" or (isinstance(each, str) and each.endswith(":*"))
    ]

    assert wide == []


def test_every_statement_says_what_it_is_for_once():
    names = [(where, statement.get("Sid", "")) for where, statement in every_statement()]

    assert [name for name in names if not re.fullmatch("[A-Za-z]+", name[1])] == []
    assert len(names) == len(set(names))


def test_no_statement_turns_a_rule_round():
    turned = {"NotAction", "NotResource", "NotPrincipal"}

    assert [where for where, statement in every_statement() if turned & set(statement)] == []


AUDITORS = ("attempts.csv", "ranking.csv", "prizes.csv", "decisions.csv", "earlier_wins.csv")


def test_auditors_read_their_files_and_nothing_else():
    role = template()["Resources"]["AuditorRole"]["Properties"]["Policies"]
    statements = [statement for each in role for statement in each["PolicyDocument"]["Statement"]]
    resolved = [
        {**statement, "Resource": [_exports(each) for each in listed(statement["Resource"])]} for statement in statements
    ]
    folder = f"{EXPORTS}/c/tuan-1/r01"

    may = [name for name in (*AUDITORS, "bank.json", "draw.json") if allows(resolved, "s3:GetObject", f"{folder}/{name}")]

    assert may == list(AUDITORS)
    assert not allows(resolved, "s3:GetObject", f"{EXPORTS}/restricted/c/tuan-1/r01/prizes.csv")
    assert not allows(resolved, "s3:GetObject", f"{EXPORTS}/restricted/c/tuan-1/r01/winners.csv")
    assert {action for statement in statements for action in listed(statement["Action"])} == {"s3:GetObject"}


def _exports(resource: Any) -> str:
    return str(resource).replace("${ExportsBucket.Arn}", EXPORTS)


def test_the_reader_of_policies_can_say_no():
    statements = [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "bucket/*"},
        {"Effect": "Deny", "Action": ["s3:GetObject"], "Resource": ["bucket/secret/*"]},
    ]

    asked = [
        ("s3:GetObject", "bucket/a"),
        ("s3:GetObject", "bucket/secret/a"),
        ("s3:PutObject", "bucket/a"),
        ("s3:GetObject", "b"),
    ]

    assert [allows(statements, *each) for each in asked] == [True, False, False, False]
