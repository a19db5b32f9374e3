"""What makes two questions nearly the same, and what makes an option depend on the order of the others."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .vietnamese import slug, wording

NEARLY = 0.8
"""Two questions are near-duplicates when they share at least this part of their words (Jaccard index)."""

_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[A-Da-d]")
_AROUND_LETTERS = re.compile(
    "ca|va|hoac|dap|an|phuong|lua|chon|y|cau|cac|chi|co|gom|deu|dung|sai|khong|phai|hai|ba|bon|[234]|o|tren"
)
_ALL = "(?:tat-ca|toan-bo|ca-(?:hai|ba|bon|[234]))"
_THINGS = "(?:dap-an|phuong-an|lua-chon|y|cau)"
_LEANING = re.compile(
    rf"{_ALL}(?:-cac|-nhung)?(?:-{_THINGS})?(?:-(?:tren|neu-tren|con-lai))?"  # Cả ba; Tất cả các phương án còn lại
    rf"|(?:{_ALL}|cac|nhung|khong|mot)-.*?(?<!cap-)tren(?:-day)?(?:-(?:deu-)?(?:khong-)?(?:dung|sai))?"  # Không có … ở trên
    rf"|(?:{_ALL}|cac)(?:-.*)?-deu-(?:khong-)?(?:dung|sai)"  # Tất cả đều đúng
    rf"|(?:khong-(?:co-|phai-)?|mot-)?(?:cac-)?{_THINGS}(?:-nao)?(?:-(?:khac|dung|sai))?"  # Không có đáp án nào đúng
)


def leans_on_order(option: str) -> bool:
    """Return whether an option speaks of the others by letter or place: ``Cả A và B``, ``Tất cả các đáp án trên``.

    Such an option says something else once the options are shuffled.
    """
    words = _WORD.findall(option)
    others = [slug(word) for word in words if not _LETTER.fullmatch(word)]
    named = len(words) - len(others)
    if named and len(words) > 1 and all(map(_AROUND_LETTERS.fullmatch, others)):
        return True
    return bool(_LEANING.fullmatch(slug(option)))


def near_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield (earlier, later, share of words in common) for texts that are nearly but not quite worded the same.

    Texts with different numbers are different questions: ``Kế hoạch số 76`` is not ``Kế hoạch số 78``. Two sets of words
    that share enough must share one of their rarest, so only those are looked up (prefix filtering): a thousand
    questions take well under a second.
    """
    wordings = [wording(text) for text in texts]
    sets = [frozenset(words.split()) for words in wordings]
    rarity = Counter(word for words in sets for word in words)
    holders: dict[tuple[frozenset[str], str], list[int]] = defaultdict(list)
    for later, words in enumerate(sets):
        numbers = frozenset(word for word in words if any(map(str.isdigit, word)))
        rarest = sorted(words, key=lambda word: (rarity[word], word))[: len(words) - math.ceil(NEARLY * len(words)) + 1]
        candidates = {earlier for word in rarest for earlier in holders[numbers, word]}
        for earlier in sorted(candidates):
            share = len(words & sets[earlier]) / len(words | sets[earlier])
            if share >= NEARLY and wordings[earlier] != wordings[later]:
                yield earlier, later, share
        for word in rarest:
            holders[numbers, word].append(later)
