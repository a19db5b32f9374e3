"""The keeper of the canary can bite: each kind of leak, made on purpose, is found. Without these it might be asleep."""

from __future__ import annotations

import pytest

from chalicelib.config import config
from chalicelib.domain.bank import bank_from_json
from chalicelib.services import desk
from chalicelib.storage import objects, rounds
from tests.factories import AN, BINH, CLOSING_BEGINS, CONTEST, FIRST, NONCE, OTHER_NONCE, RESULTS, SECOND, make_bank
from tests.town import Phone, Town
from tests.watch import Leak, Watch, contents, look


@pytest.fixture(autouse=True)
def undescribed(watch: Watch) -> None:
    """Whatever is leaked here isn't described either; what is asked is whether it is found for what it is."""
    watch.wants_it_described = False


def leaked_by(said: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every paper say something more than it should."""
    monkeypatch.setattr(desk.Desk, "paper", lambda self, attempt: {"questions": [], "prediction": None, **said})


def salt() -> str:
    """Return the salt of a question, as the vault has it."""
    record = rounds.get(CONTEST, FIRST)
    return bank_from_json(contents(config().private_bucket)[f"banks/{record.bank}.json"]).questions[0].salt


@pytest.mark.parametrize("what", ["source", "explanation", "salt"])
def test_what_stands_beside_the_key_is_found_under_any_name(phone: Phone, monkeypatch: pytest.MonkeyPatch, what: str):
    leaked_by({"innocent": [getattr(make_bank(FIRST).questions[0], what) or salt()]}, monkeypatch)

    with pytest.raises(Leak):
        phone.start(NONCE)


@pytest.mark.parametrize("name", ["right", "score", "rank", "perfect", "count", "key", "correct", "answer"])
def test_a_member_named_after_the_key_or_a_score_is_found_however_deep(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, name: str
):
    leaked_by({"innocent": [{"deep": {name: "A"}}]}, monkeypatch)

    with pytest.raises(Leak):
        phone.start(NONCE)


@pytest.mark.parametrize("kind", ["paper", "lot"])
@pytest.mark.parametrize("round_id", [FIRST, SECOND])
def test_a_seed_is_found(phone: Phone, monkeypatch: pytest.MonkeyPatch, kind: str, round_id: str):
    seed = contents(config().private_bucket)[f"seeds/{kind}/{CONTEST}/{round_id}"]
    leaked_by({"innocent": f"<{seed.hex()}>"}, monkeypatch)

    with pytest.raises(Leak):
        phone.start(NONCE)


def test_somebody_elses_pseudonym_is_found_and_ones_own_is_not(town: Town, monkeypatch: pytest.MonkeyPatch):
    phones = {who: town.phone(who) for who in (AN, BINH)}
    leaked_by({"innocent": phones[BINH].me().document["contestant"]}, monkeypatch)

    own = phones[BINH].start(NONCE)

    assert own.status == 200
    with pytest.raises(Leak):
        phones[AN].start(NONCE)


def test_results_on_the_site_before_their_hour_are_found(town: Town):
    objects.put(config().site_bucket, f"{CONTEST}/{FIRST}/results.json", b"{}")

    with pytest.raises(Leak):
        town.look_around()

    contents_again(town, f"{CONTEST}/{FIRST}/results.json")


@pytest.mark.parametrize(
    "name",
    [
        "own/0.json",
        "proof/0.json",
        "explanations.json",
        "r01/bank.json",
        "r01/draw.json",
        "r01/manifest.json",
        "index.html",
    ],
)
def test_any_file_that_publication_brings_is_found_before_it(town: Town, name: str):
    objects.put(config().site_bucket, f"{CONTEST}/{FIRST}/{name}", b"{}")

    with pytest.raises(Leak):
        town.look_around()

    contents_again(town, f"{CONTEST}/{FIRST}/{name}")


def test_a_count_in_a_page_of_the_contest_is_found(town: Town):
    page = b'<script type="application/json">{"people": 7}</script>'
    objects.put(config().site_bucket, f"{CONTEST}/other.html", page)

    with pytest.raises(Leak):
        town.look_around()

    contents_again(town, f"{CONTEST}/other.html")


def contents_again(town: Town, name: str) -> None:
    """Take away what the test has put, or the keeper would bite once more at its end."""
    objects.s3().delete_object(Bucket=config().site_bucket, Key=name)
    town.look_around()


def test_what_is_published_at_its_hour_is_no_leak(town: Town, phone: Phone):
    phone.hand_in("___", OTHER_NONCE) if phone.start(NONCE).status == 200 else None
    town.at(CLOSING_BEGINS).tick()

    town.at(RESULTS).tick()

    assert f"{CONTEST}/{FIRST}/results.json" in contents(config().site_bucket)


def test_every_answer_has_been_looked_at(phone: Phone, watch: Watch):
    before = watch.answers_seen

    phone.me()
    phone.start(NONCE)

    assert watch.answers_seen - before == 2


def test_plain_text_without_a_secret_is_no_leak():
    look("Câu hỏi số 1", {"canary": "a canary"}, "here")
