"""A FastAPI application whose users connect their OneDrive.

uvicorn --app-dir examples fastapi_app:app --port 3000
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

import settings
from fastapi import Depends, FastAPI, HTTPException
from session import User, current_user, graph_client  # your own login

from authpipe import AsyncAuthpipe, NotConnectedError, Principal, ProviderConfig, ReauthRequiredError
from authpipe.ext.azure import async_token_credential
from authpipe.ext.fastapi import authpipe_router

ap = AsyncAuthpipe(
    providers={
        "microsoft-onedrive": ProviderConfig(
            client_id=settings.client_id, client_secret=settings.client_secret, scopes=["Files.Read"]
        )
    },
    danger_origins=settings.danger_origins,
)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None, None]:
    async with ap:  # ready() … aclose()
        yield


def principal(user: Annotated[User | None, Depends(current_user)]) -> Principal | None:
    if user is None:
        return None
    return Principal(tenant_id=user.org_id, user_id=user.id, role="admin" if user.is_admin else "member")


app = FastAPI(lifespan=lifespan)
app.include_router(authpipe_router(ap, identify=principal), prefix="/api/authpipe")  # a Depends, not a mount: your DI works


@app.get("/drive")
async def drive(who: Annotated[Principal | None, Depends(principal)]) -> dict[str, str | None]:
    if who is None:
        raise HTTPException(401)
    credential = async_token_credential(ap, provider="microsoft-onedrive", tenant_id=who.tenant_id, user_id=who.user_id)
    try:
        found = await graph_client(credential).me.drive.get()
    except (NotConnectedError, ReauthRequiredError) as error:
        raise HTTPException(409, {"connect": error.provider}) from None
    return {"name": found.name if found else None}
