"""Malformed definitions: one sentence or a few, by line or field; exit code 1; and what is stored stays as it was."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.contradictions import MOST_ROUNDS
from chalicelib.domain.drafting import load_definition
from chalicelib.domain.faults import MOST_SHOWN, Faulty
from chalicelib.domain.readiness import NotReady
from chalicelib.domain.words import LANGUAGES
from chalicelib.domain.yaml_text import MOST_BYTES
from tests.factories import OPENS, as_yaml, make_definition, make_round
from tests.organizer.keyboard import Keyboard, stored
from tests.sizes import size

SOUND = as_yaml(make_definition())
OPENING = "'2023-10-23 08:00:00'"
NO_RULES = [{"heading": "Đối tượng", "text": "none"}]
DAY = 86_400_000
SECONDS = 3


def changed(before: str, after: str) -> str:
    """Return the sound definition with its first ``before`` replaced: a slip of the pen, or worse."""
    assert before in SOUND, before
    return SOUND.replace(before, after, 1)


def with_values(**changes: Any) -> str:
    return as_yaml(make_definition(**changes))


def many_rounds() -> list[dict[str, Any]]:
    return [
        make_round(f"r-{n}", f"Vòng {n}", OPENS + n * DAY, OPENS + n * DAY + 10**7, OPENS + n * DAY + 2 * 10**7)
        for n in range(MOST_ROUNDS + 1)
    ]


# What is written, and the (place, what is wrong) that is said first.
MALFORMED: dict[str, tuple[str, str, str]] = {
    "nothing": ("", "", "yaml.not-a-definition"),
    "a list": ("- a\n- b\n", "", "yaml.not-a-definition"),
    "a word": ("contest", "", "yaml.not-a-definition"),
    "two documents": (SOUND + "---\n" + SOUND, "87:1", "yaml.syntax"),
    "a tab": (changed("  title:", "\ttitle:"), "7:1", "yaml.syntax"),
    "an open quote": (changed("title: Cuộc", 'title: "Cuộc'), "2:8", "yaml.syntax"),
    "an open bracket": (changed("unit_classes: []", "unit_classes: ["), "81:12", "yaml.syntax"),
    "no colon": (changed("precision: s", "precision s"), "54:1", "yaml.syntax"),
    "a colon too many": (changed("precision: s", "precision: s: ms"), "53:13", "yaml.syntax"),
    "wrong indentation": (changed("  issuer:", " issuer:"), "8:2", "yaml.syntax"),
    "a NUL": (changed("precision: s", "precision: s\0"), "53:13", "yaml.character"),
    "a NUL in an escape": (changed("precision: s", 'precision: "s\\0"'), "precision", "definition.not-a-choice"),
    "half a character": (changed("title: Cuộc", "title: \ud800Cuộc"), "2:8", "yaml.character"),
    "half of one in an escape": (changed("precision: s", 'precision: "\\ud800"'), "precision", "definition.broken-text"),
    "an anchor": (changed("contact:", "contact: &a"), "18:10", "yaml.alias"),
    "an alias": (changed("precision: s", "precision: *a"), "53:12", "yaml.alias"),
    "a bomb of aliases": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "1:4", "yaml.alias"),
    "a merge": (changed("contact:", "contact:\n  <<: *b"), "19:7", "yaml.alias"),
    "a tag": (changed("precision: s", "precision: !!python/object/apply:os.system [ls]"), "53:12", "yaml.tag"),
    "a binary": (changed("precision: s", "precision: !!binary aGk="), "53:12", "yaml.tag"),
    "twenty-one deep": ("contest: " + "[" * 21 + "]" * 21, "1:29", "yaml.depth"),
    "a field twice": (SOUND + "precision: ms\n", "precision", "yaml.twice"),
    "a field misspelt": (changed("precision: s", "precison: s"), "precison", "definition.misspelt-field"),
    "a field from nowhere": (SOUND + "admin: true\n", "admin", "definition.unknown-field"),
    "a key that is a list": (SOUND + "? [a, b]\n: c\n", "", "yaml.key"),
    "a key that is a number": (SOUND + "1: c\n", '["1"]', "definition.unknown-field"),
    "Norway": (changed("unit_classes: []", "unit_classes: no"), "unit_classes", "definition.not-a-list"),
    "yes for true": (changed("roster: true", "roster: yes"), "ways_in.roster", "definition.not-yes-or-no"),
    "an octal": (changed("limit_s: 600", "limit_s: 0600"), "paper.limit_s", "definition.not-a-number"),
    "a hexadecimal": (changed("limit_s: 600", "limit_s: 0x258"), "paper.limit_s", "definition.not-a-number"),
    "sixties": (changed("limit_s: 600", "limit_s: 10:00"), "paper.limit_s", "definition.not-a-number"),
    "not a number": (changed("limit_s: 600", "limit_s: .nan"), "paper.limit_s", "definition.not-a-number"),
    "infinity": (changed("limit_s: 600", "limit_s: -.inf"), "paper.limit_s", "definition.not-a-number"),
    "a fraction": (changed("limit_s: 600", "limit_s: 600.0"), "paper.limit_s", "definition.not-a-number"),
    "an exponent": (changed("limit_s: 600", "limit_s: 6e2"), "paper.limit_s", "definition.not-a-number"),
    "a huge number": (changed("limit_s: 600", "limit_s: " + "9" * 5000), "paper.limit_s", "definition.not-a-number"),
    "a large number": (changed("limit_s: 600", "limit_s: 9999999999999999"), "paper.limit_s", "definition.too-big"),
    "a negative number": (changed("number: 1", "number: -1"), "prizes[0].number", "definition.too-small"),
    "true for one": (changed("max: 1", "max: true"), "attempts.max", "definition.not-a-number"),
    "a day that there isn't": (changed(OPENING, "'2023-02-30 08:00'"), "rounds[1].opens", "definition.no-such-moment"),
    "a time of another kind": (changed(OPENING, "'23/10/2023 8h'"), "rounds[1].opens", "definition.not-a-moment"),
    "a time as a number": (changed(OPENING, "20231023"), "rounds[1].opens", "definition.not-a-moment"),
    "a text for a group": (with_values(plan="Kế hoạch"), "plan", "definition.not-a-group"),
    "a group for a text": (with_values(title={"vi": "a"}), "title", "definition.not-text"),
    "a list for a group": (with_values(paper=[]), "paper", "definition.not-a-group"),
    "a group for a list": (with_values(rounds={"a": 1}), "rounds", "definition.not-a-list"),
    "texts for rounds": (with_values(rounds=["a", 1, [], None]), "rounds[0]", "definition.not-a-group"),
    "rules without a text": (with_values(rules=NO_RULES), "rules[0].text", "definition.empty-list"),
    "none where something must be": (with_values(title="none"), "title", "definition.none-not-allowed"),
    "an empty text": (with_values(title=" "), "title", "definition.empty-text"),
    "an id with accents": (with_values(contest="thị-trấn"), "contest", "definition.not-an-id"),
    "an id that leaves its folder": (with_values(contest="../etc"), "contest", "definition.not-an-id"),
    "an id of ours": (with_values(contest="restricted"), "contest", "definition.kept-for-a-folder"),
    "a hidden character": (with_values(title="Cuộc\u200bthi"), "title", "definition.hidden-character"),
    "letters turned round": (with_values(short_title="Thị trấn \u202e3202"), "short_title", "definition.hidden-character"),
    "too many questions": (
        changed("questions: 3", "questions: 190"),
        "paper.questions",
        "definition.paper-long",
    ),
    "too many rounds": (with_values(rounds=many_rounds()), "rounds", "definition.rounds-many"),
    "too large": ("# " + "a" * MOST_BYTES, "", "yaml.size"),
    "too many values": ("rounds: [" + "1," * 100_000 + "]", "1:10004", "yaml.values"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(MALFORMED))
def test_a_malformed_definition_is_refused_by_its_place(imported: Keyboard, tmp_path: Path, name: str):
    text, place, code = MALFORMED[name]
    path = tmp_path / "hostile.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    before = stored()

    typed = imported.type("definition", "import", path)
    faults = faults_of(imported, text)

    if name != "half a character":
        assert (faults[0].path, faults[0].code) == (place, code)
    assert (typed.code, typed.out, stored()) == (1, [], before)
    assert typed.err[0].startswith("hostile.yaml")
    assert re.fullmatch(r"Có \d+ lỗi; chưa nhập gì\. Sửa hết rồi chạy lại\.", typed.err[-1])
    assert [line for line in typed.err if "Traceback" in line or len(line) > 2_000] == []


def faults_of(keyboard: Keyboard, text: str) -> list[Any]:
    """Return what the function itself finds in ``text``: a program may send what it has never looked at."""
    with pytest.raises(Faulty) as caught:
        keyboard.ask({"act": "import-definition", "text": text.replace("\ud800", "\x01"), "file": "hostile.yaml"})
    assert [fault.line(language) for fault in caught.value.faults for language in ("vi", "en")]
    return caught.value.faults


def test_there_are_forty_of_them_and_more():
    assert len(MALFORMED) >= 40


def test_of_very_many_faults_the_first_fifty_are_told_and_the_others_counted(imported: Keyboard, tmp_path: Path):
    path = tmp_path / "hostile.yaml"
    path.write_text(SOUND + "".join(f"k{number}: 1\n" for number in range(1_000)), encoding="utf-8")

    typed = imported.type("definition", "import", path)
    looked_at = imported.type("--lang", "en", "check", path)

    assert (typed.code, len(typed.err)) == (1, MOST_SHOWN + 2)
    assert typed.err[-2:] == ["… và 950 chỗ khác.", "Có 1000 lỗi; chưa nhập gì. Sửa hết rồi chạy lại."]
    assert (looked_at.code, looked_at.out[0]) == (1, "Faults and contradictions: 1000")
    assert "  ... and 950 more." in looked_at.out
    assert faults_of(imported, path.read_text(encoding="utf-8"))[MOST_SHOWN:] == []


def test_of_very_many_open_fields_the_first_fifty_are_told(imported: Keyboard, tmp_path: Path):
    path = tmp_path / "hostile.yaml"
    path.write_text("rounds: [" + "{}, " * 1_000 + "]\n", encoding="utf-8")

    typed = imported.type("definition", "import", path)

    assert (typed.code, len(typed.err) <= MOST_SHOWN + 2) == (1, True)


FILL = MOST_BYTES - 16
HOSTILE = {
    "fields": "".join(f"k{number}: 1\n" for number in range(20_000)),
    "the same field": "a: 1\n" * (FILL // 5),
    "numbers for rounds": "rounds: [" + "1," * (FILL // 2 - 10) + "]",
    "empty rounds": "rounds: [" + "{}," * (FILL // 3 - 10) + "]",
    "rounds of unknown fields": "rounds:\n" + "- {a: 1}\n" * (FILL // 9 - 5),
    "rules": "rules:\n" + "- {heading: a, text: [a]}\n" * (FILL // 26 - 5),
    "clauses": "clauses:\n" + "".join(f"  a{number}: b\n" for number in range(18_000)),
    "long names": "".join("title" + "x" * 200 + f"{number}: 1\n" for number in range(1_200)),
    "a long line": "title: " + "a" * (FILL - 10),
    "short lines": "title: |\n" + "  a\n" * (FILL // 4 - 10),
    "escapes": 'title: "' + "\\x41" * (FILL // 4 - 10) + '"',
    "empty lines": "\n" * FILL,
    "comments": "#\n" * (FILL // 2),
    "brackets": "[" * FILL,
    "dashes": "- " * (FILL // 2),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_quarter_of_a_megabyte_of_anything_is_refused_within_seconds(name: str):
    began = time.process_time()

    with pytest.raises((Faulty, NotReady)) as caught:
        load_definition(HOSTILE[name][:FILL], "hostile.yaml")

    assert str(caught.value)
    assert time.process_time() - began < SECONDS


ODD = [None, "none", "", " ", "no", 0, -1, 10**15, True, [], {}, [None], [[]], {"a": {}}, "a\u0301", "=1+1", "x" * 5_000]


@pytest.mark.soak
def test_whatever_is_changed_in_a_definition_it_is_taken_or_refused_and_nothing_else():
    chance = random.Random(7)

    for _ in range(size(test=60, soak=20_000)):
        values = make_definition()
        for _ in range(chance.choice((1, 1, 2, 5))):
            _change(values, chance)
        assert all(said(as_yaml(values)))


def said(text: str) -> list[str]:
    """Return what is said of a definition in both languages; nothing where it is taken."""
    try:
        load_definition(text, "hostile.yaml")
    except Faulty as faulty:
        return [fault.line(language) for fault in faulty.faults for language in LANGUAGES]
    except NotReady as draft:
        return [field.sentence(language) for field in draft.fields for language in LANGUAGES]
    return []


def _change(part: Any, chance: random.Random) -> None:
    """Put something odd somewhere below ``part``."""
    keys = list(part) if isinstance(part, dict) else list(range(len(part)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(part[key], dict | list) and part[key] and chance.random() < 0.7:
        _change(part[key], chance)
    else:
        part[key] = chance.choice(ODD)
