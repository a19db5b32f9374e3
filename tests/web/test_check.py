"""The contestant's check: what a phone finds out about a paper by itself, from the receipt and what is published."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from playwright.sync_api import expect

from chalicelib.domain.criteria import CRITERIA, cells
from chalicelib.domain.definition import Definition
from chalicelib.domain.inclusion import proof_files
from chalicelib.domain.ranking import explain, rank, standing_words, standings
from chalicelib.domain.receipt import MerkleRoot
from chalicelib.domain.results import why_there
from chalicelib.domain.words import LANGUAGES
from tests.domain import facts
from tests.qr import read_codes
from tests.web import published, sample
from tests.web.contestant import TEXTS, Contestant, is_accented
from tests.web.test_pages import WEB, catalogue
from tests.web.world import Fault, World

SAID = catalogue("vi")
RESULTS = f"/{sample.CONTEST}/{published.ROUND}/index.html"
NODE = sample.ROOT / "node_modules" / "lean-qr"


def keep(phone: Contestant, *documents: dict[str, str]) -> None:
    """Give the device what a hand-in leaves on it."""
    phone.page.goto(phone.address + "/404.html")
    phone.page.evaluate("(kept) => localStorage.setItem('hoithi:hai-phong-2023:receipts', kept)", json.dumps(documents))


def check(phone: Contestant, typed: str = published.RECEIPT[:12]) -> None:
    """Open the results, type a code and press the button."""
    phone.page.goto(phone.address + RESULTS)
    phone.page.get_by_label("Mã biên nhận").fill(typed)
    phone.press("Kiểm tra bài của tôi")


def checked(phone: Contestant, *documents: dict[str, str]) -> None:
    """Open the results on a device that keeps ``documents``."""
    keep(phone, *(documents or (published.document(),)))
    phone.page.goto(phone.address + RESULTS)


def sentence(phone: Contestant) -> Any:
    """The one sentence of result."""
    return phone.page.locator("#own-said h3")


def steps(phone: Contestant, summary: str) -> list[str]:
    """What stands behind a summary, line by line."""
    details = phone.page.locator("details", has_text=SAID[summary])
    details.locator("summary").click()
    return details.locator("li").all_inner_texts()


# --- the whole check ---


@pytest.mark.browser
def test_the_device_that_handed_in_says_in_one_sentence_that_the_paper_counted(phone: Contestant, world: World) -> None:
    checked(phone)

    expect(sentence(phone)).to_have_text("Bài của anh/chị có trong kết quả, đúng như biên nhận.")
    expect(phone.page.locator("#own-result")).to_contain_text("8/10")
    expect(phone.page.locator("#own-result .facts").first).to_contain_text(published.REASON)
    assert steps(phone, "check.how") == [
        SAID["check.how.receipt"],
        SAID["check.how.root"].replace("{at}", "17:00:20 ngày 30/10/2023"),
        SAID["check.how.proof"],
        SAID["check.how.score"].replace("{n}", "8"),
    ]
    asked = {path for path, _ in world.served if published.FOLDER in path and not path.endswith("index.html")}
    files = ("proof/1.json", "r01/bank.json", "explanations.json")
    assert asked == {published.own_name(), *(f"{published.FOLDER}/{name}" for name in files)}


@pytest.mark.browser
def test_each_answer_stands_beside_the_right_one_with_its_explanation_and_source(phone: Contestant) -> None:
    checked(phone)

    phone.page.locator("summary", has_text=SAID["check.answers"]).click()
    cards = phone.page.locator("#own-result .card").all_inner_texts()

    asked = sample.bank()
    assert len(cards) == len(asked)
    for card, question, mark in zip(cards, asked, published.MARKS, strict=True):
        told = [question["text"], question["options"][question["right"]], question["explanation"], question["source"]]
        assert [text for text in told if text and text not in card] == []
        assert ("✓ đúng" in card, "✗ chưa đúng" in card, "✗ chưa trả lời" in card) == (mark == "R", mark == "W", mark == "_")
    wrong = asked[2]
    assert wrong["options"]["B" if wrong["right"] == "A" else "A"] in cards[2]
    assert (phone.axe(), phone.overflow()) == ([], 0)


@pytest.mark.browser
def test_all_of_it_is_said_in_english_too(phone: Contestant) -> None:
    checked(phone)
    expect(sentence(phone)).to_have_text(SAID["check.whole"])

    phone.switch()

    expect(sentence(phone)).to_have_text(catalogue("en")["check.whole"])
    expect(phone.page.locator("#own-result .facts").first).to_contain_text(
        "same score 8, prediction off by 3, behind one off by 2"
    )
    for summary in phone.page.locator("#own-result summary").all():
        summary.click()
    texts = phone.page.evaluate(TEXTS.replace("document.body", "document.getElementById('own')"))
    assert [text for text in texts if any(is_accented(letter) for letter in text)] == []


@pytest.mark.browser
def test_another_device_checks_the_code_alone_and_says_so(phone: Contestant, world: World) -> None:
    check(phone, published.RECEIPT[:12].upper())

    expect(sentence(phone)).to_have_text("Mã biên nhận này có trong kết quả đã công bố.")
    expect(phone.page.locator("#own-said")).to_contain_text(SAID["check.code.text"])
    expect(phone.page.locator("#own-result")).to_contain_text("5 phút 1 giây")
    assert steps(phone, "check.how") == [
        SAID["check.how.root"].replace("{at}", "17:00:20 ngày 30/10/2023"),
        SAID["check.how.proof"],
    ]
    assert phone.page.locator("summary", has_text=SAID["check.answers"]).count() == 0
    assert [path for path, _ in world.served if "bank.json" in path] == []


@pytest.mark.browser
def test_a_code_that_is_short_or_unknown_is_a_slip_and_no_failed_check(phone: Contestant) -> None:
    unknown = published.RECEIPT[0] + "5" * 11
    for typed, fault in ((published.RECEIPT[:11], "own.short"), (unknown, "own.unknown")):
        check(phone, typed)

        expect(phone.page.locator("#own-error")).to_have_text(SAID[fault])
        expect(phone.page.get_by_label("Mã biên nhận")).to_be_focused()
        assert phone.page.locator("#own-said").inner_text() == ""


@pytest.mark.browser
def test_of_several_papers_on_one_device_each_can_be_checked(phone: Contestant) -> None:
    other = {**published.document(), "receipt": published.RECEIPT[0] + "4" * 63}
    checked(phone, published.document(), other)
    expect(sentence(phone)).to_have_text(SAID["check.differs"])

    phone.press(" ".join(published.RECEIPT[at : at + 4] for at in (0, 4, 8)))

    expect(sentence(phone)).to_have_text(SAID["check.whole"])
    assert phone.axe() == []


# --- what does not match ---

CLOSING = f"/{sample.CONTEST}/acts/{published.ROUND}-closing.json"
PROOF = f"{published.FOLDER}/proof/1.json"


def other_leaf() -> dict[str, bytes]:
    """The file of proofs with another receipt in this one's place."""
    leaves = json.loads(published.files()[PROOF])["leaves"]
    place = published.LEAF - 256
    return published.tampered(PROOF, leaves=[*leaves[:place], "0" * 64, *leaves[place + 1 :]])


