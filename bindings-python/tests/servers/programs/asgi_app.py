"""An ASGI application. The object is made and opened when the module is loaded: before the fork, with ``--preload``."""

import asyncio
import json
import threading
from urllib.parse import parse_qs

from shared import LIST, WHO, ask_async, make

from authpipe import AsyncAuthpipe

authpipe = make(AsyncAuthpipe)
handler = authpipe.handler()
opened = {}


def _open():
    opened.update(asyncio.run(ask_async(authpipe, 0)))


# A server may load the module on its loop.
_thread = threading.Thread(target=_open)
_thread.start()
_thread.join()


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                await authpipe.aclose()
                return
    seconds = float(parse_qs(scope["query_string"].decode())["advance"][0])
    answer = await ask_async(authpipe, seconds)
    answer = {**answer, "opened": opened, "handler": (await handler.handle(LIST, WHO)).status}
    body = json.dumps(answer).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
