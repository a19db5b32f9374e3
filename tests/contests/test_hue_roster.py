"""The department in Huế lists its people by their accounts: who never signs on is missing by name (S3:27, S3:93)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.domain.bank import SHEET as QUESTIONS
from chalicelib.domain.bank import read_bank
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.notice import notice_version
from chalicelib.domain.roles import UNIT_MANAGER
from chalicelib.domain.roster import SHEET, read_roster
from chalicelib.domain.times import read
from chalicelib.domain.unit_list import SHEET as UNITS
from chalicelib.domain.unit_list import read_units
from chalicelib.routes.staff import STAFF_COOKIE
from chalicelib.services.rules import rules_of
from organizer.spreadsheets import read_table
from tests.factories import NONCE, bank_event
from tests.sso.conftest import Browser, connect, serving
from tests.sso.server import Server
from tests.staff import seated
from tests.town import Phone, Town

FOLDER = Path(__file__).parents[2] / "contests" / "hue-khcn-2022"
CONTEST, ROUND, OFFICE = FOLDER.name, "dot-1", "van-phong-so"
BEFORE, OPEN = read("2022-07-28T01:00:00.000Z"), read("2022-08-01T01:00:00.000Z")
ROSTER = """Họ và tên,Mã định danh,Đơn vị,Loại đơn vị,Lãnh đạo,Không được dự thi,Lý do
Hồ Thị Gấm,htgam.skhcn,Văn phòng Sở,,,,
Lê Văn Lâm,lvlam.skhcn@thuathienhue.gov.vn,Văn phòng Sở,,có,,
"""


def account(sub: str, called: str, name: str, position: str = "Chuyên viên") -> dict[str, str]:
    """Return what the province's server says of somebody in the office."""
    return {"sub": sub, "preferred_username": called, "name": name, "unit": "Văn phòng Sở", "position": position}


ACCOUNTS = {
    "gam": account("7f3a", "HTGam.SKHCN", "Hồ Thị Gấm"),
    "lam": account("81c0", "lvlam.skhcn@thuathienhue.gov.vn", "Lê Văn Lâm", "Chánh Văn phòng"),
    "moi": account("9d11", "ttmoi.skhcn", "Tôn Thất Mới"),
}


@pytest.fixture
def department(village: Town, tmp_path: Path) -> Town:
    """A town in which the shipped contest's first round is open and the department's list was put in before."""
    text = (FOLDER / "contest.yaml").read_text(encoding="utf-8")
    definition = load_definition(text, "contest.yaml")
    village.contest = CONTEST
    village.at(BEFORE).organize("import-definition", text=text, file="contest.yaml")
    bank, _ = read_bank(read_table(FOLDER / str(definition.round(ROUND).bank), QUESTIONS), definition, ROUND)
    village.organize("import-bank", round=ROUND, bank=bank_event(bank))
    units, _ = read_units(read_table(FOLDER / "units.csv", UNITS), definition)
    village.list_units(units)
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    roster, _ = read_roster(read_table(tmp_path / "roster.csv", SHEET), definition)
    village.enrol(roster.people, roster.units)
    village.organize("ready", round=ROUND, by="thu-ky")
    connect(CONTEST)
    return village.at(OPEN)


@pytest.fixture
def server(department: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The province's server, which knows people by their accounts."""
    for here in serving(department, monkeypatch):
        here.people = ACCOUNTS
        yield here


def signed_on(town: Town, server: Server, who: str) -> Phone:
    """Return the device of somebody who has signed on with this account."""
    browser = Browser(town.client, CONTEST, consent=notice_version(rules_of(CONTEST)))
    went = browser.sign_on(server, sub=who)
    assert went.refused == ""
    device = town.stranger()
    device.cookie = f"__Host-hoithi={browser.jar['__Host-hoithi']}"
    return device


def turnout(town: Town) -> dict[str, tuple[str, bool]]:
    """Return what the office's own manager sees of each of its people: how far they are, and whether they lead."""
    device = town.stranger()
    device.cookie = f"{STAFF_COOKIE}={seated(UNIT_MANAGER, town.cloud.now, CONTEST, units=(OFFICE,))}"
    told = device.send("GET", f"/staff/units/{OFFICE}/rounds/{ROUND}").document
    return {each["name"]: (each["state"], each["leader"]) for each in told["members"]}


def test_who_never_signs_on_is_missing_by_name(department: Town, server: Server):
    signed_on(department, server, "gam").start(NONCE, ROUND)

    assert turnout(department) == {"Hồ Thị Gấm": ("open", False), "Lê Văn Lâm": ("none", True)}


def test_who_is_on_the_list_signs_on_as_that_one_contestant(department: Town, server: Server):
    came = [signed_on(department, server, each).me().document["contestant"] for each in ("gam", "lam")]

    assert came == [department.profile(each).pseudonym for each in ("HTGAMSKHCN", "lvlam.skhcn@thuathienhue.gov.vn")]
    assert len(turnout(department)) == 2


def test_who_is_not_on_the_list_gets_in_and_counts_all_the_same(department: Town, server: Server):
    signed_on(department, server, "moi").start(NONCE, ROUND)

    assert turnout(department)["Tôn Thất Mới"] == ("open", False)