def neighbour_changed() -> dict[str, bytes]:
    """The file of proofs with another receipt beside this one."""
    leaves = json.loads(published.files()[PROOF])["leaves"]
    return published.tampered(PROOF, leaves=["0" * 64, *leaves[1:]])


TAMPERED: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "another receipt in its place": (other_leaf(), ["check.unproven"]),
    "another receipt beside it": (neighbour_changed(), ["check.unproven"]),
    "another path": (published.tampered(PROOF, path=["0" * 64]), ["check.unproven"]),
    "a longer path": (published.tampered(PROOF, path=["0" * 64] * 2), ["check.unproven"]),
    "no path": (published.tampered(PROOF, path=[]), ["check.unproven"]),
    "another root at the close": (published.tampered(CLOSING, receipts_root="0" * 64), ["check.roots", "check.unproven"]),
    "another score": (
        {published.own_name(): published.own({published.RECEIPT: published.row(score=9)})},
        ["check.score"],
    ),
    "another place in the tree": (
        {published.own_name(): published.own({published.RECEIPT: published.row(leaf=published.LEAF + 1)})},
        ["check.unproven"],
    ),
    "no such paper": ({published.own_name(): published.own({})}, ["check.absent"]),
}


def keep_nothing(phone: Contestant) -> None:
    """Have the browser ask for each file anew: the next case has other ones under the same names."""
    chromium = phone.page.context.new_cdp_session(phone.page)
    chromium.send("Network.enable")
    chromium.send("Network.setCacheDisabled", {"cacheDisabled": True})


