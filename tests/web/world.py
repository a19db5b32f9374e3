"""A small server of the same contract as the deployed one: the static site, the API, and the faults of a bad day.

It keeps its own clock, so that a test can let an hour pass, and a list of faults that befall the next requests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

import altcha

from chalicelib.domain.figures import figures
from chalicelib.domain.times import at_home, written
from chalicelib.domain.ways_in import ROSTER_ALONE, WaysIn
from chalicelib.services.pages import check_facts
from tests.web import published, sample

POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}
CONTESTANT = "abcdefghijklmnopqrstuvwxyz"
CODE = "AB1D-EFGH"
IDENTIFIER = "031090001234"
PERSON = {"name": "Đặng Thị Ngọc Ánh", "unit": "Sở Nội vụ"}
# What comes of a registration, and of a mail.
OWN_CODE = "XY2Z-3456"
MAILED_CODE = "482913"
PASSWORD = "cai cach 2023"
SESSION_MS = 600_000
PUZZLE_SECRET = "of this test"


@dataclass
class Fault:
    """What befalls the next requests whose line (``PUT /rounds/…``) holds ``match``.

    ``kind``: "deaf" (the connection ends before anything is done), "lost" (the answer is lost), or a status such as "503".
    """

    match: str
    kind: str
    times: int = 1
    retry_after: int | None = None


@dataclass
class World:
    """The state behind the fake server, and what it has been asked."""

    closes_in: int = 6 * sample.DAY
    ways: WaysIn = ROSTER_ALONE
    skew: int = 0
    faults: list[Fault] = field(default_factory=list)
    attempts: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    served: list[tuple[str, int]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    down: bool = False
    # Identifiers with a code that they got here, what has registered by its nonce, and work that was shown.
    codes: dict[str, str] = field(default_factory=dict)
    registered: dict[str, dict[str, Any]] = field(default_factory=dict)
    spent: dict[str, str] = field(default_factory=dict)
    # How many requests are told that too many tickets came from their address.
    early: int = 0
    # When guesses are looked at again; 0: at once.
    locked_until: int = 0
    # What a test has put in the place of the site's own files, and of members of the published results.
    replaced: dict[str, bytes] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    # Why the single sign-on turns people down; "" lets them in.
    sso_refusal: str = ""
    # What whoever is in has been given, as the list tells it; and what the API tells of a code.
    certificates: list[dict[str, Any]] = field(default_factory=list)
    confirmed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.born = self.now()
        self.definition = sample.definition(self.born, self.closes_in, self.ways)
        self.page = sample.page(self.definition)

    def now(self) -> int:
        """The server's time in UTC milliseconds."""
        return int(time.time() * 1000) + self.skew

    def calls(self, method: str, part: str) -> list[Any]:
        """The bodies of the requests with this method whose path holds ``part``."""
        return [body for verb, path, body in self.asked if verb == method and part in path]

    def attempt(self, round_id: str = "tuan-2", number: int = 1) -> dict[str, Any]:
        """What is stored of an attempt."""
        return self.attempts[round_id, number]

    def save_elsewhere(self, choices: str, prediction: str = "", moved: bool = False) -> None:
        """Another device saves, having taken the attempt over first if ``moved``."""
        with self.lock:
            stored = self.attempt()
            changes = {"choices": choices, "prediction": prediction, "nonce": "e" * 32, "saved_at": self.now()}
            stored.update(changes, version=stored["version"] + 1)
            if moved:
                stored["session"] = "another"

    # --- the API ---

    def answer(self, method: str, path: str, body: Any, cookie: str) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and body for a request of the API."""
        session = cookie.partition("session=")[2]
        if found := self.ENTRANCES.get((method, path)):
            return found(self, body)
        if path.startswith("/certificates/"):
            return self.confirmation(path.rsplit("/", 1)[1])
        if session not in self.sessions:
            return problem(401, "not-signed-in", "Chưa đăng nhập", "Xin đăng nhập.")
        if path == "/me":
            return 200, {}, self.me()
        if path == "/session/renewal":
            return 200, {}, self.welcome()
        if path.startswith("/me/certificates"):
            return self.own_certificates(path.removeprefix("/me/certificates").strip("/"))
        _, _, round_id, _, number, *act = path.split("/")
        return self.attempt_request(round_id, int(number), act[0] if act else "start", body, session)

    def welcome(self) -> dict[str, str]:
        """What a person is told who has come in."""
        return {**PERSON, "expires_at": written(self.now() + SESSION_MS)}

    def let_in(self, identifier: str, **more: str) -> tuple[int, dict[str, str], Any]:
        """Begin a session."""
        session = f"s{len(self.sessions)}"
        self.sessions[session] = identifier
        return 200, {"Set-Cookie": f"session={session}; Path=/; HttpOnly; SameSite=Strict"}, {**self.welcome(), **more}

    def sign_in(self, body: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        """Anybody with the right code; the identifier does not matter here, but for who has a code of their own."""
        if self.locked_until:
            until = f"Đã nhập sai quá số lần cho phép. Xin thử lại sau {at_home(self.locked_until)}."
            return problem(429, "too-many", "Thử quá nhiều lần", until, {"until": written(self.locked_until)})
        if body["code"] not in (CODE, self.codes.get(body["identifier"])):
            return problem(401, "wrong-code", "Chưa đúng", "Mã định danh hoặc mã dự thi chưa đúng.")
        return self.let_in(body["identifier"])

    def sign_out(self, _: Any) -> tuple[int, dict[str, str], Any]:
        """Take the session off the device."""
        return 204, {"Set-Cookie": "session=; Max-Age=0; Path=/"}, None

    def challenge(self, _: Any) -> tuple[int, dict[str, str], Any]:
        """A puzzle as the API gives it, only easier, and a ticket."""
        made = altcha.create_challenge(
            "PBKDF2/SHA-256", 10, counter=30, key_prefix_length=16, data={"n": len(self.asked)}, hmac_secret=PUZZLE_SECRET
        )
        now = self.now()
        return (
            200,
            {},
            {
                "challenge": base64.b64encode(json.dumps(made.to_dict()).encode()).decode(),
                "ticket": f"ticket.{now + 60_000}.{len(self.asked)}",
                "ticket_from": written(now + 60_000),
                "expires_at": written(now + 600_000),
            },
        )

    def refuses_work(self, body: dict[str, Any]) -> tuple[int, dict[str, str], Any] | None:
        """Return the refusal of work that is none, or was shown with another request."""
        work = body["work"]
        if self.early:
            self.early -= 1
            until = {"until": written(self.now() + 5_000)}
            return problem(429, "work-early", "Chưa đến lúc", "Xin chờ.", until)
        said = json.dumps({name: value for name, value in body.items() if name != "work"})
        if work.startswith("ticket."):
            good = self.now() >= int(work.split(".")[1])
        else:
            good = altcha.verify_solution(work, PUZZLE_SECRET).verified
        if not good:
            return problem(422, "unfit-work", "Chưa hợp lệ", "Phép tính chưa đúng.", {"fields": ["work"]})
        if self.spent.setdefault(work, said) != said:
            return problem(409, "work-over", "Đã dùng", "Phép tính đã dùng.")
        return None

    def mail_code(self, body: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        """Send a code, as far as anybody can tell."""
        now = self.now()
        told = {"until": written(now + 600_000), "again": written(now + 60_000)}
        return self.refuses_work(body) or (200, {}, told)

    def lost_code(self, body: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        """Send a code to sign in with once."""
        self.codes[body["identifier"]] = MAILED_CODE
        return self.mail_code(body)

    def register(self, body: dict[str, Any]) -> tuple[int, dict[str, str], Any]:
        """Take somebody in who isn't known yet."""
        if refused := self.refuses_work(body):
            return refused
        fields, asked = body["fields"], self.ways.registration
        assert asked is not None
        if body["consent"] != self.page["notice_version"]:
            return problem(422, "unfit-consent", "Thông báo đã đổi", "Xin tải lại trang.", {"fields": ["consent"]})
        identifier = fields["citizen_id"].replace(" ", "")
        if identifier.startswith("000"):
            told = {
                "field": "citizen_id",
                "code": "unfit-citizen-id",
                "vi": "Số này không có.",
                "en": "There is no such number.",
            }
            return problem(422, "unfit-citizen-id", "Sai", "Số này không có.", {"fields": ["citizen_id"], "faults": [told]})
        if asked.password and body["password"] != PASSWORD:
            return problem(422, "wrong-contest-password", "Sai", "Mật khẩu chưa đúng.", {"fields": ["password"]})
        if asked.confirm and body["code"] != MAILED_CODE:
            return problem(422, "wrong-mailed-code", "Sai", "Mã xác nhận chưa đúng.", {"fields": ["code"]})
        if self.registered.get(identifier, body)["nonce"] != body["nonce"]:
            return problem(409, "registered-already", "Đã đăng ký", "Đã có người đăng ký với số này.")
        self.registered[identifier] = body
        self.codes[identifier] = OWN_CODE
        return self.let_in(identifier, code=OWN_CODE)

    def sso(self, _: Any) -> tuple[int, dict[str, str], Any]:
        """There and back: a provider whose people are always signed in."""
        home = f"/{sample.CONTEST}/index.html"
        if self.sso_refusal:
            return 302, {"Location": f"{home}#loi={self.sso_refusal}"}, None
        _, headers, _ = self.let_in("sso")
        return 302, {**headers, "Location": home}, None

    def refusal(self, _: Any) -> tuple[int, dict[str, str], Any]:
        """Why nobody was let in."""
        vi = {"title": "Chưa có trong danh sách", "detail": "Đơn vị trong tài khoản không có trong cuộc thi này."}
        return 200, {}, {"code": self.sso_refusal, "vi": vi, "en": {"title": "Not on the list", "detail": "No such unit."}}

    ENTRANCES: ClassVar[dict[tuple[str, str], Any]] = {
        ("POST", "/session"): sign_in,
        ("DELETE", "/session"): sign_out,
        ("POST", "/session/code"): lost_code,
        ("GET", "/challenge"): challenge,
        ("POST", "/registration/code"): mail_code,
        ("POST", "/registration"): register,
        ("GET", "/sso"): sso,
        ("GET", "/sso/refusal"): refusal,
    }

    def me(self) -> dict[str, Any]:
        """The contestant and their attempts."""
        shown = [
            {
                "round": round_id,
                "number": number,
                "status": stored["status"] or "open",
                "started_at": written(stored["started_at"]),
                "deadline_at": written(stored["deadline_at"]),
                "submitted_at": written(stored["submitted_at"]) if stored["submitted_at"] else None,
                "receipt": stored["receipt"]["receipt"] if stored["receipt"] else None,
                "replaced": stored["replaced"],
            }
            for (round_id, number), stored in self.attempts.items()
        ]
        return {
            "contestant": CONTESTANT,
            "unit": "so-noi-vu",
            "expires_at": written(self.now() + SESSION_MS),
            "attempts": shown,
        }

    def own_certificates(self, wanted: str) -> tuple[int, dict[str, str], Any]:
        """The list, or the one that is wanted as a file to keep."""
        if not wanted:
            return 200, {}, {"certificates": self.certificates}
        if wanted not in [each["id"] for each in self.certificates]:
            return NO_CERTIFICATE
        as_file = {"Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="{wanted}.pdf"'}
        return 200, as_file, PDF

    def confirmation(self, code: str) -> tuple[int, dict[str, str], Any]:
        """What anybody is told about a certificate of taking part."""
        return (200, {}, self.confirmed[code]) if code in self.confirmed else NO_CERTIFICATE

    def attempt_request(
        self, round_id: str, number: int, act: str, body: Any, session: str
    ) -> tuple[int, dict[str, str], Any]:
        """Start, save or hand in, under the rules of ``docs``: the same request twice gives the same answer."""
        stored = self.attempts.get((round_id, number))
        if act == "start":
            return self.start(round_id, number, body, session)
        assert stored is not None
        if stored["status"] == "submitted":
            if body["nonce"] == stored["nonce"] and act == "submission":
                return 200, {}, stored["receipt"]
            return problem(409, "handed-in", "Đã gửi", "Bài đã được gửi.", {"receipt": stored["receipt"]})
        if stored["replaced"]:
            return problem(409, "attempt-replaced", "Đã thay", "Ban Tổ chức đã cấp lượt khác.")
        grace = self.definition.paper.grace_ms if act == "submission" else 0
        if self.now() >= stored["deadline_at"] + grace:
            late = {"attempt": shown(stored), "receipt": stored["receipt"]}
            return problem(409, "late", "Hết giờ", "Đã hết giờ làm bài.", late)
        if body["nonce"] == stored["nonce"]:
            return 200, {}, saved(stored)
        moved = stored["session"] != session
        if moved or body["version"] != stored["version"]:
            code = "moved" if moved else "elsewhere"
            return problem(409, code, "Ở nơi khác", "Bài được làm ở nơi khác.", {"attempt": shown(stored), "moved": moved})
        stored.update(choices=body["choices"], prediction=body["prediction"], nonce=body["nonce"], saved_at=self.now())
        stored["version"] += 1
        return (200, {}, self.hand_in(stored)) if act == "submission" else (200, {}, saved(stored))

    def start(self, round_id: str, number: int, body: Any, session: str) -> tuple[int, dict[str, str], Any]:
        """Start an attempt, or move it to this session."""
        now = self.now()
        round_ = self.definition.round(round_id)
        stored = self.attempts.get((round_id, number))
        if stored is None and not round_.opens <= now < round_.closes:
            return problem(409, "not-open", "Chưa mở", f"Vòng thi mở lúc {at_home(round_.opens)}.")
        if stored is None:
            deadline = min(now + self.definition.paper.limit_s * 1000, round_.closes)
            stored = self.attempts[round_id, number] = {
                **{"round": round_id, "number": number, "started_at": now, "deadline_at": deadline, "version": 1},
                **{"choices": "", "prediction": "", "nonce": body["nonce"], "saved_at": None, "submitted_at": None},
                **{"status": "", "receipt": None, "replaced": False},
            }
        if stored["status"] == "submitted":
            return problem(409, "handed-in", "Đã gửi", "Bài đã được gửi.", {"receipt": stored["receipt"]})
        if now >= stored["deadline_at"]:
            late = {"attempt": shown(stored), "receipt": stored["receipt"]}
            return problem(409, "late", "Hết giờ", "Đã hết giờ làm bài.", late)
        stored["session"] = session
        return (
            200,
            {},
            {"attempt": shown(stored), "paper": {"questions": questions(), "prediction": self.page["prediction"]}},
        )

    def hand_in(self, stored: dict[str, Any]) -> dict[str, str]:
        """Give the receipt."""
        stored.update(status="submitted", submitted_at=self.now())
        document = {
            "attempt": f"{CONTESTANT}.{stored['number']}",
            "round": stored["round"],
            "contest": sample.CONTEST,
            "started_at": written(stored["started_at"]),
            "submitted_at": written(stored["submitted_at"]),
            "questions": " ".join(question["id"] for question in questions()),
            **{key: stored[key] for key in ("choices", "prediction", "nonce")},
        }
        stored["receipt"] = {"receipt": hashlib.sha256(json.dumps(document).encode()).hexdigest(), **document}
        return stored["receipt"]

    # --- the site ---

    def file(self, path: str) -> tuple[str, bytes] | None:
        """Return the kind and bytes of a file of the static site."""
        if path.startswith("/assets/"):
            file = sample.ROOT / "web" / path.removeprefix("/assets/")
            return (KINDS[file.suffix], file.read_bytes()) if file.is_file() else None
        made = self.site().get(path)
        return (KINDS["." + path.rsplit(".", 1)[1]], made) if made is not None else None

    def site(self) -> dict[str, bytes]:
        """The rendered pages and the published data."""
        base = f"/{sample.CONTEST}"
        results = {**sample.results(self.definition), "receipts_root": published.root(), **self.results}
        titles = [{"contest": sample.CONTEST, "title": self.definition.title, "organizer": self.definition.organizer}]
        round_ = self.definition.round("tuan-1")
        paper = {"questions": self.definition.paper.questions, "limit_s": self.definition.paper.limit_s}
        return {
            "/index.html": sample.template("index.html").render(contests=titles).encode(),
            "/404.html": sample.template("404.html").render().encode(),
            "/contests.json": json.dumps(titles).encode(),
            f"{base}/index.html": sample.template("contest.html").render(page=self.page).encode(),
            f"{base}/tuan-1/index.html": sample.template("results.html")
            .render(
                page=self.page,
                round=round_,
                results=results,
                figures=figures(results, self.definition),
                facts=check_facts(self.definition, results),
            )
            .encode(),
            f"{base}/thu-hoi/index.html": sample.template("withdrawn.html")
            .render(page=self.page, round=round_, at="08:00 ngày 02/11/2023")
            .encode(),
            **published.files(),
            f"{base}/units.json": json.dumps(sample.units(), ensure_ascii=False).encode(),
            f"{base}/thi-thu/practice.json": json.dumps({"questions": sample.bank(), "paper": paper}).encode(),
            **self.replaced,
        }


def questions() -> list[dict[str, Any]]:
    """The paper that everybody gets here: the options in an order other than the bank's."""
    order = "CADB"
    return [
        {
            "id": question["id"],
            "text": question["text"],
            "options": [{"letter": letter, "text": question["options"][letter]} for letter in order],
        }
        for question in sample.bank()
    ]


def shown(stored: dict[str, Any]) -> dict[str, Any]:
    """An attempt as the API shows it."""
    times = {key: written(stored[key]) for key in ("started_at", "deadline_at")}
    rest = {key: stored[key] for key in ("round", "number", "version", "choices", "prediction", "nonce")}
    return {**rest, **times, "saved_at": written(stored["saved_at"]) if stored["saved_at"] else None}


def saved(stored: dict[str, Any]) -> dict[str, Any]:
    """The answer to a save."""
    times = {name: written(stored[name]) for name in ("saved_at", "deadline_at")}
    return {"version": stored["version"], **times}


def problem(status: int, code: str, title: str, detail: str, facts: Any = None) -> tuple[int, dict[str, str], Any]:
    """An RFC 9457 document."""
    document = {"type": f"/problems/{code}", "title": title, "detail": detail, "status": status, "facts": facts or {}}
    return status, {}, {**document, "en": {"title": code, "detail": code}, "trace": TRACE}


# An id as the gateway gives it to each request.
TRACE = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
PDF = b"%PDF-1.4\n%%EOF\n"
NO_CERTIFICATE = problem(404, "no-such-certificate", "Không có giấy này", "Không có giấy chứng nhận này.")


class Server(ThreadingHTTPServer):
    """Serves one world on a free port of this machine."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, world: World):
        self.world = world
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


class Handler(BaseHTTPRequestHandler):
    """Speaks for the world of its server."""

    protocol_version = "HTTP/1.1"
    # Head and body in one packet, at once: otherwise each answer waits for an acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server
    retry_after: int | None = None

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def handle_all(self) -> None:
        """Answer any request, unless a fault befalls it."""
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        path = urlsplit(self.path).path
        fault = self.fault(f"{self.command} {path}")
        api = f"/api/contests/{sample.CONTEST}"
        if fault == "deaf":
            self.hang_up()
        elif path.startswith(api):
            self.answer_api(path.removeprefix(api), body, fault)
        elif fault:
            self.reply(int(fault), {}, b"")
        else:
            self.answer_site(path)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_all

    def fault(self, line: str) -> str:
        world = self.server.world
        with world.lock:
            if world.down:
                return "deaf"
            for fault in world.faults:
                if fault.match in line and fault.times > 0:
                    fault.times -= 1
                    self.retry_after = fault.retry_after
                    return fault.kind
        return ""

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def answer_api(self, path: str, body: Any, fault: str) -> None:
        world = self.server.world
        with world.lock:
            world.asked.append((self.command, path, body))
            if fault.isdigit():
                status, headers, said = problem(
                    int(fault), "failed" if fault == "500" else "busy", "Bận", "Máy chủ đang bận."
                )
                if self.retry_after is not None:
                    headers["Retry-After"] = str(self.retry_after)
            elif self.command in ("POST", "PUT") and self.headers.get("Content-Type") != "application/json":
                # As `routes.bodies` does: even a request that has nothing to say is to say so in JSON.
                status, headers, said = problem(415, "unfit-type", "Không phải JSON", "Nội dung gửi lên phải là JSON.")
            else:
                status, headers, said = world.answer(self.command, path, body, self.headers.get("Cookie", ""))
            stamp = world.now()
        # A browser quietly repeats what it sent on a connection that it had used before. So a fault breaks off an
        # answer that has begun, and the API's connections are used once.
        self.close_connection = True
        kind = "application/json" if status < 400 else "application/problem+json"
        content = said if isinstance(said, bytes) else b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        headers = {"Content-Type": kind, **headers, "Server-Time": str(stamp), "Cache-Control": "no-store"}
        self.reply(status, headers, content, lost=fault == "lost")

    def answer_site(self, path: str) -> None:
        path = path + "index.html" if path.endswith("/") else path
        found = self.server.world.file(path)
        kind, content = found or ("text/html", self.server.world.site()["/404.html"])
        self.server.world.served.append((path, len(content)))
        headers = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Security-Policy": POLICY,
            "Cache-Control": "max-age=20",
        }
        self.reply(200 if found else 404, headers, content)

    def reply(self, status: int, headers: dict[str, str], content: bytes, lost: bool = False) -> None:
        """Send an answer; a lost one breaks off after its head."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"" if lost else content)
