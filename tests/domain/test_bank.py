"""Question banks: read from tables, checked, compared, written for auditors and for the public function."""

from __future__ import annotations

import json
import random
from dataclasses import fields, replace
from datetime import date

import pytest

from chalicelib.domain.bank import (
    COLUMNS,
    Bank,
    Question,
    bank_from_json,
    bank_json,
    check_bank,
    near_duplicates,
    notes_json,
    paper_bank_json,
    read_bank,
    with_salts,
)
from chalicelib.domain.bank_changes import BankChanges, changes
from chalicelib.domain.canonical import sha256_hex
from chalicelib.domain.definition import Definition, Paper
from chalicelib.domain.faults import Fault, Faulty
from chalicelib.domain.sheets import Table

HEADERS = [column.header for column in COLUMNS]
TEXTS = (
    "Thủ đô của nước ta là thành phố nào?",
    "Chủ tịch Hồ Chí Minh sinh năm nào?",
    "Sông nào chảy qua thành phố Huế?",
)


def definition(questions=1, least=3, most=4, blueprint=None):
    paper = Paper(questions=questions, options_least=least, options_most=most, limit_s=600, blueprint=blueprint)
    return Definition.model_construct(contest="vi-du-2023", paper=paper)


def question(id="q01", text=TEXTS[0], **more):
    given = {
        "options": {"A": "Hà Nội", "B": "Huế", "C": "Đà Nẵng"},
        "right": "A",
        "fixed": False,
        "topic": "Chung",
        "difficulty": "dễ",
        "source": "Hiến pháp, Điều 13",
        "explanation": "",
        "salt": "ab" * 32,
    }
    return Question(id=id, text=text, **(given | more))


def bank(*questions, round="tuan-1"):
    return Bank("vi-du-2023", round, questions or (question(),))


def row(**cells):
    """Return a row that is right but for ``cells``."""
    right = {"text": TEXTS[0], "A": "Hà Nội", "B": "Huế", "C": "Đà Nẵng", "right": "A"} | cells
    return [right.get(column.key, "") for column in COLUMNS]


def table(*rows, sheet="Câu hỏi"):
    return Table("t1.xlsx", sheet, [HEADERS, *rows])


def read(*rows, of=None, others=()):
    return read_bank(table(*rows), of or definition(), "tuan-1", others)


def refused(*rows, **more):
    """Return the faults of a table as (cell, code), leaving out the sheet's name."""
    with pytest.raises(Faulty) as caught:
        read(*rows, **more)
    assert all(fault.line("vi") != fault.line("en") for fault in caught.value.faults)
    return [(fault.path.removeprefix('Sheet "Câu hỏi"').removeprefix(", ô "), fault.code) for fault in caught.value.faults]


def random_bytes(seed):
    return random.Random(seed).randbytes


def test_a_row_becomes_a_question():
    whole = row(
        id="T1-01", D="Cần Thơ", topic="Địa lý", difficulty="DỄ", source="Hiến pháp", explanation="Điều 13", fixed="x"
    )

    read_in, warnings = read(whole)

    expected = Question(
        id="t1-01",
        text="Thủ đô của nước ta là thành phố nào?",
        options={"A": "Hà Nội", "B": "Huế", "C": "Đà Nẵng", "D": "Cần Thơ"},
        right="A",
        fixed=True,
        topic="Địa lý",
        difficulty="dễ",
        source="Hiến pháp",
        explanation="Điều 13",
        salt="",
    )
    assert read_in == Bank("vi-du-2023", "tuan-1", (expected,))
    assert warnings == []


def test_an_id_that_is_left_empty_comes_from_the_text():
    (read_in,) = read(row())[0].questions

    assert read_in.id == "q-" + sha256_hex(TEXTS[0].encode())[:8]


def test_questions_are_sorted_by_id_whatever_the_order_of_rows():
    rows = [row(id="b"), row(id="a", text=TEXTS[1]), row(id="c", text=TEXTS[2])]

    assert [each.id for each in read(*rows)[0].questions] == ["a", "b", "c"]
    assert read(*rows) == read(*reversed(rows))


@pytest.mark.parametrize("typed", ["a", "A.", "(A)", "Đáp án A", "phương án a", " A ", "Câu A)"])
def test_the_right_letter_is_understood_as_people_type_it(typed):
    assert read(row(right=typed))[0].questions[0].right == "A"


@pytest.mark.parametrize("typed", ["A, B", "AB", "E", "Đ", "Hà Nội", "A hoặc B"])
def test_anything_but_one_letter_is_no_right_answer(typed):
    assert refused(row(right=typed)) == [("G2", "bank.right-unread")]