def differences(phone: Contestant) -> list[str]:
    """What the page says differs."""
    expect(sentence(phone)).to_have_text(SAID["check.differs"])
    return phone.page.locator("#own-said li").all_inner_texts()


def as_said(keys: list[str], **values: object) -> list[str]:
    """The sentences of ``keys``."""
    return [SAID[key].format(**values) for key in keys]


@pytest.mark.browser
def test_what_was_tampered_with_is_told_with_whom_to_ask(phone: Contestant, world: World) -> None:
    keep_nothing(phone)
    found = {}
    for case, (files, _) in TAMPERED.items():
        world.replaced = files
        checked(phone)
        found[case] = differences(phone)

    assert found == {case: as_said(told, mine=8, theirs=9) for case, (_, told) in TAMPERED.items()}
    assert sample.written_definition().contact.office in phone.page.locator("#own-said").inner_text()
    assert (phone.axe(), phone.overflow()) == ([], 0)


@pytest.mark.browser
def test_a_page_with_another_root_than_the_one_published_at_the_close_is_told(phone: Contestant, world: World) -> None:
    world.results = {"receipts_root": "0" * 64}

    checked(phone)

    assert differences(phone) == as_said(["check.roots"])


@pytest.mark.browser
def test_a_document_that_does_not_give_its_receipt_is_told_whatever_was_changed(phone: Contestant) -> None:
    document = published.document()
    changed = {
        "choices": document["choices"][:-1] + "_",
        "questions": " ".join(reversed(document["questions"].split())),
        "nonce": "1" + document["nonce"][1:],
        "attempt": document["attempt"][:-1] + "2",
        "prediction": "61",
        "started_at": "2023-10-23T01:00:00.001Z",
        "submitted_at": "2023-10-23T01:05:01.251Z",
    }

    found = {}
    for name, value in changed.items():
        checked(phone, {**document, name: value})
        found[name] = differences(phone)[0]

    assert found == dict.fromkeys(changed, SAID["check.altered"])


@pytest.mark.browser
def test_a_code_whose_proof_leads_elsewhere_is_told_on_another_device_too(phone: Contestant, world: World) -> None:
    world.replaced = published.tampered(PROOF, path=["0" * 64])

    check(phone)

    assert differences(phone) == as_said(["check.unproven"])


# --- what stands in the way ---


@pytest.mark.browser
def test_results_that_were_renewed_meanwhile_ask_for_a_fresh_page(phone: Contestant, world: World) -> None:
    world.replaced = {published.own_name(): published.own({published.RECEIPT: published.row()}, revision=2)}

    check(phone)

    expect(phone.page.locator("#own-error")).to_have_text(SAID["check.renewed"])


@pytest.mark.browser
def test_a_file_that_can_not_be_had_is_no_failed_check_and_the_button_tries_again(phone: Contestant, world: World) -> None:
    keep_nothing(phone)
    for file in ("/own/", "/proof/", "-closing.json"):
        world.faults.append(Fault(file, "503"))
        check(phone)
        expect(phone.page.locator("#own-error")).to_have_text(SAID["own.failed"])

        phone.press("Kiểm tra bài của tôi")

        expect(sentence(phone)).to_have_text(SAID["check.code"])
        expect(phone.page.locator("#own-error")).to_be_hidden()


