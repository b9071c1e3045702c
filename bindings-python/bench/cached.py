"""A cached credential, beside MSAL's cached token and a look-up in a dict, in one process. Needs a release build and `msal`.

Prints rows for `cargo xtask bench`: what, nanoseconds, beside what, nanoseconds, target; separated by tabs.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import msal
import requests

from authpipe import AsyncAuthpipe, Authpipe
from authpipe.testing import MEMBER, Sandbox

ME = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}
ROUNDS = 15


def median(work: Callable[[], object], calls: int) -> float:
    """Nanoseconds of the processor per call, the median over rounds: what else runs on the machine does not count."""

    def one() -> float:
        start = time.thread_time_ns()
        for _ in range(calls):
            work()
        return (time.thread_time_ns() - start) / calls

    one()
    return statistics.median(one() for _ in range(ROUNDS))


async def median_awaited(ap: AsyncAuthpipe, calls: int) -> float:
    async def one() -> float:
        start = time.thread_time_ns()
        for _ in range(calls):
            await ap.get_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123")
        return (time.thread_time_ns() - start) / calls

    await one()
    return statistics.median([await one() for _ in range(ROUNDS)])


def msal_application(sandbox: Sandbox) -> tuple[msal.ConfidentialClientApplication, dict[str, object], list[str]]:
    """An application of MSAL whose cache holds a token of the sandbox."""
    scopes = ["Files.Read"]
    session = requests.Session()
    # The environment's authorities would replace the sandbox's.
    session.trust_env = False
    session.verify = sandbox.ca_file
    application = msal.ConfidentialClientApplication(
        sandbox.client_id,
        client_credential=sandbox.client_secret,
        authority=f"{sandbox.tls_origin}/organizations",
        instance_discovery=False,
        http_client=session,
    )
    flow = application.initiate_auth_code_flow(scopes, redirect_uri="http://localhost:4000/callback")
    back = urlsplit(sandbox.sign_in(flow["auth_uri"], MEMBER))
    result = application.acquire_token_by_auth_code_flow(flow, dict(parse_qsl(back.query)))
    if "access_token" not in result:
        raise RuntimeError(f"MSAL got no token: {result.get('error')}")
    (account,) = application.get_accounts()
    return application, account, scopes


def start(code: str) -> float:
    """Nanoseconds until a script has ended."""

    def one() -> float:
        begin = time.perf_counter_ns()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter_ns() - begin

    one()
    return statistics.median(one() for _ in range(ROUNDS))


def row(what: str, ours: float, beside: str, theirs: float, target: str) -> None:
    print("bench", what, round(ours, 1), beside, round(theirs, 1), target, sep="\t", flush=True)


def main() -> None:
    with Sandbox() as sandbox:
        application, account, scopes = msal_application(sandbox)
        silent = median(lambda: application.acquire_token_silent(scopes, account=account)["access_token"], 200)
        with Authpipe(**sandbox.options(test_clock=None)) as ap:
            sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
            ap.get_credential(**ME)
            known = {("microsoft-onedrive", "org_acme", "user_123", None, None, None): object()}
            lookup = median(lambda: known[("microsoft-onedrive", "org_acme", "user_123", None, None, None)], 200_000)
            sync = median(
                lambda: ap.get_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123"), 200_000
            )
        row("cached get_credential, Python, sync", sync, "msal acquire_token_silent", silent, "≤ 500 ns, ≥ 50× faster")
        row("cached get_credential, Python, sync", sync, "a dict look-up", lookup, "≤ 500 ns")

        async def awaited() -> float:
            async with AsyncAuthpipe(**sandbox.options(test_clock=None)) as ap:
                await asyncio.to_thread(sandbox.connect, ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
                await ap.get_credential(**ME)
                return await median_awaited(ap, 100_000)

        again = asyncio.run(awaited())
        row("cached get_credential, Python, awaited", again, "msal acquire_token_silent", silent, "≤ 1.5 µs, ≥ 50× faster")
    empty = start("")
    row("import authpipe, Python", start("import authpipe") - empty, "an empty script", empty, "≤ 30 ms")


if __name__ == "__main__":
    main()