def test_excel_numbers_and_dates_become_text():
    (read_in,) = read(row(A=12.0, B=12.5, C=date(2021, 12, 13)))[0].questions

    assert read_in.options == {"A": "12", "B": "12,5", "C": "13/12/2021"}


def test_numbering_that_the_page_makes_itself_is_taken_away():
    (read_in,) = read(row(text="Câu 15: Thủ đô ở đâu?", A="A. Hà Nội", B="b) Huế", C="C.Đà Nẵng"))[0].questions

    assert (read_in.text, read_in.options) == ("Thủ đô ở đâu?", {"A": "Hà Nội", "B": "Huế", "C": "Đà Nẵng"})


def test_letters_stay_where_not_every_option_begins_with_its_own():
    (read_in,) = read(row(A="A. Einstein", B="Huế", C="Đà Nẵng"))[0].questions

    assert read_in.options["A"] == "A. Einstein"


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"text": ""}, [("B2", "bank.text-missing")]),
        ({"text": "a" * 1001}, [("B2", "bank.too-long")]),
        ({"A": "a" * 501, "explanation": "b" * 2001}, [("C2", "bank.too-long"), ("K2", "bank.too-long")]),
        ({"id": "câu 1"}, [("A2", "bank.id")]),
        ({"id": "a" * 21}, [("A2", "bank.too-long")]),
        ({"C": ""}, [("E2", "bank.option-count")]),
        ({"C": "", "D": "Cần Thơ"}, [("E2", "bank.option-gap")]),
        ({"A": "", "B": "", "C": ""}, [("C2", "bank.option-count"), ("G2", "bank.right-empty")]),
        ({"B": "HÀ  NỘI."}, [("D2", "bank.options-equal")]),
        ({"right": ""}, [("G2", "bank.right-missing")]),
        ({"right": "D"}, [("G2", "bank.right-empty")]),
        ({"difficulty": "rất khó"}, [("I2", "bank.difficulty")]),
        ({"fixed": "có thể"}, [("L2", "sheet.yes-or-no")]),
        ({"C": "Cả A và B"}, [("L2", "bank.loose-order")]),
        ({"text": "Thủ\u200bđô"}, [("B2", "sheet.hidden-character")]),
    ],
)
def test_each_kind_of_fault_is_named_at_its_cell(cells, faults):
    assert refused(row(**cells)) == faults


def test_four_options_are_too_many_where_the_rules_say_three():
    assert refused(row(D="Cần Thơ"), of=definition(most=3)) == [("F2", "bank.option-count")]


def test_an_option_that_leans_on_order_is_taken_when_the_order_is_kept():
    assert read(row(C="Cả A và B", fixed="có"))[0].questions[0].fixed is True


def test_a_fault_says_what_was_found_what_was_expected_and_how_to_mend_it_in_both_languages():
    with pytest.raises(Faulty) as caught:
        read(row(C="Tất cả các đáp án trên"))

    (fault,) = caught.value.faults
    assert fault.line() == (
        't1.xlsx, Sheet "Câu hỏi", ô L2: Phương án C “Tất cả các đáp án trên” nói đến các phương án khác nên sẽ sai nghĩa '
        "khi đảo thứ tự. Câu như vậy phải giữ thứ tự phương án. Ghi “có” ở cột “Giữ thứ tự”, hoặc viết lại phương án."
    )
    assert fault.line("en") == (
        't1.xlsx, Sheet "Câu hỏi", ô L2: Option C “Tất cả các đáp án trên” speaks of the other options, and says something '
        "else once they are shuffled. Such a question must keep its order. Write “có” (yes) under “Giữ thứ tự”, or reword "
        "the option."
    )


def test_all_faults_of_all_rows_come_together_in_reading_order():
    rows = [row(right="", C=""), row(text=TEXTS[0].upper(), id="x"), row(text=TEXTS[1], id="x")]

    assert refused(*rows, of=definition(questions=5)) == [
        ("E2", "bank.option-count"),
        ("G2", "bank.right-missing"),
        ("B3", "bank.duplicate"),
        ("A4", "bank.id-twice"),
        ("", "bank.too-few"),
    ]


def test_a_duplicate_names_the_cell_of_the_other():
    with pytest.raises(Faulty) as caught:
        read(row(), row(id="x"))

    assert caught.value.faults == [
        Fault("t1.xlsx", 'Sheet "Câu hỏi", ô B3', "bank.duplicate", {"other": 'Sheet "Câu hỏi", ô B2'})
    ]


