"""Runs one scenario of tests/contract through the public API of this package: tests/contract/README.md says what each step is.

One runner for both clients: it runs on asyncio, and the blocking client is called from threads of its own.
"""

from __future__ import annotations

import asyncio
import json
import time
import traceback
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import authpipe
import httpx
from contract_log import Log
from contract_match import fill, match, patch
from contract_own import Application, AwaitedRootKey, OwnAnchor, OwnRootKey
from contract_values import in_seconds, neutral, neutral_error
from contract_world import FOLDER, AwaitedClient, BlockingClient, Browser, Sandbox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

DEFAULTS: dict[str, Any] = json.loads((FOLDER / "defaults.json").read_text())


async def run_scenario(scenario: dict[str, Any], client: BlockingClient | AwaitedClient, folder: Path) -> None:
    sandbox = await asyncio.to_thread(Sandbox)
    run = Run(sandbox, scenario, client, folder)
    try:
        # A watchdog: what hangs is a failure.
        await asyncio.wait_for(run.whole(scenario), 120)
    finally:
        await run.close()
        client.end()
        await asyncio.to_thread(sandbox.stop)


class Run:
    def __init__(self, sandbox: Sandbox, scenario: dict[str, Any], client: BlockingClient | AwaitedClient, folder: Path) -> None:
        self.sandbox = sandbox
        self.client = client
        self.authpipe: Any = None
        self.handler: Any = None
        self.browsers: dict[str, Browser] = {}
        self.clock = authpipe.TestClock()
        self.advanced = 0
        self.application = Application()
        self.started: dict[str, list[asyncio.Task[Any]]] = {}
        self.printed: list[str] = []
        self.log = Log(asyncio.get_running_loop())
        self.options = patch(DEFAULTS["options"], scenario.get("options", {}))
        origins = {"http_origin": sandbox.http_origin, "tls_origin": sandbox.tls_origin}
        self.variables: dict[str, Any] = {**DEFAULTS["variables"], "folder": str(folder), "sandbox": origins}

    def now(self) -> float:
        return time.time() * 1000 + self.advanced

    async def issued(self, query: str) -> list[str]:
        return [entry["value"] for entry in (await self.control("GET", f"/ledger?kind=issued&{query}"))["entries"]]

    async def control(self, method: str, path: str, body: object = None) -> Any:
        return await asyncio.to_thread(self.sandbox.control, method, path, body)

    async def whole(self, scenario: dict[str, Any]) -> None:
        await self.steps(scenario["steps"])
        await self.check_printed(scenario.get("secrets", []))

    async def steps(self, steps: list[dict[str, Any]]) -> None:
        for i, step in enumerate(steps):
            action = next((name for name in step if name in ACTIONS), None)
            try:
                assert action, "the step has no action that this runner knows"
                # What is run for each item is filled when the item is there.
                inner = {"steps": step["steps"]} if action == "for_each" else {}
                await ACTIONS[action](self, {**fill({**step, **dict.fromkeys(inner)}, self.variables), **inner})
            except Exception as error:
                # Judged by the scenario, or an accident of the runner.
                judged = isinstance(error, (AssertionError, authpipe.AuthpipeError))
                what = step.get(action or "") if action != "for_each" else ""
                raise (AssertionError if judged else RuntimeError)(f"step {i + 1}: {action} {what}: {error!r}") from error

    async def judge(self, step: dict[str, Any], outcomes: list[Any]) -> None:
        """Judges what came out, each of several alike, and keeps the first under its name."""
        seen: list[Any] = []
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                if "error" not in step or not isinstance(outcome, authpipe.AuthpipeError):
                    raise outcome
                expected = dict(step["error"])
                family = expected.pop("class", "AuthpipeError")
                assert isinstance(outcome, getattr(authpipe, family)), f"the error is a {family}: {type(outcome).__name__}"
                self.printed += [repr(outcome), str(outcome), "".join(traceback.format_exception(outcome))]
                seen.append(neutral_error(outcome))
                await match(seen[-1], expected, self, "the error")
            else:
                assert "error" not in step, f"it fails with {step['error']}"
                if isinstance(outcome, authpipe.Credential):
                    self.printed += [repr(outcome), str(outcome), f"{outcome}", repr([outcome])]
                seen.append(neutral(outcome))
                if "expect" in step:
                    await match(seen[-1], step["expect"], self, "the result")
        for name in step.get("equal", []):
            assert len({json.dumps(one.get(name)) for one in seen}) == 1, f"{name} is equal in all"
        if "as" in step:
            self.variables[step["as"]] = seen[0]

    def begin(self, name: str, step: dict[str, Any]) -> list[asyncio.Task[Any]]:
        """Begins calls; what becomes of them can be waited for."""
        assert name in METHODS, "the method is known"
        return [asyncio.create_task(self.call(name, step.get("args", {}))) for _ in range(step.get("times", 1))]

    async def call(self, name: str, args: dict[str, Any]) -> Any:
        if name == "read_claims":
            return authpipe.read_claims(args["www_authenticate"])
        await self.open()
        if name in ("sign", "send"):
            return await self.signed(name, **args)
        name = "aclose" if name == "close" and isinstance(self.client, AwaitedClient) else name
        method = self.authpipe
        for part in name.split("."):
            method = getattr(method, part)
        if "since" in args:
            args = {**args, "since": datetime.fromtimestamp(args["since"] / 1000, timezone.utc)}
        if name == "events.follow":
            return await self.client.take(method(**{key: args[key] for key in args if key != "count"}), args["count"])
        positional = (args["id"],) if "id" in args else ()
        return await self.client.call(method, *positional, **in_seconds({key: args[key] for key in args if key != "id"}))

    async def signed(self, name: str, *, method: str = "GET", url: str, form: str | None = None, **subject: Any) -> Any:
        if name == "sign":
            credential = await self.client.call(self.authpipe.get_credential, **subject)
            return {"authorization": credential.sign(method, url, form)["Authorization"]}
        headers = {} if form is None else {"content-type": "application/x-www-form-urlencoded"}
        request = httpx.Request(method, url, content=form, headers=headers)
        return await self.client.send(request, self.authpipe.httpx_auth(**subject))

    async def open(self) -> None:
        if self.authpipe is not None:
            return
        options = in_seconds(fill(self.options, self.variables))
        if "providers" in options:
            is_awaited = isinstance(self.client, AwaitedClient)
            function = self.application.awaited_client_assertion if is_awaited else self.application.client_assertion
            for fields in options["providers"].values():
                if fields.get("client_assertion"):
                    fields["client_assertion"] = function
            options["providers"] = {key: authpipe.ProviderConfig(**fields) for key, fields in options["providers"].items()}
        if "root_keys" in options:
            own = AwaitedRootKey if isinstance(self.client, AwaitedClient) else OwnRootKey
            options["root_keys"] = [own(self.application, id) for id in options["root_keys"]]
        if "anchor" in options:
            options["anchor"] = OwnAnchor(self.application)
        self.authpipe = self.client.make(**options, test_clock=self.clock, logger=self.log.logger)
        # Without a base URL there is no handler to make; a scenario about that makes no requests.
        self.handler = self.authpipe.handler() if options.get("base_url") else None

    async def close(self) -> None:
        if self.authpipe is not None:
            await self.call("close", {})
            self.authpipe = None

    def browser(self, name: str) -> Browser:
        if name not in self.browsers:
            assert name in DEFAULTS["browsers"], f"defaults.json has a browser {name}"
            self.browsers[name] = Browser(DEFAULTS["browsers"][name])
        return self.browsers[name]

    async def request(self, step: dict[str, Any]) -> dict[str, Any]:
        await self.open()
        browser = self.browser(step["browser"])
        method, target = step["http"].split(" ")
        base = urlsplit(self.options["base_url"])
        url = urlsplit(base.geturl() + target if target.startswith("/") else target)
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
        if method != "GET":
            headers |= {"content-type": "application/json", "x-authpipe": "1", "origin": f"{base.scheme}://{base.netloc}"}
        headers |= step.get("headers", {})
        request = authpipe.HttpRequest(
            method=method,
            path=self.handler.path_below_mount(url.path),
            query=url.query,
            headers=[(name, value) for name, value in headers.items() if value is not None],
            body=json.dumps(step["body"]).encode() if "body" in step else b"",
        )
        if browser.principal == "fails" and self.handler.needs_principal(method, request.path):
            # What an adapter does with an identify that fails.
            answer = self.handler.identify_failed(request).response
        else:
            principal = authpipe.Principal(**browser.principal) if isinstance(browser.principal, dict) else None
            answer = await self.client.call(self.handler.handle, request, principal)
        browser.keep([value for name, value in answer.headers if name == "set-cookie"])
        text = answer.body.decode()
        self.printed.append(repr(answer.headers) + text)
        is_json = "json" in dict(answer.headers).get("content-type", "")
        return {"status": answer.status, "headers": dict(answer.headers), "body": json.loads(text) if is_json else text}

    async def follow(self, step: dict[str, Any]) -> dict[str, Any]:
        """To the provider and back until the application answers with something else than a way to the provider."""
        url = step["follow"]
        while True:
            person = {"url": url, "username": step["username"], "decision": step.get("decision", "accept")}
            back = await self.control("POST", "/browser", person)
            response = await self.request({"http": f"GET {back['location']}", "browser": step["browser"]})
            url = response["headers"].get("location", "")
            if response["status"] != 303 or not url.startswith(self.sandbox.http_origin):
                return response

    async def sign_in(self, step: dict[str, Any]) -> Any:
        body = patch(DEFAULTS["sign_in_body"], step.get("body", {}))
        started = await self.request({"http": f"POST {step['sign_in']}", "browser": step["browser"], "body": body})
        assert started["status"] == 201, started["body"]
        await self.follow({**step, "follow": started["body"]["authorization_url"]})
        path = f"/oauth/sessions/{started['body']['session_id']}"
        return (await self.request({"http": f"GET {path}", "browser": step["browser"]}))["body"]

    async def check_printed(self, own: list[str]) -> None:
        """No printed form holds a secret of the emulator or of the scenario."""
        secrets = [*own, *(await self.control("GET", "/secrets"))["values"]]
        for text in [*self.printed, *map(json.dumps, self.log.lines)]:
            found = [number for number, secret in enumerate(secrets) if secret in text]
            assert not found, f"a printed error, credential or answer holds a secret (number {found})"


