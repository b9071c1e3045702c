"""A WSGI application. The object is made and opened when the module is loaded: before the fork, with ``--preload``."""

import json
from urllib.parse import parse_qs

from shared import LIST, WHO, ask, make

from authpipe import Authpipe

authpipe = make(Authpipe)
handler = authpipe.handler()
opened = ask(authpipe, 0)


def app(environ, start_response):
    seconds = float(parse_qs(environ["QUERY_STRING"])["advance"][0])
    answer = {**ask(authpipe, seconds), "opened": opened, "handler": handler.handle(LIST, WHO).status}
    body = json.dumps(answer).encode()
    start_response("200 OK", [("content-type", "application/json"), ("content-length", str(len(body)))])
    return [body]
