"""A rotation that is under way when a process ends is stored: the provider has already forgotten the old token (SR-59)."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from authpipe import Authpipe
from authpipe.testing import Sandbox

from .conftest import ME, Script, as_source

START = """
import atexit, urllib.request
# The last words before ours.
atexit.register(lambda: os.write(1, b"ends\\n"))
signal.signal(signal.SIGUSR1, lambda *_: os.write(1, b"awake\\n"))
# Whoever runs these tests may ignore it, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
def begin(ap):
    try:
        ap.get_credential(**ME, force_refresh=True)
    except TimeoutError:
        urllib.request.urlopen(REACHED).read()
"""

ENDINGS = {
    "ends by itself": """
ap = make(Authpipe)
begin(ap)
""",
    "calls sys.exit()": """
ap = make(Authpipe)
begin(ap)
sys.exit(0)
""",
    "dies of an exception": """
ap = make(Authpipe)
begin(ap)
raise RuntimeError("the application failed")
""",
    # From here on, somebody has begun to close and does not wait for it.
    "has forgotten its object": """
def main():
    ap = make(Authpipe)
    begin(ap)
main()
""",
    "cuts aclose() short": """
ap = make(AsyncAuthpipe)
async def main():
    try:
        await ap.get_credential(**ME, force_refresh=True)
    except TimeoutError:
        await asyncio.to_thread(lambda: urllib.request.urlopen(REACHED).read())
    try:
        await asyncio.wait_for(ap.aclose(), 0.01)
    except asyncio.TimeoutError:
        pass
asyncio.run(main())
""",
    "interrupts close()": """
ap = make(Authpipe)
begin(ap)
try:
    print("closes", flush=True)
    ap.close()
except KeyboardInterrupt:
    pass
""",
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())
def test_the_successor_is_stored_when_the_script(
    script_options: dict[str, Any], still_sandbox: Sandbox, held: Any, tmp_path: Path, ending: str
) -> None:
    with Authpipe(**script_options) as ap:
        still_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
        before = ap.get_credential(**ME)
    refreshes = len(still_sandbox.refreshes())
    fault = held(still_sandbox)
    settings = f"""
ME = {ME!r}
REACHED = "{still_sandbox.http_origin}/_sandbox/faults/{fault.id}?wait=1"
def make(kind):
    return kind({as_source(script_options, still_sandbox)}, timeout=0.5)
"""
    with Script(settings + START + ending, tmp_path) as script:
        if "closes" in ending:
            script.expect("closes")
            script.expect_waiting()
            script.process.send_signal(signal.SIGINT)
        script.expect("ends")
        # The provider still holds its answer: whoever does not wait for it has ended by now.
        script.expect_waiting()
        fault.release()
        script.end(code=1 if "raise" in ending else 0)
    with Authpipe(**script_options) as ap:
        after = ap.get_credential(**ME)
    assert after.generation == before.generation + 1
    assert len(still_sandbox.refreshes()) == refreshes + 1
