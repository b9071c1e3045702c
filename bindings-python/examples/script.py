"""Lists the files of whoever runs it. The first time a browser opens; afterwards it is silent.

A public client: PKCE, and no secret. The vault is a file beside the script, its key is AUTHPIPE_KEY.
"""

import httpx
import settings

from authpipe import Authpipe, NotConnectedError, ProviderConfig, UserArgs

me: UserArgs = {"provider": "microsoft-onedrive", "tenant_id": "local", "user_id": "me"}
config = ProviderConfig(client_id=settings.client_id, scopes=["Files.Read"])

with Authpipe(providers={"microsoft-onedrive": config}, danger_origins=settings.danger_origins) as ap:
    try:
        ap.get_credential(**me)
    except NotConnectedError:
        ap.connect_interactive(**me)
    with httpx.Client(base_url=f"{settings.graph}/v1.0", auth=ap.httpx_auth(**me)) as graph:
        for item in graph.get("/me/drive/root/children").raise_for_status().json()["value"]:
            print(item["name"])
