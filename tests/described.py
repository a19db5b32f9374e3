"""Holds answers against the OpenAPI document: status, content type, headers and body have to be as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs

import app as deployed
from chalicelib.routes.openapi import document

Schema = dict[str, Any]


class NotAsDescribed(AssertionError):
    """The API has said something that its own document doesn't allow."""


@cache
def described() -> Schema:
    """Return the document of the app."""
    return document(deployed.app)


def look(method: str, path: str, status: int, headers: Mapping[str, Any], body: bytes) -> None:
    """Raise NotAsDescribed if this answer isn't described. What is no route at all is the gateway's to answer."""
    template = template_of(path)
    operation = described()["paths"].get(template, {}).get(method.lower())
    if operation is None:
        return
    where = f"{method} {template}: {status}"
    response = operation["responses"].get(str(status))
    if response is None:
        raise NotAsDescribed(f"{where} is not described: {body[:200]!r}")
    given = {name.lower(): value for name, value in headers.items()}
    _look_at_headers(response, given, where)
    _look_at_body(template, method.lower(), status, given.get("content-type", ""), body, where)


def template_of(path: str) -> str:
    """Return the described path that ``path`` (without a query) is one of, or an empty text."""
    bare = path.split("?")[0]
    return next((template for template, pattern in _patterns().items() if pattern.fullmatch(bare)), "")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {path: re.compile(re.sub(r"\{\w+\}", "[^/]+", path)) for path in described()["paths"]}


def _look_at_headers(response: Schema, given: Mapping[str, Any], where: str) -> None:
    required = {name for name in response["headers"] if _header(name).get("required")}
    missing = {name for name in required if name.lower() not in given}
    if missing:
        raise NotAsDescribed(f"{where} lacks {sorted(missing)}")
    undescribed = {name for name in ("retry-after", "set-cookie") if name in given} - {
        name.lower() for name in response["headers"]
    }
    if undescribed:
        raise NotAsDescribed(f"{where} has {sorted(undescribed)}")


def _header(name: str) -> Schema:
    return dict(described()["components"]["headers"][name])


def _look_at_body(template: str, method: str, status: int, kind: str, body: bytes, where: str) -> None:
    content = described()["paths"][template][method]["responses"][str(status)].get("content")
    if content is None:
        if body:
            raise NotAsDescribed(f"{where} has a body")
        return
    if kind.split(";")[0] not in content:
        raise NotAsDescribed(f"{where} is {kind!r} instead of {list(content)}")
    try:
        said = json.loads(body) if kind.split(";")[0].endswith("json") else body.decode("ascii")
        _validator(template, method, status).validate(said)
    except jsonschema_rs.ValidationError as error:
        raise NotAsDescribed(f"{where}: {error}\n{body[:500]!r}") from None


@cache
def _validator(template: str, method: str, status: int) -> Any:
    content = described()["paths"][template][method]["responses"][str(status)]["content"]
    schema = next(iter(content.values()))["schema"]
    return jsonschema_rs.Draft202012Validator({**schema, "components": described()["components"]})
