"""Our own part of the template: the files of `infra/`, read as one, for Chalice merges a single file into its own part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "infra"
FILES = tuple(FOLDER / name for name in ("resources.yaml", "watch.yaml"))


class LongForms(yaml.SafeLoader):
    """Reads CloudFormation's short forms as the long ones: ``!GetAtt Clock.Arn`` as ``{"Fn::GetAtt": ["Clock", "Arn"]}``."""


def own_part(loader: type[yaml.SafeLoader] = LongForms) -> dict[str, Any]:
    """Return the sections of all files together, as ``loader`` reads their short forms."""
    whole: dict[str, Any] = {}
    for file in FILES:
        for section, entries in yaml.load(file.read_text(encoding="utf-8"), loader).items():
            whole.setdefault(section, {}).update(entries)
    return whole


def write_own_part(to: Path) -> Path:
    """Write our part as the one file that Chalice takes, and return it."""
    to.write_text(yaml.safe_dump(own_part(), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return to


def _long_form(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    value = value_of(loader, node)
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


def value_of(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """Return what stands behind a short form, whatever kind of node it is."""
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]


LongForms.add_multi_constructor("!", _long_form)
