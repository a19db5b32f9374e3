"""The page of unit managers: a password of one's own, who has taken part; for every eye and ear, and on paper."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Request, Route, expect

from tests.web import sample
from tests.web.contestant import Contestant

GIVEN, CHOSEN = "ABCD-EFGH-IJKL-MNOP", "con đường ra biển rất dài"
UNITS = [
    {"id": "so-noi-vu", "name": "Sở Nội vụ", "headcount": 4},
    {"id": "so-tai-chinh", "name": "Sở Tài chính", "headcount": None},
]
ROUNDS = [
    {"id": "tuan-1", "name": "Tuần 1", "opens": "2023-10-23T01:00:00.000Z", "closes": "2023-10-23T02:00:00.000Z"},
    {"id": "tuan-2", "name": "Tuần 2", "opens": "2023-10-25T01:00:00.000Z", "closes": "2023-10-25T02:00:00.000Z"},
]
MEMBERS = [
    {"name": "=Trần Thị Bình", "leader": False, "excused": "", "state": "open"},
    {"name": "Nguyễn Văn An", "leader": True, "excused": "", "state": "done"},
    {"name": 'Lê "Chi"', "leader": False, "excused": "nghỉ thai sản", "state": "none"},
]


class Staff:
    """What the server says to a manager's page; ``asked`` is what it was asked, ``signed_in`` whether anybody is."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.signed_in = self.own_password = False
        self.states: dict[str, dict[str, str]] = {}

    def answer(self, route: Route, request: Request) -> None:
        """Answer as the deployed routes do."""
        path = request.url.partition("/staff")[2]
        body = request.post_data_json if request.post_data else None
        self.asked.append((request.method, path, body))
        status, said = self._said(request.method, path, body)
        text = json.dumps(said, ensure_ascii=False) if said is not None else ""
        route.fulfill(status=status, body=text, content_type="application/json", headers={"Server-Time": "1698022800000"})

    def _said(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if (method, path) == ("POST", "/session"):
            if body["password"] not in (GIVEN, CHOSEN):
                return 401, problem("wrong-password", "Tài khoản và mật khẩu không khớp.")
            self.signed_in = True
            expires = {"account": body["account"], "expires_at": "2023-10-23T09:00:00.000Z"}
            return 200, {**expires, "password_to_change": not self.own_password}
        if not self.signed_in:
            return 401, problem("staff-signed-out", "Tài khoản chưa đăng nhập.")
        if (method, path) == ("PUT", "/password"):
            self.own_password = True
            return 200, {"account": "quan-ly", "expires_at": "2023-10-23T09:00:00.000Z", "password_to_change": False}
        if method == "DELETE":
            self.signed_in = False
            return 204, None
        if path == "/units":
            return 200, {"units": UNITS, "rounds": ROUNDS}
        _, _, unit, _, round_id = path.split("/")
        return 200, self._turnout(unit, round_id)

    def _turnout(self, unit: str, round_id: str) -> dict[str, Any]:
        asked = next(each for each in UNITS if each["id"] == unit)
        states = self.states.get(round_id, {})
        members = [{**each, "state": states.get(each["name"], each["state"])} for each in MEMBERS if asked["headcount"]]
        shown = next(each for each in ROUNDS if each["id"] == round_id)
        counted = {"came": 2, "rate": "0.5000"} if members else {"came": 0, "rate": ""}
        return {"unit": asked, "round": shown, "at": "2023-10-23T01:00:00.000Z", "members": members, **counted}


def problem(code: str, detail: str) -> dict[str, Any]:
    """Return a problem document, as the routes answer."""
    english = {"title": "No", "detail": "In English."}
    return {"type": f"/problems/{code}", "title": "Không được", "detail": detail, "en": english, "facts": {}, "trace": "t"}


@pytest.fixture
def staff() -> Staff:
    """The server's side of the page."""
    return Staff()


@pytest.fixture
def manager(phone: Contestant, staff: Staff) -> Contestant:
    """Somebody who has just opened the page on a phone of 360 × 740."""
    page = {"contest": sample.CONTEST, "definition": phone.world.definition.model_dump(mode="json")}
    html = sample.template("unit.html").render(page=page)
    address = f"{phone.address}/{sample.CONTEST}/don-vi.html"
    phone.page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    phone.page.route("**/staff/**", staff.answer)
    phone.page.goto(address)
    expect(phone.page.get_by_label("Tài khoản")).to_be_visible()
    return phone


def sign_in(manager: Contestant, password: str = CHOSEN) -> None:
    manager.page.get_by_label("Tài khoản").fill("Quan-Ly")
    manager.page.get_by_label("Mật khẩu").fill(password)
    manager.press("Đăng nhập")


def entered(manager: Contestant, staff: Staff) -> Contestant:
    """Sign somebody in who has a password of their own."""
    staff.own_password = True
    sign_in(manager)
    expect(manager.page.get_by_role("table")).to_be_visible()
    return manager


def rows(manager: Contestant) -> list[list[str]]:
    return [row.split("\t") for row in manager.page.locator("tbody tr").evaluate_all(CELLS)]


CELLS = "rows => rows.map(row => [...row.cells].map(cell => cell.firstChild.textContent).join('\\t'))"


def test_a_given_password_leads_to_ones_own_and_then_to_the_unit(manager: Contestant, staff: Staff) -> None:
    sign_in(manager, GIVEN)
    manager.page.get_by_label("Mật khẩu mới", exact=True).fill(CHOSEN)
    manager.page.get_by_label("Nhập lại mật khẩu mới").fill(CHOSEN)
    manager.press("Lưu mật khẩu")
    expect(manager.page.get_by_role("heading", name="Sở Nội vụ – Tuần 2")).to_be_visible()

    assert staff.asked[1] == ("POST", "/session", {"account": "quan-ly", "password": GIVEN})
    assert staff.asked[2] == ("PUT", "/password", {"old": GIVEN, "new": CHOSEN})
    assert rows(manager) == [["=Trần Thị Bình", "đang thi"], ["Nguyễn Văn An", "đã thi"], ['Lê "Chi"', "chưa thi"]]


def test_what_is_wrong_is_said_at_its_field_and_takes_the_focus(manager: Contestant) -> None:
    manager.press("Đăng nhập")
    missing = manager.page.get_by_role("alert").inner_text()
    sign_in(manager, "sai rồi")
    expect(manager.page.get_by_role("alert")).to_contain_text("không khớp")

    assert "Xin nhập tài khoản." in missing
    assert manager.page.get_by_label("Tài khoản").get_attribute("aria-invalid") == "true"
    assert manager.page.evaluate("document.activeElement.className") == "errors"


def test_another_unit_and_another_round_are_looked_at_and_the_list_is_narrowed(manager: Contestant, staff: Staff) -> None:
    entered(manager, staff)
    manager.page.get_by_label("Chỉ hiện").select_option("chưa thi")
    narrowed = rows(manager)
    manager.page.get_by_label("Đơn vị").select_option("Sở Tài chính")
    manager.page.get_by_label("Vòng thi").select_option("Tuần 1")
    manager.press("Xem")
    expect(manager.page.get_by_role("heading", name="Sở Tài chính – Tuần 1")).to_be_visible()

    assert narrowed == [['Lê "Chi"', "chưa thi"]]
    assert staff.asked[-1][:2] == ("GET", "/units/so-tai-chinh/rounds/tuan-1")
    assert "chưa biết" in manager.page.locator(".facts").inner_text()


def test_the_copy_for_excel_holds_every_name_and_no_formula(manager: Contestant, staff: Staff, tmp_path: Path) -> None:
    entered(manager, staff)
    with manager.page.expect_download() as caught:
        manager.press("Tải bảng cho Excel (CSV)")
    file = tmp_path / "copy.csv"
    caught.value.save_as(file)
    found = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))

    assert caught.value.suggested_filename == "so-noi-vu-tuan-2.csv"
    assert [row[0] for row in found] == ["Họ và tên", "'=Trần Thị Bình", "Nguyễn Văn An", 'Lê "Chi"']
    assert found[2][1:] == ["x", "đã thi", "", "Sở Nội vụ", "Tuần 2"]
    assert found[3][1:] == ["", "chưa thi", "nghỉ thai sản", "Sở Nội vụ", "Tuần 2"]


