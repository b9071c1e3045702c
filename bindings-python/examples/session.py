"""Stands in for what your application has already: a login, and a Graph client. Do not copy the login: anybody may be anyone."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import settings
from azure.core.credentials_async import AsyncTokenCredential
from fastapi import Request
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient


@dataclass
class User:
    org_id: str
    id: str
    is_admin: bool


USERS = {"ada": User("org_acme", "ada", is_admin=True), "bob": User("org_acme", "bob", is_admin=False)}


def current_user(request: Request) -> User | None:
    return USERS.get(request.cookies.get("login", ""))


def graph_client(credential: AsyncTokenCredential) -> GraphServiceClient:
    """``GraphServiceClient(credential, scopes)``, which would send no token to any host but Microsoft's."""
    host = urlsplit(settings.graph).hostname or ""
    provider = AzureIdentityAuthenticationProvider(credential, scopes=[f"{settings.graph}/.default"], allowed_hosts=[host])
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = f"{settings.graph}/v1.0"
    return GraphServiceClient(request_adapter=adapter)
