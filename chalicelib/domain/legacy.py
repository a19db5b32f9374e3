"""Vietnamese typed before Unicode: TCVN3 (``.VnTime``, also called ABC) and VNI, as offices' older files still hold it.

Such a file looks right in its own font only; to a program its letters are others' (``C©u hái`` is ``Câu hỏi``). They are
recognised by signs that stand inside words nowhere else, in a text without a single letter that only Vietnamese has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENOUGH = 3
_ONLY_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_TCVN3 = re.compile("[A-Za-z][¨©®ª«¬µ¶¸¹»¾¡¢£¤¥¦§][A-Za-z]|[A-Za-z][µ¶¸]|\\b[®§][A-Za-z]")
_VNI = re.compile("[aeoyuAEOYU][ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ]|[ôöÔÖ][ùøûõïÙØÛÕÏ]|\\b[ñÑ][a-zöôA-ZÖÔ]")
_SIGNS = {"TCVN3 (ABC)": _TCVN3, "VNI": _VNI}


def legacy_encoding(texts: Iterable[str]) -> str | None:
    """Return ``TCVN3 (ABC)`` or ``VNI`` where ``texts`` together look typed in it; None for anything else."""
    text = " ".join(texts)
    if _ONLY_VIETNAMESE.search(text):
        return None
    return next((name for name, signs in _SIGNS.items() if len(signs.findall(text)) >= _ENOUGH), None)


def looks_like_tcvn3(text: str) -> bool:
    """Return whether one cell alone looks typed in TCVN3, whose signs are rarer in other words than VNI's."""
    return bool(_TCVN3.search(text)) and not _ONLY_VIETNAMESE.search(text)