def test_who_does_not_have_to_come_is_told_apart_from_who_is_missing(manager: Contestant, staff: Staff) -> None:
    entered(manager, staff)

    expect(manager.page.get_by_role("row", name='Lê "Chi"')).to_contain_text("vắng có lý do: nghỉ thai sản")


def test_all_rounds_together_show_how_many_each_came_to_leaders_first(manager: Contestant, staff: Staff) -> None:
    """S3:27 wants leaders in all four rounds."""
    staff.states = {"tuan-1": {"Nguyễn Văn An": "none"}}
    manager.page.clock.set_fixed_time("2023-10-26T00:00:00Z")
    entered(manager, staff)
    manager.press("Xem tất cả các vòng")
    expect(manager.page.get_by_role("heading", name="tất cả các vòng đã mở")).to_be_focused()
    together = manager.page.get_by_role("table").nth(1)

    assert together.locator("tbody tr").evaluate_all(CELLS) == ["Nguyễn Văn An\t1/2", "=Trần Thị Bình\t2/2", 'Lê "Chi"\t0/2']
    assert manager.axe() == []
    assert manager.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_view_is_for_everybody_in_both_languages_at_360_pixels(manager: Contestant, staff: Staff) -> None:
    found = {"sign in": manager.axe()}
    sign_in(manager, GIVEN)
    expect(manager.page.get_by_label("Mật khẩu mới", exact=True)).to_be_visible()
    found["password"] = manager.axe()
    entered_again = manager.page.get_by_role("button", name="English")
    entered_again.click()
    expect(manager.page.get_by_label("New password", exact=True)).to_be_visible()
    manager.page.get_by_label("New password", exact=True).fill(CHOSEN)
    manager.page.get_by_label("The new password again").fill(CHOSEN)
    manager.press("Keep this password")
    expect(manager.page.get_by_role("table")).to_be_visible()
    found["turnout"] = manager.axe()
    width = manager.page.evaluate("document.documentElement.scrollWidth")

    assert found == {"sign in": [], "password": [], "turnout": []}
    assert width <= 360
    assert rows(manager)[2][1] == "not begun"


def test_on_paper_there_is_the_table_and_nothing_to_press(manager: Contestant, staff: Staff) -> None:
    entered(manager, staff)
    manager.page.emulate_media(media="print")

    assert manager.page.get_by_role("table").is_visible()
    assert not manager.page.get_by_role("button", name="Xem", exact=True).is_visible()
    assert not manager.page.get_by_label("Chỉ hiện").is_visible()


def test_whoever_signs_out_leaves_nothing_on_the_screen(manager: Contestant, staff: Staff) -> None:
    entered(manager, staff)
    manager.press("Đăng xuất")
    expect(manager.page.get_by_label("Mật khẩu")).to_be_visible()

    assert "Nguyễn Văn An" not in manager.page.content()
    assert staff.signed_in is False
    assert manager.page.evaluate("JSON.stringify([localStorage, sessionStorage])").count("An") == 0


def test_a_session_that_has_ended_leads_back_to_the_door(manager: Contestant, staff: Staff) -> None:
    entered(manager, staff)
    staff.signed_in = False
    manager.press("Xem")

    expect(manager.page.get_by_label("Mật khẩu")).to_be_visible()
