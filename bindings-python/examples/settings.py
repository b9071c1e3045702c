"""What the examples read from the environment. Authpipe itself reads AUTHPIPE_KEY, AUTHPIPE_VAULT, AUTHPIPE_MODE and the others."""

import os

client_id = os.environ["MS_CLIENT_ID"]
client_secret = os.environ.get("MS_CLIENT_SECRET")  # none for a script: it could not keep one

# Where Graph is; another one for a national cloud.
graph = os.environ.get("MS_GRAPH", "https://graph.microsoft.com")

# In development, the sandbox can stand in for Microsoft: `python -m authpipe sandbox` prints its origins.
login = os.environ.get("MS_LOGIN")
danger_origins = {"microsoft-onedrive": {"login": login, "graph": graph}} if login else None
