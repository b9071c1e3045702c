"""A vault that Swift writes is read by Python, and the other way round, with both open at once.

    python bindings-swift/Tests/read_vault.py FOLDER COMMAND...

COMMAND is `swift run … authpipe-extension`; both sides must see FOLDER. `cargo xtask test swift` runs it. It needs the Python package.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from authpipe import Authpipe, ProviderConfig

DEFINITION = {"name": "Acme", "auth": ["api_key"], "api": {"origins": ["https://api.acme.example"]}}
ME = {"provider": "acme", "tenant_id": "device", "user_id": "me"}


def main(parent: str, *command: str) -> int:
    outcomes: list[bool] = []
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        vault = os.path.join(folder, "authpipe.db")
        made = subprocess.run([sys.executable, "-m", "authpipe", "key", "generate"], check=True, capture_output=True, text=True)
        key = made.stdout.split()[-1]
        setup = {"vault": vault, "key": key, "clientID": "x", "definition": json.dumps(DEFINITION)}
        providers = {"acme": ProviderConfig(client_id="x", definition=DEFINITION)}
        swift = subprocess.Popen(
            [*command, json.dumps(setup)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert swift.stdin is not None and swift.stdout is not None

        def ask(line: str) -> str:
            swift.stdin.write(line + "\n")
            return swift.stdout.readline().strip()

        try:
            outcomes.append(swift.stdout.readline().strip() == "ready")
            outcomes.append(ask("store written-by-swift-1") == "stored")
            options = dict(vault=f"sqlite:{vault}", key=key, mode="development", environment="test", background=False)
            with Authpipe(**options, providers=providers) as authpipe:
                first = authpipe.get_credential(**ME)
                outcomes.append((first.generation, first.credential) == (1, "written-by-swift-1"))
                authpipe.store_credential(**ME, credential="written-by-python-2", credential_type="api_key")
            # Swift has read nothing yet, so nothing is cached there.
            outcomes.append(ask("credential") == "2 written-by-python-2")
        finally:
            swift.stdin.close()
            outcomes.append(swift.wait(timeout=60) == 0)
            swift.stdout.close()
    print(f"{outcomes.count(True)} passed, {outcomes.count(False)} failed")
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