async def _call(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, await asyncio.gather(*run.begin(step["call"], step), return_exceptions=True))


async def _start(run: Run, step: dict[str, Any]) -> None:
    run.started[step["id"]] = run.begin(step["start"], step)
    # A task begins when the loop comes to it.
    await asyncio.sleep(0)


async def _cancel(run: Run, step: dict[str, Any]) -> None:
    task = run.started[step["cancel"]].pop(step.get("index", 0))
    task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(outcome, asyncio.CancelledError), f"a cancelled call ends as such: {outcome!r}"


async def _await(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, await asyncio.gather(*run.started[step["await"]], return_exceptions=True))


async def _new(run: Run, step: dict[str, Any]) -> None:
    await run.close()
    before = run.options
    run.options = patch(before, step["new"])
    try:
        await run.open()
        outcome: Any = None
    except Exception as error:
        outcome, run.options = error, before
    await run.judge(step, [outcome])


async def _logged(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, [await run.log.first(step["logged"], run)])


async def _own(run: Run, step: dict[str, Any]) -> None:
    run.application.does[step["own"]] = step["does"]


async def _keep_cookies(run: Run, step: dict[str, Any]) -> None:
    run.browser(step["browser"]).keep(step["keep_cookies"])


async def _log_in(run: Run, step: dict[str, Any]) -> None:
    run.browser(step["browser"]).principal = step["log_in"]


