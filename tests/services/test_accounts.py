"""Accounts: how a password is kept, how a session ends, what a role costs whoever takes it, and what is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib import functions
from chalicelib.config import config
from chalicelib.domain.errors import Conflict, Excluded, NotFound, NotSignedIn, NotYours, TooMany, Unfit
from chalicelib.domain.roles import AUDITOR, CHIEF, EVERY_CONTEST, ORGANIZER, UNIT_MANAGER, manages
from chalicelib.domain.times import Millis
from chalicelib.services import accounts, acts, authorise, passwords
from chalicelib.services.barred import refuse_barred
from chalicelib.services.organize import organize
from chalicelib.services.passwords import COST as DEPLOYED
from chalicelib.services.passwords import Cost
from chalicelib.storage import contestants, staff
from tests.calls import Interrupted, cut_off, written_down
from tests.factories import AN, BINH, CONTEST, FIRST, LONG_BEFORE, OPENS
from tests.organizer.keyboard import stored
from tests.staff import PASSWORD, cheap, chief, seated
from tests.town import Town

NONCE, OTHER = "0" * 32, "1" * 32
CHOSEN = "con đường ra biển rất dài"
STRANGER = "034096000777"


@pytest.fixture(autouse=True)
def cheap_passwords() -> Iterator[None]:
    """One test pays the real price."""
    with cheap():
        yield


def ask(act: str, token: str = "", now: Millis = OPENS, **event: Any) -> Any:
    """Ask as a command does: authorised, written down, answered."""
    told = {"act": act, "contest": CONTEST, **event, **({"token": token} if token else {})}
    return functions.opened(functions.answered(lambda asked: authorise.carried_out(asked, now, organize), told))


def adding(**changes: Any) -> dict[str, Any]:
    """Return what makes an organizer's account, but for the act."""
    made = {"account": "thu-ky", "role": ORGANIZER, "units": [], "full_name": "Trần Thị Bình", "nonce": NONCE}
    return {**made, "identifier": STRANGER, **changes}


# --- passwords ---


def test_a_password_costs_what_owasp_asks_for():
    hashed = hashlib.scrypt(CHOSEN.encode(), salt=bytes(16), n=2**15, r=8, p=3, maxmem=2**26, dklen=32)

    stored = f"scrypt$15$8$3${bytes(16).hex()}${hashed.hex()}"

    assert Cost(15, 8, 3) == DEPLOYED
    assert passwords.fits(CHOSEN, stored)


def test_no_password_is_kept_as_it_is_and_no_two_alike():
    first, second = passwords.kept(CHOSEN), passwords.kept(CHOSEN)

    assert first != second
    assert CHOSEN not in first
    assert passwords.fits(CHOSEN, first)
    assert passwords.fits(CHOSEN, second)
    assert not passwords.fits(CHOSEN + "!", first)


def test_a_password_of_another_keyboard_is_the_same():
    assert passwords.fits(" con đường ra biển rất dài\n", passwords.kept(CHOSEN))


def test_nothing_fits_where_nothing_is_kept():
    assert not passwords.fits("", "")


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ("ngắn quá", "unfit-password"),
        ("a" * 201, "unfit-password"),
        ("abababababababab", "unfit-password"),
        ("Một câu\u200bdễ nhớ", "unfit-password-hidden"),
        (PASSWORD, "unfit-password-known"),
        ("Thu-Ky của Ban Tổ chức", "unfit-password-known"),
    ],
)
def test_an_easy_password_is_refused(town: Town, chosen: str, code: str):
    secret = seated(ORGANIZER, OPENS, name="thu-ky")

    with pytest.raises(Unfit) as caught:
        ask("change-password", secret, old=PASSWORD, new=chosen)

    assert caught.value.code == code


def test_a_cheaper_password_is_kept_anew_at_the_next_sign_in(town: Town, monkeypatch: pytest.MonkeyPatch):
    seated(ORGANIZER, OPENS, name="thu-ky")
    dearer = Cost(3, 1, 1)
    monkeypatch.setattr(passwords, "COST", dearer)

    ask("sign-in", account="thu-ky", password=PASSWORD)

    kept = staff.get(CONTEST, "thu-ky")
    assert kept
    assert kept.password.startswith("scrypt$3$1$1$")
    assert passwords.fits(PASSWORD, kept.password)


