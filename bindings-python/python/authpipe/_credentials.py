# Derived from _async_credentials.py by `cargo xtask types`. Do not edit.
"""Credentials: asked for, looked at, rejected, stored. The methods of `Authpipe` for whoever acts on an account."""

from __future__ import annotations

from . import _native
from ._group import methods_of
from ._wait import is_limit, refuse_on_event_loop, wait

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import timedelta
    from typing import Literal

    from typing_extensions import Unpack

    from ._native import AtHand, Credential
    from ._types import (
        CredentialFor,
        CredentialOptions,
        CredentialType,
        StoreCredentialParamsArgs,
        StoredCredential,
        StoredCredentials,
    )
    from .providers import ProviderName


@methods_of("Authpipe")
class CredentialMethods:
    """Gets, reports and stores credentials."""

    _core: _native.Core
    _at_hand: AtHand

    def get_credential(
        self, *, provider: ProviderName, tenant_id: str, user_id: str | None = None, **options: Unpack[CredentialOptions]
    ) -> Credential:
        """A usable credential, refreshed first when it is about to expire.

        Simultaneous calls for one connection cause one token request, and a refresh is saved before this returns.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            user_id: The user; needed for a user credential.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            connection_id: Names the connection itself.
            installation_id: Names the installation itself.
            credential_for: Default ``user`` with a ``user_id``; with neither, ``user_id_required``. Only ``any`` may fall back to
                the installation's.
            credential_type: What it must be; default what the provider's API takes. A webhook's secret is given only to whoever asks
                for one: ``webhook_secret``.
            force_refresh: Refreshes even if the current credential is valid.
            min_validity: More time left than the default, in seconds.
            scopes: Raises ``scope_missing`` if one of these was not granted.
            claims: The claims challenge of an API: refreshes with it.
            timeout: How long this call waits, in seconds; default the option of the object. What it has begun goes on.

        Raises:
            NotConnectedError: ``not_connected``, ``installation_not_found`` - let the user connect or the administrator install.
            RequestError: ``user_id_required`` - neither ``user_id`` nor ``credential_for`` says whose credential is meant.
            ReauthRequiredError: ``reauth_required``, ``scope_missing`` - the user must sign in again.
            ProviderError: ``provider_unavailable``, ``timeout`` - retry later; ``tls_failed``, ``provider_error`` - an operator or the definition
                must put something right first.
            RateLimitedError: ``rate_limited`` - retry later.
        """
        # Python looks up the default of each parameter that is left out, at every call; so the rare ones are in `options`.
        if not options:
            kept = self._at_hand[provider, tenant_id, user_id]
            if kept is not None:
                return kept
        return self._get_credential(provider=provider, tenant_id=tenant_id, user_id=user_id, **options)

    def _get_credential(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        credential_type: CredentialType | None = None,
        force_refresh: bool = False,
        min_validity: float | timedelta | None = None,
        scopes: Sequence[str] | None = None,
        claims: str | None = None,
        timeout: float | timedelta | None = None,
    ) -> Credential:
        refuse_on_event_loop()
        # A limit that is none is refused whether or not anybody has to wait.
        if is_limit(timeout) and force_refresh is False and min_validity is None and scopes is None and claims is None:
            kept = self._core.find(
                provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for, credential_type
            )
            if kept is not None:
                return kept
        return wait(
            self._core.get_credential,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            installation_id=installation_id,
            credential_for=credential_for,
            credential_type=credential_type,
            force_refresh=force_refresh,
            min_validity=min_validity,
            scopes=scopes,
            claims=claims,
            timeout=timeout,
        )

    # A TypeError then names the method that the caller called, and `help()` and `inspect` show all of its parameters.
    _get_credential.__qualname__ = "Authpipe.get_credential"
    vars(get_credential)["__wrapped__"] = _get_credential

    def peek_credential(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        credential_type: CredentialType | None = None,
    ) -> Credential | None:
        """The credential if it is at hand, otherwise ``None``. It never waits, opens or loads.

        A look is not a use: a connection that is only looked at counts as idle. So a day after its use was last noted the answer is
        ``None`` too, until somebody asks ``get_credential``.

        Raises:
            RequestError: ``invalid_id``, ``user_id_required`` - an id is outside its grammar, or nobody is named.
            UsageError: ``closed``.
        """
        return self._core.peek(
            provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for, credential_type
        )

    def report_rejected(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        generation: int,
        claims: str | None = None,
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        credential_type: CredentialType | None = None,
        timeout: float | timedelta | None = None,
    ) -> Credential:
        """After a 401: refreshes only if that generation is still current, and returns the credential to try again with.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            generation: ``generation`` of the credential that was rejected.
            claims: The claims challenge of the answer, where there is one.
            user_id: The user; needed for a user credential.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            connection_id: Names the connection itself.
            installation_id: Names the installation itself.
            credential_for: As for ``get_credential``.
            credential_type: As for ``get_credential``.
            timeout: How long this call waits, in seconds; default the option of the object. What it has begun goes on.

        Raises:
            NotConnectedError: As ``get_credential``.
            ReauthRequiredError: ``reauth_required`` - the user must sign in again.
        """
        return wait(
            self._core.report_rejected,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            installation_id=installation_id,
            credential_for=credential_for,
            credential_type=credential_type,
            generation=generation,
            claims=claims,
            timeout=timeout,
        )

    def store_credential(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        credential: str | Mapping[str, str],
        credential_type: Literal["api_key", "webhook_secret"],
        variables: Mapping[str, str] | None = None,
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        timeout: float | timedelta | None = None,
    ) -> StoredCredential:
        """Seals an API key or webhook secret into the vault.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            credential: The secret, or named fields.
            credential_type: What it is.
            variables: Values of the definition's variables that whoever connects may choose, such as the name of a customer's own host.
                They are stored with it, and it goes to no other host.
            user_id: The user; needed for a user credential.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            connection_id: Names the connection itself.
            installation_id: Names the installation itself.
            credential_for: As for ``get_credential``.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            RequestError: ``invalid_request``, ``user_id_required``.
        """
        try:
            secret = _native.Secret("credential", credential)
        finally:
            del credential  # a traceback may print the locals of this frame
        return wait(
            self._core.store_credential,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            installation_id=installation_id,
            credential_for=credential_for,
            credential=secret,
            credential_type=credential_type,
            variables=variables,
            timeout=timeout,
        )

    def store_credentials(
        self,
        *,
        rows: Iterable[StoreCredentialParamsArgs],
        progress: Callable[[int, int], object] | None = None,
        timeout: float | timedelta | None = None,
    ) -> StoredCredentials:
        """Seals many API keys or webhook secrets into the vault.

        All rows are judged before the first is stored: a row that is wrong is named by its number, and nothing is stored then. They are
        stored in parts, each with one commit. Where the vault fails half way, what was stored stays, and storing it again replaces it by
        the same. No live test runs.

        Args:
            rows: What ``store_credential`` takes, a mapping each.
            progress: Is told after each part how many are stored, of how many.
            timeout: How long the storing of a part may take, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            RequestError: ``invalid_request``, ``user_id_required``.
        """
        from ._rows import check_progress, parts, result

        check_progress(progress)
        batch = self._core.credential_batch()
        for part in parts(rows, batch.part):
            wait(batch.add, rows=part, timeout=timeout)
        while True:
            stored, total, created, updated = wait(batch.store_next, timeout=timeout)
            if progress is not None and stored:
                progress(stored, total)
            if stored == total:
                return result(created, updated)
