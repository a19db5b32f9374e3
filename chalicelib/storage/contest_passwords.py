"""What is kept of a contest's password, under ``<contest>#password``."""

from __future__ import annotations

from .models import ContestantItem


def put(contest: str, kept: str) -> None:
    """Keep what `passwords.kept` made of the contest's password; an empty text for none."""
    ContestantItem(_key(contest), code_hash=kept).save()


def get(contest: str) -> str:
    """Return what is kept of the contest's password, as it stands now; an empty text where there is none."""
    item = ContestantItem.found(_key(contest))
    return (item.code_hash if item else None) or ""


def _key(contest: str) -> str:
    return f"{contest}#password"