@pytest.mark.browser
def test_a_browser_that_computes_no_hashes_says_that_nothing_was_checked(phone: Contestant) -> None:
    phone.page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")

    checked(phone)

    expect(sentence(phone)).to_have_text(SAID["check.unable"])
    expect(phone.page.locator("#own-result")).to_contain_text("8/10")


# --- decisions ---


@pytest.mark.browser
def test_a_voided_and_a_corrected_question_are_marked_as_decided(phone: Contestant, world: World) -> None:
    wrong, blank = sample.bank()[2], sample.bank()[8]
    mine = published.document()["choices"][2]
    world.results = {"right": {wrong["id"]: f"{mine} {wrong['right']}", blank["id"]: ""}}
    world.replaced = {published.own_name(): published.own({published.RECEIPT: published.row(score=10)})}

    checked(phone)

    expect(sentence(phone)).to_have_text(SAID["check.whole"])
    phone.page.locator("summary", has_text=SAID["check.answers"]).click()
    cards = phone.page.locator("#own-result .card").all_inner_texts()
    assert (SAID["check.corrected"] in cards[2], "✓ đúng" in cards[2], SAID["check.void"] in cards[8]) == (True, True, True)
    assert [wrong["options"][letter] in cards[2] for letter in (mine, wrong["right"])] == [True, True]


@pytest.mark.browser
def test_a_paper_without_a_rank_is_found_too_and_the_page_says_why(phone: Contestant, world: World) -> None:
    keep_nothing(phone)
    for ruling, said in (("disqualified", "own.ruled-out"), ("", "own.unranked")):
        unranked = published.row(rank=None, why=None, ruling=ruling)
        world.replaced = {published.own_name(): published.own({published.RECEIPT: unranked})}

        checked(phone)

        expect(sentence(phone)).to_have_text(SAID["check.whole"])
        expect(phone.page.locator("#own-result")).to_contain_text(SAID[said])


# --- the receipt and its QR code ---


def on_the_receipt(phone: Contestant, document: dict[str, str]) -> None:
    """Look at a receipt that the device keeps."""
    keep(phone, document)
    phone.page.goto(f"{phone.home}#bien-nhan")
    phone.receipt()


# A round that is under way.
UNPUBLISHED = {**published.document(), "round": "tuan-2"}


@pytest.mark.browser
def test_a_phone_reads_the_receipts_qr_code(phone: Contestant) -> None:
    on_the_receipt(phone, UNPUBLISHED)
    code = phone.page.locator("svg.qr")
    expect(code).to_have_attribute("aria-label", SAID["receipt.qr"])

    [text] = read_codes(phone.page.context.new_page(), code.screenshot())

    assert text == f"{phone.address}/{sample.CONTEST}/#bn=tuan-2.{published.RECEIPT}"
    assert (phone.axe(), phone.overflow()) == ([], 0)


@pytest.mark.browser
def test_a_receipt_without_its_picture_is_a_receipt(phone: Contestant, world: World) -> None:
    world.faults.append(Fault("/assets/qr.js", "503", times=99))

    on_the_receipt(phone, UNPUBLISHED)

    assert phone.page.locator(".notice .code").inner_text().replace(" ", "") == published.RECEIPT[:12]
    assert phone.page.locator("svg.qr").count() == 0


@pytest.mark.browser
def test_who_ran_out_of_time_finds_the_receipt_on_the_start_page_once_the_round_is_closed(
    phone: Contestant, world: World
) -> None:
    phone.sign_in()
    world.start("tuan-2", 1, {"nonce": "0" * 32}, "")
    stored = world.attempt()
    world.hand_in(stored)
    stored.update(status="timed_out", deadline_at=world.now() - 1)
    phone.page.reload()
    phone.sees("Trước khi bắt đầu")

    phone.press(SAID["start.receipt"])

    assert phone.receipt().replace(" ", "") == stored["receipt"]["receipt"][:12]
    assert SAID["receipt.closed"] in phone.page.locator("#stage").inner_text()
    assert stored["receipt"]["receipt"] in phone.kept()


