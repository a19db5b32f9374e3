"""A round is moved through its life by hand: what would change is shown, and what can't be undone is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.domain.times import read, written
from chalicelib.storage import staff
from organizer.seats import Seats
from tests.factories import CLOSES, CLOSING_BEGINS, CONTEST, FIRST, OPENS, PRACTICE, SECOND
from tests.organizer.keyboard import Keyboard, Typed, stored


def status_of(keyboard: Keyboard, round_id: str) -> dict:
    """Return what the deployment says of a round."""
    return next(told for told in keyboard.ask({"act": "status", "contest": CONTEST}) if told["round"] == round_id)


# --- status ---


def test_the_status_of_every_round_is_a_table(running: Keyboard):
    done = running.type("status", CONTEST)

    commitments = [status_of(running, each)["commitment"] for each in (FIRST, SECOND)]
    assert done == Typed(
        0,
        [
            "Vòng\tTình trạng\tMở\tĐóng\tCông bố\tCâu hỏi\tPhê duyệt\tCam kết",
            f"{PRACTICE}\tsẵn sàng, thi thử\t08:00 01/10/2023\t07:00 23/10/2023\t—\tcó\tkhông cần\t—",
            f"{FIRST}\tsẵn sàng, đang mở\t08:00 23/10/2023\t09:00 23/10/2023\t08:00 24/10/2023\t"
            f"có\tkhông cần\t{commitments[0]}",
            f"{SECOND}\tsẵn sàng\t08:00 25/10/2023\t09:00 25/10/2023\t08:00 26/10/2023\tcó\tkhông cần\t{commitments[1]}",
            "Cuộc thi kết thúc lúc 09:00 25/10/2023. Dữ liệu cá nhân được xóa tự động sau 09:00 22/04/2024.",
        ],
        [],
    )


def test_the_status_is_told_in_english_too(imported: Keyboard):
    done = imported.type("--lang", "en", "status", CONTEST)

    assert done.out[:2] == [
        "Round\tState\tOpens\tCloses\tResults\tQuestions\tApproved\tCommitment",
        f"{PRACTICE}\tdraft, practice\t08:00 01/10/2023\t07:00 23/10/2023\t—\tnone yet\tnot needed\t—",
    ]


def test_the_status_of_an_unknown_contest_is_a_refusal(keyboard: Keyboard):
    done = keyboard.type("status", "khong-co")

    assert done == Typed(1, [], ["Không có cuộc thi này. Xin kiểm tra lại đường dẫn hoặc mã cuộc thi."])


# --- ready ---


def test_a_round_is_made_ready_and_its_commitment_told(draft: Keyboard):
    done = draft.type("ready", CONTEST, FIRST, "--yes")

    told = status_of(draft, FIRST)
    assert (done.code, told["state"]) == (0, "ready")
    assert done.out == [
        f"Vòng {FIRST} (mở lúc 08:00 23/10/2023): sẽ bốc số ngẫu nhiên và công bố cam kết. "
        "Sau đó định nghĩa và ngân hàng câu hỏi của vòng này không sửa được nữa.",
        f"Vòng {FIRST}: sẵn sàng. Cam kết: {told['commitment']}",
    ]


def test_making_ready_may_be_tried(draft: Keyboard):
    before = stored()

    done = draft.type("ready", CONTEST, FIRST, "--dry-run")

    assert (done.code, done.out[-1]) == (0, "Chạy thử: chưa thay đổi gì.")
    assert stored() == before


@pytest.mark.parametrize(
    ("says", "code", "state"), [("c\n", 0, "ready"), ("k\n", 1, "draft"), ("\n", 1, "draft"), ("", 130, "draft")]
)
def test_what_cannot_be_undone_is_asked_about(draft: Keyboard, says: str, code: int, state: str):
    draft.someone = True

    done = draft.type("ready", CONTEST, FIRST, says=says)

    assert (done.code, status_of(draft, FIRST)["state"]) == (code, state)
    assert "Môi trường: local. Việc này không hoàn tác được. Thực hiện? [c/K]" in done.out[1]


def test_where_nobody_can_be_asked_a_yes_is_needed(draft: Keyboard):
    before = stored()

    done = draft.type("ready", CONTEST, FIRST)

    assert (done.code, done.err) == (
        2,
        ["Việc này không hoàn tác được và không có ai để hỏi lại. Thêm --yes nếu đã chắc chắn."],
    )
    assert stored() == before


def test_a_round_that_is_ready_stays_as_it_is(running: Keyboard):
    before = stored()

    done = running.type("ready", CONTEST, FIRST, "--yes")

    assert done == Typed(0, [f"Vòng {FIRST} đã ở trạng thái “sẵn sàng”; không có gì để thay đổi."], [])
    assert stored() == before


def test_a_round_without_a_bank_is_not_made_ready(imported: Keyboard):
    done = imported.type("ready", CONTEST, FIRST, "--yes")

    assert done == Typed(1, [], [f"Chưa có ngân hàng câu hỏi. Xin nhập ngân hàng câu hỏi cho vòng “{FIRST}” trước."])


def test_a_round_whose_hour_has_come_is_not_made_ready_any_more(draft: Keyboard):
    draft.cloud.now = OPENS

    done = draft.type("--lang", "en", "ready", CONTEST, FIRST, "--yes")

    assert (done.code, done.err[0].split(".")[0]) == (1, "Past the opening")


@pytest.mark.parametrize("command", [["ready"], ["approve"], ["close-early", "--in", "2m", "--reason", "x"]])
def test_who_is_not_signed_in_is_told_what_to_type(draft: Keyboard, command: list[str], own_folder: Path):
    draft.name, draft.seats = "production", Seats(own_folder)
    before = stored()

    done = draft.type(*command, CONTEST, FIRST, "--yes")

    assert done == Typed(
        1,
        [],
        [
            "Chưa đăng nhập ở môi trường “production”, hoặc phiên làm việc đã hết. "
            "Gõ: python -m organizer --stage production login TÀI-KHOẢN"
        ],
    )
    assert stored() == before


def test_who_acts_is_written_down(draft: Keyboard):
    draft.type("--by", "thu-ky", "ready", CONTEST, FIRST, "--yes")

    lines = [(act.by, act.of, act.round, act.outcome) for act in staff.acts(CONTEST, "", 100) if act.act == "ready"]
    assert lines == [("thu-ky", "*", FIRST, "done")]


# --- closing early ---


def test_a_round_is_closed_early_at_an_hour(running: Keyboard):
    done = running.type("close-early", CONTEST, FIRST, "--at", "08:30 23/10/2023", "--reason", "mat-dien", "--yes")

    assert done == Typed(
        0,
        [
            f"Vòng {FIRST} sẽ đóng lúc 08:30 23/10/2023 (lý do: mat-dien). Bài đang làm phải nộp trước giờ đó.",
            f"Vòng {FIRST} đóng lúc 08:30 23/10/2023.",
        ],
        [],
    )
    assert status_of(running, FIRST)["closes"] == written(OPENS + 30 * 60_000)


def test_a_round_is_closed_two_minutes_from_the_servers_now(running: Keyboard):
    running.cloud.now = OPENS + 10 * 60_000 + 1

    done = running.type("close-early", CONTEST, FIRST, "--in", "2m", "--reason", "dong-som", "--yes")

    assert done.code == 0
    assert read(status_of(running, FIRST)["closes"]) == OPENS + 12 * 60_000 + 6_000


def test_closing_early_may_be_tried(running: Keyboard):
    before = stored()

    done = running.type("close-early", CONTEST, FIRST, "--in", "5m", "--reason", "dong-som", "--dry-run")

    assert (done.code, done.out[-1]) == (0, "Chạy thử: chưa thay đổi gì.")
    assert stored() == before


def test_the_hours_in_a_refusal_are_said_in_the_language_of_who_asks(running: Keyboard):
    asked = ("close-early", CONTEST, FIRST, "--at", "09:00 23/10/2023", "--reason", "dong-som", "--yes")

    done = running.type("--lang", "en", *asked)

    assert [hour in done.err[0] for hour in ("08:02 on 23/10/2023", "09:00 on 23/10/2023")] == [True, True]


@pytest.mark.parametrize("when", [["--at", "08:01 23/10/2023"], ["--at", "09:00 23/10/2023"], ["--in", "10s"]])
def test_a_close_too_near_or_too_late_is_refused(running: Keyboard, when: list[str]):
    before = stored()

    done = running.type("close-early", CONTEST, FIRST, *when, "--reason", "dong-som", "--yes")

    assert done == Typed(
        1,
        [],
        [
            "Không đóng được vào lúc đó. Giờ đóng mới phải từ 08:02 ngày 23/10/2023 trở đi "
            "và trước giờ đóng hiện nay (09:00 ngày 23/10/2023)."
        ],
    )
    assert stored() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reason", "x"], "Cần đúng một trong hai: --at (giờ đóng) hoặc --in (sau bao lâu)."),
        (["--in", "2m", "--at", "08:30 23/10/2023", "--reason", "x"], "Cần đúng một trong hai: --at"),
        (["--in", "2m"], "Thiếu --reason."),
        (["--in", "2m", "--reason", "Mất điện"], "--reason: “Mất điện” không dùng được"),
        (["--in", "2 phút", "--reason", "x"], "--in: “2 phút” không dùng được; cần dạng 2m, 90s hoặc 1h30m."),
        (["--in", "", "--reason", "x"], "--in: “” không dùng được"),
        (["--at", "2023-10-23", "--reason", "x"], "--at: “2023-10-23” không dùng được; cần dạng 16:30 29/10/2023"),
        (["--at", "08:30 31/02/2023", "--reason", "x"], "--at: “08:30 31/02/2023” không dùng được"),
    ],
)
def test_a_misuse_of_closing_early_is_told(running: Keyboard, arguments: list[str], said: str):
    done = running.type("close-early", CONTEST, FIRST, *arguments, "--yes")

    assert done.code == 2
    assert done.err[0].startswith(said)


# --- what is due ---


def test_nothing_may_be_due(running: Keyboard):
    assert running.type("close-due") == Typed(0, ["Không có việc nào đến hạn."], [])


def test_what_is_due_may_be_looked_at_and_then_done(running: Keyboard):
    running.cloud.now = CLOSING_BEGINS
    before = stored()

    tried = running.type("close-due", "--dry-run")
    untouched = stored() == before
    done = running.type("close-due")

    assert (tried, untouched) == (
        Typed(
            0,
            [
                f"Sẽ đóng và tổng hợp: {CONTEST}, vòng {FIRST}.",
                "  0 lượt thi: 0 đã nộp, 0 hết giờ, 0 bỏ trống, 0 không được tính; 0 người đúng tất cả; 0 giải.",
                "Chạy thử: chưa thay đổi gì.",
            ],
            [],
        ),
        True,
    )
    assert done == Typed(0, [f"Đã đóng và tổng hợp: {CONTEST}, vòng {FIRST}."], [])
    assert status_of(running, FIRST)["state"] == "closed"


# --- approval and publication ---


def test_results_are_approved_and_published(waiting: Keyboard):
    approved = waiting.type("--by", "truong-ban", "approve", CONTEST, FIRST, "--yes")
    published = waiting.type("publish", CONTEST, FIRST, "--yes")

    assert approved.out == [
        f"Vòng {FIRST}: kết quả sẽ được phê duyệt và công bố từ 08:00 24/10/2023. Xem danh sách trước bằng lệnh winners.",
        f"Đã phê duyệt vòng {FIRST} (truong-ban). Kết quả được công bố từ 08:00 24/10/2023.",
    ]
    assert published.out == [
        f"Vòng {FIRST}: kết quả sẽ được đưa lên trang của cuộc thi cho mọi người xem.",
        f"Đã công bố kết quả vòng {FIRST}.",
    ]
    assert (approved.code, published.code, status_of(waiting, FIRST)["state"]) == (0, 0, "published")


def test_approving_and_publishing_may_be_tried(waiting: Keyboard):
    before = stored()
    approving = waiting.type("approve", CONTEST, FIRST, "--dry-run")
    untouched = stored() == before
    waiting.type("approve", CONTEST, FIRST, "--yes")
    before = stored()

    publishing = waiting.type("publish", CONTEST, FIRST, "--dry-run")

    assert (approving.code, approving.out[-1], untouched) == (0, "Chạy thử: chưa thay đổi gì.", True)
    assert (publishing.code, publishing.out[-1]) == (0, "Chạy thử: chưa thay đổi gì.")
    assert stored() == before


def test_a_second_approval_and_a_second_publication_change_nothing(waiting: Keyboard):
    waiting.type("--by", "truong-ban", "approve", CONTEST, FIRST, "--yes")
    waiting.type("publish", CONTEST, FIRST, "--yes")
    before = stored()

    approved = waiting.type("--by", "thu-ky", "approve", CONTEST, FIRST, "--yes")
    published = waiting.type("publish", CONTEST, FIRST, "--yes")

    assert approved == Typed(0, [f"Vòng {FIRST} đã được truong-ban phê duyệt; không có gì để thay đổi."], [])
    assert published == Typed(0, [f"Vòng {FIRST} đã công bố; không có gì để thay đổi."], [])
    assert stored() == before


def test_what_is_not_approved_is_not_published(waiting: Keyboard):
    done = waiting.type("publish", CONTEST, FIRST, "--yes")

    assert done == Typed(
        1,
        [],
        [f"Kết quả chưa được phê duyệt. Vòng “{FIRST}” cần được phê duyệt (lệnh approve) trước khi công bố."],
    )


def test_results_are_not_published_before_their_hour(closed: Keyboard):
    done = closed.type("publish", CONTEST, FIRST, "--yes")

    assert done == Typed(
        1,
        [],
        [f"Chưa đến giờ công bố. Kết quả vòng “{FIRST}” được công bố lúc 08:00 ngày 24/10/2023, không sớm hơn."],
    )


def test_a_running_round_is_not_approved(running: Keyboard):
    running.cloud.now = CLOSES - 1

    done = running.type("approve", CONTEST, FIRST, "--yes")

    assert (done.code, done.err[0].split(".")[0]) == (1, "Vòng thi chưa đóng")


def test_the_status_says_who_approved(waiting: Keyboard):
    before = waiting.type("status", CONTEST).out[2].split("\t")[6]
    waiting.type("--by", "truong-ban", "approve", CONTEST, FIRST, "--yes")

    assert (before, waiting.type("status", CONTEST).out[2].split("\t")[6]) == ("chưa", "truong-ban")
