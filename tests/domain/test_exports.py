"""The bytes of the export: what a strict reader of the format's words takes back is what was written."""

from __future__ import annotations

import hashlib
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.decisions import exclude, in_order, move_close
from chalicelib.domain.exports import (
    Counts,
    CsvFile,
    FileFacts,
    Named,
    csv_file,
    decisions_csv,
    earlier_wins_csv,
    json_file,
    manifest,
    prizes_csv,
    read_csv,
    winners_csv,
)
from chalicelib.domain.prizes import PrizeRow
from chalicelib.domain.times import read
from tests.domain.facts import CLOSES, OPENS, person

COLUMNS = ("unit", "name", "class")
# A lone surrogate has no UTF-8; everything else may come in a name.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.text("=+-@'\t\r\n,\"aể\u0323", max_size=6)


def strictly_read(data: bytes) -> list[list[str]]:
    """Read CSV as the format words it, and refuse whatever it does not allow. The guard is left on."""
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8")[1:]
    assert text == unicodedata.normalize("NFC", text)
    rows: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        cell, at = quoted(text, at) if text[at] == '"' else plain(text, at)
        rows[-1].append(cell)
        if text[at] == "\n":
            rows.append([])
        else:
            assert text[at] == ","
            if text[at + 1] == "\n":
                rows[-1].append("")
                at += 1
                rows.append([])
        at += 1
    assert rows.pop() == []
    return rows


def plain(text: str, at: int) -> tuple[str, int]:
    end = min(place for place in (text.find(",", at), text.find("\n", at)) if place >= 0)
    assert not set(text[at:end]) & set('"\r')
    return text[at:end], end


def quoted(text: str, at: int) -> tuple[str, int]:
    end = text.index('"', at + 1)
    while text[end + 1] == '"':
        end = text.index('"', end + 2)
    cell = text[at + 1 : end].replace('""', '"')
    assert set(cell) & set(',"\r\n'), "a cell is quoted only if it has to be"
    return cell, end + 1


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5))
def test_what_a_strict_reader_takes_back_is_what_was_written(rows):
    made = csv_file("x.csv", COLUMNS, rows)

    header, *cells = strictly_read(made.data)
    assert header == list(COLUMNS)
    assert [(unit, unguarded(name), klass) for unit, name, klass in cells] == [
        tuple(composed(cell) for cell in row) for row in rows
    ]


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5))
def test_our_own_reader_takes_back_what_was_written(rows):
    file = io.BytesIO(csv_file("x.csv", COLUMNS, rows).data)

    assert list(read_csv(file)) == [dict(zip(COLUMNS, map(composed, row), strict=True)) for row in rows]
    assert not file.closed


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5))
def test_the_facts_of_a_file_are_its_bytes(rows):
    made = csv_file("x.csv", COLUMNS, rows)

    assert made.facts == FileFacts("x.csv", len(made.data), hashlib.sha256(made.data).hexdigest(), len(rows))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "'", "\t"])
def test_free_text_alone_is_kept_from_being_a_formula(first):
    made = csv_file("x.csv", COLUMNS, [(f"{first}1", f"{first}1", f"{first}1")])

    assert made.data.decode("utf-8-sig") == f"unit,name,class\n{first}1,'{first}1,{first}1\n"


def test_a_carriage_return_is_guarded_and_quoted():
    made = csv_file("x.csv", COLUMNS, [("a", "\rb", "c")])

    assert made.data.decode("utf-8-sig") == 'unit,name,class\na,"\'\rb",c\n'


def test_cells_of_every_kind():
    made = csv_file("x.csv", ("a", "b", "c", "d", "e"), [(None, True, False, 0, 'Sở "A", B')])

    assert made.data == '\ufeffa,b,c,d,e\n,true,false,0,"Sở ""A"", B"\n'.encode()


def test_decomposed_text_is_composed():
    made = csv_file("x.csv", ("name",), [(unicodedata.normalize("NFD", "Huế"),)])

    assert made.data == "\ufeffname\nHuế\n".encode()


def test_a_file_without_rows_is_its_header():
    assert earlier_wins_csv([]).data == "\ufeffcontestant,round,revision,prize\n".encode()


def test_a_row_with_a_cell_too_many_is_a_mistake():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        CsvFile("x.csv", ("a",), io.BytesIO()).add(["1", "2"])