def test_a_question_of_another_rounds_bank_is_refused_by_its_words_or_its_id():
    other = bank(question("z", TEXTS[0].lower()), question("y", TEXTS[1]), round="tuan-2")

    with pytest.raises(Faulty) as caught:
        read(row(), row(id="y", text=TEXTS[2]), others=[other])

    assert caught.value.faults == [
        Fault("t1.xlsx", 'Sheet "Câu hỏi", ô B2', "bank.duplicate-elsewhere", {"round": "tuan-2", "id": "z"}),
        Fault("t1.xlsx", 'Sheet "Câu hỏi", ô A3', "bank.id-elsewhere", {"round": "tuan-2", "id": "y"}),
    ]


def test_the_former_bank_of_the_same_round_is_no_rival():
    assert read(row(id="q01"), others=[bank()])[0].questions[0].id == "q01"


def test_near_duplicates_are_warnings_within_the_file_and_against_other_rounds():
    stem = "Cơ quan nào chủ trì thực hiện công tác cải cách hành chính của {}?"
    other = bank(question("z", stem.format("thành phố")), round="tuan-2")

    _, warnings = read(row(text=stem.format("tỉnh")), row(text=stem.format("huyện")), others=[other])

    assert warnings == [
        Fault("t1.xlsx", 'Sheet "Câu hỏi", ô B2', "bank.near-elsewhere", {"percent": 82, "round": "tuan-2", "id": "z"}),
        Fault("t1.xlsx", 'Sheet "Câu hỏi", ô B3', "bank.near-elsewhere", {"percent": 82, "round": "tuan-2", "id": "z"}),
        Fault("t1.xlsx", 'Sheet "Câu hỏi", ô B3', "bank.near", {"percent": 88, "other": 'Sheet "Câu hỏi", ô B2'}),
    ]


def test_topics_are_those_of_the_blueprint_however_they_are_spelled():
    wanted = definition(questions=2, blueprint={"Thể chế": 1, "Tổ chức bộ máy": 1})

    read_in, _ = read(row(id="a", topic="THE CHE"), row(id="b", text=TEXTS[1], topic="Tổ chức  bộ máy"), of=wanted)

    assert [each.topic for each in read_in.questions] == ["Thể chế", "Tổ chức bộ máy"]


def test_a_topic_outside_the_blueprint_and_a_topic_with_too_few_questions_are_faults():
    wanted = definition(questions=2, blueprint={"Thể chế": 1, "Tổ chức bộ máy": 1})

    faults = refused(row(topic="Thể chế"), row(text=TEXTS[1], topic="Khác"), of=wanted)

    assert faults == [("H3", "bank.topic"), ("", "bank.too-few-of-topic")]


def test_a_missing_column_is_the_only_fault_of_its_sheet():
    with pytest.raises(Faulty) as caught:
        read_bank(Table("t1.csv", "", [HEADERS[:-1], row()[:-1]]), definition(), "tuan-1")

    assert caught.value.faults == [Fault("t1.csv", "", "sheet.missing-column", {"header": "Giữ thứ tự"})]


def test_check_bank_finds_nothing_wrong_with_what_was_read():
    read_in, _ = read(row(), row(text=TEXTS[1]))

    assert check_bank(read_in, definition()) == []


def test_check_bank_names_questions_by_their_ids():
    broken = bank(question("q01", right="D"), question("q02"))

    assert check_bank(broken, definition(questions=3)) == [
        Fault(
            "vi-du-2023/tuan-1/bank.json",
            'câu q01, cột "Đáp án"',
            "bank.right-empty",
            {"found": "D", "letters": "A, B, C"},
        ),
        Fault(
            "vi-du-2023/tuan-1/bank.json",
            'câu q02, cột "Câu hỏi"',
            "bank.duplicate",
            {"other": 'câu q01, cột "Câu hỏi"'},
        ),
        Fault("vi-du-2023/tuan-1/bank.json", "", "bank.too-few", {"count": 2, "least": 3}),
    ]
    assert near_duplicates(broken) == []


def test_bank_json_is_the_formats_and_reads_back():
    written = bank_json(bank())

    assert written.decode() == (
        '{"contest":"vi-du-2023","questions":[{"fixed":false,"id":"q01",'
        '"options":{"A":"Hà Nội","B":"Huế","C":"Đà Nẵng"},"right":"A","salt":"' + "ab" * 32 + '",'
        '"source":"Hiến pháp, Điều 13","text":"Thủ đô của nước ta là thành phố nào?","topic":"Chung"}],"round":"tuan-1"}'
    )
    assert bank_from_json(written, notes=notes_json(bank())) == bank()