# --- sessions ---


def test_a_session_lasts_eight_hours_and_longer_while_it_is_used(town: Town):
    secret, idle = seated(ORGANIZER, OPENS, name="thu-ky"), seated(ORGANIZER, OPENS, name="thu-ky")
    hour = accounts.HOUR_MS

    for later in range(0, 24, 2):
        ask("whoami", secret, now=OPENS + later * hour)

    with pytest.raises(NotSignedIn):
        ask("whoami", idle, now=OPENS + 8 * hour)


def test_a_session_ends_after_a_week_however_often_it_is_used(town: Town):
    secret = seated(ORGANIZER, OPENS)
    for later in range(0, accounts.AT_MOST_MS, accounts.LASTS_MS // 2):
        ask("whoami", secret, now=OPENS + later)

    with pytest.raises(NotSignedIn):
        ask("whoami", secret, now=OPENS + accounts.AT_MOST_MS)


def test_what_stands_in_the_table_opens_nothing(town: Town):
    secret = seated(ORGANIZER, OPENS)

    with pytest.raises(NotSignedIn):
        ask("whoami", f"{CONTEST}.{accounts.session_hash(secret)}")


@pytest.mark.parametrize("forged", ["", ".", "*.", f"{CONTEST}.", f"{CONTEST}.{'0' * 64}", "a#b.0", 7, None, {"a": 1}])
def test_a_made_up_token_is_nobodys(town: Town, forged: Any):
    with pytest.raises(NotSignedIn):
        ask("whoami", now=OPENS, **{"token": forged})


def test_whoever_changes_their_password_is_signed_out_everywhere_else(town: Town):
    here, there = seated(ORGANIZER, OPENS, name="thu-ky"), seated(ORGANIZER, OPENS, name="thu-ky")

    told = ask("change-password", here, now=OPENS + 1, old=PASSWORD, new=CHOSEN)

    assert ask("whoami", told["token"], now=OPENS + 2)["account"] == "thu-ky"
    for ended in (here, there):
        with pytest.raises(NotSignedIn):
            ask("whoami", ended, now=OPENS + 2)


def test_a_change_of_password_whose_answer_was_lost_is_found_done(town: Town):
    secret = seated(ORGANIZER, OPENS, name="thu-ky")
    event = {"old": PASSWORD, "new": CHOSEN}
    ask("change-password", secret, **event)
    again = ask("sign-in", account="thu-ky", password=CHOSEN)["token"]

    assert ask("change-password", again, **event)["account"] == "thu-ky"


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(town: Town):
    secret = seated(ORGANIZER, OPENS, name="thu-ky")
    ask("account-role", chief(OPENS), account="thu-ky", role=AUDITOR, units=[])

    with pytest.raises(NotYours):
        ask("winners", secret, round=FIRST)


def test_an_account_that_is_closed_is_out_at_once_and_for_good(town: Town):
    secret, boss = seated(ORGANIZER, OPENS, name="thu-ky"), chief(OPENS)

    ask("account-close", boss, account="thu-ky")

    for act in (lambda: ask("whoami", secret), lambda: ask("sign-in", account="thu-ky", password=PASSWORD)):
        with pytest.raises(NotSignedIn):
            act()
    with pytest.raises(Conflict):
        ask("account-add", boss, **adding())
    with pytest.raises(NotFound):
        ask("account-password", boss, account="thu-ky", nonce=NONCE)


def test_nobody_closes_or_changes_their_own_account_so_there_is_always_a_chief(town: Town):
    boss = seated(CHIEF, OPENS, EVERY_CONTEST, "truong-ban")

    more = {"account-close": {}, "account-role": {"role": AUDITOR, "units": []}, "account-password": {"nonce": NONCE}}
    for act in more:
        with pytest.raises(Conflict) as caught:
            ask(act, boss, contest="*", account="truong-ban", **more[act])
        assert caught.value.code == "own-account"


# --- guesses ---


def test_five_guesses_are_looked_at_and_the_lock_says_when_it_ends(town: Town):
    secret = seated(ORGANIZER, OPENS, name="thu-ky")
    wrong = [_refusal(lambda: ask("sign-in", account="thu-ky", password="sai", address="192.0.2.1")) for _ in range(6)]

    with pytest.raises(TooMany):
        ask("sign-in", account="thu-ky", password=PASSWORD, address="192.0.2.1")

    assert [type(each) for each in wrong] == [NotSignedIn] * 5 + [TooMany]
    assert ask("whoami", secret)["account"] == "thu-ky"
    assert ask("sign-in", account="thu-ky", password=PASSWORD, address="198.51.100.7")["account"] == "thu-ky"


def test_an_account_that_there_is_not_is_guessed_at_as_one_that_there_is(town: Town):
    told = [_refusal(lambda: ask("sign-in", account="khong-co", password="sai")) for _ in range(6)]

    assert [(type(each), each.code) for each in told] == [(NotSignedIn, "wrong-password")] * 5 + [(TooMany, "too-many")]


def test_what_can_be_no_account_leaves_no_line_where_guesses_are_counted(town: Town):
    before = stored()

    for contest, name in (("a/../b", "thu-ky"), (CONTEST, "thu ký"), (CONTEST, ""), ("x#guess", "thu-ky")):
        told = _refusal(partial(ask, "sign-in", contest=contest, account=name, password="sai"))
        assert told.code == "wrong-password"

    assert stored() == before


def test_a_stolen_session_does_not_help_to_guess_the_password(town: Town):
    secret = seated(ORGANIZER, OPENS, name="thu-ky")

    told = [_refusal(lambda: ask("change-password", secret, old="sai", new=CHOSEN)) for _ in range(6)]

    assert [type(each) for each in told] == [NotSignedIn] * 5 + [TooMany]


def _refusal(act: Any) -> Any:
    with pytest.raises((NotSignedIn, TooMany)) as caught:
        act()
    return caught.value


# --- the first chief ---


def test_the_first_chief_is_made_once(town: Town):
    made = ask("first-chief", nonce=NONCE)

    assert ask("first-chief", nonce=NONCE) == made
    with pytest.raises(Conflict) as caught:
        ask("first-chief", nonce=OTHER)
    assert (made["account"], made["contest"], made["role"]) == ("chief", "*", CHIEF)
    assert caught.value.code == "first-chief-there"


def test_the_first_password_is_good_for_choosing_ones_own_and_nothing_else(town: Town):
    made = ask("first-chief", nonce=NONCE)
    secret = ask("sign-in", contest="*", account="chief", password=made["password"])["token"]

    with pytest.raises(Conflict) as early:
        ask("status", secret)
    with pytest.raises(Unfit) as nameless:
        ask("change-password", secret, contest="*", old=made["password"], new=CHOSEN)
    told = ask("change-password", secret, contest="*", old=made["password"], new=CHOSEN, identifier=STRANGER)

    assert (early.value.code, nameless.value.code) == ("account-incomplete", "identifier-needed")
    assert len(ask("status", told["token"])) == 3
    with pytest.raises(Conflict):
        ask("first-chief", nonce=NONCE)


# --- making accounts ---


def test_an_account_is_made_for_its_first_sign_in(town: Town):
    made = ask("account-add", chief(OPENS), **adding())

    told = ask("sign-in", account="thu-ky", password=made["password"])

    assert (told["role"], told["password_to_change"], told["identifier_to_give"]) == (ORGANIZER, True, False)
    assert staff.names(CONTEST, ["thu-ky"]) == {"thu-ky": "Trần Thị Bình"}


def test_the_same_request_gives_the_same_password_and_another_is_told_that_the_name_is_taken(town: Town):
    boss = chief(OPENS)
    made = ask("account-add", boss, **adding())

    assert ask("account-add", boss, **adding()) == made
    with pytest.raises(Conflict) as caught:
        ask("account-add", boss, **adding(nonce=OTHER))
    assert caught.value.code == "account-there"


def test_a_reset_ends_sessions_and_gives_a_password_for_one_sign_in(town: Town):
    secret, boss = seated(ORGANIZER, OPENS, name="thu-ky"), chief(OPENS)

    given = ask("account-password", boss, now=OPENS + 1, account="thu-ky", nonce=NONCE)
    again = ask("account-password", boss, now=OPENS + 2, account="thu-ky", nonce=NONCE)

    assert given == again
    with pytest.raises(NotSignedIn):
        ask("whoami", secret, now=OPENS + 3)
    assert ask("sign-in", account="thu-ky", now=OPENS + 3, password=given["password"])["password_to_change"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "admin"}, "unfit-role"),
        ({"account": "Thư ký"}, "unfit-code"),
        ({"role": UNIT_MANAGER}, "unfit-units"),
        ({"units": ["so-noi-vu"]}, "unfit-units"),
        ({"role": UNIT_MANAGER, "units": ["*"]}, "unfit-units"),
        ({"role": UNIT_MANAGER, "units": ["Sở Nội vụ"]}, "unfit-units"),
        ({"identifier": ""}, "identifier-needed"),
        ({"nonce": "x"}, "unfit-event"),
        ({"password": "x"}, "unfit-event"),
    ],
)
def test_what_makes_no_account_is_refused(town: Town, changes: dict[str, Any], code: str):
    with pytest.raises(Unfit) as caught:
        ask("account-add", chief(OPENS), **adding(**changes))

    assert caught.value.code == code
    assert staff.get(CONTEST, "thu-ky") is None


