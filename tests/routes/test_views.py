"""How the API answers: problems that people can read and programs can tell apart, and what is true of every answer."""

from __future__ import annotations

import dataclasses

import pytest

from chalicelib.config import config
from chalicelib.domain import errors
from chalicelib.routes import views
from chalicelib.services import start as start_service
from tests.factories import AN, BINH, FIRST, NONCE, OPENS, OTHER_NONCE
from tests.lines import lines
from tests.town import Answer, Phone, Town
from tests.watch import Watch

MEMBERS = {"type", "title", "detail", "status", "en", "facts", "trace"}


def family(kind: type[errors.Refusal] = errors.Refusal) -> list[type[errors.Refusal]]:
    """Return every class of refusal there is, so that a new one is tested the day it is written."""
    return [kind, *(each for child in kind.__subclasses__() for each in family(child))]


EXPECTED = {
    "Refusal": 400,
    "NotSignedIn": 401,
    "Forbidden": 403,
    "Excluded": 409,
    "Busy": 503,
    "NotAllDone": 503,
    "NotFound": 404,
    "Unfit": 422,
    "WrongType": 415,
    "TooLong": 413,
    "TooMany": 429,
    "Conflict": 409,
    "NotOpen": 409,
    "Late": 409,
    "HandedIn": 409,
    "Elsewhere": 409,
    "NotYet": 409,
    "NotYours": 409,
}
VALUES = {
    "clause": " (Mục II.1)",
    "contact": "Ban Tổ chức",
    "reason": "Thành viên Ban Tổ chức",
    "until": "08:15 ngày 23/10/2023",
    "opens": "08:00 ngày 23/10/2023",
    "closes": "09:00 ngày 23/10/2023",
    "deadline": "08:10 ngày 23/10/2023",
    "most": 8192,
    "acts": "close thi-tran-2023/tuan-1",
}


def test_every_class_of_refusal_has_its_status():
    statuses = {kind.__name__: views.status_of(kind()) for kind in family() if kind.__module__ == errors.__name__}

    assert statuses == EXPECTED


@pytest.fixture
def refuse(phone: Phone, monkeypatch: pytest.MonkeyPatch, watch: Watch):
    """Have the service behind a start raise something, though none does, and give what the API answers then."""
    watch.wants_it_described = False

    def raised(error: Exception) -> Answer:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr("chalicelib.routes.attempts.start", fail)
        return phone.start(NONCE)

    return raised


@pytest.mark.parametrize("name", EXPECTED)
def test_a_refusal_is_a_problem_document_in_two_languages(refuse, name: str):
    kind = getattr(errors, name)

    answer = refuse(kind(facts={"number": 7}, **VALUES))

    document = answer.document
    assert (answer.status, document["status"]) == (EXPECTED[name], EXPECTED[name])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (set(document), set(document["en"])) == (MEMBERS, {"title", "detail"})
    assert (document["type"], document["facts"]) == (f"/problems/{kind.code}", {"number": 7})
    texts = [document["title"], document["detail"], document["en"]["title"], document["en"]["detail"]]
    assert [text for text in texts if not text or "{" in text] == []


def test_what_nobody_expected_is_a_problem_too_and_tells_nothing(refuse):
    answer = refuse(ZeroDivisionError("the lot seed is 0123"))

    assert (answer.status, answer.problem) == (500, "failed")
    assert b"seed" not in answer.raw
    assert b"Zero" not in answer.raw
    assert answer.document["detail"].startswith("Xin thử lại sau giây lát.")


@pytest.mark.usefixtures("gateway")
def test_what_nobody_expected_is_logged_under_the_id_that_people_are_told(refuse, capsys: pytest.CaptureFixture[str]):
    answer = refuse(ZeroDivisionError("the lot seed is 0123"))

    failed = [line for line in lines(capsys) if line["level"] == "ERROR"]
    assert [(line["trace"], line["act"], line["error"][0]) for line in failed] == [
        ("request-7", "start", "ZeroDivisionError")
    ]
    assert (answer.document["trace"], "seed" in str(failed)) == ("request-7", False)