def test_json_has_no_rows():
    assert json_file("x.json", b"{}").facts == FileFacts("x.json", 2, hashlib.sha256(b"{}").hexdigest(), None)


PRIZES = [
    PrizeRow("nhat", 1, person("a"), 2, 1_000_000, "", "rank"),
    PrizeRow("nhi", 2, person("b"), 1, None, "won_earlier", "won_earlier"),
    PrizeRow("nhi", None, "", None, None, "", "nobody"),
]


def test_prizes_as_auditors_see_them():
    assert prizes_csv(PRIZES).data.decode("utf-8-sig") == (
        "prize,place,contestant,number,amount_vnd,passed_over\n"
        "nhat,1,aaaaaaaaaaaaaaaaaaaaaaaaaa,2,1000000,\n"
        "nhi,2,bbbbbbbbbbbbbbbbbbbbbbbbbb,1,,won_earlier\n"
        "nhi,,,,,\n"
    )


def test_winners_with_their_names():
    made = winners_csv(PRIZES, {person("a"): Named("-Nguyễn Văn An", "Sở Nội vụ, tỉnh")})

    assert made.data.decode("utf-8-sig") == (
        "prize,place,contestant,number,amount_vnd,passed_over,full_name,unit_name\n"
        'nhat,1,aaaaaaaaaaaaaaaaaaaaaaaaaa,2,1000000,,\'-Nguyễn Văn An,"Sở Nội vụ, tỉnh"\n'
        "nhi,2,bbbbbbbbbbbbbbbbbbbbbbbbbb,1,,won_earlier,,\n"
        "nhi,,,,,,,\n"
    )


def test_decisions_are_numbered_in_the_order_of_time():
    early = move_close("tuan-1", CLOSES, OPENS + 9, decided_at=OPENS + 1, by="to-chuc-1", reason="su-co")
    later = move_close("tuan-1", OPENS + 9, OPENS + 8, decided_at=OPENS + 2, by="to-chuc-2", reason="su-co")
    excluded = [exclude(f"{person('a')}.{number}", "ban-to-chuc", OPENS + 2) for number in (2, 10)]

    made = decisions_csv(in_order([later, early], excluded))

    assert made.data.decode("utf-8-sig") == (
        "seq,decided_at,by,confirmed_by,act,subject,before,after,reason\n"
        "1,2023-10-23T01:00:00.001Z,to-chuc-1,,move_close,tuan-1,2023-10-24T01:00:00.000Z,2023-10-23T01:00:00.009Z,su-co\n"
        "2,2023-10-23T01:00:00.002Z,to-chuc-2,,move_close,tuan-1,2023-10-23T01:00:00.009Z,2023-10-23T01:00:00.008Z,su-co\n"
        "3,2023-10-23T01:00:00.002Z,system,,exclude,aaaaaaaaaaaaaaaaaaaaaaaaaa.2,,excluded,ban-to-chuc\n"
        "4,2023-10-23T01:00:00.002Z,system,,exclude,aaaaaaaaaaaaaaaaaaaaaaaaaa.10,,excluded,ban-to-chuc\n"
    )


def test_the_manifest_names_its_files_in_order():
    made = manifest(
        closed_at=read("2023-10-24T01:00:20.000Z"),
        contest="vi-du-2023",
        counts=Counts(attempts=3, blank=0, perfect=1, ruled_out=0, submitted=2, timed_out=1),
        files=[FileFacts("b.csv", 3, "0b", 1), FileFacts("a.json", 2, "0a", None)],
        key=None,
        lot_root="0d",
        prediction_target=1,
        prediction_target_from=None,
        previous=None,
        receipts_root="0c",
        revision=1,
        round="tuan-1",
    )

    assert made == (
        b'{"closed_at":"2023-10-24T01:00:20.000Z","contest":"vi-du-2023",'
        b'"counts":{"attempts":3,"blank":0,"perfect":1,"ruled_out":0,"submitted":2,"timed_out":1},'
        b'"files":[{"bytes":2,"name":"a.json","rows":null,"sha256":"0a"},{"bytes":3,"name":"b.csv","rows":1,"sha256":"0b"}],'
        b'"format":"hoithi-export/1","key":null,"lot_root":"0d","prediction_target":1,"prediction_target_from":null,'
        b'"previous":null,"receipts_root":"0c","revision":1,"round":"tuan-1"}'
    )
    assert json.loads(made)["files"][0]["name"] == "a.json"