def test_our_own_notes_lie_beside_the_bank():
    noted = bank(question(explanation="Điều 13 nói rõ"))

    assert json.loads(notes_json(noted)) == {"q01": {"difficulty": "dễ", "explanation": "Điều 13 nói rõ"}}
    assert bank_json(noted) == bank_json(bank())


def test_bank_json_sorts_by_id():
    written = bank_json(bank(question("b"), question("a")))

    assert [item["id"] for item in json.loads(written)["questions"]] == ["a", "b"]


def test_an_auditors_bank_without_our_own_fields_reads_too():
    item = {"id": "q1", "text": "?", "options": {"B": "2", "A": "1"}, "right": "A", "fixed": True, "topic": "", "source": ""}
    data = json.dumps({"contest": "c", "questions": [item | {"salt": "00" * 32}], "round": "r"}).encode()

    (read_in,) = bank_from_json(data).questions

    assert (read_in.difficulty, read_in.explanation, list(read_in.options)) == ("", "", ["A", "B"])


def test_a_bank_without_salts_is_not_written():
    with pytest.raises(ValueError, match="without a salt: q01"):
        bank_json(bank(question(salt="")))


def test_the_paper_bank_holds_none_of_the_keys_fields():
    canaries = {"right": "C", "explanation": "canary-one", "source": "canary-two", "difficulty": "canary-three"}
    secret = bank(question(**canaries, salt="5a" * 32))

    written = paper_bank_json(secret)

    asked = {"id": "q01", "text": TEXTS[0], "options": secret.questions[0].options, "fixed": False, "topic": "Chung"}
    assert json.loads(written) == {"contest": "vi-du-2023", "questions": [asked], "round": "tuan-1"}
    assert not [canary for canary in ("canary", "5a5a", '"C"}', "right") if canary in written.decode()]


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_the_paper_bank_is_the_same_whichever_option_is_right(letter):
    assert paper_bank_json(bank(question(right=letter))) == paper_bank_json(bank())


def test_importing_the_same_file_again_gives_the_same_bytes():
    rows = [row(), row(text=TEXTS[1])]
    first = with_salts(read(*rows)[0], random_bytes(1))

    second = with_salts(read(*rows)[0], random_bytes(2), first)

    assert bank_json(second) == bank_json(first)


def test_only_a_changed_question_gets_a_new_salt():
    rows = [row(id="a"), row(id="b", text=TEXTS[1])]
    first = with_salts(read(*rows)[0], random_bytes(1))

    second = with_salts(read(rows[0], row(id="b", text=TEXTS[1], right="B"))[0], random_bytes(2), first)

    assert second.questions[0] == first.questions[0]
    assert second.questions[1].salt not in {each.salt for each in first.questions}
    assert all(len(each.salt) == 64 for each in second.questions)


def test_changes_name_what_is_added_removed_and_changed():
    before = bank(question("a"), question("b", TEXTS[1]), question("c", TEXTS[2]))
    after = bank(
        question("a", salt="cd" * 32),
        replace(before.questions[1], right="B", options={"A": "Hà Nội", "B": "Vinh", "C": "Đà Nẵng"}),
        question("d", "Câu khác?"),
    )

    difference = changes(before, after)

    assert difference == BankChanges(added=("d",), removed=("c",), changed=(("b", ("B", "Đáp án")),), unchanged=1)
    assert difference.lines() == ["Thêm 1 câu: d.", "Bỏ 1 câu: c.", "Sửa 1 câu: b (B, Đáp án).", "Giữ nguyên 1 câu."]
    assert difference.lines("en") == ["Added: 1 (d).", "Removed: 1 (c).", "Changed: 1 (b (B, Đáp án)).", "Unchanged: 1."]


def test_the_same_bank_again_changes_nothing():
    assert changes(bank(), bank()).lines() == ["Không có gì thay đổi.", "Giữ nguyên 1 câu."]


def test_a_first_bank_is_all_new():
    assert changes(None, bank()) == BankChanges(added=("q01",), removed=(), changed=(), unchanged=0)


def test_every_field_of_a_question_but_its_salt_is_compared():
    compared = {column.key for column in COLUMNS} - set("ABCD") | {"options"}

    assert compared == {each.name for each in fields(Question)} - {"salt"}
