"""Both languages say everything, and the one file needs nothing but the standard library."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.verifier import forging
from tests.verifier.forging import ROOT
from verifier import verify

SOURCE = (ROOT / "verifier" / "verify.py").read_text(encoding="utf-8")
TREE = ast.parse(SOURCE)


def gaps(text: str) -> list[str]:
    """Finds the gaps of a text."""
    return sorted(set(re.findall(r"(?<!{){(\d)}", text)))


def test_every_text_stands_in_both_languages_with_the_same_gaps() -> None:
    assert {key: list(texts) for key, texts in verify.TEXTS.items() if list(texts) != ["vi", "en"]} == {}
    assert [key for key, texts in verify.TEXTS.items() if "" in texts.values()] == []
    assert [key for key, texts in verify.TEXTS.items() if gaps(texts["vi"]) != gaps(texts["en"])] == []


def test_every_text_that_is_said_is_in_the_table_and_no_other() -> None:
    table = next(node for node in TREE.body if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "TEXTS")
    nodes = [node for part in TREE.body if part is not table for node in ast.walk(part)]
    calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say"]
    said = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    made = {f"step_{title}" for title, _ in (*verify.STEPS, *verify.FINAL_STEPS)} | {f"form_{name}" for name in verify.FORMS}
    made |= {f"state_{state}" for state in ("holds", "differs", "unchecked", "waived")}
    assert (said | made) - set(verify.TEXTS) == set()
    assert set(verify.TEXTS) - made - words == set()


def test_every_text_of_the_program_can_be_printed_in_both_languages() -> None:
    for key in verify.TEXTS:
        for lang in ("vi", "en"):
            text = verify.tell(verify.say(key, *"0123"), lang)
            assert "{" not in text.replace("{chủ đề: số câu}", "").replace("{topic: number}", "")


def test_both_languages_tell_of_the_same_difference(true_export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = len(forging.rows(true_export, "ranking.csv")) + 1
    true = forging.rows(true_export, "ranking.csv")[-1]["score"]
    forging.set_cell(true_export, "ranking.csv", -1, "score", "11")
    forging.seal(true_export)
    told = {}
    for lang in ("vi", "en"):
        assert verify.main([str(true_export), "--no-signature", "--lang", lang]) == 1
        lines = capsys.readouterr().out.splitlines()
        start = next(number for number, line in enumerate(lines) if line.startswith(("KHÁC", "DIFFERS")))
        told[lang] = [line.strip() for line in lines[start : start + 4]] + [lines[-1]]
    count = row - 1
    assert told == {
        "vi": [
            f"KHÁC       11. Điểm: {count} phép kiểm, 1 chỗ khác",
            f"ranking.csv, dòng {row}, score",
            "trong bản xuất: 11",
            f"tính lại:       {true}",
            "KẾT LUẬN: KHÔNG khớp ở bước 11.",
        ],
        "en": [
            f"DIFFERS    11. Every score: {count} checked, 1 different",
            f"ranking.csv, row {row}, score",
            "expected (as exported): 11",
            f"calculated:             {true}",
            "RESULT: step 11 does NOT hold.",
        ],
    }


def test_control_characters_of_an_export_do_not_reach_the_screen() -> None:
    assert verify.tell("a\x1b[2J\nb\u202e", "vi") == "a\\x1b[2J\\nb\\u202e"


def test_only_the_standard_library_is_imported_but_for_the_signature() -> None:
    imports = [node for node in ast.walk(TREE) if isinstance(node, ast.Import)]
    modules = {alias.name.partition(".")[0] for node in imports for alias in node.names}
    modules |= {str(node.module).partition(".")[0] for node in ast.walk(TREE) if isinstance(node, ast.ImportFrom)}
    assert modules - set(sys.stdlib_module_names) == {"cryptography"}
    top = {str(node.module).partition(".")[0] for node in TREE.body if isinstance(node, ast.ImportFrom)}
    assert "cryptography" not in top


def test_every_function_tells_what_it_does() -> None:
    nodes = [node for node in ast.walk(TREE) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    assert [node.name for node in nodes if not ast.get_docstring(node)] == []
    assert [number for number, line in enumerate(SOURCE.splitlines(), 1) if len(line) > 125] == []


def test_every_sentence_that_the_program_cites_stands_in_the_format() -> None:
    readme = " ".join((ROOT / "verifier" / "README.md").read_text(encoding="utf-8").partition("\n## English\n")[2].split())
    nodes = [node for node in ast.walk(TREE) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    cited = []
    for node in nodes:
        text = " ".join((ast.get_docstring(node) or "").split())
        for passage in re.findall(r'"([^"]{12,})"(?![a-z_|])', text):
            cited += [(node.name, part.strip(" .,;")) for part in passage.split("…") if len(part) > 12]
    assert len(cited) > 50
    assert {name: part for name, part in cited if part not in readme} == {}
