"""Decisions about one person on the deployed stack, where each function may do only what its role says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deployed import Reply, Town

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]

IDENTIFIER = "034096000777"
NEW = {
    "full_name": "Đỗ Văn Giáp",
    "identifier": IDENTIFIER,
    "leader": False,
    "excluded": "",
    "excluded_reason": "",
}


def ask(town: Town, act: str, **event: Any) -> Any:
    """Ask as the first chief does; give the answer."""
    return town.invoke("Organizer", {"act": act, "contest": town.demo.contest, **event})["answer"]


def sign_in(town: Town, code: str) -> Reply:
    town.cookie = ""
    return town.api("POST", "/session", {"identifier": "034.096.000.777", "code": code})


def test_a_person_is_found_moved_kept_out_let_in_again_and_given_another_code(town: Town) -> None:
    first, second = ({"id": f"so-{name}", "name": f"Sở {name}", "klass": "", "headcount": 0} for name in ("mot", "hai"))
    entry = {**NEW, "unit": first["id"], "unit_name": first["name"]}
    (slip,) = ask(town, "import-roster", people=[entry], units=[first])["codes"]
    ask(
        town,
        "import-roster",
        people=[{**entry, "identifier": "034096000778", "unit": "so-hai", "unit_name": "Sở hai"}],
        units=[second],
    )
    (found, _) = ask(town, "person-find", text="do van giap")["people"]
    who = {"person": IDENTIFIER}

    ask(town, "person-unit", unit="so-hai", reason="chuyen", **who)
    let_in, moved = sign_in(town, slip["code"]).status, town.api("GET", "/me").document
    ask(town, "person-exclude", why="Ra đề", **who)
    refused, listed = sign_in(town, slip["code"]), ask(town, "exclusions")
    ask(town, "person-reinstate", reason="nham-nguoi", **who)
    again = sign_in(town, slip["code"]).status
    code = ask(town, "person-code", nonce=f"{7:032x}", **who)["code"]
    ask(town, "person-revoke", **who)

    assert found["full_name"] == "Đỗ Văn Giáp"
    assert (let_in, moved.get("unit", moved), refused.status, again) == (200, "so-hai", 409, 200)
    assert "Ra đề" in refused.document["detail"]
    assert [each["reason"] for each in listed if each["people"] and each["people"][0]["unit"] == "so-hai"] == ["Ra đề"]
    assert [sign_in(town, each).status for each in (slip["code"], code)] == [401, 200]


def test_a_list_of_who_may_not_take_part_goes_in(town: Town) -> None:
    line = {
        "full_name": "Lý Thị Mùi",
        "identifier": "034096000779",
        "unit": "",
        "unit_name": "",
        "body": "khac",
        "reason": "Ra đề",
    }

    told = [ask(town, "import-exclusions", people=[line]) for _ in range(2)]

    assert [(each["new"], each["changed"]) for each in told] == [(1, 0), (0, 0)]
