"""moto without what it works out anew at every call: a quarter of what a test with it takes, and nothing of what it does."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from moto.core import responses
from moto.core.base_backend import BaseBackend
from moto.core.serialize import ResponseSerializer


@contextmanager
def quick() -> Iterator[None]:
    """Have moto remember, until the block ends, which addresses a service has and which actions."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(BaseBackend, "urls", property(_urls)))
        stack.enter_context(mock.patch.object(ResponseSerializer, "get_value", _get_value))
        stack.enter_context(mock.patch.object(responses, "method_names_from_class", _method_names))
        yield


_known: dict[type[BaseBackend], Any] = {}
_all_urls = BaseBackend.urls.fget
_method_names = functools.cache(responses.method_names_from_class)
_look_for = ResponseSerializer.get_value


def _urls(backend: BaseBackend) -> Any:
    kind = type(backend)
    if kind not in _known:
        _known[kind] = _all_urls(backend)
    return _known[kind]


def _get_value(serializer: ResponseSerializer, value: Any, key: str, shape: Any) -> Any:
    """Return a member of ``value``. A value of DynamoDB's names its type in one way; of others moto tries eight names."""
    if type(value) is dict and getattr(getattr(shape, "parent", None), "name", "") == "AttributeValue":
        return value.get(key)
    return _look_for(serializer, value, key, shape)
