"""The scenarios that every language runs, with both clients: tests/contract."""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from contract_run import run_scenario
from contract_world import FOLDER, AwaitedClient, BlockingClient

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = {"Authpipe": BlockingClient, "AsyncAuthpipe": AwaitedClient}
SCENARIOS = {path.stem: json.loads(path.read_text()) for path in sorted((FOLDER / "scenarios").glob("*.json"))}
MUST_FAIL = {one["title"]: one for one in json.loads((FOLDER / "must-fail.json").read_text())["scenarios"]}


def runs(scenarios: dict[str, dict[str, Any]]) -> list[Any]:
    """Each scenario with each client that can do what it needs."""
    return [
        pytest.param(scenario, client, id=f"{client}-{name}")
        for name, scenario in scenarios.items()
        for client in CLIENTS
        if CLIENTS[client].capabilities.issuperset(scenario.get("needs", []))
    ]


@pytest.fixture(autouse=True)
def no_options_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("AUTHPIPE_") and not name.startswith("AUTHPIPE_SANDBOX_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(("scenario", "client"), runs(SCENARIOS))
def test_scenario(scenario: dict[str, Any], client: str, tmp_path: Path) -> None:
    asyncio.run(run_scenario(scenario, CLIENTS[client](), tmp_path))


@pytest.mark.parametrize(("scenario", "client"), runs(MUST_FAIL))
def test_it_is_noticed(scenario: dict[str, Any], client: str, tmp_path: Path) -> None:
    # What makes it fail is a judgement of the runner, not an accident.
    with pytest.raises(AssertionError, match="step |printed"):
        asyncio.run(run_scenario(scenario, CLIENTS[client](), tmp_path))


def test_every_scenario_runs_with_a_client() -> None:
    ran = {param.id.split("-", 1)[1] for param in runs(SCENARIOS)}
    assert ran == set(SCENARIOS) and ran