def test_an_account_of_a_contest_that_there_is_not_is_refused(town: Town):
    with pytest.raises(NotFound):
        ask("account-add", chief(OPENS), contest="khong-co", **adding())


def test_a_dry_run_of_an_account_changes_nothing(town: Town):
    boss = chief(OPENS)
    before = staff.of_contest(CONTEST)

    told = ask("account-add", boss, dry_run=True, **adding())

    assert (told["account"], "password" in told) == ("thu-ky", False)
    assert (staff.of_contest(CONTEST), staff.acts(CONTEST, "", 10)) == (before, [])


# --- who works for a contest doesn't take part in it ---


@pytest.mark.parametrize("role", [ORGANIZER, CHIEF, AUDITOR, "juror"])
def test_who_touches_questions_or_results_is_kept_out_in_any_spelling(town: Town, role: str):
    ask("account-add", chief(OPENS), **adding(role=role, identifier="34 096 000 777"))

    with pytest.raises(Excluded):
        refuse_barred(CONTEST, ["034.096.000.777"])


def test_a_chief_of_every_contest_is_kept_out_of_every_one(town: Town):
    ask("account-add", chief(OPENS), **adding(role=CHIEF, contest="*", account="truong-ban"))

    with pytest.raises(Excluded):
        refuse_barred(CONTEST, [STRANGER])


