"""What only the deployed stack can show: roles, the schedule, the front door, locks."""

from __future__ import annotations

import time
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.deployed import OVERDUE, Town

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

NONCES = [f"{n:032x}" for n in range(1, 9)]


def sign_in(town: Town, person: int) -> None:
    slip = town.demo.people[person]
    assert town.api("POST", "/session", {"identifier": slip["identifier"], "code": slip["code"]}).status == 200


def start(town: Town, nonce: str) -> Any:
    return town.api("PUT", f"/rounds/{town.demo.open_round}/attempts/1", {"nonce": nonce})


def answers(paper: Any, nonce: str, version: int) -> dict[str, Any]:
    choices = "".join(question["options"][0]["letter"] for question in paper["questions"])
    return {"nonce": nonce, "version": version, "choices": choices, "prediction": "7"}


def denied(read: Any) -> bool:
    with pytest.raises(ClientError) as refused:
        read()
    return refused.value.response["Error"]["Code"] == "AccessDenied"


def test_a_contestant_starts_saves_hands_in_and_gets_the_same_receipt_twice(town: Town) -> None:
    sign_in(town, 0)
    paper = start(town, NONCES[0]).document["paper"]
    folder = f"/rounds/{town.demo.open_round}/attempts/1"

    saved = town.api("PUT", f"{folder}/answers", answers(paper, NONCES[1], 1))
    handed_in = town.api("PUT", f"{folder}/submission", answers(paper, NONCES[2], 2))
    again = town.api("PUT", f"{folder}/submission", answers(paper, NONCES[2], 2))

    assert (saved.status, saved.document["version"]) == (200, 2)
    assert (handed_in.status, again.status) == (200, 200)
    assert again.body == handed_in.body
    assert town.api("GET", "/me").document["attempts"][-1]["receipt"] == handed_in.document["receipt"]


def test_what_comes_past_cloudfront_is_refused(town: Town) -> None:
    api = town.stack.origins(town.emulator.endpoint).api_host
    request = urllib.request.Request(f"{town.emulator.endpoint}/api/contests/{town.demo.contest}/me", headers={"Host": api})

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)

    assert refused.value.code == 403
    refused.value.close()


def test_an_unknown_address_is_a_problem_document_and_an_unknown_page_a_page(town: Town) -> None:
    problem = town.send("GET", "/api/there/is/nothing")
    page = town.send("GET", "/there/is/nothing.html")

    assert (problem.status, problem.document["type"]) == (404, "/problems/not-found")
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert (page.status, "Không tìm thấy trang này" in page.body.decode()) == (404, True)


def test_the_site_is_served_with_its_security_headers(town: Town) -> None:
    page = town.send("GET", f"/{town.demo.contest}/index.html")

    assert page.status == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_published_round_is_on_the_site_and_the_open_one_is_not(town: Town) -> None:
    contest, published, running = town.demo.contest, town.demo.published_round, town.demo.open_round

    found = {
        name: town.send("GET", f"/{contest}/{published}/{name}").status
        for name in ("index.html", "results.json", "r01/draw.json")
    }
    hidden = {
        name: town.send("GET", f"/{contest}/{running}/{name}").status
        for name in ("index.html", "results.json", "r01/draw.json")
    }

    assert found == {"index.html": 200, "results.json": 200, "r01/draw.json": 200}
    assert hidden == {"index.html": 404, "results.json": 404, "r01/draw.json": 404}
    assert town.send("GET", f"/{contest}/{running}/r01/definition.json").status == 200


def test_the_public_functions_role_reads_papers_but_no_key_no_lot_and_no_export(town: Town) -> None:
    s3 = town.as_role("ApiHandlerRole")
    private, exports = town.stack.names["PrivateBucket"], town.stack.names["ExportsBucket"]
    paper = next(iter(town.objects("PrivateBucket", "papers/")))
    secret = [
        next(iter(town.objects("PrivateBucket", prefix))) for prefix in ("banks/", "seeds/lot/", "rosters/", "closings/")
    ]
    exported = next(iter(town.objects("ExportsBucket")))

    assert s3.get_object(Bucket=private, Key=paper)["Body"].read()
    assert all(denied(lambda key=key: s3.get_object(Bucket=private, Key=key)) for key in secret)
    assert denied(lambda: s3.get_object(Bucket=exports, Key=exported))


