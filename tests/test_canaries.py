"""The keeper of people's data can bite: a leak of each kind, made on purpose, is found. Without these it might be asleep."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from chalice.app import Response

import app as deployed
from chalicelib.config import config
from chalicelib.log import log
from chalicelib.services import desk
from chalicelib.storage import contestants, objects
from chalicelib.storage.contestants import Profile
from tests.canaries import Leak
from tests.factories import AN, BINH, CLOSING_BEGINS, CONTEST, FIRST, NONCE, OTHER_NONCE, RESULTS
from tests.town import Town, all_right
from tests.watch import Watch, contents

NAME, PHONE, NUMBER, MAIL = "Hoàng Yến Canary", "0912345987", "034199099887", "hoang.yen@canary.example"
TEXTS = [NAME, PHONE, NUMBER, MAIL]


@pytest.fixture(autouse=True)
def undescribed(watch: Watch) -> None:
    """Whatever is leaked here isn't described either; what is asked is whether it is found for what it is."""
    watch.wants_it_described = False


@pytest.fixture
def here(town: Town) -> Town:
    """A town with a canary in it who has given everything that a contest may ask for."""
    person = Profile(CONTEST, "y" * 26, "e" * 64, "", NAME, "", "", False, "", "", "registration", NUMBER, PHONE, MAIL)
    contestants.add([person])
    town.look_around()
    return town


@pytest.mark.parametrize("text", TEXTS)
def test_in_a_line_of_the_logs(here: Town, text: str):
    log.info("request", told=[{"deep": f"<{text}>"}])

    with pytest.raises(Leak, match="logs"):
        here.watch.people.tell()
    here.watch.people.leaks.clear()


@pytest.mark.parametrize("written", [*map(quote, TEXTS), *TEXTS[1:]])
def test_in_an_address(here: Town, written: str):
    with pytest.raises(Leak, match="address"):
        here.stranger().send("GET", f"/me?who={written}")


@pytest.mark.parametrize("text", TEXTS)
def test_in_the_address_that_somebody_came_from(here: Town, text: str):
    with pytest.raises(Leak, match="Referer"):
        here.stranger().send("GET", "/me", Referer=f"https://hoithi.example/?q={quote(text)}")


@pytest.mark.parametrize("text", TEXTS)
def test_in_the_address_that_somebody_is_sent_to(here: Town, monkeypatch: pytest.MonkeyPatch, text: str):
    route = deployed.app.routes["/contests/{contest}/me"]["GET"]
    away = Response("", {"Location": f"/{CONTEST}/#{quote(text)}"}, 302)
    monkeypatch.setattr(route, "view_function", lambda contest: away)

    with pytest.raises(Leak, match="Location"):
        here.stranger().send("GET", "/me")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("bucket", ["site_bucket", "exports_bucket", "private_bucket"])
def test_in_an_object(here: Town, bucket: str, text: str):
    where = {"Bucket": getattr(config(), bucket), "Key": f"{CONTEST}/acts/page.html"}
    objects.put(*where.values(), f"<p>{text}</p>".encode())

    with pytest.raises(Leak, match=r"acts/page\.html"):
        here.watch.people.objects()

    objects.s3().delete_object(**where)


def test_in_the_name_of_an_object(here: Town):
    where = {"Bucket": config().site_bucket, "Key": f"{CONTEST}/{NUMBER}.json"}
    objects.put(*where.values(), b"{}")

    with pytest.raises(Leak, match="name of an object"):
        here.watch.people.objects()

    objects.s3().delete_object(**where)


def test_a_name_on_the_page_of_results_that_has_won_nothing(here: Town):
    phone = here.phone(AN)
    phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE, prediction="1")
    here.at(CLOSING_BEGINS).tick()
    here.at(RESULTS).tick()
    page = f"{CONTEST}/{FIRST}/index.html"
    published = contents(config().site_bucket)[page]
    objects.put(config().site_bucket, page, published.replace("Nguyễn Văn An".encode(), NAME.encode()))

    with pytest.raises(Leak, match=r"tuan-1/index\.html"):
        here.watch.people.objects()

    objects.put(config().site_bucket, page, published)


@pytest.mark.parametrize("text", TEXTS)
def test_in_an_answer_to_somebody_else(here: Town, monkeypatch: pytest.MonkeyPatch, text: str):
    monkeypatch.setattr(desk.Desk, "paper", lambda self, attempt: {"questions": [], "prediction": None, "innocent": text})

    with pytest.raises(Leak, match="somebody else"):
        here.phone(BINH).start(NONCE)


def test_in_an_answer_whose_letters_are_escaped(here: Town):
    with pytest.raises(Leak, match="somebody else"):
        here.watch.people.answer(json.dumps({"innocent": NAME}), "", "", "an answer")


def test_ones_own_name_is_no_leak_and_neither_is_what_one_has_said_oneself(here: Town):
    told = here.stranger().sign_in(AN, here.codes[AN])
    unknown = here.stranger().send("POST", "/session", {"identifier": AN, "code": "0000-0000", NAME: ""})

    assert (told.document["name"], unknown.problem) == ("Nguyễn Văn An", "unfit-fields")


def test_winners_on_the_page_of_results_are_no_leak(here: Town):
    phone = here.phone(AN)
    phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE, prediction="1")
    here.at(CLOSING_BEGINS).tick()

    here.at(RESULTS).tick()

    assert "Nguyễn Văn An" in contents(config().site_bucket)[f"{CONTEST}/{FIRST}/index.html"].decode()


def test_everybody_is_known(here: Town):
    texts = here.watch.people.texts

    assert set(TEXTS) <= set(texts)
    assert {texts[AN], texts[NAME], texts["Nguyễn Văn An"]} == {"", "y" * 26, here.profile(AN).pseudonym}
