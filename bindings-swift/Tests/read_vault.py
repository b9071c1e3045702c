"""Reads, with the Python package, a vault that Swift has written.

    printf 'store SECRET\\n' | authpipe-extension '{"vault": V, "key": K, "clientID": "x", "definition": D}'
    python bindings-swift/Tests/read_vault.py V K SECRET
"""

import sys

from authpipe import Authpipe, ProviderConfig

DEFINITION = {"name": "Acme", "auth": ["api_key"], "api": {"origins": ["https://api.acme.example"]}}


def main(vault: str, key: str, secret: str) -> int:
    providers = {"acme": ProviderConfig(client_id="x", definition=DEFINITION)}
    options = dict(vault=f"sqlite:{vault}", key=key, mode="development", environment="test", background=False, providers=providers)
    with Authpipe(**options) as authpipe:
        credential = authpipe.get_credential(provider="acme", tenant_id="device", user_id="me")
    right = credential.credential == secret
    print("1 passed, 0 failed" if right else "0 passed, 1 failed")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