def test_a_unit_manager_may_take_part(town: Town):
    ask("account-add", chief(OPENS), **adding(role=UNIT_MANAGER, units=["so-noi-vu"], identifier=""))

    refuse_barred(CONTEST, [STRANGER])


def test_a_contestant_is_refused_a_role_until_it_is_meant_and_then_is_out(town: Town):
    boss, phone = chief(OPENS), town.phone(AN)

    with pytest.raises(Conflict) as caught:
        ask("account-add", boss, **adding(identifier=AN))
    ask("account-add", boss, **adding(identifier=AN, even_if_in=True))

    person = contestants.by_login(CONTEST, accounts.login_hash(CONTEST, AN))
    assert (caught.value.code, caught.value.values) == ("takes-part", {"contests": CONTEST})
    assert person
    assert person.excluded
    assert phone.sign_in(AN, town.codes[AN]).problem == "excluded"


def test_a_manager_who_becomes_an_organizer_is_asked_who_they_are(town: Town):
    boss = chief(OPENS)
    seated(UNIT_MANAGER, OPENS, name="quan-ly")
    staff.change(CONTEST, "quan-ly", identified=False)

    with pytest.raises(Unfit):
        ask("account-role", boss, account="quan-ly", role=ORGANIZER, units=[])
    ask("account-role", boss, account="quan-ly", role=ORGANIZER, units=[], identifier=STRANGER)

    with pytest.raises(Excluded):
        refuse_barred(CONTEST, [STRANGER])


# --- the log of acts ---


def test_an_act_stands_in_the_log_before_it_has_any_effect(town: Town):
    secret = seated(CHIEF, OPENS)
    with written_down() as calls:
        ask("close-early", secret, round=FIRST, closes="2023-10-23T01:30:00.000Z", reason="mat-dien")
    wrote = [call.sent["TableName"] for call in calls if call.writes and "TableName" in call.sent]

    assert wrote[0] == config().staff_table
    assert config().rounds_table in wrote


