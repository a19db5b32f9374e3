"""Signing, locks and decisions on the deployed stack: every function in its own role, and the whole chain verified."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.evidence import MOST_BYTES
from chalicelib.routes.views import COOKIE
from organizer.download import fetch
from tests.deployed import OVERDUE, Town, session_secret, session_token
from tests.printing.sheets import Sheets
from tests.stack.surroundings import soon
from verifier import verify

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

CONTEST, ROUND = OVERDUE
CHOSEN = "một câu rất dài để nhớ"
CLOCK_COMES_WITHIN_S = 200


def ask(town: Town, act: str, **event: Any) -> Any:
    return town.invoke("Organizer", {"act": act, "contest": CONTEST, "round": ROUND, **event})


def about(town: Town, act: str, **event: Any) -> Any:
    return town.invoke("Organizer", {"act": act, "contest": CONTEST, **event})


def state(town: Town) -> Any:
    told = about(town, "status")["answer"]
    return next(each for each in told if each["round"] == ROUND)


@pytest.fixture
def closed_by_itself(town: Town) -> Town:
    """A round that nobody but the deployed clock has closed and published."""
    assert soon(lambda: state(town)["state"] == "published", CLOCK_COMES_WITHIN_S)
    return town


def decide(town: Town, kind: str, *subjects: str, minutes: bytes = b"minutes", **event: Any) -> Any:
    evidence = {"name": "bien-ban.pdf", "data": base64.b64encode(minutes).decode()}
    why = {"reason": "ket-luan-lai", "text": "Theo biên bản.", "evidence": evidence, "nonce": secrets.token_hex(16)}
    return ask(town, "decide", kind=kind, subjects=list(subjects), after="", **why, **event)


def second_chief(town: Town) -> str:
    """Return the token of another chief of the contest, made once and completed as people do it."""
    if town.site not in _SECOND:
        who = {"full_name": "Phó Ban", "identifier": "034096000888"}
        asked = {"account": "pho-ban", "role": "chief", "units": [], "nonce": secrets.token_hex(16), **who}
        password = about(town, "account-add", **asked)["answer"]["password"]
        token = about(town, "sign-in", account="pho-ban", password=password, token="")["answer"]["token"]
        _SECOND[town.site] = about(town, "change-password", token=token, old=password, new=CHOSEN)["answer"]["token"]
    return _SECOND[town.site]


_SECOND: dict[str, str] = {}


def confirm(town: Town, decision: str) -> Any:
    return ask(town, "decision-confirm", decision=decision, token=second_chief(town))


def exported(town: Town, revision: str, folder: Path) -> Path:
    """Fetch a revision as its files lie in the bucket."""
    s3, bucket = town.emulator.client("s3"), town.stack.names["ExportsBucket"]
    for key in town.objects("ExportsBucket", f"{CONTEST}/{ROUND}/{revision}/"):
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    return folder / CONTEST / ROUND / revision


def a_paper(town: Town, folder: Path) -> str:
    """Return the first attempt of the round that has no ruling."""
    rows = (exported(town, "r01", folder) / "attempts.csv").read_text("utf-8-sig").splitlines()
    contestant, number = rows[1].split(",")[:2]
    return f"{contestant}.{number}"


def test_decisions_make_signed_revisions_that_verify_through_their_whole_chain(closed_by_itself: Town, tmp_path: Path):
    town = closed_by_itself
    paper = a_paper(town, tmp_path)

    proposed = decide(town, "disqualify", paper)["answer"]
    alone = ask(town, "decision-confirm", decision=proposed["decision"])
    out = confirm(town, proposed["decision"])["answer"]
    back = confirm(town, decide(town, "reinstate", paper)["answer"]["decision"])["answer"]

    assert (proposed["state"], alone["refused"]["code"]) == ("proposed", "second-account")
    assert [(each["state"], each["revision"]) for each in (out, back)] == [("applied", 2), ("applied", 3)]
    folders = [exported(town, f"r{number:02d}", tmp_path) for number in (1, 2, 3)]
    assert [verified(town, folder, before) for folder, before in zip(folders, [None, *folders], strict=False)] == [0, 0, 0]


def test_the_second_account_fetches_what_a_decision_rests_on_as_large_as_it_may_be(closed_by_itself: Town, tmp_path: Path):
    town, minutes = closed_by_itself, secrets.token_bytes(MOST_BYTES)
    decision = decide(town, "disqualify", a_paper(town, tmp_path), minutes=minutes)["answer"]["decision"]

    (kept,) = ask(town, "decision-evidence", decision=decision, token=second_chief(town))["answer"]
    found = BytesIO()
    fetch(kept["link"], found)

    assert found.getvalue() == minutes


def whole(town: Town) -> Any:
    """Return how the contest as a whole stands, None before it is made."""
    return next((each for each in about(town, "status")["answer"] if each["round"] == "final"), None)


def test_the_contest_as_a_whole_is_made_signed_and_shown_by_the_deployed_clock_alone(closed_by_itself: Town, tmp_path: Path):
    town = closed_by_itself
    assert soon(lambda: (whole(town) or {}).get("state") == "published", CLOCK_COMES_WITHIN_S)

    s3, bucket = town.emulator.client("s3"), town.stack.names["ExportsBucket"]
    for key in town.objects("ExportsBucket", f"{CONTEST}/"):
        path = tmp_path / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    folder = tmp_path / CONTEST / "final" / "r01"
    pem = tmp_path / "key.pem"
    pem.write_bytes(town.send("GET", f"/keys/{json.loads((folder / 'manifest.json').read_text())['key']}.pem").body)

    assert verify.main([str(folder), "--public-key", str(pem)]) == 0
    assert "Giải Nhất tập thể" in town.send("GET", f"/{CONTEST}/final/index.html").body.decode()


def test_certificates_are_printed_by_organizers_and_confirmed_to_anybody(closed_by_itself: Town):
    town = closed_by_itself
    assert soon(lambda: (whole(town) or {}).get("state") == "published", CLOCK_COMES_WITHIN_S)

    told = [*ask(town, "certificates")["answer"]["certificates"]]
    told += town.invoke("Organizer", {"act": "certificates", "contest": CONTEST, "round": "final"})["answer"]["certificates"]

    said = [town.send("GET", f"/{CONTEST}/certificates/{each['code']}.json").document for each in told]
    assert [(each["number"], each["holds"], each["name"]) for each in said] == [
        (each["number"], True, each["recipient"]) for each in told
    ]
    assert len(told) > 8
    assert town.send("GET", f"/{CONTEST}/giay-chung-nhan.html").status == 200


def test_whoever_took_part_fetches_the_certificate_through_the_front_door_and_anybody_has_it_confirmed(
    closed_by_itself: Town,
):
    town = closed_by_itself
    assert soon(lambda: (whole(town) or {}).get("state") == "published", CLOCK_COMES_WITHIN_S)
    asked = {"act": "certificates", "contest": CONTEST, "round": "final", "everybody": True}
    one = town.invoke("Organizer", asked)["answer"]["certificates"][0]
    town.cookie = f"{COOKIE}={session_token(session_secret(town), CONTEST, took_part(town)[0])}"

    listed = town.send("GET", f"/api/contests/{CONTEST}/me/certificates").document["certificates"]
    fetched = town.send("GET", f"/api/contests/{CONTEST}/me/certificates/taking-part")
    said = town.send("GET", f"/api/contests/{CONTEST}/certificates/{one['code']}").document

    assert [each["kind"] for each in listed][-1] == "took-part"
    assert (fetched.status, fetched.headers["Content-Type"]) == (200, "application/pdf")
    code = Sheets(fetched.body).codes()[0]
    assert code.startswith(f"{town.site}/{CONTEST}/giay-chung-nhan.html#")
    assert (said["number"], said["holds"], said["name"]) == (one["number"], True, one["recipient"])


def took_part(town: Town) -> list[str]:
    """Return the pseudonyms of who took part, as the clock has written them down."""
    key = f"closings/{CONTEST}/final/r01/took-part/all.json"
    body = town.emulator.client("s3").get_object(Bucket=town.stack.names["PrivateBucket"], Key=key)["Body"]
    found: list[str] = json.loads(body.read())
    return found


def test_an_organizer_reads_the_report_on_a_round(closed_by_itself: Town):
    told = ask(closed_by_itself, "report")["answer"]

    assert sum(band["papers"] for band in told["bands"]) == told["totals"]["papers"] > 0


def verified(town: Town, folder: Path, before: Path | None) -> int:
    key = json.loads((folder / "manifest.json").read_text())["key"]
    pem = folder.parent / "key.pem"
    pem.write_bytes(town.send("GET", f"/keys/{key}.pem").body)
    commitment = town.send("GET", f"/{CONTEST}/acts/{ROUND}-commitment.json").document["commitment"]
    root = town.send("GET", f"/{CONTEST}/acts/{ROUND}-closing.json").document["receipts_root"]
    chain = ["--previous", str(before)] if before else []
    return verify.main([str(folder), "--public-key", str(pem), "--commitment", commitment, "--root", root, *chain])


def denied(act: Callable[[], Any]) -> bool:
    with pytest.raises(ClientError) as refused:
        act()
    return refused.value.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException")


@pytest.mark.parametrize(
    "role", ["ApiHandlerRole", "IdentityRole", "OrganizerRole", "PrivacyRole", "WatchRole", "AuditorRole"]
)
def test_no_role_but_the_closing_functions_may_sign(town: Town, role: str):
    kms = town.as_role(role, "kms")
    asked = {"KeyId": town.stack.names["SigningKey"], "Message": b"x", "SigningAlgorithm": "ECDSA_SHA_256"}

    assert denied(lambda: kms.sign(**asked))


def test_the_closing_functions_role_signs_and_looks_after_no_key(town: Town):
    kms, key = town.as_role("ClockRole", "kms"), town.stack.names["SigningKey"]

    assert kms.sign(KeyId=key, Message=b"x", SigningAlgorithm="ECDSA_SHA_256")["Signature"]
    assert denied(lambda: kms.schedule_key_deletion(KeyId=key))
    assert denied(lambda: kms.put_key_policy(KeyId=key, PolicyName="default", Policy="{}"))


@pytest.mark.parametrize("role", ["ApiHandlerRole", "OrganizerRole", "PrivacyRole", "ClockRole", "AuditorRole"])
def test_no_role_deletes_a_version_or_goes_past_a_lock(closed_by_itself: Town, role: str):
    town = closed_by_itself
    bucket, key = town.stack.names["ExportsBucket"], f"{CONTEST}/{ROUND}/r01/manifest.json"
    version = town.emulator.client("s3").head_object(Bucket=bucket, Key=key)["VersionId"]
    s3 = town.as_role(role)

    assert denied(lambda: s3.delete_object(Bucket=bucket, Key=key))
    assert denied(lambda: s3.delete_object(Bucket=bucket, Key=key, VersionId=version))
    assert denied(lambda: s3.delete_object(Bucket=bucket, Key=key, VersionId=version, BypassGovernanceRetention=True))


def test_everything_but_what_is_restricted_is_locked(closed_by_itself: Town):
    town = closed_by_itself
    s3, bucket = town.emulator.client("s3"), town.stack.names["ExportsBucket"]

    held = {
        key: s3.head_object(Bucket=bucket, Key=key).get("ObjectLockMode")
        for prefix in (f"{CONTEST}/", f"acts/{CONTEST}/", f"restricted/{CONTEST}/")
        for key in town.objects("ExportsBucket", prefix)
    }

    assert {mode for key, mode in held.items() if not key.startswith("restricted/")} == {"GOVERNANCE"}
    assert {mode for key, mode in held.items() if key.startswith("restricted/")} == {None}


def test_an_organizers_function_writes_evidence_and_nothing_else_beside_the_exports(closed_by_itself: Town):
    town = closed_by_itself
    s3, bucket = town.as_role("OrganizerRole"), town.stack.names["ExportsBucket"]

    s3.put_object(Bucket=bucket, Key=f"restricted/{CONTEST}/{ROUND}/decisions/thu.txt", Body=b"x")
    assert denied(lambda: s3.put_object(Bucket=bucket, Key=f"restricted/{CONTEST}/{ROUND}/r01/winners.csv", Body=b""))
    assert denied(lambda: s3.put_object(Bucket=bucket, Key=f"acts/{CONTEST}/{ROUND}-approval.json", Body=b""))
    assert denied(lambda: s3.put_object(Bucket=bucket, Key=f"{CONTEST}/{ROUND}/r02/manifest.json", Body=b""))
