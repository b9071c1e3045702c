# Generated from bindings-common by `cargo xtask types`. Do not edit.
"""The application's client registration at a provider."""

from __future__ import annotations

from . import _native
from ._left_out import LEFT_OUT
from ._options import Unchangeable

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from typing import Any, Literal

    from ._generated_definition import ProviderDefinition


class ProviderConfig(Unchangeable):
    """The application's client registration at a provider."""

    __slots__ = (
        "_named",
        "attachment",
        "bot_scopes",
        "client_assertion",
        "client_assertion_file",
        "client_id",
        "client_secret",
        "definition",
        "enabled",
        "optional_scopes",
        "private_key",
        "private_key_id",
        "provider",
        "redirect_uri",
        "scopes",
        "variables",
    )

    client_id: str | None
    """The client identifier. A provider of pasted keys has none."""
    client_secret: _native.Secret | None
    """The client secret; absent for a public client."""
    private_key: _native.Secret | None
    """The client's private key. PEM text, the key file of a service account, or ``env:NAME`` for a variable that holds either.
    """
    private_key_id: str | None
    """The id of the private key at the provider, where it has one."""
    client_assertion_file: str | None
    """The file in which the platform keeps a token for the client. Its path, or ``env:NAME`` for a variable that holds the path.
    It is read for each request.
    """
    client_assertion: Callable[[], str | Awaitable[str]] | None
    """What gets such a token from the platform, in the place of a file. It is asked for each request, and has 5 seconds; what it
    gives is sent to the provider's token endpoint and stored nowhere. There is one call at a time: who asks meanwhile gets
    its answer. Objects that share one vault in a process ask that of the first.
    """
    attachment: Literal["user", "tenant"]
    """Whether each user connects (default) or the tenant has one connection that its users share."""
    provider: str | None
    """The provider, where the config has another id."""
    redirect_uri: str | None
    """Where the browser comes back to. Native programs only: ``http://127.0.0.1/path``, without a port."""
    scopes: Sequence[str]
    """Scopes that every user is asked for."""
    optional_scopes: Sequence[str]
    """Scopes that may be asked for besides."""
    bot_scopes: Sequence[str]
    """Application roles that an installation is expected to have."""
    variables: Mapping[str, str]
    """Values of the definition's variables. Some are keys of the application, so none of them prints."""
    enabled: bool
    """Whether it may be used; default true."""
    definition: ProviderDefinition | Mapping[str, Any] | None
    """A provider that is not in the catalogue."""
    _named: tuple[str, ...]

    def __init__(
        self,
        *,
        client_id: str | None = LEFT_OUT,
        client_secret: str | None = LEFT_OUT,
        private_key: str | None = LEFT_OUT,
        private_key_id: str | None = None,
        client_assertion_file: str | None = LEFT_OUT,
        client_assertion: Callable[[], str | Awaitable[str]] | None = None,
        attachment: Literal["user", "tenant"] = "user",
        provider: str | None = None,
        redirect_uri: str | None = None,
        scopes: Sequence[str] = (),
        optional_scopes: Sequence[str] = (),
        bot_scopes: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        enabled: bool = True,
        definition: ProviderDefinition | Mapping[str, Any] | None = None,
    ) -> None:
        """
        Args:
            client_id: The client identifier. A provider of pasted keys has none.
            client_secret: The client secret; absent for a public client.
            private_key: The client's private key. PEM text, the key file of a service account, or ``env:NAME`` for a variable
                that holds either.
            private_key_id: The id of the private key at the provider, where it has one.
            client_assertion_file: The file in which the platform keeps a token for the client. Its path, or ``env:NAME`` for
                a variable that holds the path. It is read for each request.
            client_assertion: What gets such a token from the platform, in the place of a file. It is asked for each request,
                and has 5 seconds; what it gives is sent to the provider's token endpoint and stored nowhere. There is one call at
                a time: who asks meanwhile gets its answer. Objects that share one vault in a process ask that of the first.
            attachment: Whether each user connects (default) or the tenant has one connection that its users share.
            provider: The provider, where the config has another id.
            redirect_uri: Where the browser comes back to. Native programs only: ``http://127.0.0.1/path``, without a port.
            scopes: Scopes that every user is asked for.
            optional_scopes: Scopes that may be asked for besides.
            bot_scopes: Application roles that an installation is expected to have.
            variables: Values of the definition's variables. Some are keys of the application, so none of them prints.
            enabled: Whether it may be used; default true.
            definition: A provider that is not in the catalogue.
        """
        named = (
            ("client_id", client_id is None),
            ("client_secret", client_secret is None),
            ("private_key", private_key is None),
            ("client_assertion_file", client_assertion_file is None),
        )
        client_id = None if client_id is LEFT_OUT else client_id
        client_secret = None if client_secret is LEFT_OUT else client_secret
        private_key = None if private_key is LEFT_OUT else private_key
        client_assertion_file = None if client_assertion_file is LEFT_OUT else client_assertion_file
        try:
            held_client_secret = None if client_secret is None else _native.Secret("client_secret", client_secret)
            held_private_key = None if private_key is None else _native.Secret("private_key", private_key)
        finally:
            del client_secret, private_key  # a traceback may print the locals of this frame
        put = object.__setattr__
        put(self, "client_id", client_id)
        put(self, "client_secret", held_client_secret)
        put(self, "private_key", held_private_key)
        put(self, "private_key_id", private_key_id)
        put(self, "client_assertion_file", client_assertion_file)
        put(self, "client_assertion", client_assertion)
        put(self, "attachment", attachment)
        put(self, "provider", provider)
        put(self, "redirect_uri", redirect_uri)
        put(self, "scopes", scopes)
        put(self, "optional_scopes", optional_scopes)
        put(self, "bot_scopes", bot_scopes)
        put(self, "variables", {} if variables is None else variables)
        put(self, "enabled", enabled)
        put(self, "definition", definition)
        put(self, "_named", tuple(name for name, is_lost in named if is_lost))
