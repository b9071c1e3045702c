"""A cached credential, beside MSAL's cached token and a look-up in a dict, in one process. Needs a release build and `msal`.

Prints rows for `cargo xtask bench`: what, nanoseconds, beside what, nanoseconds, target; separated by tabs.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from urllib.parse import parse_qsl, urlsplit

import msal
import requests

from authpipe import AsyncAuthpipe, Authpipe
from authpipe.testing import MEMBER, Sandbox

ME = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}
ROUNDS = 15


def median(statement: str, names: dict[str, object], calls: int) -> float:
    """Nanoseconds of the processor per call, the median over rounds: what else runs on the machine does not count."""
    timer = timeit.Timer(statement, timer=time.thread_time, globals=names)
    timer.timeit(calls)
    return statistics.median(timer.repeat(ROUNDS, calls)) / calls * 1e9


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


SCRIPT = """
from authpipe import Authpipe, ProviderConfig
definition = {"name": "Acme", "auth": ["api_key"], "api": {"origins": ["https://api.acme.example"]}}
acme = ProviderConfig(client_id="id", definition=definition)
me = dict(provider="acme", tenant_id="org_acme", user_id="user_123")
ap = Authpipe(vault="sqlite:FOLDER/authpipe.db", mode="development", providers={"acme": acme}, background=False)
"""
STORE = "ap.store_credential(**me, credential='k', credential_type='api_key'); ap.close()"
READ = "assert ap.get_credential(**me).credential == 'k'; import os; os._exit(0)"
KEY = json.loads(
    subprocess.run([sys.executable, "-m", "authpipe", "--json", "key", "generate"], check=True, stdout=subprocess.PIPE).stdout
)["key"]


def with_key() -> dict[str, str]:
    return {**os.environ, "AUTHPIPE_KEY": KEY}


def start(code: str, environment: dict[str, str] | None = None) -> float:
    """Nanoseconds until a script has ended."""

    def one() -> float:
        begin = time.perf_counter_ns()
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        return time.perf_counter_ns() - begin

    one()
    return statistics.median(one() for _ in range(ROUNDS))


def row(what: str, ours: float, beside: str, theirs: float, target: str) -> None:
    print("bench", what, round(ours, 1), beside, round(theirs, 1), target, sep="\t", flush=True)


def main() -> None:
    with Sandbox() as sandbox:
        application, account, scopes = msal_application(sandbox)
        silent = median(
            "application.acquire_token_silent(scopes, account=account)['access_token']",
            {"application": application, "scopes": scopes, "account": account},
            200,
        )
        with Authpipe(**sandbox.options(test_clock=None)) as ap:
            sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
            ap.get_credential(**ME)
            # The key is made anew, as a caller's is.
            names = {"known": {tuple(ME.values()): object()}, **ME, "ap": ap}
            lookup = median("known[provider, tenant_id, user_id]", names, 200_000)
            sync = median("ap.get_credential(provider=provider, tenant_id=tenant_id, user_id=user_id)", names, 200_000)
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
    row("start, Python: import authpipe", start("import authpipe"), "an empty script", empty, "≤ 30 ms more")
    with tempfile.TemporaryDirectory(prefix="authpipe-bench-") as folder:
        # A vault on disk with one stored key, which is then read by one script after another.
        script = SCRIPT.replace("FOLDER", folder)
        subprocess.run([sys.executable, "-c", script + STORE], check=True, env=with_key())
        first = start(script + READ, with_key())
        row("start, Python: import to the first credential from disk", first, "an empty script", empty, "≤ 30 ms more")


if __name__ == "__main__":
    main()
