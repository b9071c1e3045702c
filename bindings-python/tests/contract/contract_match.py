"""What a scenario expects of a value, and how values are put into it: tests/contract/README.md, "Values" and "Matchers"."""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Protocol


class World(Protocol):
    """What matchers may ask."""

    def now(self) -> float:
        """Milliseconds since the Unix epoch, by the test clock."""

    async def issued(self, query: str) -> list[str]:
        """The values that the emulator has issued."""


def fill(value: Any, variables: dict[str, Any]) -> Any:
    """Puts variables into every text of a value; a text that is nothing but one variable becomes the variable's value."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\$\{([^}]*)\}", value)
        if whole:
            return _look_up(whole[1], variables)
        return re.sub(r"\$\{([^}]*)\}", lambda found: str(_look_up(found[1], variables)), value)
    if isinstance(value, list):
        return [fill(item, variables) for item in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        text, times = value["$repeat"]
        return text * times
    if "$merge" in value:
        return functools.reduce(patch, fill(value["$merge"], variables))
    return {name: fill(item, variables) for name, item in value.items()}


def _look_up(path: str, variables: dict[str, Any]) -> Any:
    value: Any = variables
    for name in path.split("."):
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, TypeError, ValueError):
            raise AssertionError(f"the scenario knows no ${{{path}}}") from None
    return value


def patch(target: Any, change: Any) -> Any:
    """A JSON Merge Patch (RFC 7396 §2)."""
    if not isinstance(change, dict):
        return change
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in change.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = patch(result.get(name), value)
    return result


async def match(value: Any, expected: Any, world: World, path: str = "it") -> None:
    """Raises ``AssertionError`` where a value is not what is expected."""
    if isinstance(expected, list):
        assert isinstance(value, list), f"{path} is a list: {_show(value)}"
        assert len(value) == len(expected), f"{path} has {len(expected)} items: {_show(value)}"
        for i, item in enumerate(expected):
            await match(value[i], item, world, f"{path}[{i}]")
    elif not isinstance(expected, dict):
        # In Python True is 1.
        same = value == expected and isinstance(value, bool) == isinstance(expected, bool)
        assert same, f"{path} is {_show(expected)}: {_show(value)}"
    elif any(name.startswith("$") for name in expected):
        ((operator, operand),) = expected.items()
        await _operate(operator, operand, value, world, path)
    else:
        assert isinstance(value, dict), f"{path} is an object: {_show(value)}"
        for name, item in expected.items():
            await match(value.get(name), item, world, f"{path}.{name}")


async def _operate(operator: str, operand: Any, value: Any, world: World, path: str) -> None:
    if operator == "$any":
        assert value is not None, f"{path} is there"
    elif operator == "$not":
        assert not await _fits(value, operand, world), f"{path} is not {_show(operand)}"
    elif operator == "$all":
        for one in operand:
            await match(value, one, world, path)
    elif operator == "$contains":
        assert isinstance(value, str) and operand in value, f"{path} contains {_show(operand)}: {_show(value)}"
    elif operator == "$length":
        assert isinstance(value, list) and len(value) == operand, f"{path} has {operand} items: {_show(value)}"
    elif operator == "$between":
        least, most = operand
        assert isinstance(value, int | float) and least <= value <= most, f"{path} is in {least}…{most}: {_show(value)}"
    elif operator == "$from_now_ms":
        assert isinstance(value, int | float), f"{path} is a time: {_show(value)}"
        least, most = operand
        left = value - world.now()
        assert least <= left <= most, f"{path} is {least}…{most} ms from now: {left}"
    elif operator == "$each":
        assert isinstance(value, list), f"{path} is a list: {_show(value)}"
        for i, item in enumerate(value):
            await match(item, operand, world, f"{path}[{i}]")
    elif operator == "$in_order":
        assert isinstance(value, list), f"{path} is a list: {_show(value)}"
        rest = iter(value)
        for one in operand:
            found = False
            for item in rest:
                if await _fits(item, one, world):
                    found = True
                    break
            assert found, f"{path} has, in this order, {_show(one)}: {_show(value)}"
    elif operator == "$issued":
        # The message names no value: it is a secret where it is one.
        assert value in await world.issued(operand), f"{path} was issued ({operand})"
    else:
        raise AssertionError(f"there is no matcher {operator}")


async def _fits(value: Any, expected: Any, world: World) -> bool:
    try:
        await match(value, expected, world)
    except AssertionError:
        return False
    return True


def _show(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