async def _sandbox(run: Run, step: dict[str, Any]) -> None:
    method, path = step["sandbox"].split(" ")
    await run.judge(step, [await run.control(method, path, step.get("body"))])


async def _ledger(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, [(await run.control("GET", f"/ledger?{step['ledger']}"))["entries"]])


async def _advance(run: Run, step: dict[str, Any]) -> None:
    await run.control("POST", "/clock", {"advance_ms": step["advance_ms"]})
    run.clock.advance(step["advance_ms"] / 1000)
    run.advanced += step["advance_ms"]


async def _for_each(run: Run, step: dict[str, Any]) -> None:
    for item in step["for_each"]:
        run.variables[step["as"]] = item
        await run.steps(step["steps"])


async def _http(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, [await run.request(step)])


async def _follow(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, [await run.follow(step)])


async def _sign_in(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, [await run.sign_in(step)])


async def _check(run: Run, step: dict[str, Any]) -> None:
    await run.judge(step, [step["check"]])


ACTIONS: dict[str, Callable[[Run, dict[str, Any]], Awaitable[None]]] = {
    "call": _call,
    "start": _start,
    "cancel": _cancel,
    "await": _await,
    "new": _new,
    "http": _http,
    "sign_in": _sign_in,
    "follow": _follow,
    "keep_cookies": _keep_cookies,
    "log_in": _log_in,
    "logged": _logged,
    "own": _own,
    "sandbox": _sandbox,
    "ledger": _ledger,
    "advance_ms": _advance,
    "check": _check,
    "for_each": _for_each,
}

METHODS = frozenset(json.loads((FOLDER / "schema.json").read_text())["$defs"]["method"]["anyOf"][0]["enum"])
