"""Who works for a contest: roles, and which units a manager sees. Which role may do which act: `services/authorise.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

EVERY_CONTEST: Final = "*"
"""What an account is bound to that belongs to no single contest; no contest can be called so."""

UNIT_MANAGER, JUROR, ORGANIZER, CHIEF, AUDITOR = "unit_manager", "juror", "organizer", "chief", "auditor"
ROLES = (UNIT_MANAGER, JUROR, ORGANIZER, CHIEF, AUDITOR)

SEES_QUESTIONS_OR_RESULTS = frozenset([JUROR, ORGANIZER, CHIEF, AUDITOR])
"""Who touches questions or results before publication can't take part (S2:26, S4:43); a unit manager does neither."""


def manages(units: Sequence[str], unit: str, above: Sequence[str] = ()) -> bool:
    """Return whether ``unit`` (an id), or one of those ``above`` it, is among ``units``: ids, or ``so-noi-vu*``.

    The star stands for every id that begins so: a roster alone has no tree, and there what belongs together begins alike.
    """
    return any(_is_named(units, each) for each in (unit, *above))


def _is_named(units: Sequence[str], unit: str) -> bool:
    return any(unit.startswith(each[:-1]) if each.endswith("*") else unit == each for each in units)