def test_an_act_that_died_in_the_middle_says_that_nobody_knows_how_it_ended(town: Town):
    secret = seated(CHIEF, OPENS)

    with pytest.raises(Interrupted), cut_off(4):
        ask("close-early", secret, round=FIRST, closes="2023-10-23T01:30:00.000Z", reason="mat-dien")

    (line,) = staff.acts(CONTEST, "", 10)
    assert (line.by, line.act, line.round, line.outcome) == ("chief", "close-early", FIRST, "")


def test_a_refused_act_stands_there_with_its_refusal_and_a_mere_look_does_not(town: Town):
    secret = seated(CHIEF, OPENS)
    with pytest.raises(Conflict):
        ask("approve", secret, round=FIRST)
    ask("status", secret)
    with pytest.raises(Conflict):
        ask("approve", secret, round=FIRST, dry_run=True)

    assert [(line.act, line.outcome) for line in staff.acts(CONTEST, "", 10)] == [("approve", "not-closed")]


def test_nobody_acts_in_somebody_elses_name(town: Town):
    seated(CHIEF, OPENS)
    secret = seated(ORGANIZER, OPENS)

    ask("person-revoke", secret, person=AN, by="chief", of=EVERY_CONTEST)

    (line,) = staff.acts(CONTEST, "", 10)
    assert (line.by, line.of) == ("organizer", CONTEST)


def test_a_look_at_a_person_is_written_down_even_as_a_dry_run(town: Town):
    secret = seated(CHIEF, OPENS)

    ask("person-revoke", secret, person=AN, dry_run=True)

    assert [line.act for line in staff.acts(CONTEST, "", 10)] == ["person-revoke"]


def test_the_log_tells_about_whom_an_act_was_and_never_who_that_is(town: Town):
    secret = seated(CHIEF, OPENS)

    ask("person-revoke", secret, person=AN)
    ask("account-add", secret, now=OPENS + 1, **adding())

    lines = ask("acts", secret, now=OPENS + 2)["acts"]
    assert [(line["act"], line["about"]) for line in lines] == [
        ("person-revoke", town.profile(AN).pseudonym),
        ("account-add", "thu-ky"),
    ]


def test_the_log_is_read_to_its_end_part_by_part(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(acts, "MOST", 2)
    for number in range(5):
        acts.append(acts.line("status", CONTEST, LONG_BEFORE + number, by="thu-ky", of=CONTEST))
    found, after, secret = [], "", seated(CHIEF, OPENS)
    while True:
        told = ask("acts", secret, after=after)
        found += [line["at"] for line in told["acts"]]
        if not (after := told["next"]):
            break

    assert found == sorted(set(found))
    assert len(found) == 5


def test_nobody_but_the_deployment_asks_without_an_account(town: Town):
    told = ask("pulse", contests=[CONTEST], clock=True)

    assert sorted(told) == ["contests", "due", "now"]
    assert {name for each in told["contests"][CONTEST] for name in each} == {"round", "state", "opens", "closes"}


# --- units ---


@pytest.mark.parametrize(
    ("units", "unit", "theirs"),
    [
        (["so-noi-vu"], "so-noi-vu", True),
        (["so-noi-vu"], "so-noi-vu-phong-1", False),
        (["so-noi-vu*"], "so-noi-vu-phong-1", True),
        (["so-noi-vu*"], "so-noi", False),
        (["so-noi-vu", "so-tai-chinh"], "so-tai-chinh", True),
        ([], "so-noi-vu", False),
        (["so-noi-vu"], "", False),
    ],
)
def test_a_managers_units_are_ids_or_beginnings_of_ids(units: list[str], unit: str, theirs: bool):
    assert manages(units, unit) == theirs


def test_who_manages_a_unit_manages_whatever_belongs_to_it():
    assert manages(["quan-le-chan"], "to-1", ["phuong-an-bien", "quan-le-chan"])
    assert not manages(["phuong-an-bien"], "quan-le-chan", [])


def test_somebody_who_was_moved_is_in_one_unit_alone(town: Town):
    ask("person-unit", chief(OPENS), person=BINH, unit="so-tai-chinh", reason="sap-xep-lai")

    names = {unit: {each.full_name for each in contestants.members(CONTEST, unit)} for unit in ("so-noi-vu", "so-tai-chinh")}

    assert names["so-tai-chinh"] == {"Trần Thị Bình"}
    assert "Trần Thị Bình" not in names["so-noi-vu"]
