"""Two origins on the loopback interface: one plays the API, the other somebody else. Both note who sends them what."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """Answers what it was told to, in turn, and 200 afterwards: a status, headers, and a body if there is one."""

    def __init__(self):
        self.requests = []
        self.answers = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                received = self.rfile.read(int(self.headers.get("content-length") or 0))
                # A connection that ends before its request was read ends with a reset, and its answer with it.
                while "chunked" in self.headers.get("transfer-encoding", "") and self.rfile.readline() not in (b"0\r\n", b""):
                    pass
                outer.requests.append((self.path, dict((k.lower(), v) for k, v in self.headers.items()), received))
                status, headers, *body = outer.answers.pop(0) if outer.answers else (200, {})
                content = b"".join(body)
                self.send_response(status)
                length = {} if "transfer-encoding" in headers else {"content-length": str(len(content))}
                for name, value in {**length, **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_POST = do_HEAD = answer

            def log_message(self, *args):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def sent(self, name="authorization"):
        """The values of a header, request by request."""
        return [headers.get(name) for _, headers, _ in self.requests]

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
