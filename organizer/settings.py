"""What a stage is deployed with: `infra/stages/<stage>.yaml`, beside the template, so that a change of it is reviewed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .trouble import Trouble

FOLDER = Path(__file__).resolve().parent.parent / "infra" / "stages"
_KINDS: dict[str, type] = {"region": str, "contestants": int, "within_s": int, "parameters": dict}


@dataclass(frozen=True)
class Settings:
    """A stage's region, the crowd that it has to hold (who come within so many seconds), and the template's parameters."""

    region: str
    contestants: int
    within_s: int
    parameters: dict[str, str] = field(default_factory=dict)


def settings_of(stage: str) -> Settings:
    """Read a stage's settings. Raises Trouble where they are missing, damaged, or let production's exports be changed."""
    file = FOLDER / f"{stage}.yaml"
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Trouble("no-such-file", file=file) from None
    except yaml.YAMLError as error:
        raise Trouble("settings-unfit", file=file, why=" ".join(str(error).split())) from error
    if why := _unfit(values):
        raise Trouble("settings-unfit", file=file, why=why)
    parameters = {name: str(value) for name, value in values["parameters"].items()}
    if stage == "production" and parameters.get("LockMode") != "COMPLIANCE":
        raise Trouble("lock-mode", file=file)
    return Settings(values["region"], values["contestants"], values["within_s"], parameters)


def _unfit(values: Any) -> str:
    """Return what is wrong with a file's values, or nothing."""
    if not isinstance(values, dict) or set(values) != set(_KINDS):
        return ", ".join(_KINDS)
    return ", ".join(f"{name}: {values[name]!r}" for name, kind in _KINDS.items() if not isinstance(values[name], kind))
