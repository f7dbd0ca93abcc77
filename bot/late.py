"""Functions with large libraries that few chats ever need: loaded by their first call instead of by every start."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(address: str) -> Callable[..., Any]:
    """Return the function at `module:name`, which is imported when it is first called. Call it in a thread."""
    module, _, name = address.partition(":")

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(module), name)(*args, **kwargs)

    return call