@pytest.mark.browser
def test_before_publication_the_code_leads_to_when_the_results_come(phone: Contestant, world: World) -> None:
    phone.page.goto(f"{phone.address}/{sample.CONTEST}/#bn=tuan-2.{published.RECEIPT}")

    phone.sees(SAID["waiting.title"])
    shown = phone.page.locator("#stage").inner_text()
    assert " ".join(published.RECEIPT[at : at + 4] for at in (0, 4, 8)) in shown
    assert world.definition.round("tuan-2").name in shown
    assert (phone.axe(), phone.overflow(), "#" in phone.page.url) == ([], 0, False)
    assert [path for path, _ in world.served if published.RECEIPT in path] == []
    phone.press(SAID["results.back"])
    expect(phone.page.get_by_role("button", name="Vào thi", exact=True)).to_be_visible()


@pytest.mark.browser
def test_on_the_device_that_handed_in_the_code_leads_to_the_receipt(phone: Contestant) -> None:
    keep(phone, UNPUBLISHED)

    phone.page.goto(f"{phone.address}/{sample.CONTEST}/#bn=tuan-2.{published.RECEIPT}")

    assert phone.receipt().replace(" ", "") == published.RECEIPT[:12]


@pytest.mark.browser
def test_after_publication_the_code_leads_to_the_check(phone: Contestant, world: World) -> None:
    phone.page.goto(f"{phone.address}/{sample.CONTEST}/#bn={published.ROUND}.{published.RECEIPT}")

    expect(sentence(phone)).to_have_text(SAID["check.code"])
    assert phone.page.url == phone.address + RESULTS
    assert [path for path, _ in world.served if published.RECEIPT in path] == []


@pytest.mark.browser
def test_an_address_that_names_no_receipt_leads_to_the_contest(phone: Contestant) -> None:
    for place in ("bn=", "bn=tuan-1.4f2a", "bn=tuan-9." + "4" * 64, "bn=//evil.example." + "4" * 64):
        phone.page.goto(phone.address + "/404.html")
        phone.page.goto(f"{phone.address}/{sample.CONTEST}/#{place}")

        expect(phone.page.get_by_role("button", name="Vào thi", exact=True)).to_be_visible()


@pytest.mark.browser
def test_a_kept_receipt_of_a_published_round_leads_to_the_check(phone: Contestant) -> None:
    on_the_receipt(phone, published.document())

    phone.page.get_by_role("link", name=SAID["own.look"]).click()

    expect(sentence(phone)).to_have_text(SAID["check.whole"])


def test_the_library_for_qr_codes_is_the_pinned_one_unchanged() -> None:
    if not NODE.is_dir():
        pytest.skip("node_modules/lean-qr is missing: npm ci")
    wanted = json.loads((sample.ROOT / "package.json").read_text())["devDependencies"]["lean-qr"]

    assert json.loads((NODE / "package.json").read_text())["version"] == wanted
    assert (WEB / "vendor" / "lean-qr.js").read_bytes() == (NODE / "nano.mjs").read_bytes()
    assert (WEB / "vendor" / "lean-qr.LICENSE.txt").read_bytes() == (NODE / "LICENSE").read_bytes()


# --- the modules by themselves ---

VECTORS = json.loads((sample.ROOT / "tests" / "vectors.json").read_text("utf-8"))


@pytest.mark.browser
def test_a_receipt_is_recomputed_as_the_format_says(phone: Contestant) -> None:
    phone.page.goto(phone.address + RESULTS)

    made = phone.page.evaluate(
        "(documents) => import('/assets/inclusion.js').then(({ receiptOf }) => Promise.all(documents.map(receiptOf)))",
        [{"receipt": "", **case["fields"]} for case in VECTORS["receipts"]],
    )

    assert made == [case["receipt"] for case in VECTORS["receipts"]]


PROVE = """(cases) => import('/assets/inclusion.js').then(async ({ proves }) => {
  const found = [];
  for (const [proof, wanted] of cases) found.push(await proves(proof, wanted));
  return found;
})"""