def test_the_organizers_role_reads_winners_but_no_seed_and_can_write_no_export(town: Town) -> None:
    s3 = town.as_role("OrganizerRole")
    private, exports = town.stack.names["PrivateBucket"], town.stack.names["ExportsBucket"]
    folder = f"{town.demo.contest}/{town.demo.published_round}/r01"

    assert s3.get_object(Bucket=exports, Key=f"restricted/{folder}/winners.csv")["Body"].read()
    assert denied(lambda: s3.get_object(Bucket=exports, Key=f"{folder}/draw.json"))
    assert denied(lambda: s3.get_object(Bucket=private, Key=next(iter(town.objects("PrivateBucket", "seeds/")))))
    assert denied(lambda: s3.put_object(Bucket=exports, Key=f"{folder}/ranking.csv", Body=b""))


def test_auditors_read_the_auditors_files_and_nothing_else(town: Town) -> None:
    s3 = town.as_role("AuditorRole")
    exports = town.stack.names["ExportsBucket"]
    folder = f"{town.demo.contest}/{town.demo.published_round}/r01"

    for name in ("attempts.csv", "ranking.csv", "prizes.csv", "decisions.csv", "earlier_wins.csv"):
        assert s3.get_object(Bucket=exports, Key=f"{folder}/{name}")["Body"].read()
    assert denied(lambda: s3.get_object(Bucket=exports, Key=f"restricted/{folder}/winners.csv"))
    assert denied(lambda: s3.get_object(Bucket=exports, Key=f"{folder}/draw.json"))
    assert denied(lambda: s3.put_object(Bucket=exports, Key=f"{folder}/ranking.csv", Body=b""))


def test_exports_are_locked_and_names_are_not(town: Town) -> None:
    s3, bucket = town.emulator.client("s3"), town.stack.names["ExportsBucket"]
    folder = f"{town.demo.contest}/{town.demo.published_round}/r01"

    locked = s3.head_object(Bucket=bucket, Key=f"{folder}/manifest.json")
    erasable = s3.head_object(Bucket=bucket, Key=f"restricted/{folder}/winners.csv")

    assert (locked.get("ObjectLockMode"), erasable.get("ObjectLockMode")) == ("GOVERNANCE", None)


def test_organizers_see_winners_and_get_links_that_work(town: Town) -> None:
    asked = {"contest": town.demo.contest, "round": town.demo.published_round}

    winners = town.invoke("Organizer", {"act": "winners", **asked})["answer"]
    links = town.invoke("Organizer", {"act": "links", "hours": 1, **asked})["answer"]["links"]

    assert [row["prize"] for row in winners["rows"] if row["contestant"]] == ["nhat", "nhi", "nhi", "ba", "ba", "ba"]
    with urllib.request.urlopen(links["ranking.csv"], timeout=60) as file:
        assert file.read().startswith(b"\xef\xbb\xbfrank,contestant,number,unit,score")


def test_a_list_of_units_goes_in_by_one_role_and_is_shown_by_another_without_its_head_counts(town: Town) -> None:
    listed = [{"id": "ban-thu-nghiem", "name": "Ban thử nghiệm", "klass": "", "headcount": 12}]

    told = town.invoke("Organizer", {"act": "import-units", "contest": town.demo.contest, "units": listed})["answer"]

    shown = town.send("GET", f"/{town.demo.contest}/units.json").document
    assert told["added"] == ["ban-thu-nghiem"]
    assert {"id": "ban-thu-nghiem", "name": "Ban thử nghiệm"} in shown
    assert {"id": "so-noi-vu", "name": "Sở Nội vụ"} in shown
    assert {tuple(sorted(each)) for each in shown} == {("id", "name")}


def test_a_round_that_is_not_closed_tells_nobody_anything(town: Town) -> None:
    asked = {"contest": town.demo.contest, "round": town.demo.open_round}

    refusals = [
        town.invoke("Organizer", {"act": act, **asked})["refused"]["code"]
        for act in ("winners", "links", "approve", "publish")
    ]

    assert refusals == ["not-closed"] * 4


def test_the_schedule_closes_a_round_past_its_close_and_publishes_it(town: Town) -> None:
    """The emulator's rule fires every minute, and nobody here invokes the clock: this test has to wait for a timer."""
    contest, overdue = OVERDUE
    until = time.monotonic() + 200

    while time.monotonic() < until:
        told = {
            each["round"]: each["state"]
            for each in town.invoke("Organizer", {"act": "status", "contest": contest})["answer"]
        }
        if told[overdue] == "published":
            break
        time.sleep(1)

    assert told[overdue] == "published"
    assert town.send("GET", f"/{contest}/{overdue}/results.json").document["counts"]["papers"] > 0
