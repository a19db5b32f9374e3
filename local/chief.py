"""The chief organizer of this machine: made at the first start and signed in at each, so that commands work at once.

The password is made here and kept beside the state, for its owner alone: whoever has this folder has the emulator's root
account anyway. Nobody elsewhere has such a file.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from chalicelib.domain.errors import NotSignedIn
from organizer.stage import Stage

NAME, EVERY_CONTEST = "chief", "*"
# Nobody's identifier: who works on this machine may take part in what they try out.
WHO = {"identifier": "TRUONG-BAN-TREN-MAY-NAY", "full_name": "Trưởng ban trên máy này"}


def sign_in(stage: Stage, file: Path) -> dict[str, Any]:
    """Return what signing in answers; make the first chief before, if need be. ``file`` keeps the password.

    Whatever was cut off before is gone on with: the password is kept before it is used.
    """
    kept = _kept(file)
    asked = {"act": "sign-in", "contest": EVERY_CONTEST, "account": NAME}
    try:
        return _answer(stage, {**asked, "password": kept["password"]})
    except NotSignedIn:
        given = _answer(stage, {"act": "first-chief", "nonce": kept["nonce"]})["password"]
    token = _answer(stage, {**asked, "password": given})["token"]
    chosen = {"act": "change-password", "contest": EVERY_CONTEST, "token": token, "old": given, "new": kept["password"]}
    return _answer(stage, {**chosen, **WHO})


def _answer(stage: Stage, event: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = stage.ask(event)
    return answer


def _kept(file: Path) -> dict[str, str]:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(json.dumps({"nonce": secrets.token_hex(16), "password": secrets.token_urlsafe(24)}))
    kept: dict[str, str] = json.loads(file.read_text())
    return kept