def tree(many: int) -> tuple[str, list[dict[str, Any]]]:
    """A root and its files of proofs."""
    leaves = [f"{number:064x}" for number in range(many)]
    made = MerkleRoot()
    for leaf in leaves:
        made.add(leaf)
    return made.hexdigest(), [json.loads(data) for _, data in proof_files("c", "r", leaves)]


def wanted(root: str, leaf: int, receipt: int | None = None) -> dict[str, Any]:
    """What is to be proved: that a receipt is the leaf of this number."""
    return {"receipt": f"{leaf if receipt is None else receipt:064x}", "leaf": leaf, "root": root, "aFile": 256}


FALSE = "f" * 64


@pytest.mark.browser
def test_a_true_proof_is_taken_and_a_tampered_one_refused(phone: Contestant) -> None:
    phone.page.goto(phone.address + RESULTS)
    true: list[Any] = []
    false: list[Any] = []
    for many in (1, 2, 256, 257, 600):
        root, files = tree(many)
        for proof in files:
            leaf = proof["first"] + len(proof["leaves"]) - 1
            true += [[proof, wanted(root, proof["first"])], [proof, wanted(root, leaf)]]
            false += [
                [proof, wanted(FALSE, leaf)],
                [proof, wanted(root, leaf, receipt=leaf + 1)],
                [proof, wanted(root, leaf + 1, receipt=leaf)],
                [{**proof, "path": [*proof["path"], FALSE]}, wanted(root, leaf)],
                [{**proof, "path": [FALSE, *proof["path"][1:]]}, wanted(root, leaf)],
                [{**proof, "leaves": [*proof["leaves"], FALSE]}, wanted(root, leaf)],
                [{**proof, "first": proof["first"] + 256}, wanted(root, leaf)],
                [{**proof, "leaves": [FALSE for _ in proof["leaves"]]}, {**wanted(root, leaf), "receipt": FALSE}],
            ]

    assert phone.page.evaluate(PROVE, true) == [True] * len(true)
    assert phone.page.evaluate(PROVE, false) == [False] * len(false)


REASONS = """(rankings) => import('/assets/standing.js').then(({ reason }) =>
  rankings.map(([known, rows]) => rows.map((own) => reason(own, known))))"""


def some_ranking(seed: int) -> tuple[Definition, list[Any]]:
    """A small ranking full of ties, by a definition with its own criteria, precision and last tie."""
    by = random.Random(seed)
    names = by.sample(list(CRITERIA), by.randint(1, len(CRITERIA)))
    definition = facts.make_definition(
        " ".join(names), precision=by.choice(["s", "ms"]), last_tie=by.choice(["lot", "shared"])
    )
    entries = [
        facts.make_entry(
            letter,
            score=by.randint(2, 3),
            elapsed_ms=by.choice([59_999, 60_000, 3_661_005]),
            prediction=by.choice([None, 1, 2]),
            submitted_at=facts.OPENS + by.choice([1, 60_000]),
            started_at=facts.OPENS + by.choice([0, 57_600_007]),
        )
        for letter in "abcdefghijkl"[: by.randint(1, 12)]
    ]
    return definition, rank(entries, definition, 2, facts.lot_by_name)


@pytest.mark.browser
def test_the_page_says_why_in_the_servers_own_words(phone: Contestant) -> None:
    phone.page.goto(phone.address + RESULTS)
    rankings, servers = [], []
    for definition, ranked in map(some_ranking, range(80)):
        names = [each.name for each in definition.criteria]
        rows = [
            {"values": dict(zip(names, cells(row.values, definition), strict=True)), "why": why_there(why, definition)}
            for row, why in zip(ranked, standings(ranked), strict=True)
        ]
        for language in LANGUAGES:
            words = standing_words(definition, language)
            rankings.append([{"criteria": names, "precision": definition.precision, "words": words}, rows])
            servers.append([explain(ranked, at, definition, language) for at in range(len(ranked))])

    assert phone.page.evaluate(REASONS, rankings) == servers
