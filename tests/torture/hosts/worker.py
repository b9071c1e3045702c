"""A process in Python on one of the hosts: what ``worker.mjs`` beside it does in Node."""

from __future__ import annotations

import asyncio
import json
import os
import sys

from authpipe import AsyncAuthpipe, AuthpipeError, ProviderConfig


async def main() -> None:
    options = json.loads(os.environ["TORTURE_OPTIONS"])
    provider = ProviderConfig(
        client_id=options["client_id"],
        client_secret=options["client_secret"],
        scopes=options["scopes"],
        definition=options["definition"],
    )
    authpipe = AsyncAuthpipe(
        mode="development",
        environment="development",
        vault=options["vault"],
        key=options["key"],
        spool_dir=options["spool"],
        base_url="http://localhost:3000/api/authpipe",
        background=options["background"],
        providers={options["provider"]: provider},
    )

    async def ask(user: str, *, force_refresh: bool) -> None:
        subject = {"provider": options["provider"], "tenant_id": options["tenant"], "user_id": f"user_{user}"}
        try:
            found = await authpipe.get_credential(**subject, force_refresh=force_refresh)
        except AuthpipeError as error:
            print(f"refused {user} {error.code}", flush=True)
        else:
            mark = " degraded" if found.degraded else ""
            print(f"served {user} {found.generation} {found.credential}{mark}", flush=True)

    await authpipe.ready()
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    asked = []
    while (line := await loop.run_in_executor(None, sys.stdin.readline)).strip() not in ("", "close"):
        command, user = line.split()
        # Not awaited: callers run beside each other.
        asked.append(asyncio.create_task(ask(user, force_refresh=command == "get")))
    await asyncio.gather(*asked)
    await authpipe.aclose()
    print("closed", flush=True)


asyncio.run(main())
