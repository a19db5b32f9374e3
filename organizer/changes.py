"""What a change set says, sorted by what it means for people's data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

# What cannot be made anew: people's attempts, exports, seeds, and the keys that hashes and sessions hang on.
PRECIOUS = frozenset(["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret"])

Act = Literal["add", "change", "maybe-replace", "replace", "remove"]
# The most dangerous first: nobody reads to the end of a long list.
ORDER: tuple[Act, ...] = ("remove", "replace", "maybe-replace", "change", "add")


@dataclass(frozen=True)
class Change:
    """One resource that would change: its name in the template, its type, and which of its properties are meant."""

    act: Act
    resource: str
    type: str
    properties: tuple[str, ...] = ()

    @property
    def endangers(self) -> bool:
        """Whether something that cannot be made anew would be lost, or left behind for an empty one."""
        return self.type in PRECIOUS and self.act in ("remove", "replace", "maybe-replace")


def change_in(told: dict[str, Any]) -> Change:
    """Return a change as CloudFormation's ``ResourceChange`` tells it."""
    targets = [detail.get("Target", {}) for detail in told.get("Details", [])]
    names = {target.get("Name") or target.get("Attribute", "") for target in targets}
    return Change(_act(told), told["LogicalResourceId"], told["ResourceType"], tuple(sorted(names - {""})))


def _act(told: dict[str, Any]) -> Act:
    """An import adds; what CloudFormation itself can't tell yet (Dynamic) may be a replacement."""
    if told["Action"] == "Remove":
        return "remove"
    if told["Action"] in ("Add", "Import"):
        return "add"
    if told["Action"] == "Dynamic":
        return "maybe-replace"
    replacements: dict[str, Act] = {"True": "replace", "Conditional": "maybe-replace"}
    return replacements.get(told.get("Replacement", "False"), "change")


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Return changes as people should read them: what may be lost first, then what is dangerous, then the rest by name."""
    return sorted(changes, key=lambda each: (not each.endangers, ORDER.index(each.act), each.type, each.resource))
