"""Which accounts are signed in on this machine, a stage at a time: their tokens, in a file that only its owner may read.

For the stage on this machine the file lies beside its state, and `make run` writes it; for others in the user's own folder
for settings (`~/.config/hoithi`, `%APPDATA%\\hoithi`).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from . import stage as stages
from .owner_only import owner_only


def _folder() -> Path:
    return Path(click.get_app_dir("hoithi"))


@dataclass(frozen=True)
class Seats:
    """The signed-in accounts of this machine; ``folder`` is where the files of shared stages lie."""

    folder: Path = field(default_factory=_folder)

    def token(self, stage: str, account: str | None = None) -> str:
        """Return the token of ``account``, or of whoever signed in last; empty where nobody is signed in."""
        kept = self._read(stage)
        return str(kept["accounts"].get(account or kept["last"], {}).get("token", ""))

    def keep(self, stage: str, account: str, token: str, expires_at: str) -> None:
        """Keep a token, and have ``account`` be who signed in last."""
        kept = self._read(stage)
        self._write(stage, account, {**kept["accounts"], account: {"token": token, "expires_at": expires_at}})

    def drop(self, stage: str, account: str) -> None:
        """Forget an account's token."""
        accounts = {name: told for name, told in self._read(stage)["accounts"].items() if name != account}
        self._write(stage, next(reversed(accounts), ""), accounts)

    def file(self, stage: str) -> Path:
        """Return where a stage's tokens lie."""
        return stages.LOCAL_FILE.with_name("signed-in.json") if stage == "local" else self.folder / f"{stage}.json"

    def _read(self, stage: str) -> dict[str, Any]:
        """What can't be read is as good as nothing: whoever needs it signs in again."""
        try:
            kept = json.loads(self.file(stage).read_text(encoding="utf-8"))
            return {"last": str(kept["last"]), "accounts": dict(kept["accounts"])}
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return {"last": "", "accounts": {}}

    def _write(self, stage: str, last: str, accounts: dict[str, Any]) -> None:
        """Write beside it and put it in its place: two commands at once leave one of both files, never half of each."""
        file = self.file(stage)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        with open(new, "w", encoding="utf-8", opener=owner_only) as out:
            json.dump({"last": last, "accounts": accounts}, out)
        new.replace(file)