def test_a_refusal_with_a_sentence_that_needs_more_values_is_a_problem_all_the_same(refuse):
    answer = refuse(errors.Excluded())

    assert (answer.status, answer.problem) == (500, "failed")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/me"),
        ("DELETE", "/session"),
        ("POST", "/session"),
        ("PUT", f"/rounds/{FIRST}/attempts/1"),
        ("PUT", f"/rounds/{FIRST}/attempts/1/answers"),
        ("PUT", f"/rounds/{FIRST}/attempts/1/submission"),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_tells_the_hour_and_is_kept_nowhere(town: Town, method: str, path: str, signed_in: bool):
    phone = town.phone(AN) if signed_in else town.stranger()

    answer = town.at(OPENS + 7) and phone.send(method, path, {"nonce": NONCE})

    assert (answer.headers["Server-Time"], answer.headers["Cache-Control"]) == (str(OPENS + 7), "no-store")


def test_vietnamese_is_sent_as_it_is_read(phone: Phone):
    answer = phone.start(NONCE)

    assert "Nội dung của".encode() in answer.raw
    assert b"\\u" not in answer.raw
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_too_many_guesses_are_asked_to_wait(town: Town):
    answers = [town.stranger().sign_in(AN, "0000-0000") for _ in range(6)]

    assert [answer.headers.get("Retry-After") for answer in answers] == [None] * 5 + ["60"]


class TestBehindTheFrontDoor:
    """Where the deployment has an edge secret, what doesn't carry it has not come through CloudFront."""

    SECRET = "the-edge-secret-of-a-deployment-long-enough"

    @pytest.fixture
    def guarded(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> Phone:
        deployed = dataclasses.replace(config(), edge_secret=self.SECRET)
        monkeypatch.setattr(views, "config", lambda: deployed)
        return phone

    @pytest.mark.parametrize("sent", [{}, {"X-Hoithi-Edge": ""}, {"X-Hoithi-Edge": SECRET[:-1]}, {"X-Hoithi-Edge": "é"}])
    def test_what_came_another_way_is_refused(self, guarded: Phone, sent: dict[str, str]):
        guarded.extra = sent

        answers = [guarded.me(), guarded.start(NONCE), guarded.sign_in(AN, "x"), guarded.send("DELETE", "/session")]

        assert [(answer.status, answer.problem) for answer in answers] == [(403, "past-the-door")] * 4
        assert answers[0].document["detail"] == "Xin truy cập qua địa chỉ chính thức của cuộc thi."

    def test_what_came_through_it_is_answered(self, guarded: Phone):
        guarded.extra = {"X-Hoithi-Edge": self.SECRET}

        assert guarded.me().status == 200

    @pytest.mark.parametrize(("sent", "status"), [(SECRET, 200), ("the-one-before", 200), (f"{SECRET} the-one-before", 403)])
    def test_while_the_secret_is_changed_both_are_taken(
        self, phone: Phone, monkeypatch: pytest.MonkeyPatch, sent: str, status: int
    ):
        changing = dataclasses.replace(config(), edge_secret=f"{self.SECRET} the-one-before")
        monkeypatch.setattr(views, "config", lambda: changing)
        phone.extra = {"X-Hoithi-Edge": sent}

        assert phone.me().status == status


def test_who_acts_comes_from_the_session_alone(town: Town, phone: Phone):
    other = town.phone(BINH).me().document["contestant"]

    answers = [
        phone.send("PUT", f"/rounds/{FIRST}/attempts/1", {"nonce": NONCE, "contestant": other}),
        phone.send("PUT", f"/rounds/{FIRST}/attempts/{other}.1", {"nonce": NONCE}),
        phone.send("GET", f"/me?contestant={other}"),
    ]

    assert [answer.problem for answer in answers[:2]] == ["unfit-fields", "no-such-attempt"]
    assert answers[2].document["contestant"] != other


def test_the_hour_is_the_servers_and_never_the_requests(town: Town, phone: Phone):
    town.at(OPENS - 1)

    answer = phone.send("PUT", f"/rounds/{FIRST}/attempts/1", {"nonce": NONCE}, Date="Mon, 23 Oct 2023 01:00:00 GMT")

    assert answer.problem == "not-open"


def test_the_service_behind_a_start_is_asked_once(phone: Phone, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def spy(*arguments: object) -> object:
        asked.append("start")
        return start_service.start(*arguments)

    monkeypatch.setattr("chalicelib.routes.attempts.start", spy)
    phone.start(OTHER_NONCE)

    assert asked == ["start"]
